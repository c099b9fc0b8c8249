/** Chooses the page that belongs to a place. */

import { DocumentPage } from "./document_page.js";
import { DocumentsPage } from "./documents_page.js";
import { EntryPage } from "./entry_page.js";
import { GapsPage } from "./gaps_page.js";
import { HistoryPage } from "./history_page.js";
import { ImportPage } from "./import_page.js";
import { ReleasesPage } from "./releases_page.js";
import { ReviewPage } from "./review_page.js";
import { ReviewsPage } from "./reviews_page.js";
import { TrialPage } from "./trial_page.js";

/** @typedef {{service: import("./knowledge_service.js").KnowledgeService, stage: import("./stage.js").Stage, room: HTMLElement}} PageParts `room` is where the page may draw */
/** @typedef {{open: () => Promise<void>, leave?: () => Promise<boolean>, isUnsaved?: boolean}} Page `leave` saves, and says whether the page may go */

/** @param {import("./routes.js").Route} route @param {PageParts} parts @returns {Page} */
export function pageOf(route, parts) {
  switch (route.name) {
    case "documents":
      return new DocumentsPage(parts);
    case "document":
      return new DocumentPage(parts, route.id);
    case "import":
      return new ImportPage(parts, route.id);
    case "entry":
      return new EntryPage(parts, route.key, route.version);
    case "history":
      return new HistoryPage(parts, route.key, route.version);
    case "reviews":
      return new ReviewsPage(parts);
    case "review":
      return new ReviewPage(parts, route.key, route.version);
    case "releases":
      return new ReleasesPage(parts);
    case "trial":
      return new TrialPage(parts);
    case "gaps":
      return new GapsPage(parts);
  }
}
