/** Works the first page: what is asked there is said in the chat. */

import { byId } from "./dom.js";
import { sayInChat, workFrame } from "./frame.js";
import { choose, versionNamed } from "./versions.js";

workFrame();
byId("ask", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const box = byId("question", HTMLInputElement);
  const text = box.value.trim();
  const named = versionNamed(text); // who looks for 长辈版 gets it (APP适老化通用设计规范 3.1)
  if (named) {
    choose(named);
    box.value = "";
  } else if (text) sayInChat(text);
  else box.focus();
});
