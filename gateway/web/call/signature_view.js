/** Takes the signature: a finger or a pen on a pad, made into a picture. */

import { byId } from "../dom.js";
import { begun, extended, framed, INK, isSignature } from "./signature_strokes.js";

/** @typedef {import("./signature_strokes.js").Stroke} Stroke */

const WRITE = "请用手指写上您的姓名。";

export class SignatureView {
  /** @type {Stroke[]} */ #strokes = [];
  #pen = -1; // pointer that writes

  /** @param {{done: (png: string) => boolean, help: () => void}} actions png: base64 without a head */
  constructor(actions) {
    this.actions = actions;
    this.section = byId("signing", HTMLElement);
    this.pad = byId("pad", HTMLCanvasElement);
    this.words = byId("sign-words", HTMLElement);
    this.pad.addEventListener("pointerdown", (event) => this.#down(event));
    this.pad.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) this.pad.addEventListener(end, (event) => this.#up(event));
    byId("sign-clear", HTMLButtonElement).addEventListener("click", () => this.clear());
    byId("sign-done", HTMLButtonElement).addEventListener("click", () => this.#done());
    byId("sign-help", HTMLButtonElement).addEventListener("click", () => actions.help());
    new ResizeObserver(() => this.#fit()).observe(this.pad);
  }

  /** Show the pad, or put it away. @param {boolean} isWanted */
  show(isWanted) {
    if (isWanted && this.section.hidden) this.clear();
    this.section.hidden = !isWanted;
  }

  /** Wipe the pad. */
  clear() {
    this.#strokes = [];
    this.#draw();
    this.words.textContent = WRITE;
  }

  #done() {
    if (!isSignature(this.#strokes)) {
      this.words.textContent = "还没有看到签名。请写大一点。";
      return;
    }
    this.words.textContent = this.actions.done(this.#picture()) ? "签名已送出，请稍等。" : "没有送出，请再点一次“签好了”。";
  }

  /** @returns {string} */
  #picture() {
    const { width, height, ink, strokes } = framed(this.#strokes);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    write(context, strokes, ink);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (this.#pen !== -1 || event.button > 0) return;
    event.preventDefault();
    this.#pen = event.pointerId;
    this.pad.setPointerCapture(event.pointerId);
    this.#strokes = begun(this.#strokes, this.#point(event));
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pen) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const one of moves.length > 0 ? moves : [event]) this.#strokes = extended(this.#strokes, this.#point(one));
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (event.pointerId !== this.#pen) return;
    this.#pen = -1;
    if (isSignature(this.#strokes)) this.words.textContent = "写好了就点“签好了”。";
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const box = this.pad.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #fit() {
    const { clientWidth, clientHeight } = this.pad;
    const sharp = Math.min(3, devicePixelRatio || 1);
    [this.pad.width, this.pad.height] = [Math.round(clientWidth * sharp), Math.round(clientHeight * sharp)];
    this.#draw();
  }

  #draw() {
    const context = this.pad.getContext("2d");
    if (!context) return;
    const sharp = this.pad.width / Math.max(1, this.pad.clientWidth);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.pad.width, this.pad.height);
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    write(context, this.#strokes, INK);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Stroke[]} strokes @param {number} ink */
function write(context, strokes, ink) {
  Object.assign(context, { strokeStyle: "#10202b", fillStyle: "#10202b", lineWidth: ink, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokes) {
    const [first, ...rest] = stroke;
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x, first.y);
    if (rest.length === 0) context.lineTo(first.x + 0.1, first.y);
    rest.forEach((point) => context.lineTo(point.x, point.y));
    context.stroke();
  }
}
