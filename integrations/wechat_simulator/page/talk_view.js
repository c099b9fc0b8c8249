/** Draws what is said in the chat. */

import { element } from "./dom.js";
import { pieces } from "./links.js";

/**
 * Make the line of one message.
 * @param {{side: string, way: string, body: any}} shown
 * @param {(text: string, id: string) => void} choose called when an entry of a list is tapped
 * @returns {HTMLElement}
 */
export function line(shown, choose) {
  if (shown.side === "platform") return element("li", { class: "aside wrong", text: shown.body.text.content });
  const bubble = element("div", { class: "bubble" }, ...content(shown.body, choose));
  if (shown.body.msgtype === "notice") bubble.classList.add("notice");
  return element("li", { class: shown.side === "citizen" ? "said mine" : "said" }, bubble);
}

/** @param {any} body @param {(text: string, id: string) => void} choose @returns {Node[]} */
function content(body, choose) {
  const inside = body[body.msgtype] ?? {};
  switch (body.msgtype) {
    case "text":
      return words(inside.content, choose);
    case "image":
      return [element("img", { src: address(inside.media_id), alt: "图片" })];
    case "voice":
      return [
        ...(inside.seconds ? [element("span", { class: "length", text: `语音 ${inside.seconds} 秒` })] : []),
        element("audio", { src: address(inside.media_id), controls: true, preload: "none", "aria-label": "语音" }),
      ];
    case "video":
      return [element("video", { src: address(inside.media_id), controls: true, preload: "none" })];
    case "location":
      return [document.createTextNode(`位置：${inside.label}`)];
    case "news":
      return inside.articles.flatMap(article);
    case "msgmenu":
      return [
        ...words(`${inside.head_content}\n`, choose),
        ...inside.list.map((/** @type {any} */ one) =>
          element("button", { class: "choice", type: "button", text: one.content, on: { click: () => choose(one.content, one.id) } }),
        ),
        ...words(inside.tail_content, choose),
      ];
    case "notice":
      return notice(inside);
    default:
      return [document.createTextNode("[手机上才能看的内容]")];
  }
}

/** @param {string} text @param {(text: string, id: string) => void} choose @returns {Node[]} */
function words(text, choose) {
  return pieces(text).map((piece) => {
    if (piece.href) return link(piece.text, piece.href);
    const { menu } = piece;
    if (menu) return element("button", { class: "choice", type: "button", text: piece.text, on: { click: () => choose(menu.content, menu.id) } });
    return document.createTextNode(piece.text);
  });
}

/** @param {any} inside @returns {Node[]} */
function notice(inside) {
  const rows = inside.rows.flatMap((/** @type {any} */ row) => [
    element("dt", { text: TERMS.find(([start]) => row.name.startsWith(start))?.[1] ?? row.name }),
    element("dd", { text: row.value }),
  ]);
  const more = /^https?:\/\//.test(inside.url) ? [link("查看详情", inside.url)] : [];
  return [element("h2", { text: inside.title }), element("dl", {}, ...rows), ...more];
}

/** @param {any} one @returns {Node[]} */
function article(one) {
  const title = /^https?:\/\//.test(one.url) ? link(one.title, one.url) : document.createTextNode(one.title);
  return [title, element("p", { class: "small", text: one.description ?? "" })];
}

/** @param {string} text @param {string} href */
function link(text, href) {
  return element("a", { href, text, target: "_blank", rel: "noopener" });
}

/** @param {string} id */
function address(id) {
  return `/phone/media/${encodeURIComponent(id)}`;
}

/** What the kinds of fields of a template are called, by how their names begin. */
const TERMS = [["thing", "事项"], ["character_string", "编号"], ["phrase", "状态"], ["time", "时间"], ["date", "日期"], ["const", "结果"], ["first", ""], ["remark", "备注"], ["keyword", "内容"]];
