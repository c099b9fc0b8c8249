"""Is the telephone line: admits calls, opens their media and hands them to the dialogue."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

from voice.line import FRAME_SECONDS, AudioLine
from voice.sip.admission import Admission, Decision, Verdict
from voice.sip.agent import Callbacks, UserAgent
from voice.sip.comfort import comfort_noise
from voice.sip.counts import Counts
from voice.sip.heartbeat import Heartbeat
from voice.sip.leg import Leg, Stage, Task
from voice.sip.line import SipLine
from voice.sip.media import Media
from voice.sip.messages import party, user_part
from voice.sip.negotiation import KEYS, Negotiation, our_codecs, readable
from voice.sip.networks import Networks
from voice.sip.offer import NotAcceptable, Terms
from voice.sip.registrar import Registrar
from voice.sip.registration import RegistrationState
from voice.sip.rtp_ports import RtpPorts
from voice.sip.session_timer import TooSmall
from voice.sip.settings import LineSettings, Transport
from voice.sip.transfer import HOST, TransferRules

logger = logging.getLogger(__name__)
KNOWN_CODECS = {"PCMA", "PCMU", "OPUS"}


class PhoneLine:
    """Serve calls with `answer`, which gets each answered one as an AudioLine."""

    def __init__(
        self,
        settings: LineSettings,
        answer: Callable[[AudioLine], Awaitable[None]],
        *,
        busy_announcement: bytes = b"",
    ) -> None:
        """Raise ValueError for settings that make no sense.

        `busy_announcement` as in announce_busy.
        """
        if not our_codecs(settings) or not set(settings.codecs) <= KNOWN_CODECS:
            raise ValueError("codecs must be of PCMA, PCMU and OPUS, and one of the first two")
        self.counts = Counts()
        self._settings = settings
        self._answer = answer
        self._announcement = b""
        self._allowed = Networks(settings.media_allowed)
        self._rules = TransferRules(settings.transfer_targets)
        self._ports = RtpPorts(*settings.rtp_ports)
        self._noise = comfort_noise(settings.comfort_noise)
        self._heartbeat = Heartbeat()
        self._admission = Admission(
            max_calls=settings.max_calls,
            max_announcements=0,
            max_setups=settings.max_setups,
            retry_after=settings.retry_after,
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._talking: set[Leg] = set()
        self._announcing: set[Leg] = set()
        self._agent = UserAgent(settings, self.counts, Callbacks(self._invited, self._run))
        self._registrar: Registrar | None = None
        self.announce_busy(busy_announcement)

    async def start(self) -> None:
        """Listen, register; raise OSError if a port is taken."""
        await self._agent.start()
        self._heartbeat.start()
        account = self._settings.account
        if account is not None and account.register:
            self._registrar = Registrar(account, self._agent.wire, self._agent.known)
            self._registrar.start()

    async def stop(self) -> None:
        """Hang up on everyone and close everything."""
        self._admission.close()
        if self._registrar is not None:
            await self._registrar.stop(self._settings.goodbye_seconds)
        for leg in list(self._agent.legs.values()):
            leg.hang_up("shutdown")
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._settings.goodbye_seconds)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._heartbeat.stop()
        await self._agent.stop()

    def announce_busy(self, pcm: bytes) -> None:
        """Let who finds all lines taken hear this (8000 Hz PCM) from now on.

        Without it, b"", they are refused at once.
        """
        self._announcement = pcm
        self._admission.announce_to(self._settings.max_announcements if pcm else 0)

    def drain(self) -> None:
        """Let the calls go on, but admit no new ones."""
        self._admission.close()

    @property
    def ports(self) -> dict[Transport, int]:
        """Return the bound SIP ports."""
        return dict(self._agent.sockets.ports)

    @property
    def calls(self) -> int:
        """Return how many callers are being served now."""
        return len(self._talking)

    @property
    def registered(self) -> RegistrationState | None:
        """Return where we stand with the registrar; None if there is none."""
        return None if self._registrar is None else self._registrar.state

    def _run(self, task: Task) -> None:
        running = asyncio.get_running_loop().create_task(task)
        self._tasks.add(running)
        running.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("a task of the line failed", exc_info=task.exception())

    def _invited(self, leg: Leg) -> None:
        decision = self._admission.decide(
            leg.now(),
            party(leg.invite.request, trust_identity=True),
            talking=len(self._talking),
            announcing=len(self._announcing),
        )
        if decision.verdict is Verdict.REFUSE:
            self.counts.refused += 1
            leg.refuse(decision.status, ("Retry-After", str(decision.retry_after)))
            return
        try:
            terms = self._wanted(leg)
        except NotAcceptable as error:
            self.counts.not_acceptable += 1
            logger.info("offer not acceptable: %s", error)
            leg.refuse(488)
            return
        wrong = leg.agree_on_time()
        if isinstance(wrong, TooSmall):
            leg.refuse(422, ("Min-SE", str(wrong.min_se)))
            return
        among = self._talking if decision.verdict is Verdict.ANSWER else self._announcing
        among.add(leg)
        leg.on_end = lambda: among.discard(leg)
        self._run(self._take(leg, terms, decision))

    def _wanted(self, leg: Leg) -> Terms | None:
        """Return what their offer wants; None if they leave the offering to us."""
        request = leg.invite.request
        return readable(request.text, self._settings, self._allowed) if request.body else None

    async def _take(self, leg: Leg, terms: Terms | None, decision: Decision) -> None:
        """Be the edge of one phone call."""
        try:
            await self._lead(leg, terms, decision)
        except Exception:  # whatever it was, the other calls go on
            logger.exception("a call failed")
        leg.hang_up()

    async def _lead(self, leg: Leg, terms: Terms | None, decision: Decision) -> None:
        if self._settings.ring_seconds > 0 and decision.verdict is Verdict.ANSWER:
            leg.ring()
            await leg.lasts(self._settings.ring_seconds)
        if leg.stage is not Stage.RINGING:
            return
        media = await self._opened(leg, terms)
        request = leg.invite.request
        host = self._agent.host_for(leg.invite.peer.host)
        session = secrets.randbits(31)
        leg.negotiation = Negotiation(media, host, session, self._settings, self._allowed)
        sdp = leg.negotiation.answer(request.text) if terms else leg.negotiation.offer()
        if decision.verdict is Verdict.ANNOUNCE:
            await self._announce(leg, media, sdp, decision)
        else:
            await self._serve(leg, media, sdp)

    async def _opened(self, leg: Leg, terms: Terms | None) -> Media:
        """Open the call's media, to be closed with the call; raise OSError."""
        ours = Terms(our_codecs(self._settings)[0], KEYS, ("", 0), "sendrecv")
        media = await Media.open(
            self._settings.host,
            self._ports,
            terms or ours,
            self._allowed,
            self._noise,
            self._heartbeat,
            announced=terms is not None,
        )
        ended = leg.on_end

        def end() -> None:
            ended()
            self._run(self._closed(media))

        leg.on_end = end
        if leg.stage is Stage.OVER:  # the caller gave up while the ports were being bound
            end()
        return media

    async def _serve(self, leg: Leg, media: Media, sdp: str) -> None:
        request = leg.invite.request
        line = SipLine(
            secrets.token_hex(4),
            party(request, trust_identity=True),
            user_part(request.headers.get("to")[0]) or user_part(request.uri),
            leg,
            media,
            self._rules,
        )
        line.usual_host = self._settings.transfer_host or _host_of(leg)
        leg.tell = line.told
        media.tell = line.told
        started = leg.now()
        leg.accept(sdp)
        if leg.stage is not Stage.ANSWERED:
            return
        self.counts.answered += 1
        await self._answer(line)
        leg.hang_up()
        logger.info("call %s: %d s", line.call_id, leg.now() - started)

    async def _announce(self, leg: Leg, media: Media, sdp: str, decision: Decision) -> None:
        self.counts.announced += 1
        retry = ("Retry-After", str(decision.retry_after))
        media.queue.add(self._announcement)
        if self._settings.announce_early:
            leg.play_early(sdp)
        else:
            leg.accept(sdp)
        await leg.lasts(media.queue.seconds + FRAME_SECONDS)
        leg.refuse(decision.status, retry)
        leg.hang_up("busy")

    async def _closed(self, media: Media) -> None:
        session = media.session
        self.counts.packets_sent += session.sent
        self.counts.packets_received += session.received
        self.counts.packets_lost += session.lost
        self.counts.packets_refused += session.refused
        await media.close()
        self._ports.give_back(media.port)


def _host_of(leg: Leg) -> str:
    """Return the host that the caller is at, for numbers of the same exchange."""
    sender = leg.invite.request.from_addr
    host = sender.uri.host if sender else ""
    port = f":{sender.uri.port}" if sender and sender.uri.port else ""
    return host + port if HOST.fullmatch(host + port) else leg.invite.peer.host
