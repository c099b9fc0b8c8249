"""Tests the rules of talk and calls (rules 15, 16, 20-27, 29 and 30 of the elder rules).

Numbers are those of the project's list of rules, section 5; each names its standard.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from core import phone_wording, rating_wording, version_wording, wording
from core.versions import Version
from tests.conformance.form_states import CATALOGUE
from tests.voice.call_states import EVERY_STATE, HANDED, PEOPLE, Driven, listening, said
from voice import call_events as on
from voice.call_gateway import OPENING_WITHIN
from voice.call_talk import Manners
from voice.clauses import characters
from voice.portions import LONG, MOST_ITEMS, MOST_OPTIONS
from voice.prompts import wordings
from voice.speech import SLOW, SLOWER_BY, USUAL, pace_of
from voice.turn_taking import Patience

TESTS = Path(__file__).parents[1]
# Which tests show that a rule is kept, by its number and standard; `file::name`.
RULES: dict[str, tuple[str, ...]] = {
    "15 WCAG 3.3.4, 网站适老化规范 2.6.1: checked, confirmed, reversible": (
        "bot/test_withdrawing.py",
        "bot/test_form.py",
        "bot/test_form_corrections.py",
    ),
    "16 WCAG 3.3.7: ask once": ("bot/test_applying_known.py", "bot/test_form_early.py"),
    "20 GB/T 33358-2016: answered within 15 s": ("voice/test_call_lateness.py",),
    "21 GB/T 33358-2016: no menu of keys": (
        "conformance/test_rules_of_dialogue.py::test_the_call_begins_with_an_open_question",
    ),
    "23 三大运营商 65+ 直达人工, WCAG 3.2.6: a person everywhere": (
        "conformance/test_a_person_in_every_state.py",
        "voice/test_call_flow.py",
        "bot/test_person_always.py",
    ),
    "24 RFC 4733: answerable by keys": ("voice/test_call_keys.py", "voice/test_keys.py"),
    "25 speech rate": (
        "conformance/test_rules_of_dialogue.py::test_speech_is_slow_and_slower_on_request",
        "gateway/test_phone_api.py",
    ),
    "26 listening": ("voice/test_turn_taking.py", "voice/test_call_flow.py"),
    "27 prompts": (
        "conformance/test_rules_of_dialogue.py::test_no_spoken_sentence_is_longer_than_twenty",
        "voice/test_call_words.py",
    ),
    "29 人工智能生成合成内容标识办法: labelled at the start": (
        "conformance/test_rules_of_dialogue.py::test_every_first_sentence_says_that_it_is_a_machine",
    ),
    "30 个人信息保护法: consent apart, refusing costs nothing": (
        "conformance/test_rules_of_dialogue.py::test_recording_is_asked_by_itself_and_may_be_refused",
    ),
}
LONGEST = 20  # characters of a spoken sentence
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*")
# Read to staff at their pages, never to a citizen; the five levels are one question (GB/T 39735).
OF_STAFF = re.compile("不要让群众|这一小时查看")
# What a page shows when nothing can be reached is never said.
EXEMPT = {rating_wording.KEYS, wording.NOT_TAKEN_IN}


def too_long(texts: list[str]) -> list[str]:
    """Return the sentences that an ear cannot keep; what fills a template counts as nothing."""
    sentences = [s for text in texts for s in SENTENCE.findall(re.sub(r"\{[a-z_]*\}", "", text))]
    return [s for s in sentences if characters(s) > LONGEST and not OF_STAFF.search(s)]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_names_tests_that_exist(rule: str) -> None:
    for named in RULES[rule]:
        file, _, test = named.partition("::")
        text = (TESTS / file).read_text("utf-8")

        assert re.search(rf"def {test or 'test_'}", text), named


def test_no_spoken_sentence_is_longer_than_twenty() -> None:
    texts = [text for text in wordings() if text not in EXEMPT]

    assert len(texts) > 600
    assert too_long(texts) == []


def test_no_question_of_any_item_has_a_sentence_longer_than_twenty() -> None:
    fields = [f for item in (*CATALOGUE.items, *CATALOGUE.regional) for f in item.fields]

    assert len(fields) > 200
    assert too_long([f.prompt for f in fields] + [f.why for f in fields]) == []


def test_every_version_greets_in_short_sentences_and_names_the_person() -> None:
    for version in Version:
        greeting = version_wording.greeting(version)

        assert too_long([greeting]) == []
        assert "“人工”" in greeting
        assert 3 <= len(version_wording.first_choices(version)) <= 5


def test_every_first_sentence_says_that_it_is_a_machine() -> None:
    for greeting in map(version_wording.greeting, Version):
        assert "不是真人" in "".join(SENTENCE.findall(greeting)[:2])
    opening = "".join(phone_wording.OPENING)

    assert "不是真人" in opening
    assert not any(line.barge_in for line in _first_said().lines[: len(phone_wording.OPENING)])


def test_the_zero_is_told_within_ten_seconds_of_the_call() -> None:
    until = next(n for n, sentence in enumerate(phone_wording.OPENING) if "0" in sentence)
    heard = sum(map(characters, phone_wording.OPENING[: until + 1])) + 1  # 零 is a character

    assert OPENING_WITHIN + heard / USUAL <= 10.0


def test_the_call_begins_with_an_open_question() -> None:
    asked = phone_wording.GREETING

    assert asked.endswith("？请说。")
    assert "按" not in asked


def test_recording_is_asked_by_itself_and_may_be_refused() -> None:
    question = "".join(phone_wording.MAY_RECORD)

    assert "录音" not in "".join(phone_wording.OPENING) + phone_wording.GREETING
    assert question.count("？") == 1
    assert "不录音也一样给您办" in question
    assert "一样给您办" in phone_wording.NOT_RECORDED


def test_speech_is_slow_and_slower_on_request() -> None:
    assert 3.0 <= USUAL <= 3.5
    assert SLOW == 2.5
    assert pytest.approx(1 - 0.15) == SLOWER_BY
    assert pace_of(Version.ELDER) == SLOW
    call = listening()

    call.hears("说慢点")

    assert call.flow.state not in PEOPLE
    paces = [c.pace for c in call.commands if isinstance(c, on.Say)]
    assert paces[-1] == pytest.approx(paces[0] * 0.85)
    assert any(isinstance(c, on.RememberPace) for c in call.commands)


def test_there_is_time_to_think_and_to_read_a_number_off_a_card() -> None:
    patience = Patience()

    assert patience.over >= 1.2
    assert patience.over_digits >= 2.0
    assert patience.nothing_heard >= 8.0


@pytest.mark.parametrize("makes", ["silence", "nothing clear"])
def test_three_failures_bring_a_person_and_nobody_is_hung_up_on(makes: str) -> None:
    call = listening()

    for _ in range(3):
        assert call.flow.state not in PEOPLE
        call.quiet()
        call.take(on.Silent()) if makes == "silence" else call.hears("嘶啦", confidence=0.1)

    assert Manners().tries == 3
    assert call.flow.state in PEOPLE
    assert not any(isinstance(c, on.HangUp | on.End) for c in call.commands)


def test_no_more_is_offered_at_once_than_an_ear_keeps() -> None:
    assert MOST_ITEMS == 3
    assert MOST_OPTIONS == 3
    assert LONG / USUAL <= 30.0  # seconds of one portion


def test_it_is_said_again_as_often_as_somebody_asks() -> None:
    call = listening()

    again = []
    for _ in range(12):
        again.append(said(call.hears("再说一遍")))
        call.quiet()

    assert set(again) == {"您想问什么？"}


@pytest.mark.parametrize("make", EVERY_STATE)
@pytest.mark.parametrize("wish", ["转人工", "找人", "我要人工"])
def test_plain_words_for_a_person_are_acknowledged_in_every_state_of_a_call(
    make: Callable[[], Driven], wish: str
) -> None:
    call = make()

    heard = said(call.hears(wish))

    assert heard
    assert call.flow.state in PEOPLE


def test_a_call_that_was_handed_over_keeps_a_way_back() -> None:
    call = listening()
    call.take(on.Pressed("0"))
    call.replies(HANDED)
    call.quiet()

    call.hears("不排队了")

    assert "回电话" in said(call.commands)


def _first_said() -> on.Say:
    call = Driven()
    call.take(on.Passed(), later=OPENING_WITHIN)
    return next(c for c in call.commands if isinstance(c, on.Say))
