"""Tests what is asked back where a few words could mean several matters, or none."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core import wording
from core.contracts import Found, ItemGuess, Verdict
from core.messages import Status
from tests.bot.rasa_calls import tell
from tests.core.policies import NATION, YANTAI
from tests.fakes.office import CATALOGUE, CHANGE, CONTRACT, Office

RULE = Found(Verdict.FOUND, (YANTAI,), None)


async def test_a_bare_name_that_fits_several_matters_is_asked_about(office: Office) -> None:
    office.finder.words = {"签": ItemGuess(CONTRACT, 0.5), "签约": ItemGuess(CHANGE, 0.45)}

    told = await tell(office, await office.opened(), "签约", Act.POLICY_QUESTION, confidence=0.4)

    assert told.text.startswith(wording.ASK_WHICH_ITEM)


async def test_a_name_before_the_matter_is_chosen_asks_for_the_matter_again(
    office: Office,
) -> None:
    conversation = await office.opened()
    names = [CATALOGUE.item(code).name for code in (CONTRACT, CHANGE)]
    asked = wording.ASK_WHICH_ITEM + wording.numbered(names)
    await office.conversations.remember(conversation.id, last_reply=asked)

    told = await tell(office, conversation, "她叫刘淑珍", Act.GIVE_INFORMATION)

    assert told.text == wording.FIRST_WHICH + asked
    assert told.choices == names


async def test_a_local_rule_is_not_told_as_everybodys(office: Office) -> None:
    office.retriever.knows["转诊管多久"] = RULE

    nowhere = await tell(office, await office.opened(), "转诊管多久", Act.POLICY_QUESTION)
    there = await tell(
        office, await office.opened(region="烟台市"), "转诊管多久", Act.POLICY_QUESTION
    )

    assert wording.OTHERWISE in nowhere.text
    assert wording.OTHERWISE not in there.text


async def test_the_rule_of_the_nation_holds_everywhere(office: Office) -> None:
    office.retriever.knows["转诊管多久"] = Found(Verdict.FOUND, (NATION,), None)

    told = await tell(office, await office.opened(), "转诊管多久", Act.POLICY_QUESTION)

    assert wording.OTHERWISE not in told.text


async def test_saying_where_one_lives_does_not_repeat_the_rule_just_told(office: Office) -> None:
    conversation = await office.opened()
    office.retriever.knows["转诊管多久"] = RULE
    await tell(office, conversation, "转诊管多久", Act.POLICY_QUESTION)

    told = await tell(office, conversation, "我是天津的", Act.SET_REGION)

    assert told.text == wording.REGION_SET.format(region="天津市")


async def test_a_long_story_is_not_looked_up_in_a_table(office: Office) -> None:
    story = "老伴在县医院住了二十多天，" * 6

    await tell(office, await office.opened(), story, Act.POLICY_QUESTION)

    assert office.look_ups.asked == []


async def test_where_a_matter_is_done_is_about_the_one_in_hand(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)

    told = await tell(office, conversation, "村里能不能办", Act.ASK_WHERE)

    assert told.text.startswith(CATALOGUE.item(CONTRACT).name)


async def test_a_question_that_names_a_place_is_answered(office: Office) -> None:
    conversation = await office.opened()
    asked = "从青岛转到天津，得跑回青岛一趟吗"
    office.retriever.knows[asked] = Found(Verdict.FOUND, (NATION,), None)

    told = await tell(office, conversation, asked, Act.SET_REGION)

    assert NATION.plain in told.text


@pytest.mark.parametrize("text", ["要带什么材料", "多少钱"])
async def test_a_first_question_that_names_nothing_is_not_answered_with_anything(
    office: Office, text: str
) -> None:
    told = await tell(office, await office.opened(), text, Act.POLICY_QUESTION)

    assert office.retriever.asked == []
    assert told.reply["status"] == Status.NO_SOURCE_FOUND.value


async def test_of_two_places_the_one_of_the_insurance_counts(office: Office) -> None:
    conversation = await office.opened()

    await tell(office, conversation, "她在青岛住院，参保在天津", Act.SET_REGION)

    assert (await office.conversations.conversation(conversation.id)).region == "天津市"
