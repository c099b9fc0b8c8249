/** Sets the version and the letter size before anything is drawn; runs in the head, so it is no module. */

{
  const versions = ["standard", "elder", "birth", "child"];
  const sizes = ["standard", "large", "largest"];
  const root = document.documentElement;
  const kept = (/** @type {string} */ key) => {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      return ""; // a browser that keeps nothing shows the standard version
    }
  };
  const keep = (/** @type {string} */ key, /** @type {string} */ value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // It holds for this page at least.
    }
  };
  const asked = new URLSearchParams(location.search).get("version") ?? "";
  let size = kept("yibao.size");
  let version = kept("yibao.persona");
  if (versions.includes(asked)) {
    if (asked === "elder" && size !== "largest") size = "large";
    version = asked;
    keep("yibao.persona", version);
    if (size) keep("yibao.size", size);
  }
  root.dataset.version = versions.includes(version) ? version : "standard";
  root.dataset.size = sizes.includes(size) ? size : "standard";
  root.dataset.chosen = version ? "yes" : "no"; // on the first run the page offers the versions
}
