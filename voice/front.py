"""Declares the gateway as a call sees it: Front, its Session, and what it Said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core import wording
from core.messages import State, Status
from core.service_items import FieldKind


@dataclass(frozen=True, slots=True)
class Session:
    """Be one caller's conversation."""

    conversation_id: str
    token: str
    greeting: str = ""  # asked after our own opening; empty: the usual open question
    pace: float = 3.2  # characters a second, as this caller wanted it last time
    staffed: bool = True  # whether people serve at this hour
    recording_allowed: bool = False  # whether calls may be recorded at all, if the caller agrees
    extensions: Mapping[str, str] = field(default_factory=dict)  # by name of staff: SIP URI
    notice: str = ""  # emergency notice in force; empty: none


def context_of(session: Session | None) -> dict[str, str]:
    """Return what travels with a call that is passed on: ids only, for it is seen on the way."""
    context = {"subject": wording.BOT_NAME}
    if session is not None:
        context["conversation"] = session.conversation_id
    return context


@dataclass(frozen=True, slots=True)
class Said:
    """Be what the dialogue answered, as far as a call needs it."""

    spoken: str
    choices: tuple[str, ...] = ()
    state: State = State.IDLE
    status: Status = Status.ANSWERED
    awaiting: str | None = None  # key of the field being asked
    kind: FieldKind | None = None  # of that field
    options: tuple[str, ...] = ()  # of that field, if it is a choice
    wants_human: bool = False
    rates: str | None = None  # receipt number of what is to be rated now
    legal: bool = False  # must be heard to its end: consent, statutory notice
    item: str | None = None
    switched: str | None = None  # version that was asked for in this very turn
    relayed: bool = False  # a person serves the citizen: nothing was answered

    @property
    def digits(self) -> bool:
        """Tell whether the answer is a number, which is said with long pauses."""
        return self.kind in {
            FieldKind.ID_NUMBER,
            FieldKind.MOBILE,
            FieldKind.BANK_CARD,
            FieldKind.CREDIT_CODE,
            FieldKind.MONEY,
            FieldKind.DATE,
        }


@dataclass(frozen=True, slots=True)
class Slot:
    """Be a time at which somebody can call back."""

    starts: datetime
    ends: datetime
    spoken: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Tell where the caller stands in the queue."""

    position: int  # 1: next
    minutes: int | None  # None while too little is known
    open_now: bool


@dataclass(frozen=True, slots=True)
class Staged:
    """Tell who answers from now on."""

    stage: str  # bot, waiting, agent, closed
    agent: str | None


@dataclass(frozen=True, slots=True)
class AgentSaid:
    """Carry what a member of staff wrote."""

    text: str
    name: str | None


@dataclass(frozen=True, slots=True)
class SystemSaid:
    """Carry what the desk itself says."""

    text: str


@dataclass(frozen=True, slots=True)
class Announced:
    """Carry an emergency notice to everybody who waits."""

    text: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """Carry what the dialogue says without being asked, e.g. the result of an application."""

    said: Said


FrontEvent = Placed | Staged | AgentSaid | SystemSaid | Announced | Noticed


class Front(Protocol):
    """Speak with the gateway for one call after another; EngineUnavailable if it cannot."""

    async def begin(self, caller: str, called: str) -> Session:
        """Open a conversation for a caller ("" when withheld)."""
        ...

    async def say(
        self, session: Session, text: str, message_id: str, confidence: float | None = None
    ) -> Said:
        """Return the answer to what was said; the same `message_id` is answered once.

        `confidence` is the recogniser's, 0..1; None where nothing was recognised, as by keys.
        """
        ...

    def events(self, session: Session) -> AsyncIterator[FrontEvent]:
        """Yield what happens beside the answers, for as long as it is read; it reconnects."""
        ...

    async def pace(self, session: Session, pace: float) -> None:
        """Remember how fast this caller is spoken to, in characters a second."""
        ...

    async def consent(self, session: Session, recording: bool) -> None:
        """Remember whether the caller agreed to be recorded."""
        ...

    async def slots(self, session: Session) -> Sequence[Slot]:
        """Return the times at which somebody can call back, earliest first."""
        ...

    async def book_call_back(self, session: Session, slot: Slot, number: str) -> str:
        """Book a call-back; return what is told the caller, "" for the usual sentence.

        Raises NotAllowedNow if that time was taken meanwhile.
        """
        ...

    async def leave_queue(self, session: Session) -> None:
        """Let the caller wait for a person no more; NotAllowedNow if one is there already."""
        ...

    async def ended(self, session: Session, why: str, seconds: int) -> None:
        """Tell that the call is over; the conversation is kept."""
        ...
