/** Keeps the citizen's wishes: letter size, elder version, place of insurance. */

import { announce, byId, element, hasRoom } from "../dom.js";

const SIZES = ["standard", "large", "largest"];

export class Settings {
  /** @param {{shelf: import("../storage.js").Shelf, change: (change: {region?: string, persona?: string}) => Promise<void>, save: () => Promise<void>}} parts */
  constructor(parts) {
    this.parts = parts;
    this.news = byId("settings-news", HTMLElement);
    this.region = byId("region", HTMLSelectElement);
    this.elder = byId("elder", HTMLInputElement);
    this.sizes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=size]"));
    this.elder.checked = parts.shelf.read("yibao.persona") === "elder";
    this.#showSize(parts.shelf.read("yibao.size") ?? "standard");
    this.sizes.forEach((input) => input.addEventListener("change", () => this.#chooseSize(input.value)));
    this.elder.addEventListener("change", () => void this.#chooseElder());
    this.region.addEventListener("change", () => void this.#chooseRegion());
    byId("save", HTMLButtonElement).addEventListener("click", () => void this.#tell(parts.save(), "对话记录已保存到下载文件夹。"));
    byId("more", HTMLDetailsElement).open = hasRoom();
  }

  /** Return what a new conversation should know. */
  opening() {
    const region = this.parts.shelf.read("yibao.region");
    return { ...(region ? { region } : {}), ...(this.elder.checked ? { persona: "elder" } : {}) };
  }

  /** Tell whether the version for old people is shown. */
  get isElder() {
    return this.elder.checked;
  }

  /** Show the version for old people, because the citizen said that the letters are too small. */
  enlarge() {
    this.elder.checked = true;
    this.parts.shelf.write("yibao.persona", "elder");
    this.#chooseSize("largest");
  }

  /** Offer the regions of this office. @param {import("../protocol.js").Region[]} regions */
  offerRegions(regions) {
    const kept = this.parts.shelf.read("yibao.region") ?? "";
    this.region.append(...regions.map((region) => element("option", { value: region.code, text: region.name })));
    if (regions.some((region) => region.code === kept)) this.region.value = kept;
    else if (regions.length > 0) this.parts.shelf.write("yibao.region", null);
  }

  /** @param {string} size */
  #chooseSize(size) {
    this.parts.shelf.write("yibao.size", size);
    this.#showSize(size);
  }

  /** @param {string} wished */
  #showSize(wished) {
    const size = SIZES.includes(wished) ? wished : "standard";
    document.documentElement.dataset.size = size;
    this.sizes.forEach((input) => (input.checked = input.value === size));
  }

  async #chooseElder() {
    const isElder = this.elder.checked;
    this.parts.shelf.write("yibao.persona", isElder ? "elder" : null);
    this.#chooseSize(isElder ? "largest" : "standard");
    await this.#tell(this.parts.change({ persona: isElder ? "elder" : "standard" }), isElder ? "已换成长辈版。" : "已换回标准版。");
  }

  async #chooseRegion() {
    const { value } = this.region;
    if (!value) return;
    this.parts.shelf.write("yibao.region", value);
    await this.#tell(this.parts.change({ region: value }), `已改为：${this.region.selectedOptions[0]?.text}参保。`);
  }

  /** @param {Promise<void>} work @param {string} done */
  async #tell(work, done) {
    try {
      await work;
      announce(this.news, done);
    } catch (error) {
      announce(this.news, /** @type {any} */ (error).detail ?? "没有成功，请稍后再试。");
    }
  }
}
