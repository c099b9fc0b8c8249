"""Asks the other side and waits for its answer (client transactions)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiosipua import CSeq, SipRequest, SipResponse, parse_via, stringify_cseq

from voice.sip.messages import numbered
from voice.sip.retransmission import GIVE_UP, Repeater, waits
from voice.sip.sockets import Peer

RINGING_SECONDS = 60.0  # how long an INVITE of ours may stay provisional


@dataclass(slots=True)
class _Open:
    """Be one request of ours that is under way."""

    request: SipRequest
    peer: Peer
    answer: asyncio.Future[SipResponse | None]
    repeating: Repeater


class Asking:
    """Be all requests of ours that are under way."""

    def __init__(self, send: Callable[[bytes, Peer], None]) -> None:
        self._send = send
        self._open: dict[tuple[str, str], _Open] = {}
        self._acks: dict[tuple[str, str], tuple[bytes, Peer, float]] = {}

    async def ask(self, request: SipRequest, peer: Peer) -> SipResponse | None:
        """Send a request; return its final answer, None if there was none in time.

        A refused INVITE is acknowledged here; an accepted one by the caller, through accepted().
        """
        loop = asyncio.get_running_loop()
        key = _key(request)
        answer: asyncio.Future[SipResponse | None] = loop.create_future()
        data = bytes(request)
        most = GIVE_UP if request.method == "INVITE" else 4.0
        repeating = Repeater(
            lambda: self._send(data, peer),
            waits(most=most, again=not peer.reliable),
            lambda: _settle(answer),
        )
        self._open[key] = _Open(request, peer, answer, repeating)
        try:
            async with asyncio.timeout(GIVE_UP + RINGING_SECONDS):
                return await answer
        except TimeoutError:
            return None
        finally:
            repeating.stop()
            self._open.pop(key, None)

    def answered(self, response: SipResponse) -> bool:
        """Take an answer; return False if it answers nothing of ours."""
        key = _key(response)
        if key in self._acks:
            data, peer, _ = self._acks[key]
            self._send(data, peer)
            return True
        waiting = self._open.get(key)
        if waiting is None:
            return False
        if response.status_code < 200:
            if waiting.request.method == "INVITE":
                waiting.repeating.stop()
            return True
        waiting.repeating.stop()
        if waiting.request.method == "INVITE" and response.status_code >= 300:
            self._acknowledge_refusal(waiting, response)
        if not waiting.answer.done():
            waiting.answer.set_result(response)
        return True

    def accepted(self, request: SipRequest, ack: SipRequest, peer: Peer) -> None:
        """Acknowledge a 2xx to our INVITE, now and whenever it is repeated."""
        data = bytes(ack)
        self._remember(_key(request), data, peer)
        self._send(data, peer)

    def stop(self) -> None:
        """Ask nothing any more."""
        for each in list(self._open.values()):
            each.repeating.stop()
            _settle(each.answer)

    def forget_old(self, now: float) -> None:
        """Forget acknowledgements that nobody can ask for again."""
        for key, (_, _, since) in list(self._acks.items()):
            if now - since > GIVE_UP:
                del self._acks[key]

    def _acknowledge_refusal(self, waiting: _Open, response: SipResponse) -> None:
        asked = waiting.request
        ack = SipRequest(method="ACK", uri=asked.uri)
        ack.headers.append("Via", asked.headers.get("via")[0])
        ack.headers.set_single("From", asked.headers.get("from")[0])
        ack.headers.set_single("To", response.headers.get("to")[0])
        ack.headers.set_single("Call-ID", asked.headers.get("call-id")[0])
        ack.headers.set_single("CSeq", stringify_cseq(CSeq(numbered(asked).seq, "ACK")))
        ack.headers.set_single("Max-Forwards", "70")
        for route in asked.headers.get("route"):
            ack.headers.append("Route", route)
        data = bytes(ack)
        self._remember(_key(asked), data, waiting.peer)
        self._send(data, waiting.peer)

    def _remember(self, key: tuple[str, str], data: bytes, peer: Peer) -> None:
        self._acks[key] = (data, peer, asyncio.get_running_loop().time())


def _settle(answer: asyncio.Future[SipResponse | None]) -> None:
    if not answer.done():
        answer.set_result(None)


def _key(message: SipRequest | SipResponse) -> tuple[str, str]:
    return parse_via(message.headers.get("via")[0]).branch or "", numbered(message).method
