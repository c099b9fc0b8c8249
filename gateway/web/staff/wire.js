/** Asks the gateway about accounts, and knows what it answers. */

import { call } from "../service.js";

/** @typedef {{name: string, display_name: string, duties: string[], has_code: boolean, must_change: boolean, closed: boolean, locked_until: string|null, needs_second: boolean, mine: boolean}} Account */
/** @typedef {{id: string, kind: string, name: string, display_name: string, duties: string[], requested_by: string, requested_at: string, mine: boolean, about_me: boolean}} Request */
/** @typedef {{password?: string|null, request?: string, detail?: string}} Answer */
/** @typedef {Record<string, number>} Days of each class */
/** @typedef {{id: string, kept: Days, requested_by: string, requested_at: string, mine: boolean}} TermRequest */
/** @typedef {{kept: Days, requested_by: string|null, approved_by: string|null, at: string|null, request: TermRequest|null}} Terms */

const TERMS = "/api/v1/retention";
const ACCOUNTS = "/api/v1/accounts";
const of = (/** @type {string} */ name) => `${ACCOUNTS}/${encodeURIComponent(name)}`;

/** @returns {Promise<Account[]>} */
export const accounts = async () => (await call("GET", ACCOUNTS)).accounts;

/** @returns {Promise<Request[]>} */
export const requests = async () => (await call("GET", `${ACCOUNTS}/requests`)).requests;

/** @param {{name: string, display_name: string, duties: string[]}} body @returns {Promise<Answer>} */
export const openAccount = (body) => call("POST", ACCOUNTS, { body });

/** @param {string} name @param {string} displayName */
export const rename = (name, displayName) => call("PUT", `${of(name)}/display-name`, { body: { display_name: displayName } });

/** @param {string} name @param {string[]} duties @returns {Promise<Answer>} */
export const changeDuties = (name, duties) => call("PUT", `${of(name)}/duties`, { body: { duties } });

/** @param {string} name @param {"reset"|"code-removal"|"unlock"|"sign-out"|"close"|"reopen"} act @returns {Promise<Answer|null>} */
export const act = (name, act) => call("POST", `${of(name)}/${act}`);

/** @param {string} id @returns {Promise<{name: string, password: string|null}>} */
export const approve = (id) => call("POST", `${ACCOUNTS}/requests/${id}/approve`);

/** @param {string} id */
export const refuse = (id) => call("POST", `${ACCOUNTS}/requests/${id}/refuse`);

/** @returns {Promise<Terms>} */
export const terms = () => call("GET", TERMS);

/** @param {Days} days @returns {Promise<Answer>} */
export const askForTerms = (days) => call("POST", `${TERMS}/requests`, { body: days });

/** @param {string} id */
export const approveTerms = (id) => call("POST", `${TERMS}/requests/${id}/approve`);

/** @param {string} id */
export const refuseTerms = (id) => call("POST", `${TERMS}/requests/${id}/refuse`);
