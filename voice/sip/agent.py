"""Receives every SIP message and hands it to the call it belongs to."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from aiosipua import SipRequest

from voice.sip.answering import Answering, Answerings
from voice.sip.asking import Asking
from voice.sip.bans import BanRules, Bans, is_scanner
from voice.sip.counts import Counts
from voice.sip.digest import Checked, Doorkeeper, new_secret
from voice.sip.leg import Leg, Stage, Task
from voice.sip.leg_requests import serve
from voice.sip.messages import ALLOWED, Malformed, read, refusal, stamp, tags
from voice.sip.networks import Networks
from voice.sip.settings import LineSettings
from voice.sip.sockets import Peer, Sockets, address_facing
from voice.sip.within_dialog import Wire

logger = logging.getLogger(__name__)
WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
EVERY = 0.2  # seconds between looking after the clocks


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Be what the agent calls."""

    on_invite: Callable[[Leg], None]
    run: Callable[[Task], None]  # owns a background task


class UserAgent:
    """Be our end of SIP: all sockets, all transactions, all calls."""

    def __init__(self, settings: LineSettings, counts: Counts, callbacks: Callbacks) -> None:
        self.known = Networks(settings.trunks)
        self.counts = counts
        self.sockets = Sockets(self.received, self.known)
        self.asking = Asking(self.sockets.send)
        self.legs: dict[tuple[str, str], Leg] = {}
        self._settings = settings
        self._callbacks = callbacks
        self._never_banned = Networks(settings.never_banned)
        self._bans = Bans(
            BanRules(settings.bad_requests, settings.ban_within, settings.ban_seconds)
        )
        self._answerings = Answerings(self.sockets.send)
        self._door = Doorkeeper(settings.realm, settings.users, new_secret())
        self._hosts: Counter[str] = Counter()  # of calls that are under way
        self._clock: asyncio.Task[None] | None = None
        self.wire = Wire(
            self.asking,
            settings.account,
            self.known,
            self.here,
            self.sockets.reaches,
            settings.user_agent,
        )

    async def start(self) -> None:
        """Bind the ports that are set; raise OSError if one is taken."""
        its = self._settings
        if its.udp_port is not None:
            await self.sockets.listen_udp(its.host, its.udp_port)
        if its.tcp_port is not None:
            await self.sockets.listen_stream(its.host, its.tcp_port)
        if its.tls_port is not None:
            if its.certificate is None:
                raise ValueError("tls_port needs a certificate")
            await self.sockets.listen_stream(its.host, its.tls_port, its.certificate)
        if its.certificate is not None or (its.account and its.account.transport == "tls"):
            self.sockets.use_for_calling(its.certificate)
        self._clock = asyncio.get_running_loop().create_task(self._look_after())

    async def stop(self) -> None:
        """Close everything; calls should be over by now."""
        if self._clock is not None:
            self._clock.cancel()
            await asyncio.gather(self._clock, return_exceptions=True)
        self.asking.stop()
        self._answerings.stop()
        await self.sockets.stop()

    def here(self, peer: Peer) -> tuple[str, int]:
        """Return our address and port as the peer is to use them."""
        return self.host_for(peer.host), self.sockets.ports.get(peer.transport, 5060)

    def host_for(self, host: str) -> str:
        """Return our address as `host` is to use it."""
        its = self._settings
        if its.advertised_host:
            return its.advertised_host
        return address_facing(host) if its.host in WILDCARDS else its.host

    def received(self, data: bytes, peer: Peer) -> None:
        """Take one message."""
        now = asyncio.get_running_loop().time()
        if not self.known.holds(peer.host):
            self.counts.strangers += 1
            return
        banned = self._bans.holds(peer.host, now)
        if (banned and peer.host not in self._hosts) or not data.strip(b"\r\n\0 "):
            self.counts.banned += banned
            return
        try:
            message = read(data)
        except Malformed:
            self.counts.malformed += 1
            self._offended(peer, now)
            return
        if not isinstance(message, SipRequest):
            self.asking.answered(message)
            return
        stamp(message, peer.host, peer.port)
        leg = self.legs.get((message.call_id or "", tags(message)[1]))
        if leg is not None and leg.owns(message):
            self._in_call(leg, message, peer, now)
        elif banned:
            self.counts.banned += 1
        elif is_scanner(message.headers.get_first("user-agent") or ""):
            self.counts.scanners += 1
            self._offended(peer, now)
        else:
            self._outside_calls(message, peer, now)

    def _in_call(self, leg: Leg, request: SipRequest, peer: Peer, now: float) -> None:
        if request.method == "ACK":
            answering = self._answerings.find(request)
            (answering or leg.invite).acknowledged()
            leg.acknowledged(request)
            return
        answering = self._begun(request, peer, now)
        if answering is None:
            return
        wrong = refusal(request)
        if wrong is not None:
            answering.answer(wrong.status, headers=wrong.headers)
            return
        serve(leg, answering)

    def _outside_calls(self, request: SipRequest, peer: Peer, now: float) -> None:
        if request.method == "ACK":
            refused = self._answerings.find(request)
            if refused is not None:
                refused.acknowledged()
            return
        if request.method == "CANCEL":
            self._cancel(request, peer, now)
            return
        tag = tags(request)[1]
        merged = request.method == "INVITE" and not tag and self._answerings.merged(request)
        answering = self._begun(request, peer, now)
        if answering is None:
            return
        wrong = refusal(request)
        if wrong is not None:
            self._senseless(peer, now)
            answering.answer(wrong.status, headers=wrong.headers)
        elif request.method == "OPTIONS" and not tag:
            answering.answer(200, tag="options", headers=(("Allow", ", ".join(ALLOWED)),))
        elif request.method != "INVITE" or tag:
            self._senseless(peer, now)
            answering.answer(481)
        elif merged:
            answering.answer(482)
        elif self._may_call(answering, now):
            self._new_call(answering)

    def _cancel(self, request: SipRequest, peer: Peer, now: float) -> None:
        invite = self._answerings.find(request)
        own = Answering(request, peer, now, self.sockets.send)
        if invite is None:
            self._senseless(peer, now)
            own.answer(481)
            return
        own.answer(200)
        for leg in self.legs.values():
            if leg.invite is invite and leg.stage is Stage.RINGING:
                self.counts.cancelled += 1
                leg.cancelled()
                break

    def _begun(self, request: SipRequest, peer: Peer, now: float) -> Answering | None:
        """Return a new answering; None if the request was repeated, which is served here."""
        before = self._answerings.find(request)
        if before is not None:
            self.counts.repeated += 1
            before.resend()
            return None
        return self._answerings.begin(request, peer, now)

    def _may_call(self, answering: Answering, now: float) -> bool:
        """Return whether the caller said its password, if it must."""
        if not self._settings.users:
            return True
        given = answering.request.headers.get_first("authorization")
        checked = self._door.check(given, "INVITE", now) if given else Checked.STALE
        if checked is Checked.RIGHT:
            return True
        if checked is Checked.WRONG:
            self.counts.unauthorized += 1
            self._offended(answering.peer, now)
        stale = given is not None and checked is Checked.STALE
        challenges = self._door.challenges(now, stale=stale)
        answering.answer(401, headers=tuple(("WWW-Authenticate", each) for each in challenges))
        return False

    def _new_call(self, answering: Answering) -> None:
        loop = asyncio.get_running_loop()
        leg = Leg(answering, self._settings, self.wire, loop.time, self._callbacks.run)
        key, host = (leg.dialog.call_id, leg.dialog.tag), answering.peer.host
        self.legs[key] = leg
        self._hosts[host] += 1

        def forget() -> None:
            if self.legs.pop(key, None) is not None:
                self._hosts[host] -= 1
                self._hosts += Counter()  # drops those at nought

        leg.on_over = forget
        answering.answer(100)
        self._callbacks.on_invite(leg)

    def _senseless(self, peer: Peer, now: float) -> None:
        self.counts.senseless += 1
        self._offended(peer, now)

    def _offended(self, peer: Peer, now: float) -> None:
        if self._never_banned.holds(peer.host):
            return
        if self._bans.offended(peer.host, now):
            self.counts.bans += 1
            logger.warning("banned %s for %d s", peer.host, self._settings.ban_seconds)

    async def _look_after(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(EVERY)
            now = loop.time()
            for leg in list(self.legs.values()):
                leg.tick(now)
            self._answerings.forget_old(now)
            self.asking.forget_old(now)
