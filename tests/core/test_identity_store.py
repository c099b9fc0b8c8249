"""Tests where proven identities are kept: for one conversation, for a time, and once an attempt."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping

from core.errors import NotAllowedNow, NotFound
from core.identity import Challenge, Person
from core.identity_tables import identities, identity_challenges
from core.store.identity import IdentityStore, subject_of
from core.tables import audit
from tests.fakes.keys import KEYS
from tests.fakes.office import Office
from tests.people import ID_NUMBER, NAME

TEN_MINUTES, HALF_AN_HOUR = timedelta(minutes=10), timedelta(minutes=30)


def citizen(office: Office) -> Person:
    now = office.clock()
    return Person(NAME, ID_NUMBER, now, now + HALF_AN_HOUR, "模拟认证")


def challenge(office: Office, name: str = "challenge-1") -> Challenge:
    return Challenge(name, "https://id.example/1", office.clock() + TEN_MINUTES)


async def audited(office: Office, action: str) -> list[RowMapping]:
    return [row for row in await office.rows(audit) if row["action"] == action]


async def test_nobody_is_proven_at_first(office: Office) -> None:
    conversation = await office.opened()

    assert await IdentityStore(office.database).person(conversation.id, office.clock()) is None


async def test_an_attempt_proves_one_person_in_its_own_conversation(office: Office) -> None:
    store, mine, other = (
        IdentityStore(office.database),
        await office.opened(),
        await office.opened(),
    )
    await store.begin(mine.id, challenge(office))

    redeemed = await store.redeem("challenge-1", citizen(office), office.clock())

    assert redeemed == mine.id
    assert await store.person(mine.id, office.clock()) == citizen(office)
    assert await store.person(other.id, office.clock()) is None


async def test_an_attempt_is_good_for_one_proof(office: Office) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()
    await store.begin(conversation.id, challenge(office))

    outcomes = await asyncio.gather(
        *(store.redeem("challenge-1", citizen(office), office.clock()) for _ in range(5)),
        return_exceptions=True,
    )

    assert sum(outcome == conversation.id for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotAllowedNow) for outcome in outcomes) == 4
    assert len(await audited(office, "identity_proven")) == 1
    with pytest.raises(NotAllowedNow):
        await store.conversation_of("challenge-1", office.clock())


async def test_an_attempt_is_not_good_for_ever(office: Office) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()
    await store.begin(conversation.id, challenge(office))
    office.clock.pass_by(TEN_MINUTES)

    with pytest.raises(NotAllowedNow):
        await store.redeem("challenge-1", citizen(office), office.clock())

    assert await office.rows(identities) == []


async def test_an_attempt_that_was_never_begun_is_not_found(office: Office) -> None:
    store = IdentityStore(office.database)

    with pytest.raises(NotFound):
        await store.conversation_of("challenge-1", office.clock())
    with pytest.raises(NotFound):
        await store.redeem("challenge-1", citizen(office), office.clock())


async def test_a_proof_is_over_after_half_an_hour(office: Office) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()
    await store.prove(conversation.id, citizen(office), office.clock())

    office.clock.pass_by(HALF_AN_HOUR - timedelta(seconds=1))
    last_moment = await store.person(conversation.id, office.clock())
    office.clock.pass_by(timedelta(seconds=1))

    assert last_moment is not None
    assert await store.person(conversation.id, office.clock()) is None


async def test_what_is_over_is_deleted_with_the_next_proof(office: Office) -> None:
    store, first, second = (
        IdentityStore(office.database),
        await office.opened(),
        await office.opened(),
    )
    await store.prove(first.id, citizen(office), office.clock())
    office.clock.pass_by(HALF_AN_HOUR)

    await store.prove(second.id, citizen(office), office.clock())

    assert [row["conversation_id"] for row in await office.rows(identities)] == [second.id]


async def test_another_person_takes_the_place_of_the_first(office: Office) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()
    await store.prove(conversation.id, citizen(office), office.clock())
    now = office.clock()
    other = Person("李四", "379901194009180104", now, now + HALF_AN_HOUR, "柜台")

    await store.prove(conversation.id, other, now, actor="staff:1001")

    assert await store.person(conversation.id, now) == other
    assert [row["actor"] for row in await audited(office, "identity_proven")] == [
        "citizen",
        "staff:1001",
    ]


async def test_who_signs_out_is_forgotten_and_no_old_link_brings_them_back(
    office: Office,
) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()
    await store.begin(conversation.id, challenge(office))
    await store.prove(conversation.id, citizen(office), office.clock())

    await store.forget(conversation.id, office.clock())
    await store.forget(conversation.id, office.clock())  # again: nothing to do

    assert await office.rows(identities) == []
    assert len(await audited(office, "identity_forgotten")) == 1
    with pytest.raises(NotAllowedNow):
        await store.redeem("challenge-1", citizen(office), office.clock())


async def test_every_look_leaves_a_row_that_names_nobody(office: Office) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()

    await store.note_look(conversation.id, citizen(office), "account", office.clock())

    (row,) = await audited(office, "looked")
    assert row["subject"] == subject_of(KEYS, ID_NUMBER)
    assert row["detail"] == {"conversation": conversation.id, "part": "account"}


async def test_the_audit_holds_neither_name_nor_number(office: Office) -> None:
    store, conversation = IdentityStore(office.database), await office.opened()
    await store.begin(conversation.id, challenge(office))

    await store.redeem("challenge-1", citizen(office), office.clock())
    await store.note_look(conversation.id, citizen(office), "all", office.clock())
    await store.forget(conversation.id, office.clock())

    written = str([dict(row) for row in await office.rows(audit)])
    assert NAME not in written
    assert ID_NUMBER not in written
    assert [row["used_at"] for row in await office.rows(identity_challenges)] != [None]
