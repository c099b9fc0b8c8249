"""Checks policy questions in a talk: what stands on what, what is remembered, what is looked up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from bot.call import Call
from bot.policy import PolicyQuestions
from core import wording
from core.contracts import Found, Passage, Verdict
from core.conversation import Conversation
from core.messages import Reply, Status
from tests.bot.rasa_calls import tell
from tests.fakes.engines import FakeRetriever, found, passage
from tests.fakes.office import CHANGE, CONTRACT, REGIONS, Office

REFERRAL = replace(passage("转诊手续一年内有效。"), document_id="rules#referral@1")
PAPERS = replace(passage("转诊要带身份证。"), document_id="rules#papers@1")
FIRST, SECOND = "转诊手续管多久", "要带什么材料"
BOTH = f"{FIRST}，{SECOND}"
NOT_IN_IT = Found(Verdict.UNSURE, (REFERRAL,), None)


class FakeRewriter:
    """Fulfil Rewriter with words known beforehand, and remember what was asked."""

    def __init__(self, words: str | None) -> None:
        self.words = words
        self.asked: list[tuple[str, str]] = []

    async def rewrite(self, question: str, passage: Passage) -> str | None:
        """Remember the question and the passage; return the words."""
        self.asked.append((question, passage.document_id))
        return self.words


def policy_with(office: Office, rewriter: FakeRewriter | None = None) -> PolicyQuestions:
    return PolicyQuestions(
        retriever=office.retriever,
        conversations=office.conversations,
        regions=lambda: REGIONS,
        popular={},
        now=office.clock,
        item_codes={"门诊统筹签约": CONTRACT},
        rewriter=rewriter,
    )


def call(text: str) -> Call:
    return Call("action_policy_question", "c1", text, Act.POLICY_QUESTION, 0.9, False, False)


def asked(retriever: FakeRetriever) -> list[str]:
    return [question for question, _, _ in retriever.asked]


async def known(office: Office, conversation: Conversation) -> Conversation:
    return await office.conversations.conversation(conversation.id)


async def after_first(office: Office, region: str | None = None) -> Conversation:
    """Return a conversation in which the first question was answered."""
    conversation = await office.opened(region=region)
    office.retriever.knows[FIRST] = found(REFERRAL)
    await tell(office, conversation, FIRST, Act.POLICY_QUESTION)
    office.retriever.asked.clear()
    return await known(office, conversation)


async def test_a_question_is_remembered_with_the_entry_that_answered_it(office: Office) -> None:
    conversation = await after_first(office)

    assert conversation.last_question == FIRST
    assert conversation.last_entry == "rules#referral@1"


async def test_a_question_without_a_matter_is_asked_together_with_the_one_before(
    office: Office,
) -> None:
    conversation = await after_first(office, region="青岛市")
    office.retriever.knows[BOTH] = found(PAPERS)

    told = await tell(office, conversation, SECOND, Act.POLICY_QUESTION)

    assert "身份证" in told.text
    assert office.retriever.asked == [(BOTH, "青岛市", 5)]


async def test_a_third_question_still_stands_on_the_one_that_named_the_matter(
    office: Office,
) -> None:
    conversation = await after_first(office)
    office.retriever.knows |= {BOTH: found(PAPERS), f"{FIRST}，那要几天": found(REFERRAL)}
    await tell(office, conversation, SECOND, Act.POLICY_QUESTION)

    told = await tell(office, conversation, "那要几天", Act.POLICY_QUESTION)

    after = await known(office, conversation)
    assert "一年内有效" in told.text
    assert (after.last_question, after.last_entry) == (FIRST, "rules#referral@1")


async def test_what_the_two_questions_together_do_not_find_is_asked_alone(office: Office) -> None:
    conversation = await after_first(office)
    office.retriever.knows |= {BOTH: NOT_IN_IT, SECOND: found(PAPERS)}

    told = await tell(office, conversation, SECOND, Act.POLICY_QUESTION)

    assert "身份证" in told.text
    assert asked(office.retriever) == [BOTH, SECOND]


async def test_what_neither_finds_has_no_source(office: Office) -> None:
    conversation = await after_first(office)
    office.retriever.knows[BOTH] = NOT_IN_IT

    told = await tell(office, conversation, SECOND, Act.POLICY_QUESTION)

    assert told.reply["status"] == Status.NO_SOURCE_FOUND.value
    assert told.text.startswith(wording.NO_SOURCE)


async def test_a_question_that_names_its_matter_is_asked_as_it_is(office: Office) -> None:
    conversation = await after_first(office)
    office.retriever.knows["门诊能报多少？"] = found(passage())

    await tell(office, conversation, "门诊能报多少？", Act.POLICY_QUESTION)

    assert asked(office.retriever) == ["门诊能报多少？"]
    assert (await known(office, conversation)).last_question == "门诊能报多少？"


async def test_the_first_question_of_a_talk_stands_alone(office: Office) -> None:
    conversation = await office.opened()

    await tell(office, conversation, FIRST, Act.POLICY_QUESTION)

    assert asked(office.retriever) == [FIRST]
    assert (await known(office, conversation)).last_question == FIRST


async def test_numbers_of_a_citizen_are_not_remembered(office: Office) -> None:
    conversation = await office.opened()

    await tell(office, conversation, "我电话13800138000门诊报多少", Act.POLICY_QUESTION)

    assert (await known(office, conversation)).last_question == "我电话138****8000门诊报多少"


async def test_the_region_that_a_question_names_is_remembered_if_we_cover_it(
    office: Office,
) -> None:
    conversation = await office.opened()
    office.retriever.knows["天津门诊报多少"] = found(passage(region="天津市"), region="天津市")
    office.retriever.knows["上海门诊报多少"] = found(passage(region="全国"), region="上海")

    await tell(office, conversation, "天津门诊报多少", Act.POLICY_QUESTION)
    await tell(office, conversation, "上海门诊报多少", Act.POLICY_QUESTION)

    assert (await known(office, conversation)).region == "天津市"


async def test_the_item_that_an_entry_bears_on_is_at_hand_afterwards(office: Office) -> None:
    conversation = await office.opened()
    bears_on = replace(passage(), items=("没有这一项", "门诊慢特病变更"))
    office.retriever.knows["慢特病能换几次"] = found(bears_on)

    await tell(office, conversation, "慢特病能换几次", Act.POLICY_QUESTION)

    assert (await known(office, conversation)).last_item == CHANGE


async def test_an_entry_that_bears_on_no_item_leaves_none_at_hand(office: Office) -> None:
    conversation = await office.opened()
    await office.conversations.remember(conversation.id, last_item=CONTRACT)
    office.retriever.knows[FIRST] = found(REFERRAL)

    await tell(office, conversation, FIRST, Act.POLICY_QUESTION)

    assert (await known(office, conversation)).last_item is None


async def test_what_is_not_found_leaves_entry_and_item_as_they_were(office: Office) -> None:
    conversation = await after_first(office)
    await office.conversations.remember(conversation.id, last_item=CONTRACT)

    await tell(office, conversation, "起付线是多少", Act.POLICY_QUESTION)

    after = await known(office, conversation)
    assert (after.last_entry, after.last_item) == ("rules#referral@1", CONTRACT)


async def test_telling_the_region_answers_the_last_question_again(office: Office) -> None:
    conversation = await after_first(office)
    office.retriever.knows[FIRST] = found(PAPERS)

    told = await tell(office, conversation, "我是青岛的", Act.SET_REGION)

    assert "身份证" in told.text
    assert office.retriever.asked == [(FIRST, "青岛市", 3)]
    after = await known(office, conversation)
    assert (after.region, after.last_entry) == ("青岛市", PAPERS.document_id)


async def test_rewritten_words_are_shown_with_their_label_and_asked_for_once(
    office: Office,
) -> None:
    conversation = await office.opened()
    office.retriever.knows["门诊报多少，我电话13800138000"] = found(passage())
    rewriter = FakeRewriter("门诊报一半。")

    answer = await policy_with(office, rewriter).answer(
        conversation, call("门诊报多少，我电话13800138000")
    )

    assert "门诊报一半。" + wording.REWRITTEN in answer.reply.text
    assert rewriter.asked == [("门诊报多少，我电话138****8000", "rules#1@1")]
    assert answer.reply.sources


@pytest.mark.parametrize("rewriter", [None, FakeRewriter(None)])
async def test_without_other_words_the_reviewed_ones_are_shown(
    office: Office, rewriter: FakeRewriter | None
) -> None:
    conversation = await office.opened()
    office.retriever.knows[FIRST] = found(REFERRAL)

    answer = await policy_with(office, rewriter).answer(conversation, call(FIRST))

    assert REFERRAL.plain in answer.reply.text
    assert wording.REWRITTEN not in answer.reply.text


async def test_without_a_source_nothing_is_rewritten(office: Office) -> None:
    rewriter = FakeRewriter("门诊报一半。")
    conversation = await office.opened()

    answer = await policy_with(office, rewriter).answer(conversation, call("起付线是多少"))

    assert rewriter.asked == []
    assert answer.reply.status is Status.NO_SOURCE_FOUND


TABLE = Reply("阿司匹林肠溶片，甲类。", Status.ANSWERED)


@pytest.mark.parametrize(
    "act", [Act.POLICY_QUESTION, Act.ASK_WHERE, Act.LIST_ITEMS, Act.NOT_UNDERSTOOD]
)
async def test_what_stands_in_a_table_is_looked_up_before_any_passage(
    office: Office, act: Act
) -> None:
    office.look_ups.knows["阿司匹林能报吗"] = TABLE
    office.retriever.knows["阿司匹林能报吗"] = found(passage())

    told = await tell(office, await office.opened(), "阿司匹林能报吗", act)

    assert told.text == TABLE.text
    assert told.turn["handled"] == "answer"
    assert office.retriever.asked == []


async def test_what_asks_for_no_table_goes_on_to_the_passages(office: Office) -> None:
    office.retriever.knows["门诊能报多少？"] = found(passage())

    told = await tell(office, await office.opened(), "门诊能报多少？", Act.POLICY_QUESTION)

    assert office.look_ups.asked == ["门诊能报多少？"]
    assert "百分之五十" in told.text


@pytest.mark.parametrize("act", [Act.THANKS, Act.COMPLAIN, Act.HUMAN_AGENT, Act.EMERGENCY])
async def test_what_cannot_ask_for_a_table_is_not_looked_up(office: Office, act: Act) -> None:
    office.look_ups.knows["那就这样吧"] = TABLE

    told = await tell(office, await office.opened(), "那就这样吧", act)

    assert office.look_ups.asked == []
    assert told.text != TABLE.text


async def test_a_table_asked_for_inside_an_application_is_told_and_the_form_goes_on(
    office: Office,
) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)
    office.look_ups.knows["阿司匹林能报吗"] = TABLE

    told = await tell(office, conversation, "阿司匹林能报吗", Act.POLICY_QUESTION)

    assert told.text.startswith(TABLE.text)
    assert (told.turn["state"], told.turn["awaiting"]) == ("filling", "name")
