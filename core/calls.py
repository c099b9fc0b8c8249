"""Holds a video call, who sits in it, and what each of them may do; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import NotAllowedNow

LINK_HOLDS = timedelta(minutes=15)  # until it must have been used
SEAT_HELD = timedelta(seconds=60)  # after the last sign of whoever sits there
RATED_WITHIN = timedelta(days=1)  # after the end of a call its citizen's session may still rate


class CallState(StrEnum):
    """Name how far a call is."""

    WAITING = "waiting"  # for the citizen, or for a member of staff
    LIVE = "live"
    ENDED = "ended"


class Engine(StrEnum):
    """Name who carries pictures and voices."""

    FORWARD = "forward"  # our media process
    PEER = "peer"  # the two pages, directly


class Recording(StrEnum):
    """Name how it stands with the recording."""

    OFF = "off"
    ASKED = "asked"
    ON = "on"
    REFUSED = "refused"  # and is served all the same


class Role(StrEnum):
    """Name what somebody is in a call; the values are those of the media process."""

    CITIZEN = "citizen"
    AGENT = "agent"
    FAMILY = "family"
    SUPERVISOR = "supervisor"


class Medium(StrEnum):
    """Name what somebody's connection still carries, best first."""

    VIDEO = "video"
    LOW = "low"
    AUDIO = "audio"
    TEXT = "text"


class Attention(StrEnum):
    """Name how a supervisor takes part; the values are those of the media process."""

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"


CALL_MOVES: Mapping[CallState, frozenset[CallState]] = {
    CallState.WAITING: frozenset({CallState.LIVE, CallState.ENDED}),
    CallState.LIVE: frozenset({CallState.WAITING, CallState.ENDED}),  # waiting: handed on
    CallState.ENDED: frozenset(),
}

_ANYBODY = frozenset(Role)
_FORM = frozenset({Role.CITIZEN, Role.AGENT, Role.FAMILY})
_CITIZEN, _AGENT = frozenset({Role.CITIZEN}), frozenset({Role.AGENT})
# Who may send which frame; what the form allows whom is the form's to say.
MAY_SEND: Mapping[str, frozenset[Role]] = {
    "offer": _ANYBODY,
    "answer": _ANYBODY,  # to what came with the answer to its offer
    "peer": _ANYBODY,
    "media": _ANYBODY,
    "leave": _ANYBODY,
    "beat": _ANYBODY,  # asks whether the line is alive
    "say": _FORM,
    "form": _FORM,
    "mask": _CITIZEN | _AGENT,
    "consent": _CITIZEN,
    "confirm": _CITIZEN,
    "sign": _CITIZEN,
    "unconfirm": _CITIZEN | _AGENT,
    "item": _AGENT,
    "submit": _AGENT,
    "point": _AGENT,
    "snapshot_wanted": _AGENT,
    "note": _AGENT,
    "attend": frozenset({Role.SUPERVISOR}),
}


class WrapUp(StrEnum):
    """Name what a call came to, for counting (小结); the page shows each in Chinese."""

    DONE_SUBMITTED = "done_submitted"
    ANSWERED = "answered"
    PAPERS_MISSING = "papers_missing"
    WRONG_OFFICE = "wrong_office"
    WINDOW_NEEDED = "window_needed"
    CALL_BACK = "call_back"
    CITIZEN_LEFT = "citizen_left"


@dataclass(frozen=True, slots=True)
class Call:
    """Be one video call; its room in the media process bears its id."""

    id: str
    ticket_id: str
    conversation_id: str
    opened_at: datetime  # UTC
    state: CallState = CallState.WAITING
    engine: Engine = Engine.FORWARD
    agent: str | None = None  # staff name; None: nobody accepted yet, or it was handed on
    recording: Recording = Recording.OFF
    agreed: bool | None = None  # to the recording; None: not answered
    recording_since: datetime | None = None
    live_at: datetime | None = None
    ended_at: datetime | None = None
    why: str | None = None  # left, done, lost; None: it goes on
    wrap_up: str | None = None  # code that the agent chose
    note: str = ""  # of the agent, masked
    sealed_at: datetime | None = None

    def moved_to(self, state: CallState) -> Call:
        """Return this call in the given state, or raise NotAllowedNow."""
        if state is self.state:
            return self
        if state not in CALL_MOVES[self.state]:
            raise NotAllowedNow(f"call {self.id}: {self.state} -> {state}")
        return replace(self, state=state)


@dataclass(frozen=True, slots=True)
class CallSeat:
    """Be somebody's place in a call; it outlives every connection."""

    call_id: str
    id: str  # as in the media process
    role: Role
    name: str  # shown to the others
    until: datetime  # given up then, unless somebody is heard of before
    staff: str | None = None  # staff name of agents and supervisors
    stream: str | None = None  # the WebSocket that serves it; None: there is none
    linked: bool = False  # whether the media process says that packets flow
    medium: Medium = Medium.VIDEO
    attention: Attention = Attention.BARGE  # of a supervisor
    left_at: datetime | None = None

    @property
    def taken(self) -> bool:
        """Tell whether somebody has this seat, be it that they are just reconnecting."""
        return self.left_at is None


def may_send(role: Role, frame: str) -> bool:
    """Tell whether somebody in that role may send that frame."""
    return role in MAY_SEND.get(frame, frozenset())


def sees(viewer: CallSeat, other: CallSeat) -> bool:
    """Tell whether a page lists the other: a supervisor who only listens is not announced."""
    if other.role is not Role.SUPERVISOR or viewer.id == other.id:
        return True
    if other.attention is Attention.BARGE:
        return True
    return other.attention is Attention.WHISPER and viewer.role is Role.AGENT


def is_live(seats: Sequence[CallSeat]) -> bool:
    """Tell whether both sides are there."""
    there = {seat.role for seat in seats if seat.taken and seat.stream is not None}
    return {Role.CITIZEN, Role.AGENT} <= there


def is_deserted(seats: Sequence[CallSeat]) -> bool:
    """Tell whether nobody has a seat any more, though somebody had."""
    return bool(seats) and not any(seat.taken for seat in seats)
