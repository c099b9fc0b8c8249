/** Says what a conversation needs of the page, the line and the browser; types only. */

/** @typedef {import("../protocol.js").Line} Line */
/** @typedef {import("../protocol.js").Reply} Reply */
/** @typedef {import("../protocol.js").Turn} Turn */
/** @typedef {import("../protocol.js").Queue} Queue */
/** @typedef {"connecting"|"connected"|"lost"|"slow"} Connection slow: over HTTP */
/**
 * @typedef {import("./delivery.js").DeliveryPage & {
 *   greeting: (reply: Reply) => void,
 *   history: (lines: Line[]) => void,
 *   line: (line: Line) => void,
 *   typing: (who: string|null) => void,
 *   connection: (state: Connection) => void,
 *   stage: (stage: string, agent: string|null, queue: Queue|null) => void,
 *   progress: (turn: Turn) => void,
 *   call: (url: string|null, until: string|null) => void,
 *   notice: (sentence: string) => void,
 * }} Page what shows the conversation
 */
/**
 * @typedef {{
 *   call: typeof import("../service.js").call,
 *   openStream: (path: string, listener: import("../stream.js").StreamListener) => any,
 *   page: Page,
 *   tab: import("../storage.js").Shelf,
 *   shelf: import("../storage.js").Shelf,
 *   now: () => Date,
 *   wait: (milliseconds: number) => Promise<void>,
 *   opening: () => object,
 * }} Parts `opening` is what the citizen wishes for: region, persona
 */

export {};
