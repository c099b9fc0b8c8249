/** Takes a full-size picture of a document and hands it in; meanwhile the call's picture is covered. */

import { MOST_PIXELS_LONG, shrunkSize } from "../chat/photo_size.js";
import { byId } from "../dom.js";
import { documentKind, wantedSentence } from "./words.js";

/** @typedef {{send: (image: Blob, kind: string) => Promise<void>, covered: (isCovered: boolean) => void, closed: () => void}} PhotoParts send: throws what has a `detail` */

const WISHES = { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1440 } };
const QUALITY = 0.92; // of the JPEG, 0..1

export class PhotoView {
  /** @type {MediaStream|null} */ #stream = null;
  /** @type {Blob|null} */ #image = null;
  #kind = "";

  /** @param {PhotoParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.box = byId("photo-box", HTMLDialogElement);
    this.words = byId("photo-words", HTMLElement);
    this.finder = byId("finder", HTMLVideoElement);
    this.shot = byId("shot", HTMLCanvasElement);
    this.file = byId("photo-file", HTMLInputElement);
    const on = (/** @type {string} */ id, /** @type {() => void} */ act) => byId(id, HTMLButtonElement).addEventListener("click", act);
    on("photo-take", () => void this.#take());
    on("photo-choose", () => this.file.click());
    on("photo-send", () => void this.#send());
    on("photo-again", () => void this.#aim());
    on("photo-close", () => this.box.close());
    this.file.addEventListener("change", () => void this.#chosen());
    this.box.addEventListener("close", () => this.#closed());
  }

  /** Open it. @param {string} kind of document, if the agent asked for one */
  async open(kind) {
    if (this.box.open) return;
    this.#kind = documentKind(kind);
    this.box.showModal();
    this.parts.covered(true);
    await this.#aim();
  }

  async #aim() {
    this.#show(false);
    this.words.textContent = `${this.#kind ? wantedSentence(this.#kind) : ""}把证件放平，对准，拍清楚四个角。`;
    const fresh = await navigator.mediaDevices?.getUserMedia({ video: WISHES }).catch(() => null);
    if (!this.box.open) return fresh?.getTracks().forEach((track) => track.stop());
    this.#stop();
    this.#stream = fresh ?? null;
    this.finder.srcObject = this.#stream;
    this.finder.hidden = !this.#stream;
    byId("photo-take", HTMLButtonElement).hidden = !this.#stream;
    if (!this.#stream) this.words.textContent = "摄像头打不开，请从相册里选一张。";
  }

  async #take() {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (!track) return;
    // A photograph has more pixels than the video; not every browser takes one.
    const photo = "ImageCapture" in window ? await new /** @type {any} */ (window).ImageCapture(track).takePhoto().catch(() => null) : null;
    const bitmap = photo ? await createImageBitmap(photo, { imageOrientation: "from-image" }).catch(() => null) : null;
    await this.#keep(bitmap ?? this.finder, bitmap?.width ?? this.finder.videoWidth, bitmap?.height ?? this.finder.videoHeight);
  }

  async #chosen() {
    const file = this.file.files?.[0];
    this.file.value = "";
    if (!file) return;
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!bitmap) return void (this.words.textContent = "这个文件不是照片，请再选一张。");
    await this.#keep(bitmap, bitmap.width, bitmap.height);
  }

  /** @param {CanvasImageSource} source @param {number} width pixels @param {number} height pixels */
  async #keep(source, width, height) {
    const size = shrunkSize(width, height, MOST_PIXELS_LONG);
    [this.shot.width, this.shot.height] = [size.width, size.height];
    this.shot.getContext("2d")?.drawImage(source, 0, 0, size.width, size.height);
    this.#image = await new Promise((done) => this.shot.toBlob(done, "image/jpeg", QUALITY));
    this.#stop();
    this.#show(true);
    this.words.textContent = "看一看，字看得清吗？";
    byId("photo-send", HTMLButtonElement).focus();
  }

  async #send() {
    const button = byId("photo-send", HTMLButtonElement);
    if (!this.#image) return;
    button.disabled = true;
    this.words.textContent = "正在发送，请稍等。";
    try {
      await this.parts.send(this.#image, this.#kind);
      this.box.close();
    } catch (error) {
      this.words.textContent = /** @type {any} */ (error).detail ?? "没有发出去，请再试一次。";
    } finally {
      button.disabled = false;
    }
  }

  /** @param {boolean} isTaken */
  #show(isTaken) {
    this.finder.hidden = isTaken;
    this.shot.hidden = !isTaken;
    byId("photo-aiming", HTMLElement).hidden = isTaken;
    byId("photo-taken", HTMLElement).hidden = !isTaken;
  }

  #closed() {
    this.#stop();
    this.#image = null;
    this.shot.width = this.shot.height = 0; // no document stays on the screen
    this.parts.covered(false);
    this.parts.closed();
  }

  #stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.finder.srcObject = null;
  }
}
