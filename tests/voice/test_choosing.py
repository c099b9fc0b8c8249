"""Tests which of the ways to read what was said is taken."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.said import sentences
from core.service_items import FieldKind
from voice.choosing import Candidate, likeliest, may_be_read
from voice.repair import Repaired
from voice.speech import Reading
from voice.spoken_text import YES_NO, SpokenText, spoken_text
from voice.vocabulary import opposites


@cache
def hearing() -> SpokenText:
    return spoken_text(sentences())


def candidate(reading: Reading) -> Candidate:
    """Return a reading that costs as much as any other."""
    return Candidate(reading.text, reading.likelihood, Repaired((reading.text,), (), 20.0))


def read(*ways: tuple[str, float], awaiting: str | None = None, hints: tuple[str, ...] = ()) -> str:
    """Return what is understood of several ways to read an utterance, the likeliest first."""
    readings = tuple(Reading(text, likelihood) for text, likelihood in ways)
    understood = hearing().understood(
        readings[0].text, awaiting=awaiting, hints=hints, readings=readings
    )
    return understood.text


def test_of_two_readings_that_sound_alike_the_one_that_people_say_is_taken() -> None:
    assert read(("我要取销这次申请", -2.1), ("我要取消这次申请", -2.5)) == "我要取消这次申请"


def test_what_was_clearly_heard_stays_although_something_else_is_said_more_often() -> None:
    clearly = ("我想问问老樟树的事", -1.0)

    assert read(clearly, ("我想问问老人家的事", -30.0)) == clearly[0]


def test_a_whole_sentence_is_not_given_up_for_a_shorter_one_that_is_less_likely() -> None:
    whole = "我要办理异地就医备案"

    assert read((whole, -2.0), ("我要办理", -6.0)) == whole


def test_what_was_heard_with_and_without_a_pause_counts_together() -> None:
    paused, other = Reading("市立 医院", -1.6), Reading("是立医院", -1.0)

    once = likeliest([candidate(other), candidate(paused)])
    twice = likeliest([candidate(other), candidate(paused), candidate(Reading("市立医院", -1.6))])

    assert once.raw == other.text
    assert twice.raw != other.text


@pytest.mark.parametrize(("one", "other"), opposites())
def test_no_reading_says_the_opposite_of_what_was_heard_best(one: str, other: str) -> None:
    assert not may_be_read(f"我想{one}一下", f"我想{other}一下")
    assert not may_be_read(f"我想{other}一下", f"我想{one}一下")


@pytest.mark.parametrize("other", ["我六十七岁了", "我68岁了", "我七八岁了"])
def test_no_reading_has_other_figures_than_what_was_heard_best(other: str) -> None:
    assert read(("我六十八岁了", -9.0), (other, -9.1)) == "我六十八岁了"


@pytest.mark.parametrize("awaiting", [YES_NO, FieldKind.ID_NUMBER, FieldKind.MOBILE])
def test_numbers_and_a_yes_or_no_are_taken_as_they_were_heard_best(awaiting: str) -> None:
    heard = "我要取销这次申请"

    changed = read((heard, -2.1), ("你看这样行不行", -2.2), awaiting=awaiting)

    assert changed != "你看这样行不行"


def test_an_answer_that_the_question_expects_is_preferred() -> None:
    ways = (("是立一院", -2.0), ("市立医院", -3.0))

    assert read(*ways, hints=("市立医院", "市中医院")) == "市立医院"


def test_where_nothing_was_heard_best_no_other_reading_is_believed() -> None:
    assert read(("谢谢观看", -1.0), ("我要取消这次申请", -1.1)) == ""


def test_a_lone_name_is_taken_as_it_was_heard_best() -> None:
    ways = (("王秀影", -1.0), ("没有", -1.1))

    assert read(*ways, awaiting=FieldKind.NAME) == "王秀影"


def test_it_says_that_words_were_replaced_where_another_reading_was_taken() -> None:
    ways = [Reading("我要取销这次申请", -2.1), Reading("我要取消这次申请", -2.5)]

    assert hearing().understood(ways[0].text, readings=ways).changed


@settings(deadline=None)
@given(st.lists(st.text(alphabet="不没我要签约解异地就医 ,2三百", max_size=12), max_size=5))
def test_one_of_the_readings_is_taken_and_nothing_fails(texts: list[str]) -> None:
    readings = [Reading(text, -float(place)) for place, text in enumerate(texts)]

    understood = hearing().understood(texts[0] if texts else "", readings=readings)

    assert understood.raw == (texts[0] if texts else "")
