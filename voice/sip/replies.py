"""Writes the answers to requests (RFC 3261, section 8.2.6)."""

from __future__ import annotations

from collections.abc import Iterable

from aiosipua import SipRequest, SipResponse, parse_via

from voice.sip.sockets import Peer

REASONS = {
    100: "Trying",
    180: "Ringing",
    183: "Session Progress",
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    405: "Method Not Allowed",
    408: "Request Timeout",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    420: "Bad Extension",
    422: "Session Interval Too Small",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    489: "Bad Event",
    491: "Request Pending",
    500: "Server Internal Error",
    503: "Service Unavailable",
}


def reply(
    request: SipRequest,
    status: int,
    *,
    tag: str = "",
    headers: Iterable[tuple[str, str]] = (),
    sdp: str = "",
) -> SipResponse:
    """Return an answer; `tag` is ours and goes into To unless one is there."""
    response = SipResponse(status_code=status, reason_phrase=REASONS.get(status, "Unknown"))
    for via in request.headers.get("via"):
        response.headers.append("Via", via)
    response.headers.set_single("From", request.headers.get("from")[0])
    to = request.headers.get("to")[0]
    has_tag = request.to_addr is not None and request.to_addr.tag
    response.headers.set_single("To", to if has_tag or not tag else f"{to};tag={tag}")
    response.headers.set_single("Call-ID", request.headers.get("call-id")[0])
    response.headers.set_single("CSeq", request.headers.get("cseq")[0])
    if status < 300:
        for route in request.headers.get("record-route"):
            response.headers.append("Record-Route", route)
    for name, value in headers:
        response.headers.append(name, value)
    if sdp:
        response.headers.set_single("Content-Type", "application/sdp")
        response.text = sdp
    return response


def way_back(request: SipRequest, peer: Peer) -> Peer:
    """Return where the answer goes: over UDP to the sender, at the port its Via names."""
    if peer.reliable:
        return peer
    via = parse_via(request.headers.get("via")[0])
    if "rport" in via.params:
        return peer
    return Peer("udp", peer.host, via.port or 5060)
