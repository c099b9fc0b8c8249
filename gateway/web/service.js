/** Calls the gateway over HTTP. */

import { UNREACHABLE } from "./words.js";

const PATIENCE = 20_000; // milliseconds; the gateway's own limits are shorter

/** Tells what the gateway would not do, in its own words (RFC 9457). */
export class Problem extends Error {
  /** @param {number} status @param {string} detail @param {string} [kind] of RFC 9457: /problems/... */
  constructor(status, detail, kind = "") {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.kind = kind;
  }

  /** Tell whether what we asked for exists no longer, or is no longer ours. */
  get isGone() {
    return [401, 403, 404].includes(this.status);
  }
}

/** Tells that the gateway could not be reached at all. */
export class Unreachable extends Error {
  constructor() {
    super(UNREACHABLE);
    this.detail = UNREACHABLE;
  }
}

/**
 * Call one route; return its JSON, or null if it has none.
 * @param {string} method @param {string} path @param {{token?: string, body?: object|Blob}} [with_] a Blob goes as it is
 * @returns {Promise<any>}
 */
export async function call(method, path, { token, body } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  const language = globalThis.document?.documentElement.lang; // answers come in the characters of the page
  if (language) headers["Accept-Language"] = language;
  if (token) headers.Authorization = `Bearer ${token}`;
  const isImage = body instanceof Blob;
  if (body) headers["Content-Type"] = isImage ? body.type : "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: isImage ? body : body ? JSON.stringify(body) : undefined,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Unreachable();
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Problem(response.status, readDetail(answer), String(answer?.type ?? ""));
  return answer;
}

/** Return the address of a stream on this host. @param {string} path */
export function streamAddress(path) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}${path}`;
}

/** @param {any} answer */
function readDetail(answer) {
  return typeof answer?.detail === "string" && answer.detail ? answer.detail : UNREACHABLE;
}
