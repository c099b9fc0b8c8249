/** Joins what an item needs with what the form says is there; knows no DOM. */

/** @typedef {{name: string, note: string, photo: string}} Material note: when it is needed, and what may stand in for it; photo: kind of document */
/** @typedef {Material & {state: string}} Paper state: in the gateway's words; empty: not known */
/** @typedef {{code: string, name: string, materials: Material[], steps: string[], limit: string, appliable: boolean}} Item */
/** @typedef {{id: string, kind: string, material: string, at: string}} Photo */

export const LACKING = "还差";
const KINDS = {
  id_card: "身份证有头像的一面", id_card_back: "身份证国徽的一面", household_register: "户口簿", birth_certificate: "出生医学证明",
  bank_card: "银行卡", invoice: "医疗收费票据", discharge_record: "出院记录", diagnosis: "诊断证明", other: "一份材料",
};

/** Read an item. @param {any} raw @returns {Item} */
export function decodeItem(raw) {
  return {
    code: text(raw?.code),
    name: text(raw?.name),
    materials: list(raw?.materials).map(decodeMaterial).filter((material) => material.name !== ""),
    steps: list(raw?.steps).map(text).filter(Boolean),
    limit: text(raw?.time_limit?.text),
    appliable: raw?.appliable === true,
  };
}

/** Read a list of items. @param {any} raw @returns {Item[]} */
export function decodeItems(raw) {
  return list(raw?.items).map(decodeItem).filter((item) => item.code !== "");
}

/** Read the photographs of a conversation. @param {any} raw @returns {Photo[]} */
export function decodePhotos(raw) {
  return list(raw?.photos).map((photo) => ({ id: text(photo?.id), kind: text(photo?.kind), material: text(photo?.material), at: text(photo?.at) })).filter((photo) => photo.id !== "");
}

/** Join; what the form knows comes first, in its order. @param {Item|null} item @param {import("../rtc/wire.js").Form|null} form @returns {Paper[]} */
export function papersOf(item, form) {
  const known = new Map((item?.materials ?? []).map((material) => [material.name, material]));
  const told = (form?.papers ?? []).map(({ name, state }) => ({ ...(known.get(name) ?? { name, note: "", photo: "" }), state }));
  const names = new Set(told.map(({ name }) => name));
  return [...told, ...[...known.values()].filter(({ name }) => !names.has(name)).map((material) => ({ ...material, state: "" }))];
}

/** Say how many papers are lacking. @param {Paper[]} papers */
export function papersSentence(papers) {
  if (papers.length === 0) return "这件事不用材料，或者还没有打开事项。";
  const lacking = papers.filter(({ state }) => state === LACKING);
  if (lacking.length > 0) return `还差 ${lacking.length} 样：${lacking.map(({ name }) => name).join("、")}。`;
  return papers.every(({ state }) => state === "") ? `一共 ${papers.length} 样，请逐样问清。` : "要的材料都齐了。";
}

/** Name what a photograph shows. @param {Photo} photo */
export function photoName(photo) {
  return photo.material || KINDS[/** @type {keyof typeof KINDS} */ (photo.kind)] || KINDS.other;
}

/** Find the item that a ticket is about: by its code, else by its name. @param {Item[]} items @param {string} code @param {string} name */
export function itemOf(items, code, name) {
  return items.find((item) => item.code === code) ?? items.find((item) => name !== "" && item.name === name) ?? null;
}

/** @param {any} raw @returns {Material} */
function decodeMaterial(raw) {
  const notes = [text(raw?.needed_when), raw?.substitute ? `没有也可以：${text(raw.substitute)}` : "", raw?.by_delegate ? "代办时要" : ""];
  return { name: text(raw?.name), note: notes.filter(Boolean).join("；"), photo: text(raw?.photo) };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
/** @param {unknown} raw @returns {any[]} */
const list = (raw) => (Array.isArray(raw) ? raw : []);
