/** Tells what of a page can be seen, and names it; put into every page before its own scripts. */
window.seeing = (() => {
  const CONTROLS =
    "a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=link],[role=tab],[role=radio],[role=checkbox],[role=switch],[role=menuitem],[role=option]";

  /** Yield every element of the page, also those behind open shadow roots. */
  function* all(root = document.body) {
    for (const child of root.children) {
      yield child;
      if (child.shadowRoot) yield* all(child.shadowRoot);
      yield* all(child);
    }
  }

  const parentOf = (element) => element.parentElement ?? element.getRootNode().host ?? null;

  /** Tell whether it is only for the ear: one pixel large, or clipped away. */
  function clipped(element) {
    for (let one = element; one && one !== document.body; one = parentOf(one)) {
      const style = getComputedStyle(one);
      if (style.clipPath.startsWith("inset(50%")) return true;
      if (style.overflow !== "visible" && one.offsetWidth <= 1 && one.offsetHeight <= 1) return true;
    }
    return false;
  }

  function visible(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    if (box.bottom <= 0 && getComputedStyle(element).position === "fixed") return false; // a skip link without the focus
    return box.width > 1 && box.height > 1 && !clipped(element);
  }

  /** Return a short name that a developer finds the element by. */
  function path(element) {
    const parts = [];
    for (let one = element; one && one !== document.body && parts.length < 4; one = parentOf(one)) {
      const kind = one.getAttribute("class") ? `.${one.getAttribute("class").trim().split(/\s+/).join(".")}` : "";
      parts.unshift(one.id ? `#${one.id}` : `${one.localName}${kind}`);
      if (one.id) break;
    }
    return parts.join(" > ");
  }

  /** Return its own words, without those of elements inside it. */
  const ownWords = (element) =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.data.trim())
      .join(" ")
      .trim();

  /** Return the name that a screen reader says, as far as it stands in the page. */
  function name(element) {
    const by = element.getAttribute("aria-labelledby");
    if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
    const said = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
    return (said || element.getAttribute("title") || element.getAttribute("placeholder") || "").replace(/\s+/g, " ").trim();
  }

  const shifts = [];
  const spoken = [];
  try {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) shifts.push({ value: entry.value, what: entry.sources.map(({ node }) => (node instanceof Element ? path(node) : "text")) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  } catch {
    /* about:blank */
  }
  if (window.speechSynthesis) {
    const speak = speechSynthesis.speak.bind(speechSynthesis);
    speechSynthesis.speak = (utterance) => {
      if (!navigator.userActivation.hasBeenActive) spoken.push(utterance.text);
      speak(utterance);
    };
  }
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function played() {
    if (!navigator.userActivation.hasBeenActive && !this.muted) spoken.push(this.currentSrc || "media");
    return play.call(this);
  };
  return { CONTROLS, all, parentOf, clipped, visible, path, ownWords, name, shifts, spoken };
})();
