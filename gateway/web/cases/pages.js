/** Chooses the view that belongs to a place. */

import { ApplicationPage } from "./application_page.js";
import { OwnDataPage } from "./own_data_page.js";
import { RectificationPage } from "./rectification_page.js";
import { RectificationsPage } from "./rectifications_page.js";
import { RemarksPage } from "./remarks_page.js";
import { WorklistPage } from "./worklist_page.js";

/** @typedef {{service: import("./case_service.js").CaseService, stage: import("./stage.js").Stage, room: HTMLElement}} PageParts `room` is where the view may draw */
/** @typedef {{open: () => Promise<void>}} Page */

/** @param {import("./routes.js").Route} route @param {PageParts} parts @returns {Page} */
export function pageOf(route, parts) {
  switch (route.name) {
    case "work":
      return new WorklistPage(parts, route);
    case "case":
      return new ApplicationPage(parts, route.number);
    case "rectifications":
      return new RectificationsPage(parts, route.which);
    case "rectification":
      return new RectificationPage(parts, route.number);
    case "remarks":
      return new RemarksPage(parts);
    case "own-data":
      return new OwnDataPage(parts);
  }
}
