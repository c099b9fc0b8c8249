"""Tests core.store.resume_codes: codes are stored as hashes, hold a week, and work once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from core.applications import Phase
from core.hashing import hashed
from core.store.resume_codes import ResumeCodeStore
from core.tables import resume_codes
from tests.fakes.office import Office


def drawing(office: Office, *codes: str) -> ResumeCodeStore:
    left = list(codes)
    return ResumeCodeStore(office.database, lambda: left.pop(0))


async def test_a_code_leads_to_its_application_for_a_week(office: Office) -> None:
    store = drawing(office, "123456")
    draft = await office.drafted(await office.opened())
    code = await store.make(draft, office.clock())

    now = await store.application_of(code, office.clock() + timedelta(days=6, hours=23))
    later = await store.application_of(code, office.clock() + timedelta(days=7))

    assert (now, later) == (draft, None)
    (row,) = await office.rows(resume_codes)
    assert row["code_hash"] == hashed("123456")


async def test_a_new_code_makes_the_old_one_worthless(office: Office) -> None:
    store = drawing(office, "123456", "654321")
    draft = await office.drafted(await office.opened())
    await store.make(draft, office.clock())

    await store.make(draft, office.clock())

    assert await store.application_of("123456", office.clock()) is None
    assert await store.application_of("654321", office.clock()) == draft


async def test_a_dead_code_may_be_given_out_again(office: Office) -> None:
    store = drawing(office, "123456", "123456")
    first, other = await office.opened(), await office.opened()
    draft = await office.drafted(first)
    await store.make(draft, office.clock())
    await store.redeem(draft.id, other.id, office.clock())

    again = await store.make(draft, office.clock())

    assert again == "123456"
    assert await store.application_of("123456", office.clock()) is not None


async def test_a_code_used_by_two_at_once_moves_the_application_once(office: Office) -> None:
    store = drawing(office, "123456")
    draft = await office.drafted(await office.opened())
    await store.make(draft, office.clock())
    others = [await office.opened() for _ in range(4)]

    moved = await asyncio.gather(
        *(store.redeem(draft.id, other.id, office.clock()) for other in others)
    )

    (winner,) = [application for application in moved if application is not None]
    owned = [await office.applications.in_hand(other.id) for other in others]
    assert [a.conversation_id for a in owned if a is not None] == [winner.conversation_id]


async def test_what_is_filed_cannot_be_moved(office: Office) -> None:
    store = drawing(office, "123456")
    draft = await office.drafted(await office.opened())
    await store.make(draft, office.clock())
    await office.applications.save(draft.moved_to(Phase.CANCELLED), office.clock())

    assert await store.application_of("123456", office.clock()) is None
    assert await store.redeem(draft.id, "c2", office.clock()) is None


async def test_codes_are_six_digits_drawn_anew(office: Office) -> None:
    store = ResumeCodeStore(office.database)
    draft = await office.drafted(await office.opened())

    codes = {await store.make(draft, office.clock()) for _ in range(5)}

    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 1
