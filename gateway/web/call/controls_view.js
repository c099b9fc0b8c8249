/** Holds the four big buttons: mute, camera, photograph, hang up. */

import { byId } from "../dom.js";

/** @typedef {{mute: (isMuted: boolean) => void, camera: (isOn: boolean) => Promise<boolean>, photo: () => void, leave: () => void}} ControlActions camera: returns whether it worked */

export class ControlsView {
  #muted = false;
  #camera = true;

  /** @param {ControlActions} actions */
  constructor(actions) {
    const press = (/** @type {string} */ id, /** @type {() => void} */ act) => byId(id, HTMLButtonElement).addEventListener("click", act);
    const box = byId("leave-box", HTMLDialogElement);
    press("mute", () => {
      this.#muted = !this.#muted;
      actions.mute(this.#muted);
      this.#show("mute", this.#muted, this.#muted ? "打开声音" : "静音");
    });
    press("camera", () => void this.#toggle(actions));
    press("photo", () => actions.photo());
    press("hang-up", () => box.showModal());
    press("stay", () => box.close());
    press("leave", () => {
      box.close();
      actions.leave();
    });
  }

  /** Show what is open as the call begins. @param {{picture: boolean, voice: boolean, photo: boolean}} has */
  begin({ picture, voice, photo }) {
    this.#camera = picture;
    this.#show("camera", !picture, picture ? "关摄像头" : "开摄像头");
    byId("mute", HTMLButtonElement).hidden = !voice;
    byId("photo", HTMLButtonElement).hidden = !photo;
  }

  /** @param {ControlActions} actions */
  async #toggle(actions) {
    const button = byId("camera", HTMLButtonElement);
    button.disabled = true;
    const isOn = !this.#camera;
    if (await actions.camera(isOn)) this.#camera = isOn;
    button.disabled = false;
    this.#show("camera", !this.#camera, this.#camera ? "关摄像头" : "开摄像头");
  }

  /** @param {string} id @param {boolean} isOff @param {string} words */
  #show(id, isOff, words) {
    const button = byId(id, HTMLButtonElement);
    button.setAttribute("aria-pressed", String(isOff));
    /** @type {HTMLElement} */ (button.querySelector("span")).textContent = words;
  }
}
