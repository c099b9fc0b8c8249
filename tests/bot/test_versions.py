"""Tests bot.versions: a word switches the version in every state, and the question comes again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.acts import Act
from core import own_data_wording, version_wording, wording
from core.answer_json import answer_from_json
from core.conversation import Conversation
from core.identity import Person
from core.messages import Message, Status
from core.own_data_tables import own_data_requests
from core.store.versions import caller, citizen, follower
from core.versions import ENLARGES, SWITCHES, Chosen, Script, Version
from tests.bot.rasa_calls import Told, tell
from tests.fakes.engines import found, passage
from tests.fakes.office import Office
from tests.fakes.office import say as message
from tests.people import ID_NUMBER


async def said(office: Office, conversation: Conversation, text: str, act: Act) -> Told:
    """Say something, and remember the answer as the front door would."""
    now = await office.conversations.conversation(conversation.id)
    told = await tell(office, now, text, act)
    answer = answer_from_json({"reply": told.reply, "turn": told.turn})
    await office.recorder.record("web", None, now, answer)
    return told


async def test_inside_a_form_the_version_changes_and_the_open_question_follows(
    office: Office,
) -> None:
    conversation = await office.opened()
    asked = await said(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await said(office, conversation, "字太小", Act.GIVE_INFORMATION)

    assert told.text.startswith(version_wording.SWITCHED[Version.ELDER])
    assert told.text.endswith("请说一下参保人的姓名。") or "第1项" in told.text
    assert told.turn["awaiting"] == asked.turn["awaiting"] == "name"
    assert (told.turn["persona"], told.turn["intent"]) == ("elder", SWITCHES)
    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    assert draft.fields == {}
    assert (await office.conversations.conversation(conversation.id)).persona == "elder"


async def test_who_has_the_largest_version_is_told_what_else_helps_small_letters(
    office: Office,
) -> None:
    conversation = await office.opened("elder")

    told = await said(office, conversation, "字太小了", Act.BIGGER_TEXT)

    assert told.text.startswith("您用的已经是长辈版了。" + version_wording.LETTERS_LARGEST)
    assert "换成" not in told.text
    assert (told.turn["persona"], told.turn["intent"]) == ("elder", ENLARGES)


async def test_inside_a_form_larger_letters_are_told_and_the_open_question_follows(
    office: Office,
) -> None:
    conversation = await office.opened("elder")
    await said(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await said(office, conversation, "字太小", Act.GIVE_INFORMATION)

    assert told.text.startswith("您用的已经是长辈版了。")
    assert "第1项" in told.text
    assert (told.turn["awaiting"], told.turn["intent"]) == ("name", ENLARGES)


async def test_small_letters_in_other_words_get_the_same_answer(office: Office) -> None:
    old, young = await office.opened("elder"), await office.opened()

    known = await said(office, old, "上面写的啥我瞅不真", Act.BIGGER_TEXT)
    switched = await said(office, young, "上面写的啥我瞅不真", Act.BIGGER_TEXT)

    assert known.text == "您用的已经是长辈版了。" + version_wording.LETTERS_LARGEST
    assert switched.text.startswith(version_wording.SWITCHED[Version.ELDER])
    assert (await office.conversations.conversation(young.id)).persona == "elder"


async def test_in_wechat_the_letters_are_wechats(office: Office) -> None:
    conversation, _, _ = await office.assistant.open("wechat", persona="elder")

    told = await said(office, conversation, "字太小了", Act.BIGGER_TEXT)

    assert version_wording.LETTERS_IN_WECHAT in told.text


async def test_who_asks_for_the_version_that_is_on_is_told_so(office: Office) -> None:
    conversation = await office.opened("birth")

    told = await said(office, conversation, "生育版", Act.NOT_UNDERSTOOD)

    assert told.text.startswith("您用的已经是生育版了。" + version_wording.BACK)


async def test_a_question_that_stands_on_the_last_words_is_still_understood_afterwards(
    office: Office,
) -> None:
    conversation = await office.opened()
    answer = await said(office, conversation, own_data_wording.DELETE_CHOICE, Act.NOT_UNDERSTOOD)
    assert answer.text == own_data_wording.DELETE_ASK

    await said(office, conversation, "换成敬老版", Act.NOT_UNDERSTOOD)
    done = await said(office, conversation, own_data_wording.DELETE_YES, Act.NOT_UNDERSTOOD)

    assert "编号" in done.text
    assert len(await office.rows(own_data_requests)) == 1


@pytest.mark.parametrize("version", Version)
async def test_each_version_offers_what_it_is_for(office: Office, version: Version) -> None:
    conversation = await office.opened("elder" if version is Version.STANDARD else "standard")

    told = await said(
        office, conversation, version_wording.NAMES_CHOICE[version], Act.NOT_UNDERSTOOD
    )

    assert told.text.startswith(version_wording.SWITCHED[version])
    assert tuple(told.choices) == version_wording.first_choices(version)


async def test_old_people_read_the_short_words_and_everybody_else_the_plain_ones(
    office: Office,
) -> None:
    rule = replace(passage("r1"), plain="大白话，一个长句子。", spoken="短句。一句一句。")
    office.retriever.knows["怎么报销"] = found(rule)
    old, young = await office.opened("elder"), await office.opened()

    short = await tell(office, old, "怎么报销", Act.POLICY_QUESTION)
    plain = await tell(office, young, "怎么报销", Act.POLICY_QUESTION)

    assert "短句。一句一句。" in short.text
    assert "大白话，一个长句子。" in plain.text


async def test_who_is_known_finds_the_version_again(office: Office) -> None:
    conversation = await office.opened()
    now = office.clock()
    person = Person("王秀英", ID_NUMBER, now, now.replace(hour=18), "test")
    await office.stores.identity.prove(conversation.id, person, now)
    call = await office.opened()
    await office.stores.calls.begin(call.id, "13800138000", "12393", now)

    await said(office, conversation, "敬老版", Act.NOT_UNDERSTOOD)
    await said(office, call, "儿童版", Act.NOT_UNDERSTOOD)

    chosen = office.stores.versions.chosen
    assert await chosen(citizen(ID_NUMBER), now) == Chosen(Version.ELDER)
    assert await chosen(caller("+8613800138000"), now) == Chosen(Version.CHILD)
    assert await chosen(follower("nobody"), now) == Chosen()
    assert await chosen(caller(""), now) == Chosen()


async def test_what_was_chosen_elsewhere_is_taken_over_and_a_choice_made_here_stays(
    office: Office,
) -> None:
    versions, now = office.stores.versions, office.clock()
    here, there = await office.opened("birth"), await office.opened()
    await versions.take_over(here.id, citizen(ID_NUMBER), now)

    taken = await versions.take_over(there.id, citizen(ID_NUMBER), now)

    assert taken == Chosen(Version.BIRTH)
    assert (await office.conversations.conversation(here.id)).persona == "birth"
    assert (await office.conversations.conversation(there.id)).persona == "birth"


async def test_traditional_characters_are_shown_and_understood_and_sources_are_noted(
    office: Office,
) -> None:
    conversation = await office.opened()
    await office.stores.versions.choose(
        conversation.id, Chosen(script=Script.TRADITIONAL), office.clock()
    )
    office.dialogue.down = True  # the knowledge base answers by itself
    rule = replace(passage("r1"), plain="门诊按规定报销。")
    office.retriever.knows["门诊怎么报销"] = found(rule)

    answer = await office.assistant.answer(message(conversation, "門診怎麼報銷"))

    assert answer is not None
    assert "門診按規定報銷。" in answer.reply.text
    assert answer.reply.text.endswith("以原文爲準。）")
    assert answer.turn.script == "hant"
    kept = await office.conversations.conversation(conversation.id)
    assert "门诊按规定报销。" in (kept.last_reply or "")


async def test_the_telephone_has_no_characters(office: Office) -> None:
    _, _, greeting = await office.assistant.open("phone", script="hant")

    assert greeting.text == wording.GREETING


async def test_the_version_changes_even_while_the_engine_is_down(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.down = True

    answer = await office.assistant.answer(Message(conversation.id, "web", "長輩版"))

    assert answer is not None
    assert answer.reply.status is Status.ANSWERED
    assert answer.turn.persona == "elder"
    assert (await office.conversations.conversation(conversation.id)).persona == "elder"


async def test_where_nothing_comes_near_no_other_question_is_offered(office: Office) -> None:
    conversation = await office.opened()

    told = await tell(office, conversation, "住院能报多少钱", Act.POLICY_QUESTION)

    assert told.reply["status"] == "no_source_found"
    assert told.choices == [wording.HUMAN_CHOICE]
    assert office.retriever.versions == ["standard"]
