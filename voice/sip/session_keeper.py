"""Keeps one call's session timer: settles it, tells it, refreshes it (RFC 4028)."""

from __future__ import annotations

from dataclasses import replace

from aiosipua import SipRequest, SipResponse

from voice.sip.messages import tokens
from voice.sip.negotiation import Negotiation
from voice.sip.session_timer import (
    Agreed,
    Due,
    SessionClock,
    TooSmall,
    after_answer,
    negotiate,
)
from voice.sip.settings import LineSettings
from voice.sip.within_dialog import WithinDialog

LATER = 3.0  # seconds after which a refresh that came at a bad time is tried again
GONE = (408, 481)  # the other side no longer knows the session


class SessionKeeper:
    """Be one call's timer; times in monotonic seconds."""

    def __init__(self, invite: SipRequest, settings: LineSettings, dialog: WithinDialog) -> None:
        self._settings = settings
        self._dialog = dialog
        self._can_update = "update" in tokens(invite, "allow")
        self._agreed: Agreed | None = None
        self._clock: SessionClock | None = None

    def settle(self, request: SipRequest) -> Agreed | TooSmall:
        """Return what their INVITE, re-INVITE or UPDATE makes of the interval."""
        return negotiate(
            request.headers.get_first("session-expires") or request.headers.get_first("x"),
            tokens(request, "supported") + tokens(request, "require"),
            ours=self._settings.session_expires,
            min_se=self._settings.min_session_expires,
            their_min_se=request.headers.get_first("min-se"),
        )

    def begin(self, agreed: Agreed, now: float) -> None:
        """Begin the interval, for the first time or anew."""
        self._agreed = agreed
        self._clock = SessionClock(agreed, now)

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return what our 2xx says about it."""
        if self._agreed is None:
            return ()
        found = (("Session-Expires", self._agreed.header),)
        return (*found, ("Require", "timer")) if self._agreed.peer_knows_timers else found

    def due(self, now: float) -> Due:
        """Return what is to be done now."""
        return Due.NOTHING if self._clock is None else self._clock.due(now)

    async def refresh(self, negotiation: Negotiation, now: float) -> bool:
        """Refresh the session; return False if there is none any more.

        Raises NotAcceptable if their answer wants media that we cannot do.
        """
        if self._agreed is None or self._clock is None:
            return True
        response = await self._asked(self._agreed.interval, negotiation)
        status = 408 if response is None else response.status_code
        if response is None or status in GONE:
            return False
        if status < 300:
            header = response.headers.get_first("session-expires")
            self.begin(after_answer(header, self._agreed), now)
            return True
        if status == 422:
            least = response.headers.get_first("min-se") or ""
            interval = max(self._agreed.interval, int(least) if least.isdecimal() else 0)
            self._agreed = replace(self._agreed, interval=interval)
        self._can_update = self._can_update and status not in (405, 501)
        self._clock.postpone(now, LATER)
        return True

    async def _asked(self, interval: int, negotiation: Negotiation) -> SipResponse | None:
        headers = (("Session-Expires", f"{interval};refresher=uac"), ("Supported", "timer"))
        if self._can_update:
            return await self._dialog.ask("UPDATE", headers)
        response = await self._dialog.ask("INVITE", headers, negotiation.offer())
        if response is not None and response.status_code < 300 and response.body:
            negotiation.answered(response.text)
        return response
