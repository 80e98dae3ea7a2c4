import encodeQR from "qr";
import { vi } from "vitest";

interface Picture {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** The pixels of a QR code, as a page draws it: four to a module, with the quiet border that readers need. */
export function qrPicture(text: string, scale = 4): Picture {
  const modules = encodeQR(text, "raw", { border: 4 });
  const width = modules.length * scale;
  const picture = blank(width);
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let dy = 0; dy < scale; dy += 1)
        for (let dx = 0; dx < scale; dx += 1) {
          const at = ((y * scale + dy) * width + x * scale + dx) * 4;
          picture.data.set([0, 0, 0], at);
        }
    }),
  );
  return picture;
}

/** White. */
export function blank(width: number): Picture {
  return { width, height: width, data: new Uint8ClampedArray(width * width * 4).fill(255) };
}

/** Puts a picture on the screen. The test's window has canvases without pixels, so they are given here. */
export function show(picture: Picture | "unreadable"): void {
  const canvas = document.createElement("canvas");
  canvas.dataset.testid = "qr";
  if (picture !== "unreadable") Object.assign(canvas, { width: picture.width, height: picture.height });
  document.getElementById("page")?.append(canvas);
  const context = {
    getImageData: () => {
      if (picture === "unreadable") throw new DOMException("tainted", "SecurityError");
      return picture;
    },
  };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as unknown as null);
}
