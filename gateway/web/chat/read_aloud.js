/** Reads a text aloud with the voice of the citizen's own device. */

const USUAL = 4; // characters a second that a device's voice says at its own pace

/** Tell whether this device can read Chinese aloud by itself; a voice from the network would leak what is read. */
export function canReadAloud() {
  return "speechSynthesis" in window && chineseVoice() !== null;
}

/** Read a text; `ended` is called once it is over or was stopped. @param {string} text @param {number} pace characters a second @param {() => void} ended */
export function readAloud(text, pace, ended) {
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = chineseVoice();
  utterance.lang = "zh-CN";
  utterance.rate = pace / USUAL;
  utterance.onend = utterance.onerror = ended;
  speechSynthesis.speak(utterance);
}

/** Stop reading. */
export function stopReading() {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

/** @returns {SpeechSynthesisVoice|null} */
function chineseVoice() {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  return voices.find((voice) => /^(zh|cmn)([-_]|$)/i.test(voice.lang)) ?? null;
}
