"""Tests that nobody is told that it is late while somebody is at the desk (在岗)."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from core.contracts import Ticket
from core.office_hours import OfficeHours
from core.place_words import place_text
from core.queue_wording import NOBODY_NOW
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from core.teams import GONE_AFTER, DutyState, Team
from tests.fakes.office import CALENDAR, Office, say
from video_desk.desk import VideoDesk

NIGHT = time(3), time(3, 1)  # hours in which no test runs
TEAMS = (Team("a", "一组", members=frozenset({"1001"})), Team("b", "二组"))


def desk(office: Office) -> VideoDesk:
    return VideoDesk(
        tickets=office.tickets,
        conversations=office.conversations,
        citizens=office.channel,
        staff_pages=office.staff_pages,
        now=office.clock,
        hours=OfficeHours(CALENDAR, *NIGHT),
        teams=TeamStore(office.database),
        presence=PresenceStore(office.database),
    )


async def there(office: Office, state: DutyState = DutyState.ON) -> None:
    await PresenceStore(office.database).choose("1001", state, office.clock())


async def test_somebody_at_the_desk_serves_after_hours(office: Office) -> None:
    conversation = await office.opened()
    await there(office)

    answer = await office.assistant_with(desk(office)).answer(say(conversation, "人工"))
    place = await desk(office).place_of(conversation.id)

    assert answer is not None
    assert "不是人工服务时间" not in answer.reply.text
    assert place is not None
    assert place.open_now
    assert place_text(place) != NOBODY_NOW


@pytest.mark.parametrize("state", [DutyState.BUSY, DutyState.AWAY])
async def test_who_takes_nobody_does_not_make_the_desk_open(
    office: Office, state: DutyState
) -> None:
    conversation = await office.opened()
    await there(office, state)

    answer = await office.assistant_with(desk(office)).answer(say(conversation, "人工"))

    assert answer is not None
    assert "不是人工服务时间" in answer.reply.text


async def test_an_agent_whose_page_is_gone_is_not_there(office: Office) -> None:
    conversation = await office.opened()
    await there(office)
    office.clock.pass_by(GONE_AFTER + timedelta(seconds=1))
    await desk(office).enqueue(Ticket("t1", conversation.id, "text", None, {}, office.clock()))

    place = await desk(office).place_of(conversation.id)

    assert place is not None
    assert not place.open_now


async def test_a_team_is_there_if_one_of_its_own_is(office: Office) -> None:
    store = TeamStore(office.database)
    for team in TEAMS:
        await store.put(team, "1001", office.clock())
    await there(office)

    found = [(await desk(office).expected(team))[0] for team in TEAMS]

    assert found == [True, False]
