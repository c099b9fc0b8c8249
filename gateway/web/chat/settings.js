/** Keeps the citizen's wishes for the conversation: version, place of insurance. */

import { announce, byId, element, hasRoom } from "../dom.js";
import { choose, chooseSize, version, whenChanged } from "../versions.js";

export class Settings {
  #told = version(); // what the server knows

  /** @param {{shelf: import("../storage.js").Shelf, change: (change: {region?: string, persona?: string}) => Promise<void>, save: () => Promise<void>}} parts */
  constructor(parts) {
    this.parts = parts;
    this.news = byId("settings-news", HTMLElement);
    this.region = byId("region", HTMLSelectElement);
    whenChanged(() => void this.#versionChanged());
    this.region.addEventListener("change", () => void this.#chooseRegion());
    byId("save", HTMLButtonElement).addEventListener("click", () => void this.#tell(parts.save(), "对话记录已保存到下载文件夹。"));
    byId("more", HTMLDetailsElement).open = hasRoom();
  }

  /** Return what a new conversation should know. */
  opening() {
    const region = this.parts.shelf.read("yibao.region");
    return { ...(region ? { region } : {}), persona: version() };
  }

  /** Tell whether the version for old people is shown. */
  get isElder() {
    return version() === "elder";
  }

  /** Show the version for old people, because the citizen said that the letters are too small. */
  enlarge() {
    this.#told = "elder"; // the server has noted it
    choose("elder");
    chooseSize("largest");
  }

  /** Offer the regions of this office. @param {import("../protocol.js").Region[]} regions */
  offerRegions(regions) {
    const kept = this.parts.shelf.read("yibao.region") ?? "";
    this.region.append(...regions.map((region) => element("option", { value: region.code, text: region.name })));
    if (regions.some((region) => region.code === kept)) this.region.value = kept;
    else if (regions.length > 0) this.parts.shelf.write("yibao.region", null);
  }

  async #versionChanged() {
    const persona = version();
    if (persona === this.#told) return;
    this.#told = persona;
    await this.parts.change({ persona }).catch(() => announce(this.news, "版本已经换了，但还没有告诉办事台，请稍后再换一次。"));
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
