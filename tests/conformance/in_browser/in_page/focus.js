/** Goes to each control as the Tab key does, and says whether its focus can be seen. */
() => {
  const LOOKS = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderTopWidth", "backgroundColor", "textDecorationLine"];
  const near = (one) => [one, one.nextElementSibling, one.closest("label"), one.labels?.[0]].filter(Boolean);
  const looks = (one) => near(one).map((part) => LOOKS.map((look) => getComputedStyle(part)[look]).join("|")).join("||");
  const groups = new Set();
  const tabbable = [...seeing.all()].filter((one) => {
    if (!one.matches(`${seeing.CONTROLS},[tabindex]`) || one.tabIndex < 0 || one.matches(":disabled")) return false;
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio" || !one.name) return true;
    const group = `${one.form?.id ?? ""} ${one.name}`; // Tab stops once at a group
    const chosen = document.querySelector(`input[type=radio][name="${CSS.escape(one.name)}"]:checked`);
    if (groups.has(group) || (chosen && chosen !== one)) return false;
    groups.add(group);
    return true;
  });
  // What somebody opened themselves may cover the rest: Esc closes it (WCAG 2.4.11, note 2).
  const modal = document.querySelector("dialog:modal,[popover]:popover-open");
  const before = document.activeElement;
  const found = [];
  for (const one of tabbable) {
    if (modal && !modal.contains(one)) continue;
    if (document.activeElement === one) one.blur();
    const plain = looks(one);
    one.focus({ focusVisible: true });
    if (document.activeElement !== one && one.getRootNode().activeElement !== one) {
      found.push({ path: seeing.path(one), name: seeing.name(one).slice(0, 40), taken: false, marked: true, shown: 1, by: "" });
      continue;
    }
    const marked = looks(one) !== plain;
    const shownAt = seeing.clipped(one) ? (one.labels?.[0] ?? one.nextElementSibling ?? one) : one;
    const box = shownAt.getBoundingClientRect();
    const points = [];
    for (const across of [0.1, 0.5, 0.9]) for (const down of [0.1, 0.5, 0.9]) points.push([box.left + box.width * across, box.top + box.height * down]);
    let seen = 0;
    let by = "";
    for (const [x, y] of points) {
      const hit = document.elementFromPoint(x, y);
      const inside = hit && (shownAt.contains(hit) || hit.contains(shownAt) || one.shadowRoot?.contains(hit) || [...(one.labels ?? [])].some((label) => label.contains(hit)));
      if (inside) seen += 1;
      else if (!by) by = hit ? seeing.path(hit) : "beyond the screen";
    }
    found.push({ path: seeing.path(one), name: seeing.name(one).slice(0, 40), taken: true, marked, shown: seen / points.length, by });
  }
  document.activeElement?.blur?.();
  before?.focus?.();
  return found;
};
