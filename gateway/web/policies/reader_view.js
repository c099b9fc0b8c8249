/** Shows one document: what it is, its chapters, its paragraphs. */

import { byId, element, hasRoom } from "../dom.js";
import { entryView, markReading } from "./entry_view.js";
import { addressOf } from "./wire.js";
import { oldVersion, provenance } from "./words.js";

/** @typedef {import("./wire.js").Book} Book @typedef {import("./wire.js").Version} Version */

export class ReaderView {
  /** @param {{actions: import("./entry_view.js").EntryActions, today: string}} parts */
  constructor(parts) {
    this.parts = parts;
    this.title = byId("document-title", HTMLHeadingElement);
    this.facts = byId("document-facts", HTMLElement);
    this.chapters = byId("chapters", HTMLDetailsElement);
    this.links = byId("chapter-links", HTMLOListElement);
    this.body = byId("entries", HTMLElement);
    this.chapters.open = hasRoom();
  }

  /** Show a document from its beginning. @param {Book} book */
  show(book) {
    const { document: about } = book;
    this.title.textContent = about.title;
    this.facts.replaceChildren(
      element("p", { text: `${about.region}　${provenance(about)}` }),
      ...(about.date_note ? [element("details", { class: "date-note" }, element("summary", { text: "日期是怎么推定的" }), element("p", { text: about.date_note }))] : []),
    );
    this.links.replaceChildren(...book.chapters.map(chapterLink));
    let number = 0;
    const views = book.chapters.map((chapter) =>
      element(
        "section",
        { class: "chapter" },
        element("h3", { text: chapter.section }),
        ...chapter.entries.map((entry) => entryView(entry, { ...this.parts, place: `第 ${(number += 1)} 段` })),
      ),
    );
    this.body.replaceChildren(...views);
  }

  /** Show, above all, a version that no longer answers. @param {Version} version @param {boolean} isAlone whether its document has gone, too */
  showOld(version, isAlone) {
    if (isAlone) {
      this.title.textContent = version.document.title;
      this.facts.replaceChildren(element("p", { text: `${version.document.region}　${provenance(version.document)}` }));
      this.links.replaceChildren();
      this.body.replaceChildren();
    }
    const notice = element("p", { class: "notice", text: oldVersion(version.state, version.in_service !== "") });
    const box = element("section", { class: "old-version", "aria-label": "旧版本" }, notice);
    if (version.in_service) box.append(element("p", {}, element("a", { class: "button", href: addressOf(version.in_service), text: "看现在的内容" })));
    box.append(entryView(version.entry, { ...this.parts, oldState: version.state || "replaced" }));
    this.body.prepend(box);
    return box;
  }

  /** Go to a paragraph, or to the head of the document. @param {string} id empty: the head */
  goTo(id) {
    for (const link of this.links.querySelectorAll("a")) {
      const isHere = link.dataset.entries?.split(" ").includes(id) ?? false;
      if (isHere) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const entry = id ? document.getElementById(id) : null;
    const heading = entry?.querySelector("h4") ?? this.title;
    heading.focus({ preventScroll: true });
    if (entry) (entry.closest(".old-version") ?? entry).scrollIntoView({ block: "start" });
    else scrollTo(0, 0);
  }

  /** Mark what is being read aloud. @param {string|null} id */
  mark(id) {
    markReading(this.body, id);
  }
}

/** @param {import("./wire.js").Chapter} chapter */
function chapterLink(chapter) {
  const ids = chapter.entries.map((entry) => entry.id);
  const link = element("a", { href: addressOf(ids[0] ?? ""), "data-entries": ids.join(" ") }, element("span", { text: chapter.section }), element("span", { class: "chapter-count", text: `${ids.length} 段` }));
  return element("li", {}, link);
}
