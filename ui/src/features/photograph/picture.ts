/** Makes the small JPEG that is kept out of any picture the web view can read: a telephone's of eight megabytes too. */
import type { Problem } from "@/ipc/problem";

/** Four to five, as on an identity card and at a photographer's. */
export const WIDTH = 300;
export const HEIGHT = 375;
/** What the backend takes. */
const BYTES_MAX = 64 * 1024;
const QUALITIES = [0.85, 0.7, 0.5, 0.3];
/** Of what is cut off at the top and bottom, the part at the top: heads are up there. */
const FROM_TOP = 0.3;

export const NO_PICTURE: Problem = {
  code: "E-2140",
  what: { zh: "这个文件不是照片，或者已经损坏。", en: "The file is no picture, or it is damaged." },
  money: { zh: "没有改动任何内容。", en: "Nothing was changed." },
  todo: { zh: "请另选一张照片（JPG 或 PNG）。", en: "Choose another one, JPG or PNG." },
  field: null,
};

/** The part of a picture that is shown: as much of it as has the right shape. */
export function part(width: number, height: number): { x: number; y: number; width: number; height: number } {
  const scale = Math.min(width / WIDTH, height / HEIGHT);
  const [wide, high] = [WIDTH * scale, HEIGHT * scale];
  return { x: (width - wide) / 2, y: (height - high) * FROM_TOP, width: wide, height: high };
}

async function read(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function drawn(image: HTMLImageElement): string {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext("2d");
  if (!context || image.naturalWidth === 0 || image.naturalHeight === 0) throw NO_PICTURE;
  // What is transparent is paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.imageSmoothingQuality = "high";
  const { x, y, width, height } = part(image.naturalWidth, image.naturalHeight);
  context.drawImage(image, x, y, width, height, 0, 0, WIDTH, HEIGHT);
  for (const quality of QUALITIES) {
    const [kind, data] = canvas.toDataURL("image/jpeg", quality).split(",");
    if (kind !== "data:image/jpeg;base64" || !data) throw NO_PICTURE;
    if ((data.length * 3) / 4 <= BYTES_MAX) return data;
  }
  throw NO_PICTURE;
}

/** A file, or a data URL, as a small JPEG in Base64. Throws a problem that can be shown. */
export async function smallPicture(source: Blob | string): Promise<string> {
  const url = typeof source === "string" ? source : URL.createObjectURL(source);
  try {
    return drawn(await read(url));
  } catch {
    throw NO_PICTURE;
  } finally {
    if (typeof source !== "string") URL.revokeObjectURL(url);
  }
}
