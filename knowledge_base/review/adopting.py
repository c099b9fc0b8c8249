"""Publishes what the packs brought that editors have not decided on themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core import editorial_wording as wording
from core.knowledge import EntryContent, EntryState, EntryVersion, Release, TestQuestion
from core.store import EntryStore, ReleaseStore
from knowledge_base.test_questions import TestQuestion as PackQuestion


@dataclass(frozen=True, slots=True)
class Adopted:
    """Tell what became of the packs."""

    release: Release | None  # None: there was nothing new
    unnumbered: tuple[str, ...]  # ids whose pack says something else than what is stored


async def adopt_packs(
    versions: Sequence[EntryVersion],
    *,
    entries: EntryStore,
    releases: ReleaseStore,
    at: datetime,
) -> Adopted:
    """Publish new pack versions in one release; running it again changes nothing."""
    stored: dict[str, list[EntryVersion]] = {}
    for version in await entries.entries():
        stored.setdefault(version.key, []).append(version)
    new = [v for v in _placed(versions) if is_news(v, stored.get(v.key, ()))]
    release = await releases.adopt(new, at=at, note=wording.PACKS_NOTE) if new else None
    return Adopted(release, _unnumbered(versions, stored))


def with_tests(
    versions: Iterable[EntryVersion], asked: Iterable[PackQuestion]
) -> tuple[EntryVersion, ...]:
    """Return pack versions with the questions that the packs test them with."""
    kept: dict[str, list[TestQuestion]] = {}
    for question in asked:
        own, *others = question.answers
        kept.setdefault(own, []).append(TestQuestion(question.ask, question.region, tuple(others)))
    return tuple(
        version
        if version.content.tests
        else replace(
            version, content=replace(version.content, tests=tuple(kept.get(version.key, ())))
        )
        for version in versions
    )


def is_news(pack: EntryVersion, known: Iterable[EntryVersion]) -> bool:
    """Tell whether a pack's version shall be published.

    Not if editors have this or a newer version, nor if they withdrew the entry or work on it.
    """
    known = tuple(known)
    if not known:
        return True
    return max(v.version for v in known) < pack.version and any(
        v.state is EntryState.PUBLISHED for v in known
    )


def _placed(versions: Iterable[EntryVersion]) -> list[EntryVersion]:
    """Return the versions with their places in the documents, in the order of the packs."""
    places: dict[str, int] = {}
    placed = []
    for version in versions:
        document = version.content.document.id
        places[document] = places.get(document, 0) + 1
        placed.append(replace(version, place=places[document]))
    return placed


def _unnumbered(
    versions: Iterable[EntryVersion], stored: Mapping[str, Sequence[EntryVersion]]
) -> tuple[str, ...]:
    """Return the ids under which something else was published than the pack now says."""
    return tuple(
        version.id
        for version in versions
        for known in stored.get(version.key, ())
        if known.id == version.id and not known.authors and _says(known) != _says(version)
    )


def _says(version: EntryVersion) -> EntryContent:
    """Return what an entry says to citizens: its tests may grow without a new version."""
    return replace(version.content, tests=())
