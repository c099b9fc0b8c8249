"""Tests bot.actions and what it carries out, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from bot.call import call_from_json
from core import form_wording, wording
from core.applications import Application, Phase
from core.contracts import ItemGuess
from core.tables import remarks
from tests.bot.rasa_calls import Told, rasa_body, tell
from tests.fakes.engines import found, passage
from tests.fakes.office import CATALOGUE, CHANGE, CONTRACT, TRAVEL, Office
from tests.sample_fields import WOMAN

FORM = "application_form"


def loops(told: Told) -> list[object]:
    return [event["name"] for event in told.events if event["event"] == "active_loop"]


def slot(told: Told) -> list[object]:
    return [e["value"] for e in told.events if e["name"] == "application_answer"]


async def test_naming_an_item_opens_its_application_and_the_form_of_rasa(office: Office) -> None:
    conversation = await office.opened()

    told = await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    assert (draft.item_code, draft.awaiting) == (CONTRACT, "name")
    assert loops(told) == [FORM]
    assert (told.turn["state"], told.turn["awaiting"]) == ("filling", "name")


async def test_a_value_is_stored_and_the_form_goes_on(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "我叫王秀英", Act.GIVE_INFORMATION)

    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    assert draft.fields == {"name": "王秀英"}
    assert (loops(told), slot(told)) == ([], [None])


async def test_dropping_the_application_ends_the_form_of_rasa(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "不办了", Act.CANCEL)

    assert slot(told) == ["over"]
    assert told.turn["state"] == "cancelled"
    assert await office.applications.in_hand(conversation.id) is None


async def test_a_form_that_rasa_forgot_is_opened_again(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)
    body = rasa_body(f"{conversation.id}.1", "王秀英", Act.GIVE_INFORMATION)  # a new session

    told = Told(await office.actions.run(call_from_json(body)))

    assert loops(told) == [FORM]
    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    assert draft.fields == {"name": "王秀英"}


async def test_a_form_that_is_over_in_the_database_is_closed_in_rasa(office: Office) -> None:
    conversation = await office.opened()
    body = rasa_body(f"{conversation.id}.0", "谢谢", Act.THANKS, in_form=True)

    told = Told(await office.actions.run(call_from_json(body)))

    assert slot(told) == ["over"]
    assert told.text == wording.THANKS


async def test_the_second_call_for_the_same_message_says_nothing(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)
    body = rasa_body(
        f"{conversation.id}.0",
        "我想办签约",
        Act.START_APPLICATION,
        in_form=True,
        acted=("action_start_application",),
    )

    told = Told(await office.actions.run(call_from_json(body)))

    assert (told.answers, slot(told)) == (0, [None])


async def test_the_warm_up_touches_nothing(office: Office) -> None:
    told = Told(await office.actions.run(call_from_json(rasa_body("warm-up.0", "您好", Act.GREET))))

    assert told.answers == 1
    assert (office.retriever.asked, office.finder.asked) == ([], [])


async def test_the_whole_item_ends_with_a_receipt(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "慢特病换医院", Act.START_APPLICATION)
    for text in ("王秀英", WOMAN, "高血压", "县医院", "市中医院", "13800138000"):
        await tell(office, conversation, text, Act.GIVE_INFORMATION)

    told = await tell(office, conversation, "确认", Act.AFFIRM)

    (filed,) = await office.applications.submitted(conversation.id)
    assert filed.phase is Phase.SUBMITTED
    assert str(filed.number) in told.text
    assert str(filed.due) == "2026-12-22"  # one working day
    assert (told.turn["state"], slot(told)) == ("submitted", ["over"])


async def test_a_side_question_is_answered_and_the_open_question_asked_again(
    office: Office,
) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)
    office.retriever.knows["门诊能报多少？"] = found(passage())

    told = await tell(office, conversation, "门诊能报多少？", Act.POLICY_QUESTION)

    prompt = CATALOGUE.item(CONTRACT).field("name").prompt
    assert "百分之五十" in told.text
    assert told.text.endswith(prompt)
    assert told.reply["sources"]
    assert (told.turn["handled"], told.turn["state"]) == ("answer", "filling")


async def test_another_item_puts_the_one_in_hand_aside(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "我要办异地备案", Act.START_APPLICATION)

    in_hand = await office.applications.in_hand(conversation.id)
    parked = await office.applications.parked(conversation.id)
    assert in_hand is not None
    assert parked is not None
    assert (in_hand.item_code, parked.item_code) == (TRAVEL, CONTRACT)
    assert told.text.startswith(form_wording.PARKED_FOR_OTHER.format(item="门诊统筹签约"))


async def test_what_was_put_aside_goes_on_where_it_stopped(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)
    await tell(office, conversation, "王秀英", Act.GIVE_INFORMATION)
    await tell(office, conversation, "先放着", Act.PARK_APPLICATION)

    told = await tell(office, conversation, "接着办", Act.RESUME_APPLICATION)

    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    assert (draft.fields, draft.awaiting) == ({"name": "王秀英"}, "id_number")
    assert loops(told) == [FORM]


async def test_two_items_that_may_be_meant_are_asked_about(office: Office) -> None:
    conversation = await office.opened()
    office.finder.words = {"办": ItemGuess(CONTRACT, 0.9), "我": ItemGuess(CHANGE, 0.88)}

    told = await tell(office, conversation, "我要办", Act.START_APPLICATION)

    assert told.text.startswith(wording.ASK_WHICH_ITEM)
    assert await office.applications.in_hand(conversation.id) is None


async def test_an_unsure_act_gives_way_to_an_item_that_is_surely_named(office: Office) -> None:
    conversation = await office.opened()

    await tell(office, conversation, "签约那个事", Act.COMPLAIN, confidence=0.3)

    assert await office.applications.in_hand(conversation.id) is not None
    assert await office.rows(remarks) == []


async def test_an_unsure_act_gives_way_to_a_reviewed_source(office: Office) -> None:
    conversation = await office.opened()
    office.retriever.knows["门诊能报多少？"] = found(passage())

    told = await tell(office, conversation, "门诊能报多少？", Act.ABUSE, confidence=0.3)

    assert "百分之五十" in told.text


async def test_an_unsure_act_that_nothing_contradicts_is_believed(office: Office) -> None:
    told = await tell(office, await office.opened(), "嗯谢了", Act.THANKS, confidence=0.3)

    assert told.text == wording.THANKS


@pytest.mark.parametrize(
    ("act", "channel"),
    [
        (Act.HUMAN_AGENT, "text"),
        (Act.HANDOVER_VIDEO, "video"),
    ],
)
async def test_a_call_for_a_person_is_heard_even_when_unsure_and_inside_a_form(
    office: Office, act: Act, channel: str
) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)
    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    await office.applications.save(replace(draft, awaiting="institution"), office.clock())

    told = await tell(office, conversation, "叫个人来跟我说说话吧", act, confidence=0.5)

    assert told.reply["wants_human"] is True
    assert told.turn["handoff"] == {"channel": channel, "item": None, "fields": {}}


async def test_an_emergency_is_answered_at_once(office: Office) -> None:
    told = await tell(office, await office.opened(), "我爸晕倒了", Act.EMERGENCY, confidence=0.2)

    assert told.text == wording.EMERGENCY
    assert office.retriever.asked == []


async def test_the_second_miss_in_a_row_wants_a_person(office: Office) -> None:
    conversation = await office.opened()
    first = await tell(office, conversation, "呜哩哇啦", Act.NOT_UNDERSTOOD)
    await office.conversations.record_answer(
        replace(conversation, misses=1),
        (await office.conversations.lines_after(conversation.id, 0))[0],
        {
            "channel": "web",
            "status": "asked_back",
            "handled": "clarify",
            "confidence": 0.1,
            "milliseconds": 1,
        },
    )

    second = await tell(office, conversation, "呜哩哇啦", Act.NOT_UNDERSTOOD)

    assert (first.text, first.reply["wants_human"]) == (wording.UNDERSTAND_FAILED, False)
    assert second.reply["wants_human"] is True


async def test_acting_for_the_mother_is_noted_in_the_application(office: Office) -> None:
    conversation = await office.opened()

    told = await tell(office, conversation, "替我妈办签约", Act.ACT_FOR_FAMILY)

    assert told.turn["delegate"] == "母亲"
    assert "代办人身份证件" in told.text


async def test_a_complaint_is_stored_masked_and_numbered(office: Office) -> None:
    conversation = await office.opened()

    told = await tell(office, conversation, "我要投诉，我电话13800138000", Act.COMPLAIN)

    (row,) = await office.rows(remarks)
    assert (row["kind"], row["text"]) == ("complaint", "我要投诉，我电话138****8000")
    assert str(row["number"]) in told.text


async def test_naming_the_item_in_hand_again_asks_the_open_question_once(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "我要办签约", Act.START_APPLICATION)

    assert told.text.count("第1项") == 1


async def test_a_yes_whose_answer_was_lost_gets_the_same_receipt(office: Office) -> None:
    conversation = await office.opened()
    fields = {"name": "王秀英", "id_number": WOMAN, "mobile": "13800138000"}
    filed = Application("a1", conversation.id, CONTRACT, Phase.CONFIRMING, fields)
    await office.drafted(conversation, filed)
    now = office.clock()
    accepted = await office.applications.submit(filed, now, now.date(), None)
    await office.conversations.remember(
        conversation.id, last_reply="都填好了。" + form_wording.READ_BACK_ENDS
    )

    told = await tell(office, conversation, "确认", Act.AFFIRM)

    assert accepted.number is not None
    assert accepted.number in told.text
