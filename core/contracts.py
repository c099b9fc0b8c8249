"""Declares what the parts fulfil for one another: Dialogue, Retriever, HumanDesk and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from core.applications import Application
from core.conversation import Conversation
from core.identity import Challenge, Person
from core.insured import CoreFiling, Summary
from core.knowledge import key_of
from core.messages import Answer, Message, Reply, Source
from core.photos import DocumentKind, Photo, PhotoReading


@dataclass(frozen=True, slots=True)
class Passage:
    """Be one reviewed piece of policy, with everything that an answer must cite."""

    document_id: str  # "<document>#<entry>@<version>"
    text: str  # official wording
    plain: str  # 大白话
    spoken: str  # for the ear
    title: str
    issuer: str
    number: str | None  # 文号
    issued: date
    region: str
    section: str
    in_force_from: date
    in_force_until: date | None
    expired_note: str | None  # why it no longer holds
    asked_as: tuple[str, ...]
    items: tuple[str, ...]  # names of the service items it bears on
    score: float = 0.0  # 0..1, filled by a search
    date_note: str | None = None  # why the date of issue is not certain
    topic: str = ""  # passages of the same topic rule on the same matter
    brief: str | None = None  # the rule in a few words, for comparing regions

    @property
    def key(self) -> str:
        """Return "<document>#<entry>": what all versions of an entry share."""
        return key_of(self.document_id)

    def source(self) -> Source:
        """Return the citation of this passage."""
        return Source(
            title=self.title,
            issuer=self.issuer,
            issued=self.issued,
            region=self.region,
            section=self.section,
            document_id=self.document_id,
            date_note=self.date_note,
            number=self.number,
            in_force_from=self.in_force_from,
            in_force_until=self.in_force_until,
        )

    def expired_on(self, day: date) -> bool:
        """Tell whether this rule no longer held on that day."""
        return self.in_force_until is not None and day > self.in_force_until


class Verdict(StrEnum):
    """Name how far a search may be trusted."""

    FOUND = "found"
    UNSURE = "unsure"  # below the confidence line: never answer from it


@dataclass(frozen=True, slots=True)
class Found:
    """Carry the outcome of one search."""

    verdict: Verdict
    passages: tuple[Passage, ...]  # best first; for UNSURE what may be offered as questions
    region: str | None  # the region that the question itself named, if any
    sure: int = 1  # so many of the passages may be trusted each by itself, if FOUND
    differing: tuple[Passage, ...] = ()  # live rules of other authorities on the same matter


class Retriever(Protocol):
    """Find reviewed policy for a question."""

    async def search(
        self,
        question: str,
        *,
        region: str | None,
        limit: int = 3,
        on: date | None = None,
        version: str = "standard",
    ) -> Found:
        """Return the passages that answer `question` for somebody insured in `region`.

        Of passages that answer it equally well, those for the readers of `version` come first;
        none is kept from anybody.
        """
        ...

    async def entry(self, document_id: str) -> Passage | None:
        """Return the passage of that id if it is in service."""
        ...


class LookUp(Protocol):
    """Answer what stands in tables: drugs, consumables, places, what is done where."""

    async def answer(self, text: str, *, region: str | None, now: datetime) -> Reply | None:
        """Return the answer for somebody insured in `region`; None: the text asks for no table."""
        ...


class Rewriter(Protocol):
    """Say a reviewed passage in other words; switched off unless somebody switched it on."""

    async def rewrite(self, question: str, passage: Passage) -> str | None:
        """Return words that answer `question`, or None: use the passage's own words."""
        ...


@dataclass(frozen=True, slots=True)
class ItemGuess:
    """Say which service item a text speaks of, and how surely."""

    code: str
    score: float  # 0..1


class ItemFinder(Protocol):
    """Recognise the service item that a text speaks of."""

    async def find(self, text: str) -> tuple[ItemGuess, ...]:
        """Return the items that the text may mean, surest first; empty if it names none."""
        ...


class Dialogue(Protocol):
    """Understand a message and decide what to say."""

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        """Return the answer, or raise EngineUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Ticket:
    """Be one citizen's place in the queue for a person, with everything said so far."""

    id: str
    conversation_id: str
    channel: str  # text, video or phone
    item: str | None
    fields: Mapping[str, str]  # masked
    opened_at: datetime  # UTC
    state: str = "waiting"  # waiting, accepted, closed
    persona: str = "standard"
    region: str | None = None
    agent: str | None = None  # staff name
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str | None = None
    team: str | None = None  # id of the team that the citizen chose, or was handed on to
    wants_agent: str | None = None  # staff name of whom it was handed on to
    first_agent: str | None = None  # staff name of who served first, once it was handed on
    waiting_since: datetime | None = None  # None: since it was opened
    call_back_offered_at: datetime | None = None
    note: str = ""  # of the agents, masked; citizens never see it


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Tell a waiting citizen where they stand."""

    ticket_id: str
    position: int  # 1: next
    minutes: int | None  # estimated; None while nothing is known
    open_now: bool  # whether anybody is on duty
    team: str | None = None  # id of the team that was chosen
    elders_before: int = 0  # old people ahead who came later (长者优先)
    elder_lane: bool = False  # whether they are served earlier themselves


class HumanDesk(Protocol):
    """Bring a citizen and a member of staff together."""

    async def enqueue(self, ticket: Ticket) -> QueuePlace:
        """Put the ticket into the queue (once per conversation) and tell its place."""
        ...

    async def place_of(self, conversation_id: str) -> QueuePlace | None:
        """Return where the conversation stands, or None if it is not waiting."""
        ...

    async def relay(self, message: Message) -> None:
        """Pass what the citizen said on to the agent who serves them."""
        ...


class Channel(Protocol):
    """Carry what happens in a conversation to its citizen, wherever they are."""

    async def deliver(self, conversation_id: str, event: Mapping[str, object]) -> None:
        """Send one event of the stream contract; do nothing if nobody listens."""
        ...


class Notices(Protocol):
    """Tell a citizen something outside their turn, now or when they come back."""

    async def add(
        self, *, key: str, conversation_id: str, kind: str, text: str, at: datetime
    ) -> bool:
        """Store a notice; the same key is delivered once. False: there is one already."""
        ...


class PhotoReader(Protocol):
    """Read a photographed document."""

    async def read(self, image: bytes, kind: DocumentKind | None) -> PhotoReading:
        """Return what stands on a JPEG; `kind` is what it should show, None: find out."""
        ...


class PhotoTaker(Protocol):
    """Take a photograph into the conversation, as if the citizen had said what stands on it."""

    async def take(self, conversation: Conversation, photo: Photo) -> Answer:
        """Return the answer: what was read, offered for confirmation, or what is wrong with it."""
        ...


class IdentityProvider(Protocol):
    """Vouch for who somebody is: by face, by card, by a bank."""

    async def begin(self, back_to: str) -> Challenge:
        """Open an attempt; the provider's page leads back to `back_to`."""
        ...

    async def outcome(self, challenge_id: str) -> Person | None:
        """Return the person once they proved it, else None; raise EngineUnavailable."""
        ...


class InsuranceCore(Protocol):
    """Speak with the bureau's core system; every call may raise EngineUnavailable.

    What the core answers, but will not do, raises NotAllowedNow or NotFound: that one's own
    problem, and no reason to leave the others.
    """

    async def summary(self, id_number: str) -> Summary | None:
        """Return what the core knows of a person, or None if it does not know them."""
        ...

    async def file(self, application: Application, item_name: str) -> CoreFiling:
        """Hand over a submitted application; its receipt number is the idempotency key."""
        ...

    async def decision(self, reference: str) -> CoreFiling:
        """Return how far the core has come with what was handed over."""
        ...

    async def withdraw(self, number: str) -> bool:
        """Take back what was handed over under a receipt number, or never will be; twice is fine.

        False: the core had decided it before.
        """
        ...
