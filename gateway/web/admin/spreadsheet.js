/** Writes a table as CSV that spreadsheet programs open well; knows no DOM. */

/** @param {Array<Array<string|number|null>>} rows @returns {string} */
export function csvOf(rows) {
  // The mark at the start makes Excel read Chinese.
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {string|number|null} value */
function cell(value) {
  if (value === null) return "";
  // A cell that begins like a formula would be run by whoever opens the file: citizens wrote these words.
  // Spreadsheets take the wide signs of a Chinese keyboard for the others.
  const words = typeof value === "string" && /^[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}
