"""Tests core.store.releases: what answers citizens changes in one step, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from core import editorial_wording as wording
from core.errors import NotAllowedNow, NotFound
from core.knowledge import EntryState, EntryVersion, Release, ReleaseKind
from core.store import EntryStore, Overviews, ReleaseStore
from core.tables import audit
from tests.fakes.entries import draft
from tests.fakes.office import Office

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
ONE, TWO = "qingdao-2026#1", "qingdao-2026#2"


class Desk:
    """Bring entries to where a test needs them."""

    def __init__(self, office: Office) -> None:
        self.entries = EntryStore(office.database)
        self.overviews = Overviews(office.database)
        self.releases = ReleaseStore(office.database)

    async def approved(self, key: str = ONE) -> EntryVersion:
        known = await self.entries.versions_of(key)
        if known:
            version = await self.entries.draft_of(key, by="li", at=AT)
        else:
            version = await self.entries.add_draft(draft(key), by="li", at=AT)
        for state in (EntryState.IN_REVIEW, EntryState.APPROVED):
            version = await self.entries.move(
                key, version.version, version.revision, state, by="zhao", at=AT
            )
        return version

    async def publish(self, ids: Sequence[str], after: int) -> Release:
        return await self.releases.publish(
            ids, by="zhao", at=AT, note="新", report={"passes": True}, after=after
        )

    async def in_force(self) -> tuple[int, list[str]]:
        number, entries = await self.releases.in_force()
        return number, [entry.id for entry in entries]


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


async def test_before_the_first_release_nothing_is_in_force(desk: Desk) -> None:
    assert await desk.in_force() == (0, [])
    assert await desk.releases.newest() is None
    assert await desk.releases.newest_number() == 0


async def test_publishing_moves_the_entry_adds_the_release_and_says_who(
    desk: Desk, office: Office
) -> None:
    version = await desk.approved()

    release = await desk.publish([version.id], 0)

    assert (release.number, release.kind, release.members) == (
        1,
        ReleaseKind.PUBLISH,
        (version.id,),
    )
    assert await desk.releases.release(1) == release
    assert await desk.in_force() == (1, [version.id])
    last, before = (await office.rows(audit))[-1], (await office.rows(audit))[-2]
    assert (last["subject"], last["action"], last["actor"]) == (
        "release:1",
        "publish",
        "staff:zhao",
    )
    assert (before["subject"], before["action"]) == (f"entry:{version.id}", "published")


async def test_a_newer_version_retires_the_older_one(desk: Desk) -> None:
    old = await desk.approved()
    await desk.publish([old.id], 0)

    new = await desk.approved()
    await desk.publish([new.id], 1)

    assert await desk.in_force() == (2, [f"{ONE}@2"])
    assert (await desk.entries.entry(ONE, 1)).state is EntryState.RETIRED


async def test_what_was_not_approved_is_not_published(desk: Desk) -> None:
    approved = await desk.approved()
    unread = await desk.entries.add_draft(draft(TWO), by="li", at=AT)

    with pytest.raises(NotAllowedNow) as refused:
        await desk.publish([approved.id, unread.id], 0)

    assert refused.value.args[1] == wording.NOT_APPROVED
    assert await desk.in_force() == (0, [])
    assert (await desk.entries.entry(ONE, 1)).state is EntryState.APPROVED


async def test_of_two_editors_who_publish_at_once_one_is_told(desk: Desk) -> None:
    one, two = await desk.approved(ONE), await desk.approved(TWO)

    results = await asyncio.gather(
        desk.publish([one.id], 0), desk.publish([two.id], 0), return_exceptions=True
    )

    (refused,) = [result for result in results if isinstance(result, NotAllowedNow)]
    assert refused.args[1] == wording.RELEASED_MEANWHILE
    number, members = await desk.in_force()
    assert (number, len(members)) == (1, 1)


async def test_a_regression_against_an_older_release_publishes_nothing(desk: Desk) -> None:
    one, two = await desk.approved(ONE), await desk.approved(TWO)
    await desk.publish([one.id], 0)

    with pytest.raises(NotAllowedNow):
        await desk.publish([two.id], 0)

    assert await desk.in_force() == (1, [one.id])


async def test_a_withdrawn_entry_is_not_in_force_any_more(desk: Desk) -> None:
    one, two = await desk.approved(ONE), await desk.approved(TWO)
    await desk.publish([one.id, two.id], 0)

    release = await desk.releases.withdraw(key=ONE, by="li", at=AT, note="有误")

    assert (release.kind, release.note) == (ReleaseKind.WITHDRAW, "有误")
    assert await desk.in_force() == (2, [two.id])


async def test_a_withdrawn_document_goes_as_a_whole(desk: Desk) -> None:
    other = await desk.approved("yantai-2026#1")
    one, two = await desk.approved(ONE), await desk.approved(TWO)
    await desk.publish([one.id, two.id, other.id], 0)

    await desk.releases.withdraw(document_id="qingdao-2026", by="li", at=AT, note="废止")

    assert await desk.in_force() == (2, [other.id])


async def test_what_is_not_in_force_cannot_be_withdrawn(desk: Desk) -> None:
    await desk.approved()

    with pytest.raises(NotFound) as refused:
        await desk.releases.withdraw(key=ONE, by="li", at=AT, note="")

    assert refused.value.args[1] == wording.NOTHING_TO_WITHDRAW
    assert await desk.releases.newest() is None


async def test_rolling_back_brings_the_members_of_a_release_back(desk: Desk) -> None:
    await desk.publish([(await desk.approved(ONE)).id], 0)
    await desk.publish([(await desk.approved(ONE)).id, (await desk.approved(TWO)).id], 1)

    release = await desk.releases.roll_back(1, by="li", at=AT, note="退回")

    assert (release.number, release.kind) == (3, ReleaseKind.ROLL_BACK)
    assert await desk.in_force() == (3, [f"{ONE}@1"])
    assert (await desk.entries.entry(ONE, 2)).state is EntryState.RETIRED
    history = await desk.overviews.history(ONE)
    assert [event.action for event in history][-2:] == ["rolled_back", "rolled_back"]


async def test_a_withdrawal_can_be_rolled_back(desk: Desk) -> None:
    one = await desk.approved()
    await desk.publish([one.id], 0)
    await desk.releases.withdraw(key=ONE, by="li", at=AT, note="")

    await desk.releases.roll_back(1, by="li", at=AT, note="")

    assert await desk.in_force() == (3, [one.id])


async def test_rolling_back_to_what_is_in_force_is_refused(desk: Desk) -> None:
    await desk.publish([(await desk.approved()).id], 0)

    with pytest.raises(NotAllowedNow) as refused:
        await desk.releases.roll_back(1, by="li", at=AT, note="")

    assert refused.value.args[1] == wording.ALREADY_IN_FORCE


async def test_an_old_draft_does_not_push_a_newer_pack_out(desk: Desk) -> None:
    await desk.publish([(await desk.approved()).id], 0)
    late = await desk.approved()
    await desk.releases.adopt([draft(ONE, 3)], at=AT, note="")

    with pytest.raises(NotAllowedNow) as refused:
        await desk.publish([late.id], 2)

    assert refused.value.args[1] == wording.PACK_IS_NEWER
    assert await desk.in_force() == (2, [f"{ONE}@3"])
