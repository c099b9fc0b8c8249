"""Serves their requests within a call: BYE, re-INVITE, UPDATE, INFO, NOTIFY, OPTIONS."""

from __future__ import annotations

from voice.sip.answering import Answering
from voice.sip.leg import Leg, Stage
from voice.sip.messages import ALLOWED, content_type, numbered
from voice.sip.offer import NotAcceptable
from voice.sip.session_timer import TooSmall
from voice.sip.transfer import sipfrag_status


def serve(leg: Leg, answering: Answering) -> None:
    """Answer one request that has the call's tags."""
    request = answering.request
    number = numbered(request).seq
    if leg.dialog.newest is not None and number <= leg.dialog.newest:
        answering.answer(500)  # RFC 3261, section 12.2.2: it overtook or is made up
        return
    leg.dialog.newest = number
    if request.method == "BYE":
        answering.answer(200)
        leg.said_goodbye()
    elif leg.stage is Stage.OVER:
        answering.answer(481)
    elif request.method in ("INVITE", "UPDATE"):
        _renegotiate(leg, answering)
    elif request.method == "INFO":
        _info(leg, answering)
    elif request.method == "NOTIFY":
        _notify(leg, answering)
    elif request.method == "OPTIONS":
        answering.answer(200, headers=(("Allow", ", ".join(ALLOWED)),))
    else:
        answering.answer(405, headers=(("Allow", ", ".join(ALLOWED)),))


def _renegotiate(leg: Leg, answering: Answering) -> None:
    request = answering.request
    if leg.stage is not Stage.ANSWERED:
        answering.answer(491)
        return
    try:
        found = leg.renegotiated(request)
    except NotAcceptable:
        answering.answer(488)  # the call goes on as it was
        return
    if isinstance(found, TooSmall):
        answering.answer(422, headers=(("Min-SE", str(found.min_se)),))
        return
    if request.method == "INVITE":
        answering.on_no_ack = leg.invite.on_no_ack
        leg.invite = answering
    answering.answer(200, headers=leg.answer_headers(), sdp=found)


def _info(leg: Leg, answering: Answering) -> None:
    request = answering.request
    if request.body and content_type(request) not in (
        "application/dtmf-relay",
        "application/dtmf",
    ):
        answering.answer(415, headers=(("Accept", "application/dtmf-relay, application/dtmf"),))
        return
    answering.answer(200)
    if leg.negotiation is not None:
        media = leg.negotiation.media
        key = media.keys.info(content_type(request), request.text, leg.now())
        if key is not None:
            leg.tell(key)


def _notify(leg: Leg, answering: Answering) -> None:
    request = answering.request
    event = (request.headers.get_first("event") or request.headers.get_first("o") or "").lower()
    if event.split(";")[0].strip() != "refer":
        answering.answer(489, headers=(("Allow-Events", "refer"),))
        return
    state = (request.headers.get_first("subscription-state") or "").strip().lower()
    is_fragment = content_type(request) == "message/sipfrag"
    answering.answer(200)
    leg.notified(
        sipfrag_status(request.text) if is_fragment else None, ended=state.startswith("terminated")
    )
