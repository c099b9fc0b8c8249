"""Groups the entries in service into documents and chapters, as the policy reader shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.contracts import Passage
from core.knowledge import NATION

QUESTIONS_SHOWN = 3


class Standing(StrEnum):
    """Name how far one version of an entry may still be relied on."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"  # in service, and answered as no longer in force
    REPLACED = "replaced"  # a newer version of the entry is in service
    WITHDRAWN = "withdrawn"  # no version of the entry is in service


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """Be one version of an entry as it may be shown to anybody."""

    passage: Passage
    superseded_by: str | None = None  # id of the entry that took its place
    updated: date | None = None  # day of its release; None if it is not known


class EntryReader(Protocol):
    """Give the entries that answer citizens, and older versions that were once published."""

    async def in_service(self) -> Sequence[PolicyEntry]:
        """Return the entries of the release in service, in document order."""
        ...

    async def version(self, entry_id: str) -> tuple[PolicyEntry, Standing] | None:
        """Return a version that is or was published; None for drafts and unknown ids."""
        ...


def document_of(entry: PolicyEntry) -> str:
    """Return the id of the document that an entry was taken from."""
    return entry.passage.document_id.partition("#")[0]


def is_expired(passage: Passage, today: date) -> bool:
    """Tell whether a passage is answered as no longer in force, as the assistant decides it."""
    return passage.expired_on(today) or passage.expired_note is not None


def standing_on(entry: PolicyEntry, standing: Standing, today: date) -> Standing:
    """Return how an entry stands on a day: what is in service may have run out since."""
    if standing is Standing.IN_FORCE and is_expired(entry.passage, today):
        return Standing.EXPIRED
    return standing


def documents(
    entries: Sequence[PolicyEntry], region: str | None
) -> tuple[tuple[PolicyEntry, ...], ...]:
    """Return the entries document by document, newest document first.

    For a region come its own documents first and then those of the whole country,
    which hold there too.
    """
    grouped: dict[str, list[PolicyEntry]] = {}
    for entry in entries:
        if region is None or entry.passage.region in {region, NATION}:
            grouped.setdefault(document_of(entry), []).append(entry)
    newest_first = sorted(grouped.values(), key=lambda group: group[0].passage.issued, reverse=True)
    return tuple(
        tuple(group)
        for group in sorted(newest_first, key=lambda group: group[0].passage.region == NATION)
    )


def chapters(
    entries: Sequence[PolicyEntry],
) -> tuple[tuple[str, tuple[PolicyEntry, ...]], ...]:
    """Return the entries of one document by section, in the order in which sections begin."""
    grouped: dict[str, list[PolicyEntry]] = {}
    for entry in entries:
        grouped.setdefault(entry.passage.section, []).append(entry)
    return tuple((section, tuple(group)) for section, group in grouped.items())


def on_topic(entries: Sequence[PolicyEntry], topic: str) -> tuple[PolicyEntry, ...]:
    """Return the entries whose topic is this one, or has it among its words."""
    return tuple(
        entry
        for entry in entries
        if entry.passage.topic == topic or topic in entry.passage.topic.split()
    )


def document_json(entries: Sequence[PolicyEntry]) -> dict[str, object]:
    """Return what the reader shows about the document of these entries."""
    passage = entries[0].passage
    updated = [entry.updated for entry in entries if entry.updated is not None]
    return {
        "id": document_of(entries[0]),
        "title": passage.title,
        "issuer": passage.issuer,
        "number": passage.number,
        "date": passage.issued.isoformat(),
        "date_note": passage.date_note,
        "region": passage.region,
        "entries": len(entries),
        "updated": max(updated).isoformat() if updated else None,
    }


def entry_json(entry: PolicyEntry, today: date) -> dict[str, object]:
    """Return an entry as the reader shows it."""
    passage = entry.passage
    until = passage.in_force_until
    return {
        "id": passage.document_id,
        "section": passage.section,
        "topic": passage.topic,
        "text": passage.text,
        "plain": passage.plain,
        "spoken": passage.spoken,
        "in_force": {
            "from": passage.in_force_from.isoformat(),
            "until": until.isoformat() if until else None,
        },
        "expired": is_expired(passage, today),
        "expired_note": passage.expired_note,
        "superseded_by": entry.superseded_by,
        "items": list(passage.items),
        "asked_as": list(passage.asked_as[:QUESTIONS_SHOWN]),
    }
