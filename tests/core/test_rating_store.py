"""Tests core.store: ratings, one for each application, and the cases they open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Insert, Table, insert
from sqlalchemy.exc import IntegrityError

from core.errors import NotAllowedNow
from core.rating_tables import ratings, rectifications
from core.ratings import Ask, Asks, Level
from core.rectifications import CaseState
from core.store.ratings import RatingStore
from core.tables import audit
from tests.core.rated import DUE, rated
from tests.fakes.office import CONTRACT, TRAVEL, Office


async def test_an_application_has_one_rating_however_often_it_is_sent(office: Office) -> None:
    given = await rated(office, Level.SATISFIED)
    store = RatingStore(office.database)

    await asyncio.gather(
        *(
            store.rate(replace(given, level=level), office.clock(), DUE)
            for level in (Level.SATISFIED, Level.FAIRLY_SATISFIED, Level.VERY_SATISFIED)
        )
    )

    assert len(await office.rows(ratings)) == 1


async def test_the_database_itself_refuses_a_second_rating(office: Office) -> None:
    await rated(office, Level.SATISFIED)
    row = {**(await office.rows(ratings))[0], "number": "20261221000025"}

    with pytest.raises(IntegrityError):
        async with office.database.writing() as connection:
            await connection.execute(insert(ratings).values(row))


async def test_the_rating_its_case_and_their_audit_rows_are_stored_together(
    office: Office,
) -> None:
    await rated(office, Level.VERY_DISSATISFIED)

    (case,) = await office.rows(rectifications)
    assert (case["number"], case["state"], case["due"]) == ("Z202612210001", "open", DUE)
    trail = [(row["subject"], row["action"]) for row in await office.rows(audit)]
    assert trail[-2:] == [
        ("rating:20261221000015", "rated"),
        ("rectification:Z202612210001", "opened"),
    ]


async def test_a_rating_whose_case_cannot_be_stored_is_not_stored_either(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.rectifications.insert", _refused)

    with pytest.raises(ConnectionError):
        await rated(office, Level.DISSATISFIED)

    assert await office.rows(ratings) == []


def _refused(table: Table) -> Insert:
    raise ConnectionError(table.name)


async def test_a_rating_is_not_changed_after_ten_minutes(office: Office) -> None:
    given = await rated(office, Level.SATISFIED)
    office.clock.pass_by(timedelta(minutes=10, seconds=1))
    store = RatingStore(office.database)

    with pytest.raises(NotAllowedNow):
        await store.rate(replace(given, level=Level.DISSATISFIED), office.clock(), DUE)

    stored = await store.rating(given.number)
    assert stored is not None
    assert stored.level is Level.SATISFIED
    assert await office.rows(rectifications) == []


async def test_a_withdrawn_case_opens_again_if_the_rating_turns_bad_again(office: Office) -> None:
    given = await rated(office, Level.DISSATISFIED)
    store = RatingStore(office.database)
    better = await store.rate(replace(given, level=Level.SATISFIED), office.clock(), DUE)

    worse = await store.rate(replace(given, level=Level.DISSATISFIED), office.clock(), DUE)

    assert better.case is not None
    assert worse.case is not None
    assert (better.case.state, worse.case.state) == (CaseState.WITHDRAWN, CaseState.OPEN)
    assert (better.opened, worse.opened, worse.case.number) == (False, True, better.case.number)


async def test_an_invitation_is_given_once(office: Office) -> None:
    conversation = await office.opened()
    store = RatingStore(office.database)

    outcomes = await asyncio.gather(
        *(store.invite("20261221000015", conversation.id, office.clock()) for _ in range(3))
    )

    assert sorted(outcomes) == [False, False, True]
    ask = await store.asked(conversation.id, office.clock())
    assert ask == Ask("20261221000015", conversation.id, Asks.LEVEL, office.clock())


async def test_what_has_been_rated_is_not_asked_for(office: Office) -> None:
    given = await rated(office, Level.SATISFIED)

    store = RatingStore(office.database)

    assert not await store.invite(given.number, given.conversation_id, office.clock())


async def test_only_ratings_that_were_given_are_counted_by_item_and_channel(
    office: Office,
) -> None:
    await rated(office, Level.VERY_SATISFIED, key="a1")
    await rated(office, Level.VERY_SATISFIED, key="a2", channel="phone")
    await rated(office, Level.SATISFIED, key="a3", code=TRAVEL)
    since = office.clock()
    store = RatingStore(office.database)

    assert await store.very_satisfied_share(since) == 2 / 3
    assert await store.very_satisfied_share(since, item_code=CONTRACT) == 1
    assert await store.very_satisfied_share(since, item_code=TRAVEL) == 0
    assert await store.very_satisfied_share(since, channel="phone") == 1
    assert await store.very_satisfied_share(since, channel="video") is None
    assert await store.very_satisfied_share(since + timedelta(seconds=1)) is None
