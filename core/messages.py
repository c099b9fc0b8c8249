"""Holds what is said in one exchange: Message, Reply, Turn and their statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Name how a turn ended; reports group by it."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    NO_SOURCE_FOUND = "no_source_found"
    HANDED_OVER = "handed_over"
    DECLINED = "declined"
    ENGINE_FAILED = "engine_failed"


class Handled(StrEnum):
    """Name which part of the service dealt with a turn."""

    ANSWER = "answer"
    DECLINE = "decline"
    HANDOFF = "handoff"
    CLARIFY = "clarify"
    FORM = "form"
    SOCIAL = "social"


class State(StrEnum):
    """Name where the conversation stands after a turn."""

    IDLE = "idle"
    FILLING = "filling"
    CONFIRMING = "confirming"
    SUBMITTED = "submitted"
    CANCELLED = "cancelled"
    HANDOFF_VIDEO = "handoff_video"
    HANDOFF_PHONE = "handoff_phone"


@dataclass(frozen=True, slots=True)
class Message:
    """Carry what a citizen said through one channel."""

    conversation_id: str
    channel: str  # web, wechat, phone, video
    text: str
    message_id: str | None = None  # given by the sender; the same id is never answered twice
    about: str | None = None  # the policy entry that the citizen is reading
    heard: float | None = None  # confidence of the recogniser, 0..1; None: it was written


@dataclass(frozen=True, slots=True)
class Source:
    """Name the exact place that an answer stands on."""

    title: str
    issuer: str
    issued: date  # "date" in the HTTP contract
    region: str
    section: str
    document_id: str  # "<document>#<entry>@<version>"
    date_note: str | None = None  # why the date is not certain
    number: str | None = None  # 文号
    in_force_from: date | None = None
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True)
class CardRow:
    """Be one line of a card."""

    label: str
    value: str
    note: str = ""  # e.g. the time of a figure


@dataclass(frozen=True, slots=True)
class Card:
    """Be something to look at beside the text, such as 我的医保 or a checklist of papers."""

    kind: str  # insurance, papers, progress, code, link
    title: str
    rows: tuple[CardRow, ...] = ()
    link: str | None = None  # a page of ours, or of the identity provider


@dataclass(frozen=True, slots=True)
class Reply:
    """Carry what the citizen is told, for the eye and for the ear."""

    text: str
    status: Status
    spoken: str = ""  # empty: the text is fit to be read aloud as it is
    sources: tuple[Source, ...] = ()
    choices: tuple[str, ...] = ()
    wants_human: bool = False
    cards: tuple[Card, ...] = ()

    def aloud(self) -> str:
        """Return the form of this reply that is meant for the ear."""
        return self.spoken or self.text


@dataclass(frozen=True, slots=True)
class Handoff:
    """Say to whom a conversation goes and what goes with it."""

    channel: str  # text, video or phone
    item: str | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Tell what became of one message: the second half of the HTTP answer."""

    handled: Handled
    state: State = State.IDLE
    intent: str | None = None
    confidence: float = 0.0  # 0..1, as the classifier said
    item: str | None = None  # the service item's Chinese name
    fields: Mapping[str, str] = field(default_factory=dict)  # captured so far; for their owner only
    awaiting: str | None = None  # the field being asked
    error_on: str | None = None  # the field just rejected
    delegate: str | None = None  # for whom the citizen acts
    handoff: Handoff | None = None
    milliseconds: int = 0
    seq: int = 0  # number of the line that answers, within the conversation
    field_labels: Mapping[str, str] = field(default_factory=dict)  # of `fields`, in Chinese
    number: str | None = None  # receipt number of what was just submitted or asked about
    step: tuple[int, int] | None = None  # number of the open question, and of how many
    rates: str | None = None  # receipt number of the application to be rated now (好差评)
    acting_for: str | None = None  # masked name of the principal while acting under authorisation
    persona: str | None = None  # version in which the page shows itself from now on
    script: str | None = None  # characters that are shown from now on: hans, hant
    name: str = field(default="", compare=False)  # of core.turn_names; in this process only


@dataclass(frozen=True, slots=True)
class Answer:
    """Join what is said with what became of the message."""

    reply: Reply
    turn: Turn
