/** Talks to the simulator. */

/** Be a refusal, with a sentence for the person in front of the page. */
export class Refusal extends Error {}

/** Send JSON, or a file, and return what came back. @param {string} path @param {object|Blob} body @returns {Promise<any>} */
export async function send(path, body) {
  const isFile = body instanceof Blob;
  return answered(
    await fetch(path, {
      method: "POST",
      headers: isFile ? { "X-Phone": "1" } : { "X-Phone": "1", "Content-Type": "application/json" },
      body: isFile ? body : JSON.stringify(body),
    }),
  );
}

/** Wait for news of a chat. @param {string} openid @param {number} after @param {AbortSignal} signal @param {number} [seconds] @returns {Promise<any>} */
export async function news(openid, after, signal, seconds = 25) {
  const query = new URLSearchParams({ openid, after: String(after), seconds: String(seconds) });
  return answered(await fetch(`/phone/news?${query}`, { headers: { "X-Phone": "1" }, signal }));
}

/** @param {Response} response */
async function answered(response) {
  const told = await response.json().catch(() => ({}));
  if (!response.ok || told.errcode) throw new Refusal(SENTENCES[told.errcode ?? response.status] ?? "没有发出去，请再试一次。");
  return told;
}

/** @type {Record<number, string>} */
const SENTENCES = {
  413: "文件太大，请换小一点的。",
  422: "内容不对，没有发出去。",
  40005: "只能发 JPG 或 PNG 图片。",
  40006: "文件太大，请换小一点的。",
};
