import { vi } from "vitest";
import decodeQR from "qr/decode.js";

/** The picture that a page drew, as a camera sees it. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Gives the tests' canvases pixels, of which jsdom has none. The returned function sees a canvas. */
export function withCanvas(): (canvas: HTMLCanvasElement) => Picture {
  const pictures = new Map<HTMLCanvasElement, Picture>();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(function (this: HTMLCanvasElement) {
    const { width, height } = this;
    const before = pictures.get(this);
    const data = before?.width === width ? before.data : new Uint8ClampedArray(width * height * 4);
    pictures.set(this, { width, height, data });
    const ink = {
      fillStyle: "#000000",
      fillRect(left: number, top: number, across: number, down: number) {
        const grey = Number.parseInt(ink.fillStyle.slice(1, 3), 16);
        for (let y = top; y < top + down; y++)
          for (let x = left; x < left + across; x++) data.set([grey, grey, grey, 255], (y * width + x) * 4);
      },
      getImageData: () => ({ width, height, data }),
    };
    return ink as unknown as RenderingContext;
  } as unknown as typeof HTMLCanvasElement.prototype.getContext);
  return (canvas) => {
    const picture = pictures.get(canvas);
    if (picture === undefined) throw new Error("nothing was drawn");
    return picture;
  };
}

/** What a QR code says. */
export function readQr(picture: Picture): string {
  return decodeQR(picture);
}
