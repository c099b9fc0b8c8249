/** Works the pages that are printed: the leaflet of an item, a receipt, a slip to go on with. */

import { measureBars } from "./bars.js";
import { announce, byId } from "./dom.js";
import { workFrame } from "./frame.js";
import { sheetView } from "./print/sheet_view.js";
import { decodeSheet, requestOf } from "./print/wire.js";
import { call, Problem } from "./service.js";
import { keptSession } from "./session.js";

workFrame();
measureBars(["bar"]);
const news = byId("print-news", HTMLElement);
byId("print", HTMLButtonElement).addEventListener("click", () => print());
byId("back", HTMLButtonElement).addEventListener("click", () => (history.length > 1 ? history.back() : location.assign("/")));
await show();
byId("whole", HTMLElement).setAttribute("aria-busy", "false");

async function show() {
  const request = requestOf(location.pathname, location.search, location.hash);
  if (!request) return announce(news, "这个地址上没有可以打印的东西。");
  const own = request.own ? keptSession() : null;
  if (request.own && !own) return announce(news, "回执只给办理的人看。请回到办这件事的网页，再点“打印回执”。也可以查进度，或者点“人工”。");
  try {
    const sheet = decodeSheet(await call(request.body ? "POST" : "GET", request.path, { token: own?.token, body: request.body ?? undefined }));
    byId("sheet-title", HTMLElement).textContent = sheet.title;
    byId("sheet", HTMLElement).replaceChildren(...sheetView(sheet));
    byId("print", HTMLButtonElement).disabled = false;
    document.title = sheet.title;
    announce(news, "");
  } catch (error) {
    const isRefused = error instanceof Problem && error.isGone;
    announce(news, isRefused && request.own ? "没有查到您的这张回执。请回到办这件事的网页，再点“打印回执”。" : (/** @type {any} */ (error).detail ?? "现在打不开，请稍后再试。"));
  }
}
