/** Builds elements from plain text, never from markup. */

/**
 * Make an element; `text` becomes textContent, `on` listeners, other keys attributes (null leaves one out).
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, any>} [properties] @param {...(Node|null)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "text") made.textContent = value;
    else if (key === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Find an element that the page surely has. @template {Element} E @param {string} id @param {new () => E} kind @returns {E} */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks #${id}`);
  return found;
}

/** Show a picture from the sprite; it says nothing to the ear. @param {string} name @returns {SVGElement} */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  picture.append(use);
  return picture;
}

/** Make a definition list; a value is words, or a control that shows them. @param {Array<[string, string|Node]>} pairs @param {string} className */
export function definitions(pairs, className) {
  const rows = pairs
    .filter(([, value]) => value !== "")
    .map(([term, value]) => element("div", {}, element("dt", { text: term }), typeof value === "string" ? element("dd", { text: value }) : element("dd", {}, value)));
  return element("dl", { class: className }, ...rows);
}

/** Say something once to a screen reader. @param {HTMLElement} region @param {string} sentence */
export function announce(region, sentence) {
  region.replaceChildren(element("p", { text: sentence }));
}

/** Tell whether two columns fit beside each other at this letter size, as the style sheet decides it. */
export function hasRoom() {
  return innerWidth >= ROOMY * parseFloat(getComputedStyle(document.documentElement).fontSize);
}

const ROOMY = 54; // rem, as in chat.css
const SVG = "http://www.w3.org/2000/svg";
