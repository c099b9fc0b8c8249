"""Reads SIP messages and judges requests before anything is done with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from aiosipua import (
    CSeq,
    SipMessage,
    SipRequest,
    SipResponse,
    parse_address,
    parse_cseq,
    parse_via,
    stringify_via,
)

ALLOWED = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "NOTIFY")
SUPPORTED = ("timer",)
ONCE = ("from", "to", "call-id", "cseq")
ANSWER_LINE = rb"SIP/2\.0 [1-6]\d\d(?: [^\r\n]*)?\r\n"
REQUEST_LINE = rb"[A-Za-z0-9.!%*_+`'~-]{1,64} [^\s<>\"]{1,1024} SIP/2\.0\r\n"
FIRST_LINE = re.compile(ANSWER_LINE + rb"|" + REQUEST_LINE)
LONGEST = 16 * 1024
HIDDEN = ("anonymous", "unknown", "unavailable", "restricted", "withheld")


class Malformed(ValueError):
    """Not a SIP message that we care to answer."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Be the final answer to a request that is not for us."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()


def read(data: bytes) -> SipRequest | SipResponse:
    """Return the message; raise Malformed."""
    if len(data) > LONGEST + 64 * 1024 or not FIRST_LINE.match(data):
        raise Malformed("first line")
    try:
        message = SipMessage.parse(data)
        for name in ONCE:
            values = message.headers.get(name)
            if len(values) != 1 or not values[0]:
                raise Malformed(name)
        cseq = parse_cseq(message.headers.get("cseq")[0])
        vias = [parse_via(each) for each in message.headers.get("via")]
        addresses = [parse_address(message.headers.get(name)[0]) for name in ("from", "to")]
        contacts = message.contact
    except (ValueError, IndexError, UnboundLocalError) as error:
        raise Malformed(str(error)) from error
    if not vias or not vias[0].host:
        raise Malformed("via")
    if not 0 <= cseq.seq < 2**31 or not cseq.method:
        raise Malformed("cseq")
    if not all(each.uri.host for each in (*addresses, *contacts) if each.uri.scheme != "tel"):
        raise Malformed("address")
    length = message.headers.get_first("content-length")
    if length is not None and (not length.isdecimal() or int(length) > len(message.body)):
        raise Malformed("content-length")
    if isinstance(message, SipRequest) and message.method != cseq.method:
        raise Malformed("method")
    return message


def refusal(request: SipRequest) -> Refusal | None:
    """Return how to refuse a request that nothing in it allows us to serve; None: serve it."""
    if request.uri.partition(":")[0].lower() not in ("sip", "sips", "tel"):
        return Refusal(416)
    if request.method not in ALLOWED:
        return Refusal(405, (("Allow", ", ".join(ALLOWED)),))
    hops = request.headers.get_first("max-forwards")
    if hops is not None and not (hops.isdecimal() and int(hops) < 256):
        return Refusal(400)
    if hops is not None and int(hops) == 0 and request.method == "INVITE":
        return Refusal(483)
    if request.method not in ("ACK", "CANCEL"):
        foreign = [each for each in tokens(request, "require") if each not in SUPPORTED]
        if foreign:
            return Refusal(420, (("Unsupported", ", ".join(foreign)),))
    if request.headers.get_first("content-encoding"):
        return Refusal(415, (("Accept-Encoding", "identity"),))
    is_offer = request.method in ("INVITE", "UPDATE") and request.body
    if is_offer and content_type(request) != "application/sdp":
        return Refusal(415, (("Accept", "application/sdp"),))
    if request.method == "INVITE" and not request.contact:
        return Refusal(400)
    return None


def content_type(message: SipMessage) -> str:
    """Return the bare type of a body, in small letters."""
    return (message.headers.get_first("content-type") or "").split(";")[0].strip().lower()


def tokens(message: SipMessage, name: str) -> list[str]:
    """Return a header's tokens, in small letters."""
    found = ",".join(message.headers.get(name)).split(",")
    return [each.strip().lower() for each in found if each.strip()]


def numbered(message: SipMessage) -> CSeq:
    """Return the CSeq of a message that read() returned."""
    return parse_cseq(message.headers.get("cseq")[0])


def tags(message: SipMessage) -> tuple[str, str]:
    """Return the From and To tags, "" where there is none."""
    both = [message.from_addr, message.to_addr]
    first, second = ((each.tag if each else None) or "" for each in both)
    return first, second


def stamp(request: SipRequest, host: str, port: int) -> None:
    """Write into the topmost Via whence the request really came (RFC 3581)."""
    first, *others = request.headers.get("via")
    via = parse_via(first)
    asks = "rport" in via.params and not via.params["rport"]
    if via.host != host or asks:
        via.params["received"] = host
    if asks:
        via.params["rport"] = str(port)
    request.headers.remove("Via")
    for value in (stringify_via(via), *others):
        request.headers.append("Via", value)


def party(request: SipRequest, *, trust_identity: bool) -> str:
    """Return the caller's number or user part; "" if it is withheld."""
    if "id" in re.split(r"[;,\s]+", (request.headers.get_first("privacy") or "").lower()):
        return ""
    asserted = request.headers.get_first("p-asserted-identity") if trust_identity else None
    for value in (asserted, request.headers.get_first("from")):
        user = user_part(value or "")
        if user:
            return "" if user.lower() in HIDDEN else user
    return ""


def user_part(value: str) -> str:
    """Return the user part of an address or URI; of a tel URI its number."""
    found = re.search(r"<?\s*(sips?|tel):([^@>;?,\s]*)(@)?", value, re.IGNORECASE)
    if found is None or (found.group(1).lower() != "tel" and not found.group(3)):
        return ""
    user = unquote(found.group(2).split(":")[0]).split(";")[0]
    return user if user.isprintable() and len(user) <= 64 else ""
