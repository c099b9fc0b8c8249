"""Tests authorisations: when they hold, who may use them, and how they end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.conversation import Conversation
from core.delegation_tables import delegations
from core.delegations import (
    EVERYTHING,
    LONGEST,
    Delegation,
    Evidence,
    Standing,
    until_of,
)
from core.errors import NotAllowedNow
from core.store import ConversationStore, Database, Line
from core.store.delegations import DelegationStore
from core.tables import audit
from tests.fakes.keys import KEYS

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MOTHER, SON = "370602194503120029", "370602197008150013"
DRAFT = Delegation(
    id="d1",
    principal_name="王秀英",
    principal_id_number=MOTHER,
    made_in="c-mother",
    evidence=Evidence.VERIFIED,
    made_at=NOW,
    scope=("异地就医",),
    until=NOW + timedelta(days=92),
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, KEYS)
    await database.create_all()
    conversations = ConversationStore(database)
    for name in ("c-mother", "c-son"):
        talk = Conversation(name, "web", NOW)
        await conversations.open_conversation(talk, name, Line(0, NOW, "assistant", "您好"))
    yield database
    await database.close()


@pytest.fixture
def store(database: Database) -> DelegationStore:
    return DelegationStore(database)


async def offered(store: DelegationStore) -> Delegation:
    await store.add(DRAFT, "principal")
    return await store.offer(DRAFT, "12345678", "87654321", NOW)


async def test_a_code_makes_the_authorisation_active_once(store: DelegationStore) -> None:
    await offered(store)

    first = await store.take_up("12345678", "王小军", SON, "c-son", NOW)
    second = await store.take_up("12345678", "李四", "370602198001010034", "c-son", NOW)

    assert first is not None
    assert (first.standing, first.agent_id_number) == (Standing.ACTIVE, SON)
    assert second is None
    assert await store.slips_since("c-son", NOW - timedelta(days=1)) == 1


async def test_a_code_is_worth_nothing_after_a_day_or_to_the_principal(
    store: DelegationStore,
) -> None:
    await offered(store)

    late = await store.take_up("12345678", "王小军", SON, "c-son", NOW + timedelta(hours=25))
    own = await store.take_up("12345678", "王秀英", MOTHER, "c-mother", NOW)

    assert late is None
    assert own is None


async def test_acting_ends_with_the_authorisation(store: DelegationStore) -> None:
    await offered(store)
    taken = await store.take_up("12345678", "王小军", SON, "c-son", NOW)
    assert taken is not None
    await store.act("c-son", taken.id, NOW)
    assert await store.acting_in("c-son", NOW) == taken

    expired = await store.acting_in("c-son", NOW + timedelta(days=93))
    await store.end(taken, "principal", NOW)

    assert expired is None
    assert await store.acting_in("c-son", NOW) is None
    assert await store.granted_to(SON, NOW) == []


async def test_the_stop_code_ends_it_whoever_says_it(store: DelegationStore) -> None:
    await offered(store)
    await store.take_up("12345678", "王小军", SON, "c-son", NOW)

    wrong = await store.end_by_code("11112222", NOW)
    ended = await store.end_by_code("87654321", NOW)
    again = await store.end_by_code("87654321", NOW + timedelta(hours=1))

    assert wrong is None
    assert ended is not None
    assert ended.standing is Standing.REVOKED
    assert again is not None
    assert again.ended_at == NOW


async def test_every_change_leaves_an_audit_row_without_personal_values(
    store: DelegationStore, database: Database
) -> None:
    taken = await offered(store)
    await store.take_up("12345678", "王小军", SON, "c-son", NOW)
    await store.end(taken, "staff:a01", NOW)

    async with database.reading() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).mappings().all()
        stored = (await connection.execute(select(delegations))).mappings().one()

    assert [row["action"] for row in rows] == ["made", "offered", "taken_up", "revoked"]
    assert MOTHER not in str(rows)
    assert SON not in str(rows)
    assert "12345678" not in str(dict(stored))
    assert "87654321" not in str(dict(stored))


def test_only_an_active_authorisation_within_its_time_is_in_force() -> None:
    active = replace(DRAFT, standing=Standing.ACTIVE)

    assert active.in_force(NOW)
    assert not active.in_force(NOW + timedelta(days=92))
    assert not DRAFT.in_force(NOW)
    with pytest.raises(NotAllowedNow):
        replace(DRAFT, standing=Standing.REVOKED).moved_to(Standing.ACTIVE)


def test_a_scope_covers_its_topics_and_everything_covers_all() -> None:
    assert DRAFT.covers("异地就医")
    assert not DRAFT.covers("费用报销")
    assert replace(DRAFT, scope=(EVERYTHING,)).covers("费用报销")


def test_no_authorisation_is_for_ever() -> None:
    assert until_of(NOW, LONGEST) == NOW + LONGEST
    with pytest.raises(ValueError, match="367 days"):
        until_of(NOW, LONGEST + timedelta(days=1))
