import { encodeQR } from "qr";
import { useLayoutEffect, useRef } from "react";
import "./mfa.css";

/** Modules of white around it: the quiet zone that the standard asks for. */
const QUIET = 4;
/** Wide enough for a phone at arm's length, narrow enough for the sign-in page. */
const WIDTH = 300;

/** A QR code. Drawn here and kept nowhere: what it says is often a secret. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current === null) return;
    draw(canvas.current, text);
    // Half a code is no code: who asked for it wants to scan it.
    canvas.current.scrollIntoView({ block: "nearest" });
  }, [text]);
  return <canvas ref={canvas} className="qr" data-testid="qr" role="img" aria-label={label} />;
}

function draw(canvas: HTMLCanvasElement, text: string): void {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const scale = Math.ceil(WIDTH / rows.length);
  canvas.width = rows.length * scale;
  canvas.height = rows.length * scale;
  const ink = canvas.getContext("2d");
  if (ink === null) return;
  ink.fillStyle = "#ffffff";
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.fillStyle = "#000000";
  rows.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (dark) ink.fillRect(x * scale, y * scale, scale, scale);
    }),
  );
}
