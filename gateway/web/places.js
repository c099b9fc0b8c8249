/** Works the map of places: nearest first, by the browser's position only after a tap. */

import { measureBars } from "./bars.js";
import { announce, byId, element } from "./dom.js";
import { workFrame } from "./frame.js";
import { ListView } from "./places/list_view.js";
import { MapView } from "./places/map_view.js";
import { addressOf, decodeAreas, decodePlaces } from "./places/wire.js";
import { offerRegions } from "./region_choice.js";
import { call } from "./service.js";

const PATIENCE = 10_000; // milliseconds that a position may take
const OLD_ENOUGH = 60_000; // milliseconds: somebody who taps twice is not asked the satellites again

const region = byId("region", HTMLSelectElement);
const area = byId("area", HTMLSelectElement);
const kind = byId("kind", HTMLSelectElement);
const item = byId("item", HTMLSelectElement);
const openNow = byId("open-now", HTMLInputElement);
const news = byId("places-news", HTMLElement);
const box = byId("places", HTMLElement);
/** @type {import("./places/wire.js").Spot|null} */
let here = null; // in this page's memory only, and gone with it
/** @type {import("./places/wire.js").Place[]} */
let found = [];
let total = 0; // how many there are, listed or not
let isHeld = true;
let searches = 0;
const usual = chosen(kind); // the kind that is looked for if none is chosen

workFrame();
measureBars(["bar"]);
const map = new MapView(byId("map", HTMLElement), () => document.documentElement.dataset.tiles ?? "");
const list = new ListView({ list: box, item: () => chosen(item), done: doneAt });
const wanted = new URLSearchParams(location.search).get("item") ?? "";
const meant = [...item.options].find((option) => option.value === encodeURIComponent(wanted) || option.text === wanted); // as the page writes it
if (wanted && meant) item.value = meant.value;
byId("more", HTMLDetailsElement).open = item.value !== "";
if (item.value) kind.value = "";
for (const choice of [area, kind, item]) choice.addEventListener("change", () => void search());
openNow.addEventListener("change", () => show());
byId("locate", HTMLButtonElement).addEventListener("click", () => locate());
await offerRegions(region, () => void changeRegion());
await changeRegion();

async function changeRegion() {
  area.replaceChildren(element("option", { value: "", text: "不选" }));
  await Promise.all([search(), offerAreas(region.value)]);
}

/** @param {string} asked */
async function offerAreas(asked) {
  if (!asked) return;
  const areas = decodeAreas(await call("GET", `/api/v1/lookups/areas?region=${encodeURIComponent(asked)}`).catch(() => null));
  if (asked !== region.value) return; // another was chosen meanwhile
  const options = areas.flatMap(({ county, streets }) => [county, ...streets.map((street) => county + street)]);
  area.append(...options.map((words) => element("option", { value: words, text: words })));
}

function locate() {
  if (!("geolocation" in navigator)) return announce(news, "这台设备不能告诉我位置，请在上面选区县、街道。");
  announce(news, "正在找您的位置…");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      here = { latitude: coords.latitude, longitude: coords.longitude };
      area.value = "";
      void search();
    },
    () => announce(news, "没有拿到位置。不要紧，请在上面选区县、街道，一样能找。"),
    { timeout: PATIENCE, maximumAge: OLD_ENOUGH },
  );
}

async function search() {
  const turn = (searches += 1);
  if (area.value) here = null; // who names a street asks for that street
  const wish = { region: region.value, kind: chosen(kind) || (item.value ? "" : usual), item: chosen(item), near: area.value, spot: here };
  box.setAttribute("aria-busy", "true");
  try {
    const answer = decodePlaces(await call("GET", addressOf(wish)));
    if (turn !== searches) return; // something else is looked for by now
    ({ places: found, total, held: isHeld } = answer);
    show();
  } catch (error) {
    if (turn !== searches) return;
    found = [];
    show(/** @type {any} */ (error).detail ?? "现在查不了，请稍后再试。");
  }
}

/** @param {string} [problem] what is said instead of a count */
function show(problem = "") {
  const shown = openNow.checked ? found.filter((place) => place.is_open) : found;
  list.show(shown, !region.value && !here);
  box.removeAttribute("aria-busy");
  map.show(shown, here);
  byId("demo", HTMLElement).hidden = !shown.some((place) => place.demo);
  announce(news, problem || words(shown.length));
}

/** @param {number} count */
function words(count) {
  const isCut = total > found.length && !openNow.checked;
  if (count > 0) return `找到 ${isCut ? total : count} 个${kind.value ? (kind.selectedOptions[0]?.text ?? "") : "网点"}，${isCut ? `先列 ${count} 个，` : ""}${orderWords()}。`;
  if (!isHeld) return "这个地方的网点还没有登记，请打热线电话问。";
  if (found.length > 0) return "现在没有开着门的。去掉“只看现在开门的”，可以看到全部。";
  return "没有找到。换一个类型或地方试试，也可以打热线电话问。";
}

/** Say in which order they stand, and what would bring the near ones first. */
function orderWords() {
  if (here || area.value) return "近的在前面";
  return region.value ? "选了街道，近的会排在前面" : "各地的都有，选一个地方就只列那里的";
}

/** Return what an option stands for: its value is written so that no converter of characters changes it. @param {HTMLSelectElement} select */
function chosen(select) {
  return decodeURIComponent(select.value);
}

/** Return what is done at a place. @param {import("./places/wire.js").Place} place @returns {Promise<string[]>} */
async function doneAt(place) {
  const query = `kind=${encodeURIComponent(place.kind)}${region.value ? `&region=${encodeURIComponent(region.value)}` : ""}`;
  const answer = await call("GET", `/api/v1/lookups/items-at?${query}`).catch(() => null);
  return (Array.isArray(answer?.items) ? answer.items : []).map((/** @type {any} */ one) => String(one?.name ?? "")).filter(Boolean);
}
