"""Tests that little is made of what was hardly understood."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core import wording
from core.contracts import ItemGuess
from core.messages import Status
from tests.bot.rasa_calls import tell
from tests.fakes.office import CATALOGUE, CHANGE, CONTRACT, Office


async def test_what_is_hardly_out_of_scope_is_not_said_to_be_none_of_ours(office: Office) -> None:
    told = await tell(
        office, await office.opened(), "那差几年咋办", Act.OUT_OF_SCOPE, confidence=0.45
    )

    assert told.reply["status"] == Status.NO_SOURCE_FOUND


async def test_what_is_surely_out_of_scope_is_declined(office: Office) -> None:
    told = await tell(
        office, await office.opened(), "今天天气咋样", Act.OUT_OF_SCOPE, confidence=0.95
    )

    assert told.text == wording.OUT_OF_SCOPE


@pytest.mark.parametrize("act", [Act.FEEDBACK, Act.COMPLAIN, Act.WITHDRAW_APPLICATION])
async def test_nothing_is_written_down_on_a_guess(office: Office, act: Act) -> None:
    told = await tell(office, await office.opened(), "卡坏了", act, confidence=0.35)

    assert told.text == wording.UNDERSTAND_FAILED


async def test_items_that_are_hardly_meant_are_not_asked_about(office: Office) -> None:
    office.finder.words = {"丢": ItemGuess(CONTRACT, 0.22), "卡": ItemGuess(CHANGE, 0.11)}

    told = await tell(office, await office.opened(), "医保卡丢了咋办", Act.ASK_STEPS)

    assert told.reply["status"] == Status.NO_SOURCE_FOUND


async def test_what_is_said_once_more_inside_a_form_asks_its_question_once(office: Office) -> None:
    conversation = await office.opened()
    asked = await tell(office, conversation, "我要签约", Act.START_APPLICATION)
    await office.conversations.remember(
        conversation.id, last_question="签约", last_reply=asked.text
    )

    told = await tell(office, conversation, "听不懂，简单点说", Act.PLAIN_WORDS)

    prompt = CATALOGUE.item(CONTRACT).fields[0].prompt
    assert told.text.count(prompt) == 1
    assert told.text.endswith(prompt)


@pytest.mark.parametrize(
    "text", ["老伴高血压要长年吃药，能多报点不", "糖尿病打胰岛素医保给报吗", "放支架要自费多少"]
)
async def test_what_an_illness_costs_is_looked_up_though_it_sounds_medical(
    office: Office, text: str
) -> None:
    told = await tell(office, await office.opened(), text, Act.MEDICAL_ADVICE, confidence=0.95)

    assert told.reply["status"] == Status.NO_SOURCE_FOUND


async def test_what_to_take_for_an_illness_is_declined(office: Office) -> None:
    said = "老伴高血压，这药要不要加一片"
    told = await tell(office, await office.opened(), said, Act.MEDICAL_ADVICE, confidence=0.95)

    assert told.text == wording.MEDICAL_ADVICE


@pytest.mark.parametrize(
    ("said", "taken_for"),
    [
        ("断交了三个月还能补不", Act.MISSING_PAPERS),
        ("俺这个高血压的药在村里能拿不", Act.MEDICAL_ADVICE),
    ],
)
async def test_what_is_hardly_about_papers_or_an_illness_is_looked_up(
    office: Office, said: str, taken_for: Act
) -> None:
    told = await tell(office, await office.opened(), said, taken_for, confidence=0.4)

    assert told.reply["status"] == Status.NO_SOURCE_FOUND
