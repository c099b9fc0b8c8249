/** Shows which papers the case needs, which are there, and the photographs. */

import { element } from "../dom.js";
import { clockTime } from "../words.js";
import { LACKING, papersOf, papersSentence, photoName } from "./papers.js";

/** @typedef {import("./papers.js").Item} Item */

export class PapersView {
  #drawn = "";

  /** @param {{ask: (kind: string, name: string) => void}} actions ask: have the citizen take a picture */
  constructor(actions) {
    this.actions = actions;
    this.summary = element("p", { class: "form-progress", role: "status" });
    this.list = element("ul", { class: "papers" });
    this.photos = element("ul", { class: "photos" });
    this.picture = element("div", { class: "photo-shown" });
    this.steps = element("div", {});
    this.place = element("div", { class: "sheet" }, element("h2", { text: "材料清单" }), this.summary, this.list, element("h2", { text: "收到的照片" }), this.photos, this.picture, this.steps);
  }

  /** @param {Item|null} item @param {import("../rtc/wire.js").Form|null} form @param {boolean} canAsk whether a call runs */
  show(item, form, canAsk) {
    const papers = papersOf(item, form);
    const drawn = JSON.stringify([papers, canAsk, item?.code]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.summary.textContent = papersSentence(papers);
    this.list.replaceChildren(
      ...papers.map((paper) =>
        element(
          "li",
          { class: paper.state === LACKING ? "paper lacking" : "paper" },
          element("p", { class: "card-item" }, element("strong", { text: paper.name }), paper.state ? element("span", { class: "tag", text: paper.state }) : null),
          paper.note ? element("p", { class: "quiet-words", text: paper.note }) : null,
          canAsk && paper.photo && paper.state !== "有了" ? element("button", { class: "small", type: "button", text: "请他拍这一样", "aria-label": `请他拍${paper.name}`, on: { click: () => this.actions.ask(paper.photo, paper.name) } }) : null,
        ),
      ),
    );
    const steps = item?.steps ?? [];
    const limit = item?.limit ? element("p", { text: `办结时限：${item.limit}` }) : null;
    this.steps.replaceChildren(...(steps.length > 0 ? [element("h2", { text: "怎么办" }), element("ol", { class: "steps" }, ...steps.map((text) => element("li", { text })))] : []), ...(limit ? [limit] : []));
  }

  /** @param {import("./papers.js").Photo[]} photos oldest first */
  showPhotos(photos) {
    const items = photos.map((photo) => {
      const look = element("button", { class: "small", type: "button", text: "看照片", "aria-label": `看照片：${photoName(photo)}`, on: { click: () => this.#look(photo) } });
      return element("li", { class: "paper" }, element("p", { class: "card-item" }, element("strong", { text: photoName(photo) }), element("span", { class: "quiet-words", text: clockTime(photo.at) })), look);
    });
    this.photos.replaceChildren(...(items.length > 0 ? items : [element("li", { class: "quiet-words", text: "还没有照片。" })]));
    if (photos.length === 0) this.picture.replaceChildren();
  }

  /** Every look is recorded by the gateway, so a picture comes only when asked for. @param {import("./papers.js").Photo} photo */
  #look(photo) {
    const image = element("img", { src: `/api/v1/photos/${encodeURIComponent(photo.id)}`, alt: photoName(photo) });
    image.addEventListener("error", () => this.picture.replaceChildren(element("p", { class: "field-error", text: "照片打不开，请他再拍一张。" })));
    const close = element("button", { class: "small", type: "button", text: "收起照片", on: { click: () => this.picture.replaceChildren() } });
    this.picture.replaceChildren(image, close);
  }
}
