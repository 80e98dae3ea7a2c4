// A private X screen for a test run, and pictures of it. Xvfb keeps its frame buffer in a file (XWD format), so a
// picture needs no other program and shows what is on the screen, not what the web engine thinks.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import zlib from "node:zlib";

const SIZE = { width: 1280, height: 800 };

/** Starts a screen on a free display number. */
export async function startScreen() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vestibule-screen-"));
  const geometry = `${SIZE.width}x${SIZE.height}x24`;
  // Without -noreset it starts over whenever the last window is gone, and turns away one that opens meanwhile.
  const server = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", geometry, "-noreset", "-nolisten", "tcp", "-nocursor", "-fbdir", folder],
    {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    },
  );
  const failed = new Promise((_, reject) => server.once("error", reject));
  const number = new Promise((resolve) => createInterface({ input: server.stdio[3] }).once("line", resolve));
  const display = `:${await Promise.race([number, failed])}`;
  return {
    display,
    picture: (width = SIZE.width, height = SIZE.height) =>
      png(readFileSync(path.join(folder, "Xvfb_screen0")), width, height),
    stop() {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An XWD dump (32 bits a pixel, blue first) as a PNG, cut to the given size. */
function png(dump, width, height) {
  const word = (index) => dump.readUInt32BE(index * 4);
  const [headerSize, bytesPerLine, colors] = [word(0), word(12), word(19)];
  const start = headerSize + colors * 12;
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    let to = y * (width * 3 + 1) + 1;
    let from = start + y * bytesPerLine;
    for (let x = 0; x < width; x += 1, from += 4) {
      rows[to++] = dump[from + 2];
      rows[to++] = dump[from + 1];
      rows[to++] = dump[from];
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", zlib.deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(zlib.crc32(body));
  return Buffer.concat([length, body, crc]);
}
