/** Asks the gateway for everything that the policy editors' page does. */

import { Problem, Unreachable } from "../service.js";
import { decodeBatch, decodeGap, decodeGaps, decodeRelease, decodeReleases, decodeReport, decodeTrial } from "./answers_wire.js";
import { decodeDiff, decodeDocument, decodeDocuments, decodeEntry, decodeEvents, decodeImport, decodeRows, decodeStaff, list, text } from "./wire.js";
import { TROUBLE } from "./words.js";

/** @typedef {import("./wire.js").Entry} Entry */
/** @typedef {import("./wire.js").Content} Content */
/** @typedef {import("./wire.js").PolicyDocument} PolicyDocument */

const HOME = "/api/v1/admin";
const PATIENCE = 20_000; // milliseconds
const LONG_PATIENCE = 300_000; // milliseconds; for files and for whole regression runs

/** Tells what the gateway would not do, with everything it said about it (RFC 9457). */
export class Refusal extends Problem {
  /** @param {number} status @param {any} answer */
  constructor(status, answer) {
    super(status, text(answer?.detail) || TROUBLE.unknown);
    this.answer = answer;
  }
}

export class KnowledgeService {
  /** @param {{fetch: typeof fetch}} parts */
  constructor(parts) {
    this.parts = parts;
  }

  documents = async () => decodeDocuments(await this.#get("/documents"));

  /** @param {string} id */
  async document(id) {
    const raw = await this.#get(`/documents/${encodeURIComponent(id)}`);
    return { document: decodeDocument(raw?.document), rows: decodeRows(raw) };
  }

  /** @param {string} id @param {Partial<PolicyDocument>} changes */
  async changeDocument(id, changes) {
    const raw = await this.#send("PATCH", `/documents/${encodeURIComponent(id)}`, changes);
    return decodeDocument(raw?.document ?? raw);
  }

  /** @param {Omit<PolicyDocument, "id">} facts */
  createDocument = async (facts) => {
    const raw = await this.#send("POST", "/documents", facts);
    return { document: decodeDocument(raw?.document), entry: text(raw?.entry) };
  };

  /** @param {File} file @returns {Promise<string>} the id of the import */
  importFile = async (file) => String((await this.#file(`/imports?name=${encodeURIComponent(file.name)}`, file))?.id ?? "");

  imports = async () => list((await this.#get("/imports"))?.imports).map(decodeImport);

  /** @param {string} id */
  import = async (id) => decodeImport(await this.#get(`/imports/${encodeURIComponent(id)}`));

  /** @param {{state?: string, document?: string}} [filter] */
  async rows({ state, document } = {}) {
    const query = new URLSearchParams({ ...(state && { state }), ...(document && { document }) });
    return decodeRows(await this.#get(`/entries?${query}`));
  }

  /** @param {string} documentId @param {string} [question] */
  createEntry = async (documentId, question) => decodeEntry(await this.#send("POST", "/entries", { document_id: documentId, ...(question && { question }) }));

  /** @param {string} key @param {number} version */
  entry = async (key, version) => decodeEntry(await this.#get(versionPath(key, version)));

  /** Begin a new version of a published entry. @param {string} key */
  revise = async (key) => decodeEntry(await this.#send("POST", `/entries/${encodeURIComponent(key)}/draft`));

  /** @param {Entry} entry @param {Partial<Content>} content */
  save = (entry, content) => this.#change("PATCH", entry, "", { content });

  /** @param {Entry} entry @param {import("./wire.js").Doubt} doubt @param {string} replacement */
  resolveDoubt = (entry, { start, end }, replacement) => this.#change("POST", entry, "/doubts/resolve", { start, end, replacement });

  /** @param {Entry} entry @param {string} quote */
  acceptFlag = (entry, quote) => this.#change("POST", entry, "/flags/accept", { quote });

  /** @param {Entry} entry */
  submit = (entry) => this.#change("POST", entry, "/submit");

  /** @param {Entry} entry */
  approve = (entry) => this.#change("POST", entry, "/approve");

  /** @param {Entry} entry @param {string} note */
  giveBack = (entry, note) => this.#change("POST", entry, "/return", { note });

  /** @param {Entry} entry */
  discard = async (entry) => void (await this.#send("POST", `${versionPath(entry.key, entry.version)}/discard`, { revision: entry.revision }));

  /** @param {string} key @param {number} version */
  diff = async (key, version) => decodeDiff(await this.#get(`${versionPath(key, version)}/diff`));

  /** @param {string} key */
  history = async (key) => decodeEvents(await this.#get(`/entries/${encodeURIComponent(key)}/history`));

  /** @param {string[]} entries ids */
  regression = async (entries) => decodeReport(await this.#send("POST", "/regression", { entries }, LONG_PATIENCE));

  releases = async () => decodeReleases(await this.#get("/releases"));

  /** @param {string[]} entries ids @param {string} note */
  publish = async (entries, note) => decodeRelease(await this.#send("POST", "/releases", { entries, note }, LONG_PATIENCE));

  /** @param {number} number @param {string} note */
  rollBack = async (number, note) => decodeRelease(await this.#send("POST", `/releases/${number}/rollback`, { note }, LONG_PATIENCE));

  /** @param {{document_id: string}|{key: string}} what @param {string} reason */
  withdraw = async (what, reason) => decodeRelease(await this.#send("POST", "/withdrawals", { ...what, reason }, LONG_PATIENCE));

  /** @param {string} question @param {string|null} region @param {string|null} on */
  trial = async (question, region, on) => decodeTrial(await this.#send("POST", "/hit-test", { question, region, on }));

  /** @param {File} file */
  batch = async (file) => decodeBatch(await this.#file(`/hit-test/batch?name=${encodeURIComponent(file.name)}`, file));

  /** @param {string} state "" for all */
  gaps = async (state) => decodeGaps(await this.#get(`/gaps${state ? `?state=${encodeURIComponent(state)}` : ""}`));

  /** @param {string} id @param {{owner?: string|null, state?: string}} changes */
  changeGap = async (id, changes) => decodeGap(await this.#send("PATCH", `/gaps/${encodeURIComponent(id)}`, changes));

  /** @param {string} id @param {string} documentId */
  draftFromGap = async (id, documentId) => decodeEntry(await this.#send("POST", `/gaps/${encodeURIComponent(id)}/draft`, { document_id: documentId }));

  staff = async () => decodeStaff(await this.#get("/staff"));

  regions = async () => /** @type {string[]} */ (list((await this.#ask("GET", "/api/v1/info"))?.regions).filter((one) => typeof one === "string"));

  items = async () => list((await this.#ask("GET", "/api/v1/items"))?.items).map((one) => text(one?.name)).filter(Boolean);

  /** @param {string} path */
  #get(path) {
    return this.#ask("GET", `${HOME}${path}`);
  }

  /** @param {string} method @param {string} path @param {object} [body] @param {number} [patience] */
  #send(method, path, body, patience = PATIENCE) {
    const headers = { "Content-Type": "application/json" };
    return this.#ask(method, `${HOME}${path}`, body ? { body: JSON.stringify(body), headers } : {}, patience);
  }

  /** @param {string} path @param {File} file */
  #file(path, file) {
    return this.#ask("POST", `${HOME}${path}`, { body: file, headers: { "Content-Type": "application/octet-stream" } }, LONG_PATIENCE);
  }

  /** @param {string} method @param {Entry} entry @param {string} act @param {object} [body] */
  async #change(method, entry, act, body = {}) {
    return decodeEntry(await this.#send(method, `${versionPath(entry.key, entry.version)}${act}`, { revision: entry.revision, ...body }));
  }

  /** @param {string} method @param {string} path @param {RequestInit} [request] @param {number} [patience] @returns {Promise<any>} */
  async #ask(method, path, request = {}, patience = PATIENCE) {
    const headers = { Accept: "application/json", ...request.headers };
    let response;
    try {
      response = await this.parts.fetch(path, { ...request, method, headers, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(patience) });
    } catch {
      throw Object.assign(new Unreachable(), { detail: TROUBLE.unreachable });
    }
    const answer = response.status === 204 ? null : await response.json().catch(() => null);
    if (!response.ok) throw new Refusal(response.status, answer);
    return answer;
  }
}

/** @param {string} key @param {number} version */
const versionPath = (key, version) => `/entries/${encodeURIComponent(key)}/${version}`;
