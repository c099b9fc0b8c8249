/** Describes the letters, paragraphs and controls that can be seen on a page. */
() => {
  const box = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left, y: top, width, height };
  };
  const union = (one, other) => {
    const x = Math.min(one.x, other.x);
    const y = Math.min(one.y, other.y);
    return { x, y, width: Math.max(one.x + one.width, other.x + other.width) - x, height: Math.max(one.y + one.height, other.y + other.height) - y };
  };
  const px = (said, otherwise) => (said.endsWith("px") ? parseFloat(said) : otherwise);
  const visible = [...seeing.all()].filter(seeing.visible);

  const texts = visible
    .filter((one) => seeing.ownWords(one) && !one.closest("svg,option"))
    .map((one) => {
      const style = getComputedStyle(one);
      const size = parseFloat(style.fontSize);
      return { path: seeing.path(one), words: seeing.ownWords(one).slice(0, 24), size, line: px(style.lineHeight, size * 1.2), family: style.fontFamily };
    });

  const paragraphs = visible
    .filter((one) => one.localName === "p" && one.nextElementSibling?.localName === "p" && seeing.visible(one.nextElementSibling))
    .map((one) => {
      const style = getComputedStyle(one);
      const next = one.nextElementSibling.getBoundingClientRect();
      return { path: seeing.path(one), gap: next.top - one.getBoundingClientRect().bottom, line: px(style.lineHeight, parseFloat(style.fontSize) * 1.2) };
    })
    .filter(({ gap }) => gap >= 0); // the others stand side by side

  /** A link amid words: the sentence sets its height (WCAG 2.5.8, exception "Inline"). */
  const amidWords = (one) =>
    one.localName === "a" && getComputedStyle(one).display.startsWith("inline") && seeing.parentOf(one).innerText.trim().length > one.innerText.trim().length + 1;

  const controls = [...seeing.all()]
    .filter((one) => one.matches(seeing.CONTROLS))
    .map((one) => {
      const labels = [...(one.labels ?? [])].filter(seeing.visible);
      const hidden = !seeing.visible(one);
      const ticks = one.matches("input[type=radio],input[type=checkbox],input[type=file]");
      if (hidden && !(ticks && labels.length)) return null;
      const area = (ticks ? labels : []).map(box).reduce(union, hidden ? box(labels[0]) : box(one));
      return {
        path: seeing.path(one),
        name: seeing.name(one).slice(0, 40),
        kind: one.getAttribute("role") ?? (one.localName === "input" ? one.type : one.localName),
        href: one.getAttribute("href") ?? "",
        ...area,
        inline: amidWords(one),
        disabled: one.matches(":disabled,[aria-disabled=true]"),
        edge: hidden ? null : colours.edge(one),
        tabbable: one.tabIndex >= 0,
        placed: one.closest("header") ? "header" : one.closest("footer") ? "footer" : one.closest("dialog") ? "dialog" : "body",
      };
    })
    .filter(Boolean);

  const pen = document.createElement("canvas").getContext("2d");
  const room = (one, style) => one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const cutPlaceholders = visible
    .filter((one) => one.matches("input[placeholder],textarea[placeholder]"))
    .filter((one) => {
      const style = getComputedStyle(one);
      pen.font = style.font;
      return pen.measureText(one.placeholder).width > room(one, style) + 0.5;
    })
    .map((one) => `${seeing.path(one)} “${one.placeholder}”`);

  /** The letters of an element's last line, if it has several; punctuation is none. */
  const lastLine = (one) => {
    const letters = [];
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT, (node) => (seeing.visible(node.parentElement) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT));
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      [...node.data].forEach((letter, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        if (/[\p{L}\p{N}]/u.test(letter)) letters.push({ letter, top: range.getBoundingClientRect().top });
      });
    }
    const half = parseFloat(getComputedStyle(one).fontSize) / 2;
    const last = letters.filter(({ top }) => top > letters.at(-1).top - half).map(({ letter }) => letter);
    return last.length < letters.length ? last.join("") : "";
  };
  const lonely = visible.filter((one) => one.matches("h1,h2,h3,h4,a.button,button") && lastLine(one).length === 1).map((one) => `${seeing.path(one)} “${one.innerText.trim()}”`);

  const held = (one) => one.closest(`${seeing.CONTROLS},label,[tabindex]`);
  const onlyForMice = visible
    .filter((one) => getComputedStyle(one).cursor === "pointer" && !held(one) && getComputedStyle(seeing.parentOf(one)).cursor !== "pointer")
    .map(seeing.path);

  const running = document.getAnimations().filter((one) => one.playState === "running");
  const root = getComputedStyle(document.documentElement);
  return {
    language: document.documentElement.lang,
    title: document.title,
    root_size: parseFloat(root.fontSize),
    texts,
    paragraphs,
    controls,
    cut_placeholders: cutPlaceholders,
    lonely,
    only_for_mice: onlyForMice,
    moving: running.map((one) => `${one.animationName ?? one.transitionProperty} of ${one.effect?.target ? seeing.path(one.effect.target) : "?"}`),
    endless: running.filter((one) => one.effect?.getTiming().iterations === Infinity).map((one) => seeing.path(one.effect.target)),
    dialogs: visible.filter((one) => one.matches("dialog[open],[role=dialog],[role=alertdialog]")).map(seeing.path),
    announces: document.querySelectorAll("[aria-live]:not([aria-live=off]),[role=status],[role=log],[role=alert],output").length,
    plays_itself: [...document.querySelectorAll("audio[autoplay],video[autoplay]")].filter((one) => !one.muted && one.srcObject === null && one.currentSrc).map(seeing.path),
    draggable: [...document.querySelectorAll("[draggable=true]")].map(seeing.path),
    puzzles: [...document.querySelectorAll("[id*=captcha i],[class*=captcha i],[src*=captcha i],[name*=captcha i]")].map(seeing.path),
    passwords: [...document.querySelectorAll("input[type=password]")].map((one) => ({ path: seeing.path(one), autocomplete: one.autocomplete })),
    foreign: performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.startsWith(location.origin) && !name.startsWith("data:") && !name.startsWith("blob:")),
    shifts: seeing.shifts,
    spoken: seeing.spoken,
    words: document.body.innerText,
  };
};
