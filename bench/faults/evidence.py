"""Holds what a run of one kind of fault leaves behind: said, kept, broken, looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answered:
    """Be what a citizen of the web page was answered."""

    text: str
    status: str
    state: str
    awaiting: str | None
    fields: Mapping[str, str]
    number: str | None  # the receipt


@dataclass(slots=True)
class Told:
    """Be one message of the web page, sent under one id until it is answered."""

    conversation: str
    message_id: str
    said: float  # monotonic seconds
    confirms: bool  # whether it asks to file what was filled in
    answered: float | None = None  # monotonic seconds
    answer: Answered | None = None
    attempts: int = 0
    refusals: list[str] = field(default_factory=list)  # what was shown instead of an answer


@dataclass(frozen=True, slots=True)
class Hit:
    """Be one fault as it really happened."""

    what: str
    component: str  # whose recovery is measured: gateway, rasa, postgresql, redis, ...
    began: float  # monotonic seconds
    recovered: float | None  # monotonic seconds of the first good turn; None: it never came
    used: bool  # whether it met something that it could break
    proof: str  # by what that is known
    away: float = 0.0  # seconds that nobody's messages came through, whatever the product did
    harm: tuple[str, ...] = ()  # what it did that it must not, beside all that the judge sees


@dataclass(frozen=True, slots=True)
class Kept:
    """Be what the database holds afterwards."""

    lines: Mapping[tuple[str, str, str], int]  # (conversation, message id, who) -> rows
    filings: Mapping[str, Mapping[str, int]]  # conversation -> receipt -> submissions in the audit


@dataclass(frozen=True, slots=True)
class Chats:
    """Be what the simulator of WeChat saw, counted."""

    messages: int = 0
    lost: int = 0  # neither answered nor taken in: the platform's error line said so
    unanswered: int = 0
    doubled: int = 0
    answered_twice: int = 0
    error_lines: int = 0  # the platform's own, instead of ours
    words: frozenset[str] = frozenset()  # of the office, each once
    mistakes: tuple[str, ...] = ()  # requests that the real platform does not know


@dataclass(slots=True)
class CallTurn:
    """Be one sentence of a caller, and what they heard after it."""

    said: str
    over: float  # monotonic seconds: the last sound of the sentence
    heard: float | None = None  # monotonic seconds of our first sound; None: silence
    phrases: tuple[str, ...] = ()  # sentences of the telephone that were recognised in it
    answered: bool = False  # the dialogue answered it: there is a row


@dataclass(slots=True)
class Call:
    """Be one telephone call, as its caller knows it."""

    name: str
    began: float  # monotonic seconds
    turns: list[CallTurn] = field(default_factory=list)
    fell: float | None = None  # monotonic seconds: it ended, and nobody had hung up
    its_own: bool = False  # whether the very process that carries it was killed
    again: float | None = None  # monotonic seconds: who called again heard us
    left_alone: bool = False  # they were told that a person comes, and stand in no queue
    forgotten: int = 0  # lines that were there before it fell and were not there afterwards
    gap: float = 0.0  # longest time without a packet of sound while it lasted, seconds


@dataclass(frozen=True, slots=True)
class Evidence:
    """Be all that is known about one class of faults."""

    name: str  # F1, F2, ...
    what: str
    seconds: float
    told: tuple[Told, ...]
    hits: tuple[Hit, ...]
    kept: Kept
    chats: Chats
    canaries: Mapping[str, list[str]]  # place -> what of a citizen's data was read there
    audit_flaw: str | None  # what the audit trail's check said; None: nothing is wrong
    calls: tuple[Call, ...] = ()
    recordings: tuple[str, ...] = ()  # of calls, that cannot be played
