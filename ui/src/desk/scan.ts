/** What came of looking for a code on the screen. */
export type Scan = { found: "text"; text: string } | { found: "nothing" } | { found: "unreadable" };

/** Long enough for the largest code on a slow machine; a clean drawing takes a few milliseconds. */
const PATIENCE_MILLISECONDS = 1000;

/** Reads the code that a page draws, from its pixels as a camera would: the page hands nothing over. */
export async function scanScreen(): Promise<Scan> {
  const codes = [...document.querySelectorAll<HTMLCanvasElement>('canvas[data-testid="qr"]')];
  const drawn = codes.filter(({ width, height }) => width > 0 && height > 0);
  if (drawn.length === 0) return { found: "nothing" };
  for (const canvas of drawn) {
    const text = await read(canvas);
    if (text !== null) return { found: "text", text };
  }
  return { found: "unreadable" };
}

/** Reads one picture. */
export async function decode(image: Pick<ImageData, "width" | "height" | "data">): Promise<string | null> {
  const { decodeQR } = await import("qr/decode.js");
  try {
    return decodeQR(image, { timeLimit: PATIENCE_MILLISECONDS });
  } catch {
    return null;
  }
}

async function read(canvas: HTMLCanvasElement): Promise<string | null> {
  try {
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
    return pixels === undefined ? null : await decode(pixels);
  } catch {
    // A picture whose pixels may not be read, or a decoder that could not be loaded.
    return null;
  }
}
