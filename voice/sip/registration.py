"""Decides when we register at a trunk and what we do with its answer (RFC 3261, section 10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

SOONEST_AGAIN, LATEST_AGAIN = 2.0, 300.0  # seconds between attempts that failed
REFUSED_AGAIN = 300.0  # seconds after the registrar said no: it will hardly change its mind
ATTEMPTS_WITH_CREDENTIALS = 2


class RegistrationState(Enum):
    """Say where we stand with the registrar."""

    NEW = "new"
    ASKING = "asking"
    REGISTERED = "registered"
    WAITING = "waiting"  # an attempt failed
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a REGISTER."""

    expires: int  # seconds
    with_credentials: bool  # answering the newest challenge


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for so many seconds, then call due()."""

    seconds: float


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """Be what a registrar's answer says; status 408 if it said nothing."""

    status: int
    expires: int | None = None  # seconds granted to our contact
    min_expires: int | None = None
    retry_after: int | None = None
    challenged: bool = False  # there is a challenge that we can answer
    stale: bool = False  # our password was right, the nonce too old


class Registration:
    """Stay registered."""

    def __init__(self, expires: int) -> None:
        self._asked = expires
        self._failures = 0
        self._with_credentials = 0
        self.state = RegistrationState.NEW

    def due(self) -> Ask:
        """Begin an attempt: the first one, a refresh, or another after a failure."""
        self.state = RegistrationState.ASKING
        self._with_credentials = 0
        return Ask(self._asked, with_credentials=False)

    def answered(self, answer: RegisterAnswer) -> Ask | Wait:
        """Take the answer to the newest Ask."""
        if self.state is RegistrationState.LEFT:
            return Wait(LATEST_AGAIN)
        if 200 <= answer.status < 300:
            return self._registered(answer.expires or self._asked)
        if answer.status in (401, 407) and answer.challenged:
            if self._with_credentials == 0 or (
                answer.stale and self._with_credentials < ATTEMPTS_WITH_CREDENTIALS
            ):
                self._with_credentials += 1
                return Ask(self._asked, with_credentials=True)
            return self._failed(REFUSED_AGAIN)
        if answer.status == 423 and (answer.min_expires or 0) > self._asked:
            self._asked = answer.min_expires or self._asked
            return Ask(self._asked, with_credentials=self._with_credentials > 0)
        if answer.retry_after:
            return self._failed(float(answer.retry_after))
        if answer.status in (401, 403, 404, 407):
            return self._failed(REFUSED_AGAIN)
        return self._failed(min(LATEST_AGAIN, SOONEST_AGAIN * 2**self._failures))

    def leave(self) -> Ask:
        """Take the registration back."""
        self.state = RegistrationState.LEFT
        return Ask(0, with_credentials=False)

    def _registered(self, granted: int) -> Wait:
        self.state = RegistrationState.REGISTERED
        self._failures = 0
        # Early enough for a second attempt: trunks stop sending calls the moment it lapses.
        return Wait(max(1.0, granted * 0.8 if granted < 1200 else granted - 240.0))

    def _failed(self, seconds: float) -> Wait:
        self.state = RegistrationState.WAITING
        self._failures += 1
        return Wait(seconds)
