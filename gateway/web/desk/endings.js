/** Asks how a call ends, or to whom a citizen goes. */

import { element } from "../dom.js";
import { ask, chooser, labelled } from "./dialogs.js";
import { OUTCOMES, WRAP_UPS } from "./phrases.js";
import { colleagueSentence, decodeColleagues, decodeTeams } from "./wire.js";

/** @typedef {typeof import("../service.js").call} Call */

const REASONS = ["事项不归本班组", "需要外地政策", "需要更高权限", "方言沟通", "办事人指定", "我要换班"];

/** Ask how a call ended, and end it. @param {Call} call @param {string} callId @param {boolean} isSubmitted @param {() => void} ended */
export function askEnd(call, callId, isSubmitted, ended) {
  const outcome = chooser("请选择", OUTCOMES.map((name) => [name, name]));
  const code = chooser("请选择", WRAP_UPS.map(({ code: value, name }) => [value, name]));
  if (isSubmitted) [outcome.value, code.value] = ["已解决", "done_submitted"];
  const warning = isSubmitted ? [] : [element("p", { class: "quiet-words", text: "表单还没有提交。结束后，填的内容会为他保留。" })];
  ask({
    title: "结束通话",
    fields: [...warning, labelled("办理结果", outcome), labelled("小结", code)],
    button: "结束通话",
    act: async () => {
      await call("POST", `/api/v1/staff/calls/${callId}/end`, { body: { outcome: outcome.value, wrap_up: code.value } });
      ended();
    },
  });
}

/**
 * Ask to whom a citizen goes, and why, and hand on.
 * @param {Call} call @param {{ticketId: string, callId: string|null, me: string, draft: string}} which callId: null without a call; me: staff name; draft: of the summary
 * @param {() => void} handed
 */
export async function askTransfer(call, { ticketId, callId, me, draft }, handed) {
  const [teams, staff] = await Promise.all([call("GET", "/api/v1/teams").catch(() => null), call("GET", "/api/v1/staff/presence").catch(() => null)]);
  const others = decodeColleagues(staff).filter((one) => one.name !== me);
  const to = element("select", { required: true }, element("option", { value: "", text: "请选择" }));
  to.append(group("班组", decodeTeams(teams).map((team) => [`team:${team.id}`, team.open ? team.name : `${team.name}（现在休息）`])));
  to.append(group("同事", others.map((one) => [`agent:${one.name}`, colleagueSentence(one)])));
  const reasons = element("datalist", { id: "reasons" }, ...REASONS.map((value) => element("option", { value })));
  const reason = element("input", { required: true, maxlength: "200", list: "reasons", autocomplete: "off" });
  const summary = element("textarea", { required: true, rows: "5", maxlength: "1000" });
  summary.value = draft;
  ask({
    title: "转给同事",
    fields: [labelled("转给谁", to), labelled("原因", reason), reasons, labelled("说明（办到哪一步，办事人不用再说一遍）", summary)],
    button: "转过去",
    act: async () => {
      const [kind = "", ...rest] = to.value.split(":");
      const path = callId ? `/api/v1/staff/calls/${callId}/transfer` : `/api/v1/staff/tickets/${ticketId}/transfer`;
      await call("POST", path, { body: { [kind]: rest.join(":"), reason: reason.value.trim(), summary: summary.value.trim() } });
      handed();
    },
  });
}

/** Write the beginning of a summary. @param {import("./cases.js").Case} shown @param {import("../rtc/wire.js").Form|null} form @param {string} note */
export function summaryDraft({ ticket }, form, note) {
  const filled = form ? form.fields.filter((field) => field.value !== "").map((field) => field.label) : ticket.fields.map(([label]) => label);
  const open = form ? form.fields.filter((field) => field.value === "").map((field) => field.label) : [];
  const lines = [`事项：${form?.item || ticket.item || "咨询"}`, filled.length > 0 ? `已填：${filled.join("、")}` : "还没有填内容", open.length > 0 ? `还差：${open.join("、")}` : "", note];
  return lines.filter(Boolean).join("\n").slice(0, 1000);
}

/** @param {string} label @param {Array<[string, string]>} options */
function group(label, options) {
  return element("optgroup", { label }, ...options.map(([value, text]) => element("option", { value, text })));
}
