/** Takes a photograph of a document and makes it small enough to send. */

import { byId } from "../dom.js";
import { MOST_PIXELS_LONG, needsShrinking, shrunkSize } from "./photo_size.js";

const QUALITY = 0.9; // of the JPEG, 0..1
const NO_PICTURE = "这个文件不是照片，请拍一张照片，或者从相册里选一张。";

export class PhotoButton {
  /** @param {{handIn: (image: Blob, at: string) => Promise<void>, refuse: (sentence: string) => void}} parts */
  constructor({ handIn, refuse }) {
    this.handIn = handIn;
    this.refuse = refuse;
    this.input = byId("photo", HTMLInputElement);
    this.button = byId("photo-button", HTMLButtonElement);
    this.button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => void this.#chosen());
  }

  async #chosen() {
    const file = this.input.files?.[0];
    this.input.value = ""; // the same picture may be chosen again
    if (!file) return;
    this.button.disabled = true;
    try {
      const image = await readable(file);
      if (image) await this.handIn(image, new Date().toISOString());
      else this.refuse(NO_PICTURE);
    } finally {
      this.button.disabled = false;
    }
  }
}

/** Return the picture, smaller if it is very large; null if it is none. @param {File} file @returns {Promise<Blob|null>} */
async function readable(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return null;
  if (!needsShrinking(bitmap.width, bitmap.height, file.size)) return file;
  const { width, height } = shrunkSize(bitmap.width, bitmap.height, MOST_PIXELS_LONG);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", QUALITY));
}
