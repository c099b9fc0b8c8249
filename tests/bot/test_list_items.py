"""Tests bot.item_questions: many items are listed by topic, and a guess answers no policy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from core.catalogue import Catalogue
from core.contracts import ItemGuess
from core.messages import Answer
from tests.bot.small_items import ITEMS, TRAVEL
from tests.bot.small_office import SmallOffice, call_of
from tests.bot.small_office import small as small
from tests.fakes.engines import found, passage


def many() -> Catalogue:
    copies = [
        replace(ITEMS[0], code=f"N{n}", name=f"第{n}件事", topic=f"专题{n % 6}", aliases=())
        for n in range(36)
    ]
    return Catalogue([replace(i, fields=()) if n % 4 == 3 else i for n, i in enumerate(copies)])


async def test_many_items_are_grouped_by_topic_with_few_choices(small: SmallOffice) -> None:
    small.questions._catalogue = many()
    conversation = await small.opened()

    answer = await small.questions.list_items(conversation, call_of(conversation, "都能办啥"))

    text, _, rest = answer.reply.text.partition("下面这些，我能告诉您怎么办")
    assert "专题0：第0件事、第6件事" in text
    assert "第3件事" not in text
    assert "第3件事" in rest
    assert len(answer.reply.choices) == 5
    assert len({choice[-3] for choice in answer.reply.choices}) == 5
    assert len(answer.reply.spoken) < 80


TIME = "俺老伴看病垫的钱，拿单子去报，几天能下来"


@pytest.mark.parametrize(("score", "by_policy"), [(0.5, True), (0.79, True), (0.8, False)])
async def test_only_an_item_that_is_named_answers_before_policy_does(
    small: SmallOffice, score: float, by_policy: bool
) -> None:
    small.finder.words = {"看病": ItemGuess(TRAVEL, score)}
    small.retriever.knows[TIME] = found(passage("三十个工作日之内打到卡上。"))
    conversation = await small.opened()

    answer = await small.questions.time_limit(
        conversation, call_of(conversation, TIME, Act.ASK_TIME_LIMIT)
    )

    assert ("三十个工作日" in answer.reply.text) is by_policy
    assert ("临时外出就医备案" in answer.reply.text) is not by_policy


async def test_a_guess_answers_where_no_policy_does(small: SmallOffice) -> None:
    small.finder.words = {"看病": ItemGuess(TRAVEL, 0.5)}
    conversation = await small.opened()

    answer = await small.questions.time_limit(
        conversation, call_of(conversation, TIME, Act.ASK_TIME_LIMIT)
    )

    assert answer.turn.item == "临时外出就医备案"


async def test_the_answer_is_that_of_the_citizens_region(small: SmallOffice) -> None:
    slower = replace(
        ITEMS[0], region="青岛市", time_limit=replace(ITEMS[0].time_limit, text="当天办结")
    )
    small.questions._catalogue = Catalogue((*ITEMS, slower))
    here, elsewhere = await small.opened(region="青岛市"), await small.opened()

    async def asked(conversation_id: str) -> Answer:
        conversation = await small.conversations.conversation(conversation_id)
        return await small.questions.time_limit(conversation, call_of(conversation, "签约几天"))

    assert "当天办结" in (await asked(here.id)).reply.text
    assert "即时办结" in (await asked(elsewhere.id)).reply.text
