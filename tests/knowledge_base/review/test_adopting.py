"""Tests knowledge_base.review.adopting: packs are published, but never over editors' heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.knowledge import EntryState, EntryVersion, ReleaseKind, TestQuestion
from core.store import EntryStore, ReleaseStore
from knowledge_base.review.adopting import Adopted, adopt_packs, with_tests
from knowledge_base.test_questions import TestQuestion as PackQuestion
from tests.fakes.entries import draft
from tests.fakes.office import Office
from tests.fakes.office import office as office

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
ONE, TWO = "qingdao-2026#b", "qingdao-2026#a"


def pack(key: str = ONE, number: int = 1) -> EntryVersion:
    return replace(draft(key, number), state=EntryState.PUBLISHED, authors=(), place=0)


class Desk:
    """Adopt packs, and look what is in force."""

    def __init__(self, office: Office) -> None:
        self.entries = EntryStore(office.database)
        self.releases = ReleaseStore(office.database)

    async def adopt(self, *versions: EntryVersion) -> Adopted:
        return await adopt_packs(versions, entries=self.entries, releases=self.releases, at=AT)

    async def in_force(self) -> Sequence[str]:
        return [entry.id for entry in (await self.releases.in_force())[1]]


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


async def test_new_packs_are_published_in_one_release_in_their_own_order(desk: Desk) -> None:
    adopted = await desk.adopt(pack(ONE), pack(TWO))

    assert adopted.release is not None
    assert (adopted.release.number, adopted.release.kind, adopted.release.by) == (
        1,
        ReleaseKind.PACKS,
        "packs",
    )
    assert await desk.in_force() == [f"{ONE}@1", f"{TWO}@1"]


async def test_adopting_again_changes_nothing(desk: Desk) -> None:
    await desk.adopt(pack(ONE), pack(TWO))

    again = await desk.adopt(pack(ONE), pack(TWO))

    assert again == Adopted(None, ())
    assert await desk.releases.newest_number() == 1


async def test_a_newer_version_of_a_pack_takes_the_place_of_the_old_one(desk: Desk) -> None:
    await desk.adopt(pack(ONE), pack(TWO))

    adopted = await desk.adopt(pack(ONE, 2), pack(TWO))

    assert adopted.release is not None
    assert await desk.in_force() == [f"{ONE}@2", f"{TWO}@1"]


async def test_what_editors_withdrew_stays_withdrawn(desk: Desk) -> None:
    await desk.adopt(pack(ONE), pack(TWO))
    await desk.releases.withdraw(key=ONE, by="li", at=AT, note="有误")

    same, newer = await desk.adopt(pack(ONE), pack(TWO)), await desk.adopt(pack(ONE, 2))

    assert (same.release, newer.release) == (None, None)
    assert await desk.in_force() == [f"{TWO}@1"]


async def test_an_editors_own_version_is_not_overwritten(desk: Desk) -> None:
    await desk.adopt(pack(ONE))
    await desk.entries.draft_of(ONE, by="li", at=AT)

    adopted = await desk.adopt(pack(ONE, 2))

    assert adopted.release is None
    assert await desk.in_force() == [f"{ONE}@1"]


async def test_a_pack_that_changed_without_a_new_number_is_named(desk: Desk) -> None:
    await desk.adopt(pack(ONE))
    changed = pack(ONE)

    adopted = await desk.adopt(replace(changed, content=replace(changed.content, plain="悄悄改了")))

    assert adopted == Adopted(None, (f"{ONE}@1",))


def test_the_questions_of_the_packs_become_the_entries_tests() -> None:
    bare = replace(pack(ONE), content=replace(pack(ONE).content, tests=()))
    asked = PackQuestion("报多少", "elderly", "青岛市", (ONE, TWO))

    (filled,) = with_tests([bare], [asked])

    assert filled.content.tests == (TestQuestion("报多少", "青岛市", (TWO,)),)
