/** Decides what the shared form allows and tells the agent; knows no DOM. */

import { withField, withLocks } from "../rtc/wire.js";
import { clockTime } from "../words.js";

/** @typedef {import("../rtc/wire.js").Form} Form */
/** @typedef {import("../rtc/wire.js").Field} Field */
/** @typedef {{value: string, version: number}} Draft what is typed, and the version of the field it began from */

export const STATE_WORDS = { filling: "正在填", confirmable: "填好了，等办事人看", confirmed: "办事人同意了，等签名", signed: "已签名，可以提交", submitted: "已提交" };

/** Go on after one frame of the call. @param {Form|null} form @param {import("../rtc/wire.js").CallFrame} frame @returns {Form|null} */
export function formAfter(form, frame) {
  if (frame.type === "form" || frame.type === "welcome") return frame.form;
  if (!form) return null;
  if (frame.type === "field") return withField(form, frame.raw);
  if (frame.type === "locks") return withLocks(form, frame.locks);
  if (frame.type === "confirmed") return { ...form, state: "confirmed", confirmedAt: frame.at };
  if (frame.type === "signed") return { ...form, state: "signed", signedAt: frame.at };
  if (frame.type === "receipt") return { ...form, state: "submitted", number: frame.number };
  if (frame.type === "unconfirmed") return { ...form, state: lacking(form).length + wrong(form).length > 0 ? "filling" : "confirmable", confirmedAt: null, signedAt: null };
  return form;
}

/** Say why the form cannot be handed in yet; empty: it can. @param {Form|null} form */
export function submitReason(form) {
  if (!form) return "还没有打开表单。";
  if (form.state === "submitted") return form.number ? `已提交，受理号 ${form.number}。` : "已经提交了。";
  if (form.doubled) return form.doubled;
  const [open, bad] = [lacking(form), wrong(form)];
  if (open.length > 0) return `还没填完，还差：${open.map((field) => field.label).join("、")}。`;
  if (bad.length > 0) return `还要改：${bad.map((field) => field.label).join("、")}。`;
  if (form.state === "filling") return "表单还没有核对好，请稍等。";
  if (form.state === "confirmable") return "请先请办事人看一遍，点“同意”。";
  return form.state === "confirmed" ? "办事人同意了，还没有签名。" : "";
}

/** Say how far the form is. @param {Form} form */
export function formSentence(form) {
  const filled = form.fields.length - lacking(form).length;
  return `${STATE_WORDS[form.state]}（${filled}/${form.fields.length} 项）`;
}

/** Say who wrote a field, and when; empty: nobody yet. @param {Field} field @param {string} mySeat */
export function authorSentence(field, mySeat) {
  const who = field.by === mySeat ? "我" : field.byName;
  return who ? [who, clockTime(field.at), "填"].filter(Boolean).join(" ").replace("的 填", "的") : "";
}

/** Say who keeps a field from us; empty: nobody. @param {Field} field @param {string} mySeat */
export function lockSentence(field, mySeat) {
  return field.lock && field.lock.seat !== mySeat ? `${field.lock.name || "对方"}正在填这一项` : "";
}

/** Say that somebody else wrote the field while we typed; empty: no conflict. @param {Field} field @param {Draft|null} draft @param {string} mySeat */
export function conflictSentence(field, draft, mySeat) {
  if (!draft || field.version <= draft.version || field.by === mySeat || field.value === draft.value) return "";
  return `您正在写时，${field.byName || "对方"}把“${field.label}”改成了“${field.shown || "空"}”。您写的还没有保存。`;
}

/** Tell whether a draft is to be sent. @param {Field} field @param {Draft|null} draft */
export function isNews(field, draft) {
  return draft !== null && draft.value.trim() !== field.value;
}

/** Return the fields that are still empty. @param {Form} form */
export function lacking(form) {
  return form.fields.filter((field) => field.value === "" && field.error === "");
}

/** Return the fields that are wrong. @param {Form} form */
export function wrong(form) {
  return form.fields.filter((field) => field.error !== "");
}
