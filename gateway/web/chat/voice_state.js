/** Decides what the microphone button means at each moment; knows no DOM, clock, sound or line. */

/** @typedef {"off"|"opening"|"listening"|"hearing"|"recognising"|"countdown"|"asking"|"speaking"} Phase asking: sent, the answer is to come; speaking: the answer is being read */
/** @typedef {{phase: Phase, base: string, text: string, left: number, isOpen: boolean, awaits: boolean}} Talk base: what stood in the box before; left: seconds; isOpen: the microphone; awaits: the answer asks something */
/** @typedef {"open"|"close"|"listen"|"finish"|"hush"|"show"|"send"|"read"} Act close: the microphone; hush: what is being read; show: the text in the box */
/**
 * @typedef {{type: "press", draft: string}|{type: "opened"}|{type: "failed"}|{type: "partial", text: string}|{type: "recognising"}
 *   |{type: "heard", text: string, wait: number}|{type: "nothing"}|{type: "touched"}|{type: "second"}|{type: "sent", isSpoken: boolean}
 *   |{type: "answered", awaits: boolean}|{type: "passed on"}|{type: "read"}|{type: "interrupted"}|{type: "reset"}} VoiceEvent
 */

const ANSWER_WITHIN = 30; // seconds; then the microphone is closed, whoever was to answer

/** @type {Talk} */
export const SILENT = Object.freeze({ phase: "off", base: "", text: "", left: 0, isOpen: false, awaits: false });

/** Return what an event changes, and what is to be done. @param {Talk} talk @param {VoiceEvent} event @returns {[Talk, Act[]]} */
export function after(talk, event) {
  switch (event.type) {
    case "press":
      return pressed(talk, event.draft);
    case "opened":
      return talk.phase === "opening" ? [{ ...talk, phase: "listening", isOpen: true }, ["listen"]] : [talk, []];
    case "partial":
      return talk.isOpen ? heardSome(talk, event.text) : [talk, []];
    case "recognising":
      return talk.phase === "hearing" ? [{ ...talk, phase: "recognising" }, []] : [talk, []];
    case "heard":
      if (!["listening", "hearing", "recognising"].includes(talk.phase)) return [talk, []];
      return [{ ...talk, phase: "countdown", text: joined(talk.base, event.text), left: event.wait }, ["show"]];
    case "second":
      return aSecond(talk);
    case "sent":
      if (talk.phase === "off") return [talk, []];
      return event.isSpoken ? [{ ...talk, phase: "asking", base: "", text: "", left: ANSWER_WITHIN }, []] : closed(talk);
    case "answered":
      if (["opening", "listening", "hearing", "recognising", "countdown"].includes(talk.phase)) return [talk, []]; // never talk over the citizen
      return [{ ...talk, phase: "speaking", awaits: event.awaits }, ["read"]];
    case "read":
      if (talk.phase !== "speaking") return [talk, []];
      return talk.isOpen && talk.awaits ? [{ ...talk, phase: "listening", base: "" }, ["listen"]] : closed(talk);
    case "interrupted":
      return talk.phase === "speaking" ? [{ ...talk, phase: "listening", base: "", text: "" }, []] : [talk, []];
    case "touched":
      return ["listening", "hearing", "recognising", "countdown"].includes(talk.phase) ? closed(talk) : [talk, []];
    case "passed on":
      return talk.phase === "asking" ? closed(talk) : [talk, []];
    case "reset":
      return [SILENT, ["close", "hush"]];
    default:
      return talk.phase === "off" ? [talk, []] : closed(talk); // nothing, failed
  }
}

/** Tell whether what is said next may cut off what is being read. @param {Talk} talk */
export function mayInterrupt(talk) {
  return talk.phase === "speaking" && talk.isOpen;
}

/** Put new words behind the ones that stand there. @param {string} base @param {string} text */
export function joined(base, text) {
  if (!base || !text) return base || text;
  return /[，。！？；,.!?;\s]$/.test(base) ? base + text : `${base}，${text}`;
}

/** @param {Talk} talk @param {string} draft @returns {[Talk, Act[]]} */
function pressed(talk, draft) {
  switch (talk.phase) {
    case "off":
      return [{ ...SILENT, phase: "opening", base: draft }, ["hush", "open"]];
    case "listening":
    case "hearing":
      return [{ ...talk, phase: "recognising" }, ["finish"]];
    case "countdown":
      return [{ ...talk, phase: "listening", base: talk.text }, ["listen"]];
    case "speaking":
      if (talk.isOpen) return [{ ...talk, phase: "listening", base: "", text: "" }, ["hush", "listen"]];
      return [{ ...SILENT, phase: "opening", base: draft }, ["hush", "open"]];
    default:
      return closed(talk);
  }
}

/** @param {Talk} talk @param {string} text @returns {[Talk, Act[]]} */
function heardSome(talk, text) {
  if (talk.phase === "countdown") talk = { ...talk, base: talk.text }; // they go on speaking
  if (talk.phase === "asking" || talk.phase === "speaking") talk = { ...talk, base: "" };
  const now = joined(talk.base, text);
  return [{ ...talk, phase: talk.phase === "recognising" ? "recognising" : "hearing", text: now }, now ? ["show"] : []];
}

/** @param {Talk} talk @returns {[Talk, Act[]]} */
function aSecond(talk) {
  if (talk.phase !== "countdown" && talk.phase !== "asking") return [talk, []];
  if (talk.left > 1) return [{ ...talk, left: talk.left - 1 }, []];
  return talk.phase === "countdown" ? [{ ...talk, phase: "asking", left: ANSWER_WITHIN }, ["send"]] : closed(talk);
}

/** @param {Talk} talk @returns {[Talk, Act[]]} */
function closed(talk) {
  return [SILENT, talk.isOpen || talk.phase === "opening" ? ["close"] : []];
}
