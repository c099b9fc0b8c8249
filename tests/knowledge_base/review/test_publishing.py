"""Tests knowledge_base.review.publishing: what is decided is what is served."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from core import editorial_wording as wording
from core.contracts import Found, Verdict
from core.errors import (
    EngineUnavailable,
    InvalidContent,
    NotAllowedNow,
    NotReadyForReview,
    RegressionFell,
)
from core.knowledge import EntryState, EntryVersion
from core.store import EntryStore, ReleaseStore
from knowledge_base.documents import Entry
from knowledge_base.review.publishing import Publishing
from tests.fakes.entries import draft
from tests.fakes.office import Office
from tests.fakes.office import office as office

ONE, TWO = "qingdao-2026#1", "qingdao-2026#2"


class Base:
    """Fulfil Searchable in the greediest way."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    def found_all(
        self, asked: Sequence[tuple[str, str | None]], day: date, limit: int = 3
    ) -> list[Found]:
        """Find the last entry for every question: a newer one takes all questions away."""
        last = replace(self.entries[-1].passage, score=0.9)
        return [Found(Verdict.FOUND, (last,), None)] * len(asked)


class Served:
    """Fulfil Served, and remember what was served."""

    def __init__(self) -> None:
        self.number = 0
        self.served: list[tuple[int, list[str]]] = []
        self.candidates = 0
        self.down = False
        self.together: asyncio.Barrier | None = None  # of those who are to be tested at once

    async def candidate(self, entries: Sequence[Entry]) -> Base:
        """Return an index, unless it is down."""
        self.candidates += 1
        if self.together is not None:
            await self.together.wait()
        if self.down:
            raise EngineUnavailable("index")
        return Base(entries)

    async def serve(self, number: int, entries: Sequence[Entry]) -> None:
        """Remember the release."""
        self.number = number
        self.served.append((number, [entry.passage.document_id for entry in entries]))


class Desk:
    """Bring entries to where a test needs them."""

    def __init__(self, office: Office) -> None:
        self.clock = office.clock
        self.entries = EntryStore(office.database)
        self.releases = ReleaseStore(office.database)
        self.served = Served()
        self.publishing = Publishing(
            entries=self.entries, releases=self.releases, served=self.served, now=office.clock
        )

    async def approved(self, version: EntryVersion | None = None) -> str:
        now = self.clock()
        stored = await self.entries.add_draft(version or draft(ONE), by="li", at=now)
        for state in (EntryState.IN_REVIEW, EntryState.APPROVED):
            stored = await self.entries.move(
                stored.key, 1, stored.revision, state, by="zhao", at=now
            )
        return stored.id


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


async def test_what_is_published_is_served_at_once(desk: Desk) -> None:
    name = await desk.approved()

    release = await desk.publishing.publish([name], by="zhao", note="")

    assert desk.served.served == [(1, [name])]
    assert (release.report["asked"], release.report["passes"]) == (2, True)


async def test_a_release_that_takes_answers_away_is_not_published(desk: Desk) -> None:
    await desk.publishing.publish([await desk.approved()], by="zhao", note="")
    greedy = await desk.approved(replace(draft(TWO), place=2))

    with pytest.raises(RegressionFell) as fell:
        await desk.publishing.publish([greedy], by="zhao", note="")

    falls = fell.value.report["falls"]
    assert isinstance(falls, list)
    assert [(fall["entry"], fall["got"]) for fall in falls] == [(f"{ONE}@1", greedy)] * 2
    assert desk.served.number == 1
    assert (await desk.entries.entry(TWO, 1)).state is EntryState.APPROVED


async def test_who_publishes_what_was_just_tested_does_not_wait_again(desk: Desk) -> None:
    name = await desk.approved()
    report = await desk.publishing.regression([name])
    made = desk.served.candidates

    release = await desk.publishing.publish([name], by="zhao", note="")

    assert desk.served.candidates == made
    assert release.report["seconds"] == round(report.seconds, 3)


async def test_of_two_releases_at_once_one_is_refused(desk: Desk) -> None:
    one, two = await desk.approved(), await desk.approved(replace(draft(TWO), place=2))
    desk.served.together = asyncio.Barrier(2)

    results = await asyncio.gather(
        desk.publishing.publish([one], by="zhao", note=""),
        desk.publishing.publish([two], by="zhao", note=""),
        return_exceptions=True,
    )

    (refused,) = [result for result in results if isinstance(result, NotAllowedNow)]
    assert refused.args[1] == wording.RELEASED_MEANWHILE
    assert len(desk.served.served) == 1


async def test_a_draft_can_be_tested_but_not_published(desk: Desk) -> None:
    stored = await desk.entries.add_draft(draft(ONE), by="li", at=desk.clock())

    report = await desk.publishing.regression([stored.id])
    with pytest.raises(NotAllowedNow) as refused:
        await desk.publishing.publish([stored.id], by="zhao", note="")

    assert report.passes
    assert refused.value.args[1] == wording.NOT_APPROVED


async def test_an_unfinished_draft_cannot_even_be_tested(desk: Desk) -> None:
    unfinished = replace(draft(ONE), content=replace(draft(ONE).content, asked_as=()))
    stored = await desk.entries.add_draft(unfinished, by="li", at=desk.clock())

    with pytest.raises(NotReadyForReview):
        await desk.publishing.regression([stored.id])


async def test_nothing_chosen_is_said_so(desk: Desk) -> None:
    with pytest.raises(InvalidContent) as refused:
        await desk.publishing.publish([], by="zhao", note="")

    assert refused.value.args[1] == wording.NOTHING_CHOSEN


async def test_without_an_index_nothing_is_published(desk: Desk) -> None:
    name = await desk.approved()
    desk.served.down = True

    with pytest.raises(EngineUnavailable):
        await desk.publishing.publish([name], by="zhao", note="")

    assert await desk.releases.newest() is None


async def test_withdrawing_and_rolling_back_are_served_at_once(desk: Desk) -> None:
    name = await desk.approved()
    await desk.publishing.publish([name], by="zhao", note="")

    await desk.publishing.withdraw(key=ONE, by="li", reason="有误")
    await desk.publishing.roll_back(1, by="li", note="没有错")

    assert desk.served.served == [(1, [name]), (2, []), (3, [name])]
