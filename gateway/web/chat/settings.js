/** Keeps the citizen's wishes for the conversation: version, place of insurance. */

import { announce, byId, element, hasRoom } from "../dom.js";
import { chooseScript, chooseSize, isNews, script, takeOver, version, whenChanged } from "../versions.js";

const TOLD = "yibao.persona.told"; // version of which page and server last knew the same, in this tab

export class Settings {
  /** @param {{shelf: import("../storage.js").Shelf, tab: import("../storage.js").Shelf, change: (change: {region?: string, persona?: string, script?: string}) => Promise<void>, save: () => Promise<void>}} parts */
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
    this.parts.tab.write(TOLD, version());
    return { ...(region ? { region } : {}), persona: version(), ...(script() === "hant" ? { script: "hant" } : {}) };
  }

  /** Tell whether the version for old people is shown. */
  get isElder() {
    return version() === "elder";
  }

  /** Show the version for old people, because the citizen said that the letters are too small. */
  enlarge() {
    this.follow("elder"); // the server has noted it
    chooseSize("largest");
  }

  /** Show the version that the server has noted. @param {string} persona */
  follow(persona) {
    this.parts.tab.write(TOLD, persona);
    takeOver(persona);
  }

  /** Agree with the server on version and characters, when a conversation goes on: what changed last, holds. @param {{persona: string, script: string}|null} kept the server's; null: it cannot tell */
  meet(kept) {
    if (kept === null) return;
    if (isNews(kept.persona, version(), this.parts.tab.read(TOLD))) this.follow(kept.persona);
    else void this.#versionChanged(kept.persona);
    if (kept.script === "" || kept.script === script()) return;
    if (this.parts.shelf.read("yibao.script") === null) chooseScript(kept.script);
    else void this.parts.change({ script: script() }).catch(() => {}); // it is told when the page is opened again
  }

  /** Offer the regions of this office. @param {import("../protocol.js").Region[]} regions */
  offerRegions(regions) {
    const kept = this.parts.shelf.read("yibao.region") ?? "";
    this.region.append(...regions.map((region) => element("option", { value: region.code, text: region.name })));
    if (regions.some((region) => region.code === kept)) this.region.value = kept;
    else if (regions.length > 0) this.parts.shelf.write("yibao.region", null);
  }

  /** @param {string|null} [known] what the server keeps */
  async #versionChanged(known = this.parts.tab.read(TOLD)) {
    const persona = version();
    this.parts.tab.write(TOLD, persona);
    if (persona === known) return;
    // If it does not arrive, it is told when the page is opened again.
    await this.parts.change({ persona }).catch(() => this.parts.tab.write(TOLD, known));
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
