/** Spaces letters, words, lines and paragraphs as WCAG 1.4.12 says; style sheets made by script pass our content policy. */
(on) => {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheet.ofConformance);
  if (!on) return;
  const sheet = new CSSStyleSheet();
  sheet.ofConformance = true;
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
