"""Tests that the sentences with values are sound, and how hits and misses are counted."""

from __future__ import annotations

import pytest

from bench._entity_fields import FORMS, MOBILE, NAME
from bench.entities import TODAY, Find, Sentence, finds, read_sentences, score
from core.fields import problem_with

STYLES = {"plain", "colloquial", "elderly", "dialect", "asr", "typo", "traditional"}
SENTENCES = read_sentences()
SENTENCE = Sentence("我叫王秀英", "plain", "contract", None, {"name": "王秀英"})


def test_there_are_300_sentences_in_seven_styles_and_none_twice() -> None:
    said = {(sentence.say, sentence.form, sentence.asked) for sentence in SENTENCES}

    assert len(said) == len(SENTENCES) >= 300
    assert {sentence.style for sentence in SENTENCES} == STYLES


def test_about_a_third_is_held_out() -> None:
    held_out = sum(sentence.held_out for sentence in SENTENCES)

    assert 0.25 < held_out / len(SENTENCES) < 0.4


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.say)
def test_what_is_expected_is_a_value_that_the_form_takes(sentence: Sentence) -> None:
    fields = {field.key: field for field in FORMS[sentence.form]}

    assert sentence.asked is None or sentence.asked in fields
    assert {
        key: problem_with(fields[key], value, {}, TODAY) for key, value in sentence.gives.items()
    } == dict.fromkeys(sentence.gives)


def test_a_wrong_value_counts_against_precision_and_recall() -> None:
    right = Find(SENTENCE, NAME, "王秀英", "王秀英", offered=False)
    wrong = Find(SENTENCE, MOBILE, "13800138000", "15900000863", offered=False)
    missed = Find(SENTENCE, MOBILE, "13800138000", None, offered=True)
    invented = Find(SENTENCE, MOBILE, None, "13800138000", offered=False)

    total = score([right, wrong, missed, invented])

    assert (total.right, total.found, total.wanted, total.offered) == (1, 3, 3, 1)
    assert total.precision == total.recall == total.f1 == pytest.approx(100 / 3)


def test_a_sentence_is_read_as_the_form_reads_it() -> None:
    spoken = Sentence(
        "手機一三八零零一三八零零零，我叫王秀英",
        *("elderly", "contract", "mobile", {"mobile": "13800138000", "name": "王秀英"}),
    )

    found = {find.field.key: (find.wanted, find.found) for find in finds([spoken])}

    assert found == {"mobile": ("13800138000",) * 2, "name": ("王秀英",) * 2}
