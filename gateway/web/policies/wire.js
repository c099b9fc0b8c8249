/** Holds the words of the wire between the policy reader and the gateway; knows no DOM. */

/** @typedef {{id: string, title: string, issuer: string, number: string, date: string, date_note: string, region: string, entries: number, updated: string}} PolicyDocument */
/** @typedef {{id: string, section: string, topic: string, text: string, plain: string, spoken: string, from: string, until: string, expired: boolean, expired_note: string, superseded_by: string, asked_as: string[]}} Entry */
/** @typedef {{section: string, entries: Entry[]}} Chapter */
/** @typedef {{document: PolicyDocument, chapters: Chapter[]}} Book */
/** @typedef {{entry: Entry, document: PolicyDocument, state: string, in_service: string}} Version one version of an entry, maybe an old one */
/** @typedef {{id: string, title: string, region: string, section: string, text: string}} Hit */
/** @typedef {{document: string, entry: string}} Place where in the reader; entry "" is the beginning of the document */

/** Read the list of documents. @param {any} raw @returns {PolicyDocument[]} */
export function decodeDocuments(raw) {
  return list(raw?.documents).map(decodeDocument).filter((document) => document.id !== "");
}

/** Read one document with its chapters. @param {any} raw @returns {Book} */
export function decodeBook(raw) {
  const chapters = list(raw?.chapters).map((chapter) => ({
    section: text(chapter?.section),
    entries: list(chapter?.entries).map(decodeEntry).filter((entry) => entry.id !== ""),
  }));
  return { document: decodeDocument(raw?.document), chapters: chapters.filter((chapter) => chapter.entries.length > 0) };
}

/** Read one version of an entry. @param {any} raw @returns {Version} */
export function decodeVersion(raw) {
  return { entry: decodeEntry(raw), document: decodeDocument(raw?.document), state: text(raw?.state), in_service: text(raw?.in_service) };
}

/** Read what a search found. @param {any} raw @returns {{hits: Hit[], isSure: boolean}} */
export function decodeHits(raw) {
  const hits = list(raw?.passages).map((passage) => ({
    id: text(passage?.document_id),
    title: text(passage?.title),
    region: text(passage?.region),
    section: text(passage?.section),
    text: text(passage?.text),
  }));
  return { hits: hits.filter((hit) => hit.id !== ""), isSure: raw?.verdict === "found" };
}

/** Return all entries of a document, in reading order. @param {Book} book @returns {Entry[]} */
export function entriesOf(book) {
  return book.chapters.flatMap((chapter) => chapter.entries);
}

/** Read the place that an address names; null for the list of documents. @param {string} hash @returns {Place|null} */
export function placeOf(hash) {
  try {
    const id = decodeURIComponent(hash.replace(/^#/, ""));
    const [document = "", entry = ""] = id.split("#", 2);
    return document ? { document, entry: entry ? `${document}#${entry}` : "" } : null;
  } catch {
    return null; // a broken percent sign
  }
}

/** Write the address of a document or an entry within the reader. @param {string} id */
export function addressOf(id) {
  return `/policies#${encodeURIComponent(id)}`;
}

/** Return the entry that a place means: that version or, if the place names none, any. @param {Book} book @param {string} id @returns {Entry|null} */
export function entryAt(book, id) {
  const isMeant = id.includes("@") ? (/** @type {Entry} */ entry) => entry.id === id : (/** @type {Entry} */ entry) => keyOf(entry.id) === id;
  return entriesOf(book).find(isMeant) ?? null;
}

/** Keep the documents whose title, issuer or number has the words. @param {PolicyDocument[]} documents @param {string} query */
export function matching(documents, query) {
  const words = query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  return documents.filter((document) => {
    const searched = [document.title, document.issuer, document.number].join(" ").normalize("NFKC").toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

const keyOf = (/** @type {string} */ id) => id.split("@", 1)[0];

/** @param {any} raw @returns {PolicyDocument} */
function decodeDocument(raw) {
  return {
    id: text(raw?.id),
    title: text(raw?.title),
    issuer: text(raw?.issuer),
    number: text(raw?.number),
    date: text(raw?.date),
    date_note: text(raw?.date_note),
    region: text(raw?.region),
    entries: Number.isFinite(raw?.entries) ? raw.entries : 0,
    updated: text(raw?.updated),
  };
}

/** @param {any} raw @returns {Entry} */
function decodeEntry(raw) {
  return {
    id: text(raw?.id),
    section: text(raw?.section),
    topic: text(raw?.topic),
    text: text(raw?.text),
    plain: text(raw?.plain),
    spoken: text(raw?.spoken),
    from: text(raw?.in_force?.from),
    until: text(raw?.in_force?.until),
    expired: raw?.expired === true,
    expired_note: text(raw?.expired_note),
    superseded_by: text(raw?.superseded_by),
    asked_as: list(raw?.asked_as).map(text).filter(Boolean),
  };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);
