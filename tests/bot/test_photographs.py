"""Tests bot.photographs: what stands on a paper is offered, never taken without a yes."""

from __future__ import annotations

from bot.acts import Act
from core import paper_wording
from core.photos import DocumentKind
from core.tables import applications
from tests.bot.small_items import REFUND
from tests.bot.small_office import SmallOffice
from tests.bot.small_office import small as small
from tests.sample_fields import ENDS_IN_X, WOMAN

CARD = "6222021234567890128"


async def test_without_a_matter_the_paper_is_named_and_its_use_asked(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.shows(conversation, DocumentKind.INVOICE, amount="120.00")

    assert "医疗收费票据" in answer.reply.text
    assert answer.reply.choices == ("我想办医疗费报销", "转人工")
    assert await small.rows(applications) == []


async def test_what_stands_on_an_identity_card_is_offered_masked(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")

    answer = await small.shows(conversation, DocumentKind.ID_CARD, name="王秀英", id_number=WOMAN)

    draft = await small.in_hand(conversation)
    assert draft.fields == {}
    assert draft.papers == {"有效身份证件": "photo:p1"}
    assert answer.reply.text == (
        "收到“有效身份证件”的照片了。从照片上看到：姓名王秀英，身份证号110***********0046，对吗？"
    )
    assert WOMAN not in answer.reply.spoken


async def test_a_yes_takes_what_the_photograph_shows(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")
    await small.shows(conversation, DocumentKind.ID_CARD, name="王秀英", id_number=WOMAN)

    answer = await small.says(conversation, "是的")

    assert (await small.in_hand(conversation)).fields == {"name": "王秀英", "id_number": WOMAN}
    assert answer.turn.step == (3, 4)


async def test_a_no_drops_it_and_the_question_goes_on(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")
    await small.shows(conversation, DocumentKind.ID_CARD, name="王秀英", id_number=WOMAN)

    answer = await small.says(conversation, "不对", act=Act.DENY)

    draft = await small.in_hand(conversation)
    assert (draft.fields, draft.offered) == ({}, {})
    assert answer.turn.awaiting == "name"


async def test_one_misread_value_is_asked_and_the_rest_taken(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")
    await small.shows(conversation, DocumentKind.ID_CARD, name="王秀央", id_number=WOMAN)

    answer = await small.says(conversation, "名字不对")

    assert (await small.in_hand(conversation)).fields == {"id_number": WOMAN}
    assert answer.turn.awaiting == "name"


async def test_a_number_that_was_misread_is_not_even_offered(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")
    misread = WOMAN[:-1] + ("1" if WOMAN[-1] != "1" else "2")

    await small.shows(conversation, DocumentKind.ID_CARD, name="王秀英", id_number=misread)

    assert dict((await small.in_hand(conversation)).offered) == {"name": "王秀英"}


async def test_a_photograph_never_overwrites_what_was_said(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约", "王秀英", WOMAN)

    asked = await small.shows(
        conversation, DocumentKind.ID_CARD, name="王秀英", id_number=ENDS_IN_X
    )
    kept = await small.says(conversation, "不是", act=Act.DENY)

    assert "不一样。用照片上的吗？" in asked.reply.text
    assert (await small.in_hand(conversation)).fields["id_number"] == WOMAN
    assert kept.turn.awaiting == "mobile"


async def test_a_bad_photograph_is_asked_again_in_plain_words(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")

    answer = await small.shows(conversation, DocumentKind.ID_CARD, problems=("照片有点糊。",))

    assert answer.reply.text.startswith("照片有点糊。")
    assert answer.reply.text.endswith("请说一下姓名。")
    assert (await small.in_hand(conversation)).papers == {}


async def test_the_back_of_an_identity_card_is_not_taken_for_its_front(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约")

    answer = await small.shows(
        conversation, DocumentKind.ID_CARD_BACK, material="有效身份证件", valid_until="2030-01-01"
    )

    assert answer.reply.text.startswith(paper_wording.PHOTO_TURN_OVER)
    assert (await small.in_hand(conversation)).papers == {}


async def test_a_paper_is_not_taken_for_another(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销", "是", "不是")

    wrong = await small.shows(conversation, DocumentKind.BANK_CARD, material="医疗费票据")
    useless = await small.shows(conversation, DocumentKind.BIRTH_CERTIFICATE)
    unknown = await small.shows(conversation, DocumentKind.OTHER)

    assert wrong.reply.text.startswith("这张像是银行卡，不是“医疗费票据”，没有收下。")
    assert useless.reply.text.startswith("这张是出生医学证明，办“医疗费报销”用不上，没有收下。")
    assert "有效身份证件、医疗费票据" in unknown.reply.text
    assert (await small.in_hand(conversation)).papers == {}


async def test_the_amount_on_a_receipt_fits_by_its_kind(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销", "是", "不是", "王秀英", WOMAN)

    answer = await small.shows(
        conversation, DocumentKind.INVOICE, name="王秀英", amount="1250.50", invoice_number="7"
    )

    assert "从照片上看到：总金额1250.50元，对吗？" in answer.reply.text
    assert (await small.in_hand(conversation)).item_code == REFUND


async def test_a_photograph_before_the_screening_is_over_is_offered_afterwards(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销")

    first = await small.shows(conversation, DocumentKind.INVOICE, amount="1250.50")
    then = await small.says(conversation, "是", "不是")

    assert first.reply.text.startswith("收到“医疗费票据”的照片了。是自己先垫的钱吗？")
    assert "总金额1250.50元，对吗？" in then.reply.text


async def test_the_card_of_whoever_acts_is_not_the_insured_persons(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "替我妈办签约", "王秀英", WOMAN)

    answer = await small.shows(
        conversation, DocumentKind.ID_CARD, name="李建国", id_number=ENDS_IN_X
    )

    draft = await small.in_hand(conversation)
    assert draft.papers == {"代办人身份证件": "photo:p1"}
    assert draft.offered == {}
    assert answer.turn.awaiting == "mobile"


async def test_a_bank_card_answers_its_field(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销", "是", "不是")
    draft = await small.in_hand(conversation)
    assert "bank_card" not in draft.papers

    answer = await small.shows(conversation, DocumentKind.BANK_CARD, bank_card=CARD)

    assert "用不上" in answer.reply.text
