"""Tests bot.item_questions, and how bot.applying tells the progress of what was filed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.acts import Act
from core import form_wording, wording
from core.applications import Application, Phase
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from tests.bot.rasa_calls import tell
from tests.fakes.office import CATALOGUE, CONTRACT, Office, say
from tests.sample_fields import ENDS_IN_X, WOMAN

ITEM = CATALOGUE.item(CONTRACT)


async def filed(office: Office, conversation: Conversation, id_number: str = WOMAN) -> str:
    ready = Application(
        "a1", conversation.id, CONTRACT, phase=Phase.CONFIRMING, fields={"id_number": id_number}
    )
    await office.drafted(conversation, ready)
    done = await office.applications.submit(ready, office.clock(), office.clock().date(), None)
    assert done.number is not None
    return done.number


@pytest.mark.parametrize(
    ("act", "text", "part"),
    [
        (Act.ASK_MATERIALS, "签约要带什么", ITEM.materials[0].name),
        (Act.ASK_TIME_LIMIT, "签约几天能办好", ITEM.time_limit.text),
        (Act.ASK_WHERE, "签约去哪办", ITEM.ways[-1].where),
        (Act.ASK_ELIGIBILITY, "谁能签约", ITEM.who),
        (Act.ASK_STEPS, "签约怎么弄", ITEM.steps[0]),
    ],
)
async def test_each_question_has_its_part_of_the_item_with_the_source(
    office: Office, act: Act, text: str, part: str
) -> None:
    told = await tell(office, await office.opened(), text, act)

    assert part in told.text
    assert told.turn["item"] == ITEM.name
    assert "items#YB-SL-0101" in str(told.reply["sources"])


async def test_a_question_without_a_name_means_the_item_talked_about_last(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "签约要带什么", Act.ASK_MATERIALS)

    conversation = await office.conversations.conversation(conversation.id)
    told = await tell(office, conversation, "那几天能办好？", Act.ASK_TIME_LIMIT)

    assert told.text.startswith(f"{ITEM.name}：{ITEM.time_limit.text}")


async def test_a_question_without_a_name_means_the_application_in_hand(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "要带什么材料？", Act.ASK_MATERIALS)

    assert told.text.startswith(f"{ITEM.name}：要准备")
    assert told.text.endswith(ITEM.field("name").prompt)


async def test_a_question_without_a_name_and_without_a_context_is_asked_back(
    office: Office,
) -> None:
    told = await tell(office, await office.opened(), "要带什么材料？", Act.ASK_MATERIALS)

    assert told.text.startswith(wording.ASK_WHICH_ITEM)
    assert told.choices[0].endswith("的办理材料")


async def test_a_question_about_what_is_not_offered_is_not_answered_from_the_context(
    office: Office,
) -> None:
    conversation = await office.opened()
    await office.conversations.remember(conversation.id, last_item=CONTRACT)

    told = await tell(office, conversation, "生育津贴要带什么材料", Act.ASK_MATERIALS)

    assert told.reply["status"] == "no_source_found"


async def test_a_yes_after_an_explanation_starts_the_item(office: Office) -> None:
    conversation = await office.opened()
    explained = Answer(Reply(f"{ITEM.name}：即时办结。", Status.ANSWERED), Turn(Handled.ANSWER))
    office.dialogue.answers = [explained]
    await office.assistant.answer(say(conversation, "签约几天"))
    await office.conversations.remember(conversation.id, last_item=CONTRACT)

    await tell(office, conversation, "好的", Act.AFFIRM)

    assert await office.applications.in_hand(conversation.id) is not None


async def test_the_owner_sees_the_progress_without_a_number(office: Office) -> None:
    conversation = await office.opened()
    number = await filed(office, conversation)

    told = await tell(office, conversation, "我的办到哪了", Act.QUERY_PROGRESS)

    assert number in told.text
    assert form_wording.PHASES["submitted"] in told.text


async def test_a_receipt_number_alone_shows_a_stranger_nothing(office: Office) -> None:
    number = await filed(office, await office.opened())

    told = await tell(office, await office.opened(), f"查{number}", Act.QUERY_PROGRESS)

    assert told.text == form_wording.PROGRESS_NOT_YOURS


@pytest.mark.parametrize(
    "said",
    [
        "{number} 0000",
        "{number}，身份证后四位9999",
        "{number} 0000 {tail}",  # one try for each message
        "{number}{tail}",
    ],
)
async def test_a_number_with_the_wrong_tail_shows_a_stranger_nothing(
    office: Office, said: str
) -> None:
    number = await filed(office, await office.opened())
    text = said.format(number=number, tail=WOMAN[-4:])

    told = await tell(office, await office.opened(), text, Act.QUERY_PROGRESS)

    assert ITEM.name not in told.text


@pytest.mark.parametrize(
    "said", ["{number} {tail}", "{number}，{tail}", "受理号{number}后四位{tail}"]
)
@pytest.mark.parametrize("id_number", [WOMAN, ENDS_IN_X])
async def test_a_number_with_the_right_tail_shows_the_progress(
    office: Office, said: str, id_number: str
) -> None:
    number = await filed(office, await office.opened(), id_number)
    text = said.format(number=number, tail=id_number[-4:].lower())

    told = await tell(office, await office.opened(), text, Act.QUERY_PROGRESS)

    assert ITEM.name in told.text
    assert number in told.text


async def test_a_number_that_nobody_got_is_refused_like_a_stranger(office: Office) -> None:
    told = await tell(office, await office.opened(), "20261221999997 1234", Act.QUERY_PROGRESS)

    assert ITEM.name not in told.text


async def test_what_is_not_yet_filed_tells_what_is_missing(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(
        conversation,
        Application("a1", conversation.id, CONTRACT, fields={"name": "王秀英"}, awaiting="mobile"),
    )
    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    await office.applications.save(draft.moved_to(Phase.PARKED), office.clock())

    told = await tell(office, conversation, "查进度", Act.QUERY_PROGRESS)

    assert told.text == form_wording.PROGRESS_UNFINISHED.format(
        item=ITEM.name, missing="身份证号、手机号、签约机构"
    )


async def test_the_day_of_submission_is_the_day_on_the_wall(office: Office) -> None:
    office.clock.pass_by(timedelta(hours=-3))  # 7:00 in Shanghai is the day before in UTC
    conversation = await office.opened()
    await filed(office, conversation)

    told = await tell(office, conversation, "查进度", Act.QUERY_PROGRESS)

    assert "2026年12月21日提交" in told.text


async def test_the_receipt_number_stays_readable_in_what_is_stored(office: Office) -> None:
    conversation = await office.opened()
    number = await filed(office, conversation)
    told = await tell(office, conversation, "查进度", Act.QUERY_PROGRESS)
    office.dialogue.answers = [Answer(Reply(told.text, Status.ANSWERED), Turn(Handled.ANSWER))]

    await office.assistant.answer(say(conversation, "查进度"))

    line = (await office.conversations.lines_after(conversation.id, 2))[-1]
    assert number in line.text


async def test_filing_the_same_item_again_shows_the_first_receipt(office: Office) -> None:
    conversation = await office.opened()
    number = await filed(office, conversation)

    told = await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    assert told.text == form_wording.START_DUPLICATE.format(item=ITEM.name, number=number)
    assert await office.applications.in_hand(conversation.id) is None


async def test_after_five_wrong_tails_even_the_right_one_shows_nothing(office: Office) -> None:
    number = await filed(office, await office.opened())
    stranger = await office.opened()
    for tail in ("0001", "0002", "0003", "0004", "0005"):
        await tell(office, stranger, f"{number} {tail}", Act.QUERY_PROGRESS)

    told = await tell(office, await office.opened(), f"{number} {WOMAN[-4:]}", Act.QUERY_PROGRESS)

    assert told.text == form_wording.PROGRESS_NOT_YOURS


async def test_wrong_tails_do_not_keep_the_owner_from_the_application(office: Office) -> None:
    conversation = await office.opened()
    number = await filed(office, conversation)
    stranger = await office.opened()
    for tail in ("0001", "0002", "0003", "0004", "0005", "0006"):
        await tell(office, stranger, f"{number} {tail}", Act.QUERY_PROGRESS)

    told = await tell(office, conversation, f"{number}", Act.QUERY_PROGRESS)

    assert form_wording.PHASES["submitted"] in told.text
