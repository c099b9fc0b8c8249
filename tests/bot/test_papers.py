"""Tests bot.papers: 我缺哪样材料."""

from __future__ import annotations

from bot.acts import Act
from core import wording
from core.messages import Answer
from core.photos import DocumentKind
from tests.bot.small_office import SmallOffice, call_of
from tests.bot.small_office import small as small

ASKED = "我还差什么材料"


async def asked(small: SmallOffice, text: str = ASKED, *before: str) -> Answer:
    conversation = await small.opened()
    for sentence in before:
        await small.says(conversation, sentence)
    conversation = await small.conversations.conversation(conversation.id)
    call = call_of(conversation, text, Act.MISSING_PAPERS)
    return await small.papers.missing_papers(conversation, call)


async def test_every_paper_of_the_matter_in_hand_is_listed_with_its_state(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销", "是", "不是")
    await small.shows(conversation, DocumentKind.INVOICE)

    answer = await small.papers.missing_papers(
        conversation, call_of(conversation, ASKED, Act.MISSING_PAPERS)
    )

    text = answer.reply.text
    assert text.startswith(
        "“医疗费报销”还差这几样：有效身份证件（医保电子凭证或社会保障卡也可以）。"
    )
    assert "看情况要的：急诊证明（急诊看病时需要）。" in text
    assert "已经有了：医疗费票据。" in text
    assert "这次不用：代办人身份证件、结婚证。" in text
    assert "（" not in answer.reply.spoken
    (card,) = answer.reply.cards
    assert [row.value for row in card.rows] == ["还差", "这次不用", "有了", "看情况", "这次不用"]


async def test_the_delegates_papers_are_needed_if_there_is_a_delegate(small: SmallOffice) -> None:
    answer = await asked(small, ASKED, "替我妈办签约")

    assert "代办人身份证件" in answer.reply.text.split("。")[0]


async def test_without_a_matter_it_is_asked_which_one(small: SmallOffice) -> None:
    answer = await asked(small)

    assert answer.reply.text == wording.ASK_WHICH_ITEM
    assert answer.reply.choices[0] == "门诊统筹签约还差什么材料"
    assert len(answer.reply.choices) == 5


async def test_a_matter_named_in_the_question_is_the_one_that_is_meant(
    small: SmallOffice,
) -> None:
    answer = await asked(small, "报销还差什么材料")

    assert answer.turn.item == "医疗费报销"
    assert "看情况要的：代办人身份证件（家里人或朋友代办时需要）" in answer.reply.text


async def test_what_was_put_aside_last_is_meant_when_nothing_is_in_hand(
    small: SmallOffice,
) -> None:
    answer = await asked(small, ASKED, "我想办签约", "换到电话上办")

    assert answer.turn.item == "门诊统筹签约"
