/** Reads a reply aloud with the voice of the citizen's own device. */

const RATE = 0.8; // slower than people chat, for old ears

/** Tell whether this device can read Chinese aloud by itself; a voice from the network would leak what is read. */
export function canReadAloud() {
  return "speechSynthesis" in window && chineseVoice() !== null;
}

/** Read a text; `ended` is called once it is over or was stopped. @param {string} text @param {() => void} ended */
export function readAloud(text, ended) {
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = chineseVoice();
  utterance.lang = "zh-CN";
  utterance.rate = RATE;
  utterance.onend = utterance.onerror = ended;
  speechSynthesis.speak(utterance);
}

/** Stop reading. */
export function stopReading() {
  speechSynthesis.cancel();
}

/** @returns {SpeechSynthesisVoice|null} */
function chineseVoice() {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService);
  return voices.find((voice) => /^(zh|cmn)([-_]|$)/i.test(voice.lang)) ?? null;
}
