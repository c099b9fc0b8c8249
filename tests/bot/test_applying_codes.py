"""Tests bot.resuming: an application put aside in one conversation goes on in another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acts import Act
from bot.resuming import id_tail_in, resume_code_in
from core import resuming_wording
from core.conversation import Conversation
from core.messages import Answer
from core.store.guesses import MOST
from core.tables import audit, resume_codes
from tests.bot.small_items import CONTRACT, TRAVEL
from tests.bot.small_office import SmallOffice, call_of
from tests.bot.small_office import small as small
from tests.sample_fields import WOMAN

TAIL = WOMAN[-4:]


async def parked(small: SmallOffice, *texts: str) -> Answer:
    """Put an application aside in a conversation of its own."""
    conversation = await small.opened()
    await small.says(conversation, "我想办签约", *texts)
    return await small.says(conversation, "先放着", act=Act.PARK_APPLICATION)


async def says_code(small: SmallOffice, conversation: Conversation, text: str) -> Answer:
    answer = await small.applying.resume_if_code(conversation, call_of(conversation, text))
    assert answer is not None
    return answer


async def test_putting_aside_gives_a_code_to_go_on_elsewhere(small: SmallOffice) -> None:
    answer = await parked(small, "王秀英")

    assert "接续码 123 456" in answer.reply.text
    assert "1 2 3，4 5 6" in answer.reply.spoken
    (card,) = answer.reply.cards
    assert (card.kind, card.rows[0].value) == ("code", "123 456")


async def test_the_code_is_stored_as_a_hash_only(small: SmallOffice) -> None:
    await parked(small, "王秀英")

    assert "123456" not in str(await small.rows(resume_codes)) + str(await small.rows(audit))


@pytest.mark.parametrize("text", ["换到电话上办", "我换个微信接着填", "改到窗口办吧"])
async def test_going_elsewhere_puts_the_application_aside(small: SmallOffice, text: str) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")

    answer = await small.says(conversation, text)

    assert answer.reply.cards[0].kind == "code"
    assert await small.applications.in_hand(conversation.id) is None


async def test_without_an_id_number_the_code_alone_moves_the_application(
    small: SmallOffice,
) -> None:
    await parked(small, "王秀英")
    phone = await small.opened()

    answer = await says_code(small, phone, "123456")

    draft = await small.in_hand(phone)
    assert draft.fields == {"name": "王秀英"}
    assert answer.turn.awaiting == "id_number"
    assert answer.reply.text.startswith("找到了，“门诊统筹签约”您填过的都在")


async def test_with_an_id_number_its_last_four_are_asked_first(small: SmallOffice) -> None:
    await parked(small, "王秀英", WOMAN)
    phone = await small.opened()

    asked = await says_code(small, phone, "接着办，接续码123 456")
    moved = await says_code(small, phone, TAIL)

    assert asked.reply.text == resuming_wording.ASK_TAIL.format(of="身份证号")
    assert moved.turn.awaiting == "mobile"
    assert (await small.in_hand(phone)).fields["id_number"] == WOMAN


async def test_with_a_mobile_number_but_no_id_number_its_last_four_are_asked(
    small: SmallOffice,
) -> None:
    await parked(small, "王秀英")
    draft = await small.applications.parked("c1")
    assert draft is not None
    known = replace(draft, fields={**draft.fields, "mobile": "13800138000"})
    await small.applications.save(known, small.clock())
    stranger = await small.opened()

    asked = await says_code(small, stranger, "123456")
    wrong = await says_code(small, stranger, "手机号后四位是9999")
    unmoved = await small.applications.in_hand(stranger.id)
    await says_code(small, stranger, "8000")

    assert asked.reply.text == resuming_wording.ASK_TAIL.format(of="手机号")
    assert wrong.reply.text == resuming_wording.WRONG_TAIL.format(of="手机号")
    assert unmoved is None
    assert (await small.in_hand(stranger)).fields["mobile"] == "13800138000"


async def test_what_a_photograph_told_is_not_shown_to_who_has_only_the_code(
    small: SmallOffice,
) -> None:
    await parked(small, "王秀英")
    draft = await small.applications.parked("c1")
    assert draft is not None
    await small.applications.save(replace(draft, offered={"id_number": WOMAN}), small.clock())
    stranger = await small.opened()

    asked = await says_code(small, stranger, "123456")

    assert asked.reply.text == resuming_wording.ASK_TAIL.format(of="身份证号")
    assert await small.applications.in_hand(stranger.id) is None


async def test_who_guesses_codes_in_ever_new_conversations_is_stopped_too(
    small: SmallOffice,
) -> None:
    await parked(small, "王秀英")
    guesser = [await small.opened(source="address:203.0.113.9") for _ in range(MOST // 5)]
    for one in guesser:
        for n in range(5):
            await says_code(small, one, f"99999{n}")
    fresh = await small.opened(source="address:203.0.113.9")
    elsewhere = await small.opened(source="address:203.0.113.10")

    refused = await says_code(small, fresh, "123456")
    await says_code(small, elsewhere, "123456")

    assert refused.reply.text == resuming_wording.TOO_MANY
    assert (await small.in_hand(elsewhere)).fields == {"name": "王秀英"}


async def test_code_and_tail_in_one_sentence_are_enough(small: SmallOffice) -> None:
    await parked(small, "王秀英", WOMAN)
    phone = await small.opened()

    answer = await says_code(small, phone, f"接着办123456，后四位{TAIL}")

    assert answer.turn.awaiting == "mobile"


async def test_moving_is_written_down_and_the_code_works_once(small: SmallOffice) -> None:
    await parked(small, "王秀英")
    phone, other = await small.opened(), await small.opened()
    await says_code(small, phone, "123456")

    again = await says_code(small, other, "123456")

    assert again.reply.text == resuming_wording.WRONG_CODE
    assert [row["action"] for row in await small.rows(audit)].count("moved") == 2
    assert await small.applications.in_hand(other.id) is None


async def test_a_wrong_tail_moves_nothing_and_after_five_nothing_does(small: SmallOffice) -> None:
    await parked(small, "王秀英", WOMAN)
    stranger = await small.opened()
    await says_code(small, stranger, "123456")

    answers = [(await says_code(small, stranger, f"000{n}")).reply.text for n in range(1, 7)]
    right = await says_code(small, stranger, TAIL)

    wrong = resuming_wording.WRONG_TAIL.format(of="身份证号")
    assert answers == [wrong] * 5 + [resuming_wording.TOO_MANY]
    assert right.reply.text == resuming_wording.TOO_MANY
    assert await small.applications.in_hand(stranger.id) is None


async def test_five_wrong_codes_a_day_close_the_conversation_to_codes(small: SmallOffice) -> None:
    await parked(small, "王秀英")
    stranger = await small.opened()

    wrong = [(await says_code(small, stranger, f"00000{n}")).reply.text for n in range(5)]
    closed = await says_code(small, stranger, "123456")
    small.clock.pass_by(timedelta(days=1, minutes=1))
    next_day = await says_code(small, stranger, "123456")

    assert wrong == [resuming_wording.WRONG_CODE] * 5
    assert closed.reply.text == resuming_wording.TOO_MANY
    assert next_day.turn.awaiting == "id_number"


async def test_a_code_holds_for_seven_days(small: SmallOffice) -> None:
    await parked(small, "王秀英")
    small.clock.pass_by(timedelta(days=7))

    answer = await says_code(small, await small.opened(), "123456")

    assert answer.reply.text == resuming_wording.WRONG_CODE


async def test_two_live_codes_are_never_the_same(small: SmallOffice) -> None:
    await parked(small, "王秀英")

    second = await parked(small, "李建国")

    assert second.reply.cards[0].rows[0].value == "654 321"


async def test_what_is_in_hand_is_put_aside_for_what_comes_with_the_code(
    small: SmallOffice,
) -> None:
    await parked(small, "王秀英")
    phone = await small.opened()
    await small.says(phone, "我想办备案")

    await says_code(small, phone, "123456")

    assert (await small.in_hand(phone)).item_code == CONTRACT
    left = await small.applications.parked(phone.id)
    assert left is not None
    assert left.item_code == TRAVEL


async def test_four_digits_that_nobody_asked_for_are_no_tail(small: SmallOffice) -> None:
    conversation = await small.opened()

    assert await small.applying.resume_if_code(conversation, call_of(conversation, "2026")) is None


async def test_resuming_with_nothing_put_aside_asks_for_the_code(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.applying.resume(conversation, call_of(conversation, "接着上次的办"))

    assert answer.reply.text.endswith(resuming_wording.NOTHING_PARKED)
    assert answer.reply.choices[0] == "我想办门诊统筹签约"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        ("123 456", "123456"),
        ("接着办 123-456", "123456"),
        ("幺二三四五六", "123456"),
        ("我的接续码是123456，后四位0046", "123456"),
        ("123456 0046", "123456"),
        ("花了123456元能报多少", None),
        ("20261221000018", None),
        ("13800138000", None),
        ("110101", "110101"),
    ],
)
def test_six_digits_are_a_code_where_nothing_else_is_said(text: str, code: str | None) -> None:
    assert resume_code_in(text) == code


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("0046", "0046"),
        ("后四位是004x", "004X"),
        ("身份证最后四位0046", "0046"),
        ("手机号后四位是8000", "8000"),
        ("零零四六", "0046"),
        ("123456 0046", "0046"),
        ("2026年要交多少", None),
        ("0046 1234", None),
    ],
)
def test_a_tail_is_four_characters_and_nothing_more(text: str, tail: str | None) -> None:
    assert id_tail_in(text) == tail
