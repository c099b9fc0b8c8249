"""Remembers which requests were answered how, so that a repeated one is no new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiosipua import SipRequest, SipResponse, parse_via

from voice.sip.messages import numbered, tags
from voice.sip.replies import reply, way_back
from voice.sip.retransmission import GIVE_UP, Repeater, waits
from voice.sip.sockets import Peer

Key = tuple[str, str, str]
Send = Callable[[bytes, Peer], None]


@dataclass(slots=True)
class Answering:
    """Be one request of theirs and our answers to it (a server transaction)."""

    request: SipRequest
    peer: Peer
    since: float
    send: Send
    newest: bytes | None = None
    status: int = 0
    repeating: Repeater | None = None
    on_no_ack: Callable[[], None] | None = None

    def answer(
        self,
        status: int,
        *,
        tag: str = "",
        headers: tuple[tuple[str, str], ...] = (),
        sdp: str = "",
    ) -> None:
        """Send an answer; a final one to an INVITE again and again until its ACK comes."""
        if self.status >= 200:
            return
        response: SipResponse = reply(self.request, status, tag=tag, headers=headers, sdp=sdp)
        self.newest, self.status = bytes(response), status
        accepted = status < 300
        if self.request.method != "INVITE" or status < 200:
            self.resend()
            return
        # The ACK to a refusal is handled hop by hop; over TCP it cannot get lost.
        again = accepted or not self.peer.reliable
        self.repeating = Repeater(self.resend, waits(again=again), self._give_up)

    def resend(self) -> None:
        """Send the newest answer once more, if there is one."""
        if self.newest is not None:
            self.send(self.newest, way_back(self.request, self.peer))

    def acknowledged(self) -> None:
        """Take the ACK."""
        if self.repeating is not None:
            self.repeating.stop()
            self.repeating = None

    def _give_up(self) -> None:
        self.repeating = None
        if self.on_no_ack is not None and self.status < 300:
            self.on_no_ack()


class Answerings:
    """Be all requests that were or are being answered."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._all: dict[Key, Answering] = {}
        self._calls: dict[tuple[str, str, int], Answering] = {}

    def find(self, request: SipRequest, method: str = "") -> Answering | None:
        """Return the answering that a repeated request, an ACK or a CANCEL belongs to."""
        return self._all.get(_key(request, method or request.method))

    def begin(self, request: SipRequest, peer: Peer, now: float) -> Answering:
        """Remember a new request."""
        answering = Answering(request, peer, now, self._send)
        self._all[_key(request, request.method)] = answering
        if request.method == "INVITE":
            self._calls[_call(request)] = answering
        return answering

    def merged(self, request: SipRequest) -> bool:
        """Return whether the same request came by another way already (RFC 3261, 8.2.2.2)."""
        first = self._calls.get(_call(request))
        return first is not None and first.status < 200

    def forget_old(self, now: float) -> None:
        """Forget what can no longer be repeated."""
        for key, each in list(self._all.items()):
            if each.status >= 200 and each.repeating is None and now - each.since > GIVE_UP:
                del self._all[key]
                self._calls.pop(_call(each.request), None)

    def stop(self) -> None:
        """Repeat nothing any more."""
        for each in self._all.values():
            each.acknowledged()
        self._all.clear()
        self._calls.clear()


def _call(request: SipRequest) -> tuple[str, str, int]:
    return request.call_id or "", tags(request)[0], numbered(request).seq


def _key(request: SipRequest, method: str) -> Key:
    """Return what identifies a transaction (RFC 3261, section 17.2.3)."""
    via = parse_via(request.headers.get("via")[0])
    branch = via.branch or ""
    if not branch.startswith("z9hG4bK"):
        branch = f"{branch}|{request.call_id}|{numbered(request).seq}|{request.uri}"
    return branch, f"{via.host}:{via.port}", "INVITE" if method in ("ACK", "CANCEL") else method
