/** Shows another version, as the switch of the page does (gateway/web/versions.js). */
(version) => {
  const root = document.documentElement;
  const size = version === "elder" ? "large" : "standard";
  localStorage.setItem("yibao.persona", version);
  localStorage.setItem("yibao.size", size);
  Object.assign(root.dataset, { version, size, chosen: "yes" });
  document.dispatchEvent(new CustomEvent("yibao:version"));
};
