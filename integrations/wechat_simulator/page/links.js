/** Takes a text of the account apart: WeChat shows links in it, and no other markup; no DOM. */

/** @typedef {{text: string, href?: string, menu?: {content: string, id: string}}} Piece */

const LINK = /<a\s[^<>]*?href=(["'])(.*?)\1[^<>]*>([^<>]*)<\/a>|https?:\/\/[\w.:/?#[\]@!$&'()*+,;=%~-]+[\w/#=&-]/g;

/** Return the pieces of a text, in order. @param {string} text @returns {Piece[]} */
export function pieces(text) {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push(match[2] === undefined ? { text: match[0], href: match[0] } : linked(match[2].replaceAll("&amp;", "&"), match[3], match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** @param {string} address @param {string} words @param {string} whole @returns {Piece} */
function linked(address, words, whole) {
  if (address.startsWith("weixin://bizmsgmenu?")) {
    const query = new URLSearchParams(address.slice(address.indexOf("?") + 1));
    return { text: words, menu: { content: query.get("msgmenucontent") ?? words, id: query.get("msgmenuid") ?? "" } };
  }
  // Anything but a page or a number to call is no link on a phone, either.
  return /^(https?:\/\/|tel:)/.test(address) ? { text: words, href: address } : { text: whole };
}
