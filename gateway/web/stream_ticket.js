/** Gets tickets for the staff's stream: a page of another site could not read one. */

import { call, streamAddress } from "./service.js";

/** Return the address that opens the stream once. */
export async function ticketed() {
  const answer = await call("POST", "/api/v1/staff/stream-ticket");
  return `${streamAddress("/api/v1/staff/stream")}?ticket=${encodeURIComponent(answer.ticket)}`;
}
