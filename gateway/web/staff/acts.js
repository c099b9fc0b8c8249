/** Does what administrators decide about accounts: asks, acts, hands over a password. */

import { askAndAct } from "../cases/act_dialog.js";
import { chooseAct, displayNameField, dutiesField, nameField, showPassword } from "./dialogs.js";
import { dutiesInWords } from "./allowed.js";
import * as wire from "./wire.js";
import { ACT, DECIDE, KINDS, OPEN } from "./words.js";

/** @typedef {import("./wire.js").Account} Account */
/** @typedef {import("./wire.js").Request} Request */
/** @typedef {{kind: "done"|"left"|"stale"|"expired", detail: string}} Outcome */

/** @type {Record<string, "reset"|"code-removal"|"unlock"|"sign-out"|"close"|"reopen">} */
const PATHS = { reset: "reset", code: "code-removal", unlock: "unlock", out: "sign-out", close: "close", reopen: "reopen" };

/** Open an account. @returns {Promise<Outcome>} */
export async function open() {
  let given = /** @type {wire.Answer} */ ({});
  let name = "";
  const outcome = await askAndAct({
    title: OPEN.title,
    lead: OPEN.lead,
    body: [nameField(), displayNameField(""), dutiesField([])],
    confirm: OPEN.confirm,
    draft: "open",
    check: (values) => (/\s/.test(text(values, "name")) ? OPEN.spaces : wrong(values)),
    act: async (values) => {
      name = text(values, "name");
      given = await wire.openAccount({ name, display_name: text(values, "display_name"), duties: chosen(values) });
    },
  });
  return finished(outcome, name, given, OPEN.done);
}

/** Let an act be chosen, and do it. @param {Account} account @returns {Promise<Outcome>} */
export async function actOn(account) {
  const key = await chooseAct(account);
  if (!key) return { kind: "left", detail: "" };
  let given = /** @type {wire.Answer|null} */ (null);
  const outcome = await askAndAct({
    title: `${ACT[key].name}：${account.display_name}`,
    lead: ACT[key].lead,
    body: key === "rename" ? [displayNameField(account.display_name)] : key === "duties" ? [dutiesField(account.duties)] : [],
    confirm: ACT[key].name,
    isDanger: ACT[key].isDanger,
    draft: `${key}:${account.name}`,
    check: (values) => (key === "duties" && !chosen(values).length ? OPEN.noDuty : key === "rename" && !text(values, "display_name") ? OPEN.noName : ""),
    act: async (values) => {
      if (key === "rename") await wire.rename(account.name, text(values, "display_name"));
      else if (key === "duties") given = await wire.changeDuties(account.name, chosen(values));
      else given = await wire.act(account.name, PATHS[key]);
    },
  });
  return finished(outcome, account.name, given, ACT[key].done);
}

/** @param {Request} request @returns {Promise<Outcome>} */
export async function approve(request) {
  let given = /** @type {wire.Answer} */ ({});
  const outcome = await askAndAct({
    title: DECIDE.approve(summary(request)),
    lead: DECIDE.lead,
    confirm: "批准",
    draft: request.id,
    act: async () => {
      given = await wire.approve(request.id);
    },
  });
  return finished(outcome, request.name, given, DECIDE.approved);
}

/** @param {Request} request @returns {Promise<Outcome>} */
export async function refuse(request) {
  const title = request.mine ? DECIDE.takeBack : DECIDE.refuse;
  const outcome = await askAndAct({
    title: title(summary(request)),
    lead: DECIDE.refuseLead,
    confirm: request.mine ? "撤回" : "不批准",
    isDanger: true,
    draft: request.id,
    act: async () => {
      await wire.refuse(request.id);
    },
  });
  return finished(outcome, request.name, null, DECIDE.refused);
}

/** Hand over what was given, and say what came of it. @param {Outcome} outcome @param {string} name @param {wire.Answer|null} given @param {string} done @returns {Promise<Outcome>} */
async function finished(outcome, name, given, done) {
  if (outcome.kind !== "done") return outcome;
  if (given?.password) await showPassword(name, given.password);
  return { kind: "done", detail: given?.detail ?? done };
}

/** @param {Request} request */
const summary = (request) => `${KINDS[request.kind] ?? request.kind}，${request.display_name}（工号 ${request.name}），${dutiesInWords(request.duties)}`;

/** @param {FormData} values @returns {string[]} */
const chosen = (values) => values.getAll("duties").map(String);

/** @param {FormData} values @param {string} name */
const text = (values, name) => String(values.get(name) ?? "").trim();

/** @param {FormData} values */
const wrong = (values) => (!text(values, "display_name") ? OPEN.noName : chosen(values).length ? "" : OPEN.noDuty);
