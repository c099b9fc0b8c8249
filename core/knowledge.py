"""Holds what policy editors work on: entries, their versions, doubts and releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from core.errors import NotAllowedNow

NATION = "全国"  # region of what holds everywhere
VERSION_MARK = "@"  # an entry version's id is "<document>#<entry>@<version>"


def key_of(entry_id: str) -> str:
    """Return "<document>#<entry>": what all versions of an entry share."""
    return entry_id.partition(VERSION_MARK)[0]


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """Be the document that an entry was taken from, as a citation names it."""

    id: str  # such as yantai-2020-six-unifications
    title: str
    issuer: str
    number: str | None  # 文号
    issued: date | None  # None only in drafts
    date_note: str | None  # why the date is not certain
    region: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Mark characters that a person must look at: the import could not be sure of them."""

    start: int  # first character, within the entry's text
    end: int  # one past the last
    kind: str  # lost_bytes, garbled, unbalanced, leftover_tag, missing_stop
    quote: str  # the characters as they stand there
    note: str  # for the editor, in Chinese


@dataclass(frozen=True, slots=True)
class Flag:
    """Warn of something in an imported document that a reader of it would not have seen."""

    kind: str  # hidden_text, zero_width, instruction, foreign_link
    quote: str
    note: str  # for the editor, in Chinese


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """Be a question that a published entry must keep answering."""

    __test__ = False  # not a test class, whatever pytest makes of its name

    ask: str
    region: str | None = None  # where the asker is insured, if known
    also: tuple[str, ...] = ()  # keys of other entries that answer it as rightly


@dataclass(frozen=True, slots=True)
class EntryContent:
    """Be what an entry says; a draft may still lack most of it."""

    document: PolicyDocument
    section: str = ""
    topic: str = ""
    items: tuple[str, ...] = ()  # names of service items
    text: str = ""  # official wording
    plain: str = ""  # 大白话
    spoken: str = ""  # for the ear
    brief: str | None = None  # the rule in a few words, for comparing regions
    asked_as: tuple[str, ...] = ()
    tests: tuple[TestQuestion, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    superseded_by: str | None = None  # "<document>#<entry>@<version>"
    expired_note: str | None = None
    doubts: tuple[Doubt, ...] = ()
    flags: tuple[Flag, ...] = ()


class EntryState(StrEnum):
    """Name where a version of an entry stands on its way to the citizen."""

    DRAFT = "draft"  # 草稿
    IN_REVIEW = "in_review"  # 待审核
    APPROVED = "approved"  # 已审核，待发布
    PUBLISHED = "published"  # 已发布
    RETIRED = "retired"  # 已停用: replaced by a newer version, or withdrawn
    DISCARDED = "discarded"  # 已废弃


MOVES: Mapping[EntryState, frozenset[EntryState]] = {
    EntryState.DRAFT: frozenset({EntryState.IN_REVIEW, EntryState.DISCARDED}),
    EntryState.IN_REVIEW: frozenset({EntryState.DRAFT, EntryState.APPROVED}),
    EntryState.APPROVED: frozenset({EntryState.PUBLISHED, EntryState.DRAFT}),
    EntryState.PUBLISHED: frozenset({EntryState.RETIRED}),
    EntryState.RETIRED: frozenset({EntryState.PUBLISHED}),  # a release that is rolled back
    EntryState.DISCARDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """Be one version of an entry; what was once published never changes."""

    key: str  # "<document>#<entry>"
    version: int  # 1, 2, 3 ...
    content: EntryContent
    state: EntryState = EntryState.DRAFT
    revision: int = 1  # counts the editor's savings, so that nobody overwrites a colleague
    authors: tuple[str, ...] = ()  # staff names of everybody who wrote on it
    reviewer: str | None = None
    note: str | None = None  # why it was returned
    updated_at: datetime | None = None  # UTC
    place: int = 0  # within its document: 1, 2, 3 ...

    @property
    def id(self) -> str:
        """Return what a citation names: "<document>#<entry>@<version>"."""
        return f"{self.key}@{self.version}"

    def moved_to(self, state: EntryState) -> EntryVersion:
        """Return this version in another state, or raise NotAllowedNow."""
        if state not in MOVES[self.state]:
            raise NotAllowedNow(f"entry {self.id} cannot go from {self.state} to {state}")
        return replace(self, state=state)


class ReleaseKind(StrEnum):
    """Name why the set of published entries changed."""

    PACKS = "packs"  # the packs that came with the product
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    ROLL_BACK = "roll_back"


@dataclass(frozen=True, slots=True)
class Release:
    """Be one set of entries that answers citizens; the newest release is in force."""

    number: int  # 1, 2, 3 ...
    at: datetime  # UTC
    by: str  # staff name, or "packs"
    kind: ReleaseKind
    note: str
    members: tuple[str, ...]  # ids of entry versions, sorted
    report: Mapping[str, object] = field(default_factory=dict)  # of the regression run
