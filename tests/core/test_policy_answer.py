"""Checks the words of a policy answer: whose rule it is, since when, beside which others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from core import wording
from core.contracts import Found, Passage, Verdict
from core.messages import Handled, Status
from core.policy_answer import ASKS_MEANING, every_answer, explanation, policy_answer
from knowledge_base.documents import read_packs
from tests.core.policies import NATION, QINGDAO, TODAY, YANTAI, found

UNHEARABLE = re.compile(r"[\[\]【】#@]|https?|www")
ENDED = replace(YANTAI, in_force_until=date(2022, 12, 7), expired_note="这项办法到2022年底为止。")
UNANSWERED = wording.NO_SOURCE + wording.NO_SOURCE_HUMAN.format(hotline="12393")


def test_an_answer_has_the_reviewed_words_whose_rule_it_is_and_its_source() -> None:
    answer = policy_answer(found(YANTAI), TODAY)

    assert answer.reply.text.startswith(wording.FOR_REGION.format(region="烟台市") + YANTAI.plain)
    assert answer.reply.text.partition(wording.SOURCES)[2].startswith("\n[1] 《烟台市")
    assert answer.reply.sources == (YANTAI.source(),)
    assert (answer.reply.status, answer.turn.handled) == (Status.ANSWERED, Handled.ANSWER)
    assert answer.reply.choices == ()


def test_the_national_rule_is_told_as_such() -> None:
    assert policy_answer(found(NATION), TODAY).reply.text.startswith(
        wording.FOR_NATION + NATION.plain
    )


def test_who_is_insured_in_yantai_hears_15_workdays_first_and_the_nations_20_beside() -> None:
    reply = policy_answer(found(YANTAI, NATION, differing=(NATION,)), TODAY).reply

    body = reply.text.partition(wording.SOURCES)[0]
    assert body.index("15个工作日") < body.index("20个工作日")
    assert wording.NATION_BESIDE.format(rule=NATION.brief, own="烟台市") in body
    assert [source.region for source in reply.sources] == ["烟台市", "全国"]
    assert "[2] 《优化医保领域便民服务的意见》" in reply.text
    assert reply.spoken.index("十五个工作日") < reply.spoken.index("20个工作日")


def test_whose_region_is_unknown_hears_both_rules_and_whose_they_are() -> None:
    reply = policy_answer(found(NATION, YANTAI, differing=(YANTAI,)), TODAY).reply

    body = reply.text.partition(wording.SOURCES)[0]
    assert body.index("20个工作日") < body.index("15个工作日")
    assert wording.REGION_BESIDE_NATION.format(region="烟台市", rule=YANTAI.brief) in body
    assert [source.region for source in reply.sources] == ["全国", "烟台市"]


def test_the_rule_of_one_city_stands_beside_that_of_another() -> None:
    body = policy_answer(found(YANTAI, differing=(QINGDAO,)), TODAY).reply.text

    assert wording.REGION_BESIDE.format(region="青岛市", rule=QINGDAO.brief) in body


@pytest.mark.parametrize(
    "other",
    [
        replace(QINGDAO, brief=None),
        replace(QINGDAO, topic="别的事"),
        replace(QINGDAO, brief=YANTAI.brief),
    ],
)
def test_of_a_rule_that_is_not_known_to_differ_only_the_region_is_named(other: Passage) -> None:
    reply = policy_answer(found(YANTAI, differing=(other,)), TODAY).reply

    assert wording.OTHER_REGIONS.format(regions="青岛市") in reply.text
    assert wording.OTHER_REGIONS.format(regions="青岛市") in reply.spoken
    assert reply.choices == ("我是青岛市的",)
    assert reply.sources == (YANTAI.source(),)


def test_a_national_rule_that_says_the_same_is_not_mentioned() -> None:
    reply = policy_answer(found(YANTAI, differing=(replace(NATION, brief=None),)), TODAY).reply

    assert "全国" not in reply.text
    assert "国家" not in reply.text
    assert reply.choices == ()


def test_no_more_than_two_rules_are_compared_and_the_rest_is_named() -> None:
    tianjin = replace(QINGDAO, region="天津市", brief="12个工作日内办完")
    beijing = replace(QINGDAO, region="北京市", brief="13个工作日内办完")

    reply = policy_answer(found(NATION, differing=(YANTAI, QINGDAO, tianjin, beijing)), TODAY).reply

    assert len(reply.sources) == 3
    assert "12个工作日" not in reply.text
    assert wording.OTHER_REGIONS.format(regions="天津市、北京市") in reply.text
    assert reply.choices == ("我是天津市的", "我是北京市的")


def test_an_expired_answer_tells_that_it_ended_when_it_held_and_why() -> None:
    reply = policy_answer(found(ENDED), TODAY).reply

    for words in (reply.text, reply.spoken):
        assert words.startswith(
            "这项规定现在已经不再执行了。它从2020年10月1日执行到2022年12月7日。"
        )
        assert "这项办法到2022年底为止。" in words
    assert wording.FOR_REGION.format(region="烟台市") not in reply.text


def test_on_its_last_day_a_rule_still_holds() -> None:
    last = replace(ENDED, expired_note=None)

    assert policy_answer(found(last), date(2022, 12, 7)).reply.text.startswith(
        wording.FOR_REGION.format(region="烟台市")
    )
    assert "不再执行" in policy_answer(found(last), date(2022, 12, 8)).reply.text


def test_a_rule_that_ended_on_a_day_nobody_knows_tells_no_days() -> None:
    text = policy_answer(found(replace(ENDED, in_force_until=None)), TODAY).reply.text

    assert text.startswith("这项规定现在已经不再执行了。这项办法")


def test_what_is_heard_are_the_spoken_words_and_the_source_without_signs() -> None:
    spoken = policy_answer(found(YANTAI, NATION, differing=(NATION,)), TODAY).reply.spoken

    assert YANTAI.spoken in spoken
    assert "烟台市医疗保障六统一工作方案" in spoken
    assert "三、1" in spoken
    assert UNHEARABLE.search(spoken) is None
    assert "transfer-time" not in spoken


def test_no_shipped_answer_is_spoken_with_what_cannot_be_heard() -> None:
    spoken = [policy_answer(found(e.passage), TODAY).reply.spoken for e in read_packs()]

    assert [text for text in spoken if UNHEARABLE.search(text)] == []


def test_rewritten_words_are_labelled_and_neither_heard_nor_without_source() -> None:
    reply = policy_answer(found(YANTAI), TODAY, rewritten="转过来，15个工作日就办好。").reply

    assert "转过来，15个工作日就办好。" + wording.REWRITTEN in reply.text
    assert YANTAI.plain not in reply.text
    assert "《烟台市医疗保障六统一工作方案》" in reply.text
    assert YANTAI.spoken in reply.spoken
    assert "就办好" not in reply.spoken


def test_reviewed_words_carry_no_label() -> None:
    assert wording.REWRITTEN not in policy_answer(found(YANTAI), TODAY).reply.text


def test_without_a_source_the_nearest_questions_and_a_person_are_offered() -> None:
    fourth = replace(QINGDAO, asked_as=("第四个问题",))

    answer = policy_answer(Found(Verdict.UNSURE, (NATION, YANTAI, QINGDAO, fourth), None), TODAY)

    assert answer.reply.text == UNANSWERED + wording.NO_SOURCE_NEAREST
    assert answer.reply.choices == (
        "医保关系转移要多久",
        "烟台医保关系转移要多久",
        "青岛医保关系转移要多久",
        wording.HUMAN_CHOICE,
    )
    assert (answer.reply.status, answer.reply.sources) == (Status.NO_SOURCE_FOUND, ())
    assert answer.turn.handled is Handled.DECLINE


def test_what_is_offered_can_be_said_aloud() -> None:
    reply = policy_answer(Found(Verdict.UNSURE, (NATION, YANTAI, QINGDAO), None), TODAY).reply

    assert "医保关系转移要多久，还有，烟台医保关系转移要多久。" in reply.spoken
    assert reply.spoken.startswith(UNANSWERED)
    assert "下面" not in reply.spoken
    assert "青岛" not in reply.spoken  # a third cannot be kept in mind


def test_the_same_nearest_question_is_offered_once() -> None:
    twin = replace(YANTAI, asked_as=NATION.asked_as)

    reply = policy_answer(Found(Verdict.UNSURE, (NATION, twin), None), TODAY).reply

    assert reply.choices == ("医保关系转移要多久", wording.HUMAN_CHOICE)


def test_where_nothing_is_near_only_a_person_is_offered() -> None:
    reply = policy_answer(Found(Verdict.UNSURE, (), None), TODAY).reply

    assert reply.text == UNANSWERED
    assert "12393" in reply.text
    assert "“人工”" in reply.text
    assert reply.choices == (wording.HUMAN_CHOICE,)


def test_nothing_of_an_unsure_passage_is_told() -> None:
    reply = policy_answer(Found(Verdict.UNSURE, (YANTAI,), None), TODAY, "15个工作日").reply

    assert "工作日" not in reply.text + reply.spoken


def test_an_explanation_begins_with_what_it_is_and_keeps_its_source() -> None:
    answer = explanation(YANTAI, TODAY)

    assert answer.reply.text.startswith(wording.MEANS)
    assert answer.reply.spoken.startswith(wording.MEANS)
    assert YANTAI.plain in answer.reply.text
    assert answer.reply.sources == (YANTAI.source(),)
    assert answer.turn.handled is Handled.ANSWER


def test_an_expired_passage_is_explained_as_expired() -> None:
    assert "不再执行" in explanation(ENDED, TODAY).reply.text


@pytest.mark.parametrize("text", ["这是什么意思", "看不懂", "给我讲讲", "说简单点", "用大白话说"])
def test_who_asks_for_the_meaning_is_understood(text: str) -> None:
    assert ASKS_MEANING.search(text)


@pytest.mark.parametrize("text", ["要几天", "在哪里办", "要带什么材料", "我叫王秀英"])
def test_who_asks_anything_else_does_not_ask_for_the_meaning(text: str) -> None:
    assert ASKS_MEANING.search(text) is None


def test_every_answer_tells_each_rule_alone_and_beside_those_that_differ() -> None:
    told = [answer.reply.spoken for answer in every_answer((YANTAI, NATION, QINGDAO), TODAY)]

    assert told[:3] == [
        policy_answer(found(each), TODAY).reply.spoken for each in (YANTAI, NATION, QINGDAO)
    ]
    assert policy_answer(found(YANTAI, NATION, differing=(NATION,)), TODAY).reply.spoken in told
    assert policy_answer(found(YANTAI, differing=(YANTAI,)), TODAY).reply.spoken not in told
