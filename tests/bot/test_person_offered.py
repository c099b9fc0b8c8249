"""Tests that the yes and the no to a person who was offered are heard as that."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.person_offered import takes_person
from core import form_wording, wording
from core.applications import Application, Phase
from tests.bot.rasa_calls import tell
from tests.fakes.office import CONTRACT, Office


@pytest.mark.parametrize("text", ["要", "好的", "行", "转吧", "那就帮我找个人吧", "嗯", "1"])
def test_a_yes_takes_the_person(text: str) -> None:
    assert takes_person(wording.EMERGENCY, text) is True


@pytest.mark.parametrize("text", ["不用", "不要了", "先不用"])
def test_a_no_leaves_the_person(text: str) -> None:
    assert takes_person(wording.EMERGENCY, text) is False


@pytest.mark.parametrize("text", ["我爸在家", "王秀英", "门诊能报多少", "要多久"])
def test_anything_else_is_neither(text: str) -> None:
    assert takes_person(wording.EMERGENCY, text) is None


def test_where_nobody_was_offered_a_yes_is_for_something_else() -> None:
    assert takes_person("都对的话，请说“确认”。", "好的") is None
    assert takes_person(None, "好的") is None


def test_the_first_choice_of_a_form_is_no_yes_to_its_offer() -> None:
    asked = "没有听准。" + form_wording.THREE_TRIES

    assert takes_person(asked, "1") is None
    assert takes_person(asked, "要") is True


async def test_a_yes_after_an_emergency_does_not_file_what_was_read_back(office: Office) -> None:
    conversation = await office.opened()
    filled = {"name": "王秀英"}
    draft = Application("a1", conversation.id, CONTRACT, phase=Phase.CONFIRMING, fields=filled)
    await office.drafted(conversation, draft)
    await office.conversations.remember(conversation.id, last_reply=wording.EMERGENCY)

    told = await tell(office, conversation, "好的", Act.AFFIRM)

    assert told.reply["wants_human"] is True
    assert await office.applications.in_hand(conversation.id) == draft


async def test_a_no_goes_on_with_the_form(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)
    await office.conversations.remember(
        conversation.id, last_reply="没有听准。" + form_wording.THREE_TRIES
    )

    told = await tell(office, conversation, "不用", Act.DENY)

    assert told.text.startswith(wording.GO_ON_IN_FORM)
    assert told.turn["awaiting"] == "id_number"
