"""Leads one call through its life: ringing, answered, over."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from enum import Enum

from aiosipua import SipRequest

from voice.line import Held, HungUp, LineEvent, TransferFailed
from voice.sip.answering import Answering
from voice.sip.messages import ALLOWED, SUPPORTED, numbered, tags
from voice.sip.negotiation import Negotiation
from voice.sip.offer import NotAcceptable
from voice.sip.session_keeper import SessionKeeper
from voice.sip.session_timer import Due, TooSmall
from voice.sip.settings import LineSettings
from voice.sip.transfer import Transfer, TransferState, refer_headers
from voice.sip.within_dialog import Wire, WithinDialog

logger = logging.getLogger(__name__)
Task = Coroutine[None, None, None]
ACK_SECONDS = 1.0


class Stage(Enum):
    """Say how far a call is."""

    RINGING = "ringing"
    ANSWERED = "answered"
    OVER = "over"


class Leg:
    """Be one call's signalling; `tell` gets what the dialogue must know, HungUp last."""

    def __init__(
        self,
        invite: Answering,
        settings: LineSettings,
        wire: Wire,
        now: Callable[[], float],
        run: Callable[[Task], None],
    ) -> None:
        self.invite = invite
        self.stage = Stage.RINGING
        self.tell: Callable[[LineEvent], None] = _nobody
        self.on_end: Callable[[], None] = _nothing  # nobody talks any more
        self.on_over: Callable[[], None] = _nothing  # our BYE was answered, too
        self.negotiation: Negotiation | None = None
        self.dialog = WithinDialog(invite.request, secrets.token_hex(8), invite.peer, wire)
        self.dialog.newest = numbered(invite.request).seq
        self.now = now
        self._wire = wire
        self._settings = settings
        self._run = run
        self._session = SessionKeeper(invite.request, settings, self.dialog)
        self._held_since: float | None = None
        self._transfer: Transfer | None = None
        self._acknowledged = asyncio.Event()
        self._ended = asyncio.Event()

    # --- before it is answered

    def ring(self) -> None:
        """Let it ring."""
        if self.stage is Stage.RINGING:
            self.invite.answer(180, tag=self.dialog.tag, headers=self._headers())

    def play_early(self, sdp: str) -> None:
        """Let the caller hear us without answering."""
        if self.stage is Stage.RINGING:
            self.invite.answer(183, tag=self.dialog.tag, headers=self._headers(), sdp=sdp)

    def agree_on_time(self) -> TooSmall | None:
        """Settle the session timer; return what is wrong with their wish, if anything is."""
        found = self._session.settle(self.invite.request)
        if isinstance(found, TooSmall):
            return found
        self._session.begin(found, self.now())
        return None

    def accept(self, sdp: str) -> None:
        """Answer the call."""
        if self.stage is not Stage.RINGING:
            return
        self.stage = Stage.ANSWERED
        self.invite.on_no_ack = self._no_ack
        self.invite.answer(200, tag=self.dialog.tag, headers=self.answer_headers(), sdp=sdp)
        self._note_hold()

    def refuse(self, status: int, *headers: tuple[str, str]) -> None:
        """Refuse the call."""
        if self.stage is Stage.RINGING:
            self.invite.answer(status, tag=self.dialog.tag, headers=headers)
            self._over(by_caller=False, why=f"refused {status}")

    def cancelled(self) -> None:
        """Take their CANCEL: it comes to nothing if we answered a moment before."""
        if self.stage is Stage.RINGING:
            self.invite.answer(487, tag=self.dialog.tag)
            self._over(by_caller=True, why="cancel")

    async def lasts(self, seconds: float) -> bool:
        """Wait so long, or until the call is over; return whether it goes on."""
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return True
        return False

    # --- while it lasts

    def owns(self, request: SipRequest) -> bool:
        """Return whether a request has this dialog's tags."""
        return tags(request) == (self.dialog.their_tag, self.dialog.tag)

    def acknowledged(self, request: SipRequest) -> None:
        """Take the ACK to our 2xx, with their answer if the offer was ours."""
        self._acknowledged.set()
        if self.stage is not Stage.ANSWERED:
            return
        if self.negotiation is not None and self.negotiation.awaits_answer:
            try:
                self.negotiation.answered(request.text)
            except NotAcceptable as error:
                logger.info("answer not acceptable: %s", error)
                self.hang_up("no_media")
                return
            self._note_hold()

    def renegotiated(self, request: SipRequest) -> str | TooSmall:
        """Take a re-INVITE or UPDATE; return our description; raise NotAcceptable."""
        agreed = self._session.settle(request)
        if isinstance(agreed, TooSmall):
            return agreed
        sdp = ""
        if self.negotiation is not None:
            if request.body:
                sdp = self.negotiation.answer(request.text)
            elif request.method == "INVITE":
                sdp = self.negotiation.offer()
        self.dialog.took(request)
        self._session.begin(agreed, self.now())
        self._note_hold()
        return sdp

    def answer_headers(self) -> tuple[tuple[str, str], ...]:
        """Return what our 2xx says besides."""
        return (*self._headers(), *self._session.headers())

    def said_goodbye(self) -> None:
        """Take their BYE."""
        if self.stage is Stage.RINGING:
            self.cancelled()
        elif self._transfer is not None:
            self._over(by_caller=False, why="transferred")
        else:
            self._over(by_caller=True, why="bye")

    def hang_up(self, why: str = "hang_up") -> None:
        """End the call from our side; nothing happens if it is over."""
        if self.stage is Stage.RINGING:
            self.refuse(503)
        elif self.stage is Stage.ANSWERED:
            self._run(self._goodbye())
            self._over(by_caller=False, why=why, forget=False)

    async def refer(self, uri: str, context: dict[str, str]) -> bool:
        """Ask them to call `uri` instead; return whether they will."""
        if self.stage is not Stage.ANSWERED or self._transfer is not None:
            return False
        us = self._wire.contact(self.invite.peer).strip("<>")
        headers = refer_headers(uri, context, us)
        # Before the answer: their first NOTIFY may overtake it.
        self._transfer = Transfer(self.now(), self._settings.transfer_seconds)
        response = await self.dialog.ask("REFER", tuple(headers.items()))
        accepted = response is not None and 200 <= response.status_code < 300
        if not accepted and self.stage is Stage.ANSWERED:
            self._transfer = None
        return accepted

    def notified(self, status: int | None, *, ended: bool) -> bool:
        """Take a NOTIFY about a transfer; return False if there is none."""
        if self._transfer is None:
            return False
        progress = self._transfer.notified(status, ended=ended)
        if progress.state is TransferState.DONE:
            self.hang_up("transferred")
        elif progress.state is TransferState.FAILED:
            self._transfer = None
            self.tell(TransferFailed(progress.code))
        return True

    def tick(self, now: float) -> None:
        """Look after everything that happens by the clock."""
        if self.stage is not Stage.ANSWERED or self.negotiation is None:
            return
        due = self._session.due(now)
        silent = now - self.negotiation.media.heard_at
        if due is Due.BYE:
            self.hang_up("session_expired")
        elif self._held_since is None and silent > self._settings.media_silence:
            self.hang_up("media_silent")
        elif self._held_since is not None and now - self._held_since > self._settings.hold_limit:
            self.hang_up("held_too_long")
        elif due is Due.REFRESH:
            self._run(self._refresh(self.negotiation))
        if self._transfer is not None and self._transfer.due(now).state is TransferState.FAILED:
            self._transfer = None
            self.tell(TransferFailed(408))

    # --- inside

    def _headers(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Contact", self._wire.contact(self.invite.peer)),
            ("Allow", ", ".join(ALLOWED)),
            ("Supported", ", ".join(SUPPORTED)),
            ("Server", self._settings.user_agent),
        )

    def _note_hold(self) -> None:
        held = self.negotiation is not None and self.negotiation.held
        if held != (self._held_since is not None):
            self._held_since = self.now() if held else None
            self.tell(Held(held))

    async def _refresh(self, negotiation: Negotiation) -> None:
        try:
            if not await self._session.refresh(negotiation, self.now()):
                self.hang_up("session_expired")
        except NotAcceptable:
            self.hang_up("no_media")

    async def _goodbye(self) -> None:
        try:
            # A BYE may not overtake the ACK (RFC 3261, section 15), but it must not wait for ever.
            async with asyncio.timeout(ACK_SECONDS):
                await self._acknowledged.wait()
        except TimeoutError:
            pass
        self.invite.acknowledged()
        await self.dialog.ask("BYE")
        self.on_over()

    def _no_ack(self) -> None:
        self.hang_up("no_ack")

    def _over(self, *, by_caller: bool, why: str, forget: bool = True) -> None:
        if self.stage is Stage.OVER:
            return
        self.stage = Stage.OVER
        self._ended.set()
        if forget and self.invite.status < 300:
            self.invite.acknowledged()
        self.tell(HungUp(by_caller, why))
        self.on_end()
        if forget:
            self.on_over()


def _nobody(_event: LineEvent) -> None:
    """Be told when nobody listens yet."""


def _nothing() -> None:
    """Be done when there is nothing to do."""
