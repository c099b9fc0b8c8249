"""Tests bot.queueing: who waits for a person moves in the queue by words."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core import call_back_wording, queue_wording
from core.conversation import Conversation
from core.store.call_backs import CallBackStore
from core.store.teams import TeamStore
from core.teams import Team
from tests.bot.rasa_calls import Told, tell
from tests.fakes.office import HOTLINE, Office, say

MOBILE = "13800138000"


class Waiter:
    """Be a citizen who waits for a person."""

    def __init__(self, office: Office, conversation: Conversation) -> None:
        self.office = office
        self.conversation = conversation

    async def says(self, text: str, act: Act = Act.NOT_UNDERSTOOD) -> Told:
        """Say something, as Rasa passes it on; the answer is remembered as it would be."""
        told = await tell(self.office, self.conversation, text, act)
        await self.office.conversations.remember(self.conversation.id, last_reply=told.text)
        return told

    async def waits(self) -> bool:
        """Tell whether they wait still."""
        return await self.office.video_desk.place_of(self.conversation.id) is not None

    async def team(self) -> str | None:
        """Return the team that they wait for."""
        place = await self.office.video_desk.place_of(self.conversation.id)
        assert place is not None
        return place.team

    async def called(self) -> list[str]:
        """Return the numbers that will be called."""
        store = CallBackStore(self.office.database, places=1, hotline=HOTLINE)
        return [one.phone for one in await store.of_conversation(self.conversation.id)]


@pytest.fixture
async def waiter(office: Office) -> Waiter:
    conversation = await office.opened()
    await office.assistant_with(office.video_desk).answer(say(conversation, "转人工"))
    return Waiter(office, conversation)


async def teams(office: Office) -> None:
    store = TeamStore(office.database)
    for team in (Team("yantai", "烟台班组", regions=("烟台市",)), Team("chronic", "慢特病组")):
        await store.put(team, "1001", office.clock())


async def test_the_place_and_the_minutes_are_told_when_asked_for(waiter: Waiter) -> None:
    told = await waiter.says("还要等多久", Act.ASK_TIME_LIMIT)

    assert told.text == queue_wording.NEXT
    assert told.choices == [queue_wording.CALL_BACK_CHOICE, queue_wording.LEAVE_CHOICE]


@pytest.mark.parametrize("choice", [queue_wording.CALL_BACK_CHOICE, queue_wording.LEAVE_CHOICE])
async def test_what_is_offered_to_who_waits_is_understood(waiter: Waiter, choice: str) -> None:
    told = await waiter.says(choice)

    assert [one.endswith("打给我") for one in told.choices][:2] == [True, True]


async def test_who_waits_no_more_leaves_and_is_offered_a_call(waiter: Waiter) -> None:
    told = await waiter.says("不排队了", Act.CANCEL)

    assert not await waiter.waits()
    assert told.text.startswith("好的，不排队了。")
    assert queue_wording.LEFT not in [str(e.get("text")) for _, e in waiter.office.channel.events]
    first, _ = told.choices
    await waiter.says(first)
    await waiter.says(MOBILE)
    assert await waiter.called() == [MOBILE]


async def test_who_books_a_call_while_waiting_waits_no_more(waiter: Waiter) -> None:
    offered = await waiter.says("给我回电话", Act.HANDOVER_PHONE)
    assert await waiter.waits()

    await waiter.says(offered.choices[0])
    done = await waiter.says(MOBILE)

    assert await waiter.called() == [MOBILE]
    assert not await waiter.waits()
    assert done.text.endswith(queue_wording.LEFT_FOR_CALL)


async def test_a_team_is_chosen_by_its_region_and_the_place_is_told(waiter: Waiter) -> None:
    await teams(waiter.office)

    told = await waiter.says("找烟台的", Act.SET_REGION)

    assert await waiter.team() == "yantai"
    assert told.text == queue_wording.TEAM_CHOSEN.format(team="烟台班组") + queue_wording.NEXT


async def test_the_teams_are_named_and_every_choice_is_understood(waiter: Waiter) -> None:
    await teams(waiter.office)

    told = await waiter.says("换一个班组")
    chosen = [await waiter.says(choice) for choice in told.choices[:-1]]
    team = await waiter.team()
    anybody = await waiter.says(told.choices[-1])

    assert told.choices == ["找慢特病组", "找烟台班组", "谁都行"]
    assert all("来接待您" in one.text for one in chosen)
    assert team == "yantai"
    assert await waiter.team() is None
    assert anybody.text.startswith(queue_wording.ANYBODY_CHOSEN)


async def test_where_there_are_no_teams_that_is_said(waiter: Waiter) -> None:
    told = await waiter.says("换一个班组")

    assert told.text == queue_wording.NO_TEAMS


async def test_who_does_not_wait_asks_about_something_else(office: Office) -> None:
    other = Waiter(office, await office.opened())

    told = await other.says("还要等多久", Act.ASK_TIME_LIMIT)
    left = await other.says("不排队了", Act.CANCEL)

    assert queue_wording.NEXT not in told.text
    assert not left.text.startswith("好的，不排队了")


async def test_a_call_can_be_booked_without_waiting(office: Office) -> None:
    other = Waiter(office, await office.opened())

    offered = await other.says("让工作人员给我打个电话吧", Act.HANDOVER_PHONE)
    which = await other.says(offered.choices[0])
    done = await other.says(MOBILE)

    assert offered.choices[-1] == "转人工"
    assert "打哪个号码" in which.text
    assert queue_wording.LEFT_FOR_CALL not in done.text
    assert call_back_wording.BOOKED[:3] == done.text[:3]
    assert await other.called() == [MOBILE]


async def test_who_needs_nobody_after_all_leaves_the_queue_and_keeps_the_form(
    waiter: Waiter,
) -> None:
    draft = await waiter.office.drafted(waiter.conversation)

    told = await waiter.says("不用了", Act.CANCEL)

    assert told.text == queue_wording.LEFT
    assert not await waiter.waits()
    assert await waiter.office.applications.in_hand(waiter.conversation.id) == draft
