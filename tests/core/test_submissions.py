"""Tests core.store: submissions that must not double, and composite ones in one transaction."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.exc import StatementError

from core.applications import Application, Phase
from core.conversation import Conversation
from core.store.submissions import PartToFile
from core.tables import applications, receipts
from tests.fakes.office import CHANGE, CONTRACT, TRAVEL, Office
from tests.sample_fields import ENDS_IN_X, WOMAN

DAY = date(2026, 12, 21)
SAME = ("id_number",)


async def ready(
    office: Office, conversation: Conversation, number: int, id_number: str = WOMAN
) -> Application:
    return await office.drafted(
        conversation,
        Application(
            f"a{number}",
            conversation.id,
            CONTRACT,
            phase=Phase.CONFIRMING,
            fields={"id_number": id_number},
        ),
    )


def part(conversation: Conversation, code: str, phase: Phase = Phase.CONFIRMING) -> PartToFile:
    child = Application(
        f"p-{code}",
        conversation.id,
        code,
        phase=phase,
        fields={"id_number": WOMAN},
        parent_id="a1",
    )
    return PartToFile(child, DAY, SAME, once=True)


async def test_the_same_matter_of_the_same_person_is_not_filed_twice(office: Office) -> None:
    first = await ready(office, await office.opened(), 1)
    second = await ready(office, await office.opened(), 2)
    filed = await office.applications.submit(first, office.clock(), DAY, None, same=SAME)

    other = await office.applications.submit(second, office.clock(), DAY, None, same=SAME)

    assert other == filed
    assert [row["last"] for row in await office.rows(receipts)] == [1]


async def test_of_two_filed_at_once_one_is_accepted(office: Office) -> None:
    drafts = [await ready(office, await office.opened(), n) for n in range(6)]

    filed = await asyncio.gather(
        *(office.applications.submit(d, office.clock(), DAY, None, same=SAME) for d in drafts)
    )

    assert len({application.number for application in filed}) == 1
    phases = [row["phase"] for row in await office.rows(applications)]
    assert phases.count(Phase.SUBMITTED.value) == 1


async def test_other_people_and_other_values_are_no_doubles(office: Office) -> None:
    first = await ready(office, await office.opened(), 1)
    second = await ready(office, await office.opened(), 2, ENDS_IN_X)
    await office.applications.submit(first, office.clock(), DAY, None, same=SAME)

    filed = await office.applications.submit(second, office.clock(), DAY, None, same=SAME)

    assert filed.id == second.id


@pytest.mark.parametrize(("once", "doubles"), [(True, True), (False, False)])
async def test_what_was_approved_is_a_double_only_if_it_is_done_once(
    office: Office, once: bool, doubles: bool
) -> None:
    first = await ready(office, await office.opened(), 1)
    filed = await office.applications.submit(first, office.clock(), DAY, None, same=SAME)
    await office.applications.save(filed.moved_to(Phase.APPROVED), office.clock())
    second = await ready(office, await office.opened(), 2)

    found = await office.applications.under_way(second, SAME, once=once)

    assert (found is not None) is doubles


async def test_without_the_value_that_tells_nothing_is_a_double(office: Office) -> None:
    first = await ready(office, await office.opened(), 1)
    await office.applications.submit(first, office.clock(), DAY, None)
    blank = replace(await ready(office, await office.opened(), 2), fields={})

    assert await office.applications.under_way(blank, SAME, once=True) is None


async def test_parts_are_filed_with_the_whole_or_not_at_all(office: Office) -> None:
    conversation = await office.opened()
    whole = await ready(office, conversation, 1)
    parts = [part(conversation, CHANGE), part(conversation, TRAVEL, Phase.PARKED)]

    with pytest.raises(StatementError, match="without a zone"):
        await office.applications.submit(
            whole, datetime(2026, 12, 21), DAY, None, same=SAME, parts=parts
        )
    nothing = await office.applications.parts_of(whole.id)
    filed = await office.applications.submit(whole, office.clock(), DAY, None, parts=parts)

    change, travel = await office.applications.parts_of(filed.id)
    assert nothing == []
    assert (change.phase, travel.phase) == (Phase.SUBMITTED, Phase.PARKED)
    assert len({filed.number, change.number}) == 2
    assert (change.due, travel.number) == (DAY, None)


async def test_the_whole_is_the_latest_of_its_conversation(office: Office) -> None:
    conversation = await office.opened()
    whole = await ready(office, conversation, 1)

    filed = await office.applications.submit(
        whole, office.clock(), DAY, None, parts=[part(conversation, CHANGE)]
    )

    assert await office.applications.latest(conversation.id) == filed
    assert (await office.applications.submitted(conversation.id))[0] == filed
