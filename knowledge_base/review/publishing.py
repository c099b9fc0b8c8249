"""Moves the release in force: regression, publishing, withdrawing, rolling back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import editorial_wording as wording
from core.contracts import Found, Verdict
from core.errors import InvalidContent, NotAllowedNow, NotReadyForReview, RegressionFell
from core.knowledge import EntryContent, EntryState, EntryVersion, Release
from core.store import EntryStore, ReleaseStore
from core.store.releases import split_id
from knowledge_base.documents import Entry, entry_of
from knowledge_base.review.contracts import Served
from knowledge_base.review.regression import (
    Question,
    Report,
    judged,
    no_longer_kept,
    questions_of,
    release_with,
    report_to_json,
)
from knowledge_base.review.shortcomings import shortcomings

NOTHING = Found(Verdict.UNSURE, (), None)  # what an empty knowledge base finds


@dataclass(frozen=True, slots=True)
class _Tested:
    """Be all that the outcome of a regression depends on."""

    number: int  # of the release in force
    day: date
    candidates: tuple[tuple[str, EntryContent], ...]


class Publishing:
    """Decide what answers citizens; what is decided is served before anybody is told."""

    def __init__(
        self,
        *,
        entries: EntryStore,
        releases: ReleaseStore,
        served: Served,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores and the index that answers citizens; `now` tells the local time."""
        self._entries = entries
        self._releases = releases
        self._served = served
        self._now = now
        self._moving = asyncio.Lock()
        # What the release in force answers does not change while it is in force.
        self._before: tuple[int, date, dict[Question, Found]] = (-1, date.min, {})
        # Who publishes has mostly just looked at the report of the very same.
        self._last: tuple[_Tested, Report] | None = None

    @property
    def loaded(self) -> int:
        """Return the number of the release that searches use."""
        return self._served.number

    async def regression(self, ids: Sequence[str]) -> Report:
        """Ask every test question before and after these versions are published."""
        number, in_force = await self._releases.in_force()
        return await self._regression(number, in_force, await self._chosen(ids))

    async def publish(self, ids: Sequence[str], *, by: str, note: str) -> Release:
        """Publish approved versions, or raise RegressionFell."""
        number, in_force = await self._releases.in_force()
        candidates = await self._chosen(ids)
        if any(candidate.state is not EntryState.APPROVED for candidate in candidates):
            raise NotAllowedNow("not approved", wording.NOT_APPROVED)
        report = await self._regression(number, in_force, candidates)
        if not report.passes:
            raise RegressionFell(report_to_json(report))
        async with self._moving:
            release = await self._releases.publish(
                [candidate.id for candidate in candidates],
                by=by,
                at=self._now(),
                note=note,
                report=report_to_json(report),
                after=number,
            )
            await self._serve()
        return release

    async def withdraw(
        self, *, key: str | None = None, document_id: str | None = None, by: str, reason: str
    ) -> Release:
        """Take an entry, or all of a document, out of service; when this returns, it is gone."""
        async with self._moving:
            release = await self._releases.withdraw(
                key=key, document_id=document_id, by=by, at=self._now(), note=reason
            )
            await self._serve()
        return release

    async def roll_back(self, to: int, *, by: str, note: str) -> Release:
        """Bring an earlier release back, as a new one."""
        async with self._moving:
            release = await self._releases.roll_back(to, by=by, at=self._now(), note=note)
            await self._serve()
        return release

    async def _serve(self) -> None:
        number, entries = await self._releases.in_force()
        await self._served.serve(number, _searchable(entries))

    async def _chosen(self, ids: Sequence[str]) -> list[EntryVersion]:
        """Return the versions with these ids, or raise NotFound."""
        if not ids:
            raise InvalidContent("no entry chosen", wording.NOTHING_CHOSEN)
        chosen = [await self._entries.entry(*split_id(one)) for one in dict.fromkeys(ids)]
        for version in chosen:
            if undone := shortcomings(version.content):
                raise NotReadyForReview(version.id, undone)
        return chosen

    async def _regression(
        self, number: int, in_force: tuple[EntryVersion, ...], candidates: list[EntryVersion]
    ) -> Report:
        started = time.monotonic()
        tested = _Tested(
            number, self._now().date(), tuple((one.id, one.content) for one in candidates)
        )
        if self._last is not None and self._last[0] == tested:
            return self._last[1]
        release = release_with(in_force, candidates)
        questions = questions_of(release)
        before = await self._answers_in_force(number, in_force, questions)
        after = await self._answers(_searchable(release), questions)
        report = judged(
            questions,
            [before[question] for question in questions],
            after,
            candidates=[candidate.id for candidate in candidates],
            kept_before=frozenset(question.identity for question in questions_of(in_force)),
            dropped=no_longer_kept(in_force, candidates),
            seconds=time.monotonic() - started,
        )
        self._last = (tested, report)
        return report

    async def _answers_in_force(
        self, number: int, in_force: tuple[EntryVersion, ...], questions: Sequence[Question]
    ) -> dict[Question, Found]:
        """Return what the release in force answers; what it was asked before is remembered."""
        today = self._now().date()
        known = self._before[2] if self._before[:2] == (number, today) else {}
        fresh = [question for question in questions if question not in known]
        answers = await self._answers(_searchable(in_force), fresh)
        known = {**known, **dict(zip(fresh, answers, strict=True))}
        self._before = (number, today, {question: known[question] for question in questions})
        return known

    async def _answers(
        self, entries: Sequence[Entry], questions: Sequence[Question]
    ) -> list[Found]:
        if not questions:
            return []
        if not entries:
            return [NOTHING] * len(questions)
        base = await self._served.candidate(entries)
        asked = [(question.ask, question.region) for question in questions]
        return await asyncio.to_thread(base.found_all, asked, self._now().date(), 1)


def _searchable(entries: Sequence[EntryVersion]) -> list[Entry]:
    return [entry_of(entry) for entry in entries]
