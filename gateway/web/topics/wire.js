/** Holds the words of the wire between the topics' pages and the gateway; knows no DOM. */

import { dateInWords } from "../words.js";

/** @typedef {{code: string, name: string, says: string, policies: number}} Heading */
/** @typedef {{name: string, needed_when: string, substitute: string}} Material */
/** @typedef {{where: string, offline: boolean}} Way */
/** @typedef {{code: string, name: string, summary: string, who: string, region: string, materials: Material[], ways: Way[], flow: string[], time_limit: string, fee: string, effect: string, appliable: boolean}} Item */
/** @typedef {{id: string, topic: string, plain: string, from: string, expired: boolean, expired_note: string, title: string, issuer: string, number: string, date: string, region: string, section: string}} Rule */
/** @typedef {{code: string, name: string, says: string, region: string, items: Item[], policies: Rule[], questions: string[], look_ups: string[], published: boolean}} Topic */
/** @typedef {{title: string, facts: string[], demo: boolean}} Product */
/** @typedef {{products: Product[], ask: string, choices: string[], note: string}} Found */

/** Read the list of topics. @param {any} raw @returns {Heading[]} */
export function decodeTopics(raw) {
  return list(raw?.topics).map(heading).filter((topic) => topic.code !== "");
}

/** Read one topic. @param {any} raw @returns {Topic} */
export function decodeTopic(raw) {
  return {
    ...heading(raw),
    region: text(raw?.region),
    items: list(raw?.items).map(decodeItem),
    policies: list(raw?.policies).map(decodeRule),
    questions: list(raw?.questions).map(text).filter(Boolean),
    look_ups: list(raw?.look_ups).map(text),
    published: raw?.published === true,
  };
}

/** Return the code that the address of a topic's page names; empty if it names none. @param {string} path */
export function codeIn(path) {
  return path.match(/^\/topics\/([a-z-]+)\/?$/)?.[1] ?? "";
}

/** Say where a rule stands. @param {Rule} rule */
export function sourceWords(rule) {
  return [rule.issuer, rule.number, rule.section.replace(/[.．、]$/, ""), `${dateInWords(rule.date)}发布`].filter(Boolean).join("，");
}

/** Say when a paper is needed, and what does instead. @param {Material} material */
export function materialWords(material) {
  const more = [material.needed_when, material.substitute].filter(Boolean).join("；");
  return more ? `${material.name}（${more}）` : material.name;
}

/** Say what an application begins with in the chat. @param {string} name */
export function wish(name) {
  return `我要办${name}`;
}

/** Read what a look-up of drugs or consumables found. @param {any} raw @param {string} asked what was looked for @returns {Found} */
export function decodeFound(raw, asked) {
  const ask = raw?.ask;
  return {
    products: list(raw?.hits).map((hit) => (hit?.generic ? drug(hit) : consumable(hit))),
    ask: ask ? questionOf(text(ask.what), text(ask.missing)) : "",
    choices: list(ask?.choices).map((choice) => (text(ask.what) ? `${asked}${text(choice)}` : text(choice))),
    note: text(raw?.note),
  };
}

/** @param {string} what @param {string} missing */
function questionOf(what, missing) {
  if (missing) return `目录里没有“${missing}”，有下面这些，要查哪一种？`;
  return what ? `有几种${what}，要查哪一种？` : "您问的是哪一种？";
}

/** @param {any} hit @returns {Product} */
function drug(hit) {
  const title = [text(hit.generic), hit.trade ? `（${text(hit.trade)}）` : "", " ", text(hit.form), " ", text(hit.strength)].join("");
  const pay = text(hit.first_pay_percent);
  const facts = [`${text(hit.category)}类`, pay === "0" ? "不用先自付" : `先自付 ${pay}%`, text(hit.limit_note), text(hit.maker)];
  return { title, facts: facts.filter(Boolean), demo: hit.demo === true };
}

/** @param {any} hit @returns {Product} */
function consumable(hit) {
  const facts = [`每${text(hit?.unit)}最多按 ${text(hit?.limit_yuan)} 元算`, text(hit?.maker)];
  return { title: `${text(hit?.name)} ${text(hit?.model)}`.trim(), facts: facts.filter(Boolean), demo: hit?.demo === true };
}

/** @param {any} raw @returns {Heading} */
function heading(raw) {
  return { code: text(raw?.code), name: text(raw?.name), says: text(raw?.says), policies: Number.isInteger(raw?.policies) ? raw.policies : 0 };
}

/** @param {any} raw @returns {Item} */
function decodeItem(raw) {
  const material = (/** @type {any} */ one) => ({ name: text(one?.name), needed_when: text(one?.needed_when), substitute: text(one?.substitute) });
  return {
    ...{ code: text(raw?.code), name: text(raw?.name), summary: text(raw?.summary), who: text(raw?.who), region: text(raw?.region) },
    materials: list(raw?.materials).map(material),
    ways: list(raw?.ways).map((way) => ({ where: text(way?.where), offline: way?.offline === true })),
    flow: list(raw?.flow).map(text),
    ...{ time_limit: text(raw?.time_limit), fee: text(raw?.fee), effect: text(raw?.effect) },
    appliable: raw?.appliable === true,
  };
}

/** @param {any} raw @returns {Rule} */
function decodeRule(raw) {
  const document = raw?.document;
  return {
    ...{ id: text(raw?.id), topic: text(raw?.topic), plain: text(raw?.plain) || text(raw?.text), section: text(raw?.section) },
    ...{ from: text(raw?.in_force?.from), expired: raw?.expired === true, expired_note: text(raw?.expired_note) },
    ...{ title: text(document?.title), issuer: text(document?.issuer), number: text(document?.number) },
    ...{ date: text(document?.date), region: text(document?.region) },
  };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);
