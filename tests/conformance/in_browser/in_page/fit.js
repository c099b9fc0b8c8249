/** Says what of a page does not fit: what must be pushed sideways for, and what is cut off. */
() => {
  const root = document.documentElement;
  const SLACK = 2; // pixels; letters may be drawn a little beyond their line
  /** What scrolls by itself, as wide tables may (WCAG 1.4.10), loses nothing. */
  const scrolls = (element, axis) => {
    for (let one = element; one && one !== document.body; one = seeing.parentOf(one)) {
      if (["auto", "scroll"].includes(getComputedStyle(one)[`overflow${axis}`])) return one;
    }
    return null;
  };
  const cut = [];
  for (const one of seeing.all()) {
    if (!seeing.visible(one)) continue;
    const style = getComputedStyle(one);
    const words = one.innerText?.trim();
    if (!words && !one.matches(seeing.CONTROLS)) continue;
    if (one.matches("input,select,textarea,option,video,canvas")) {
      // what they hold scrolls inside; only their edge must be there
    } else {
      const hides = (axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
      if (hides("X") && one.scrollWidth > one.clientWidth + SLACK) cut.push(`${seeing.path(one)} hides ${one.scrollWidth - one.clientWidth} px of its width`);
      if (hides("Y") && one.scrollHeight > one.clientHeight + SLACK && one.clientHeight > 0) cut.push(`${seeing.path(one)} hides ${one.scrollHeight - one.clientHeight} px of its height`);
    }
    const { left, right } = one.getBoundingClientRect();
    if ((right > root.clientWidth + SLACK || left < -SLACK) && !scrolls(one, "X") && !one.matches(".skip")) cut.push(`${seeing.path(one)} stands beyond the screen`);
  }
  let kept = 0; // what always stays on screen and takes its share of it
  for (const one of seeing.all()) {
    const style = getComputedStyle(one);
    if (!["fixed", "sticky"].includes(style.position) || !seeing.visible(one) || one.closest("dialog,[popover]")) continue;
    if (style.position === "sticky" && style.top === "auto" && style.bottom === "auto") continue;
    const box = one.getBoundingClientRect();
    const shown = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    if (shown > 0 && box.width > innerWidth / 2) kept += shown;
  }
  return { beyond: Math.max(0, root.scrollWidth - root.clientWidth), cut: [...new Set(cut)].slice(0, 12), kept: kept / innerHeight };
};
