/** Holds the words of the wire between the printed sheets and the gateway; knows no DOM. */

/** @typedef {{heading: string, lines: string[], numbered: boolean, rows: Array<{label: string, value: string, note: string}>}} Block */
/** @typedef {{size: number, path: string, caption: string}} Code a QR code */
/** @typedef {{title: string, blocks: Block[], qr: Code|null, address: string, call: string, printed: string}} Sheet */
/** @typedef {{path: string, body: {code: string}|null, own: boolean}} Request own: only for who holds the conversation */

/** Return what has to be asked for a sheet's page; null if the address names none. @param {string} path @param {string} query @param {string} hash @returns {Request|null} */
export function requestOf(path, query, hash) {
  const [, what, which] = path.match(/^\/print\/(items|receipts)\/([A-Za-z0-9-]+)$/) ?? [];
  if (what === "items") {
    const region = new URLSearchParams(query).get("region");
    return { path: `/api/v1/print/items/${which}${region ? `?region=${encodeURIComponent(region)}` : ""}`, body: null, own: false };
  }
  if (what === "receipts") return { path: `/api/v1/print/receipts/${which}`, body: null, own: true };
  const [, code] = hash.match(/^#(\d{6})$/) ?? [];
  return path === "/print/slip" && code ? { path: "/api/v1/print/slips", body: { code }, own: false } : null;
}

/** Read a sheet. @param {any} raw @returns {Sheet} */
export function decodeSheet(raw) {
  return {
    title: text(raw?.title),
    blocks: list(raw?.blocks).map(decodeBlock).filter((block) => block.lines.length + block.rows.length > 0),
    qr: decodeCode(raw?.qr),
    ...{ address: text(raw?.address), call: text(raw?.call), printed: text(raw?.printed) },
  };
}

/** @param {any} raw @returns {Block} */
function decodeBlock(raw) {
  const rows = list(raw?.rows).map((row) => ({ label: text(row?.label), value: text(row?.value), note: "" }));
  return { heading: text(raw?.heading), lines: list(raw?.lines).map(text).filter(Boolean), numbered: raw?.numbered === true, rows };
}

/** @param {any} raw @returns {Code|null} */
function decodeCode(raw) {
  const path = text(raw?.path);
  if (!Number.isInteger(raw?.size) || !/^(M\d+ \d+h\d+v1h-\d+z)+$/.test(path)) return null;
  return { size: raw.size, path, caption: text(raw?.caption) };
}

const text = (/** @type {unknown} */ raw) => (typeof raw === "string" ? raw : "");
const list = (/** @type {unknown} */ raw) => (Array.isArray(raw) ? raw : []);
