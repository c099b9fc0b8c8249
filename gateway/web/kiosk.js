/** Works the first page of a shared machine: empty for each citizen, one tap to begin or to call a person. */

import { measureBars } from "./bars.js";
import { byId } from "./dom.js";
import { workFrame } from "./frame.js";
import { emptied, KIOSK } from "./kiosk/wipe.js";
import { thisTab } from "./storage.js";
import { choose, chooseSize } from "./versions.js";

emptied(); // whoever was here before, and however they left
workFrame();
measureBars(["bar"]);
document.documentElement.dataset.kiosk = "yes";
choose("elder");
chooseSize("large"); // not what the last citizen chose, nor what the emptied browser falls back to
thisTab.write(KIOSK, "yes");
byId("begin", HTMLAnchorElement).focus();
