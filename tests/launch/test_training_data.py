"""Tests how examples become training data."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from launch.errors import NotReady
from launch.training_data import Example, as_rasa, fold_of, read, split, without_duplicates

EXAMPLES = [Example(f"句子{number}", "greet", "plain") for number in range(300)]
FOLDS = [2, 0, 0, 1, 2, 0, 0, 1]  # of the first eight


def test_each_example_is_held_out_in_exactly_one_fold() -> None:
    held_out = [split(EXAMPLES, 3, fold)[1] for fold in range(3)]

    found = [example for fold in held_out for example in fold]
    assert sorted(found, key=EXAMPLES.index) == EXAMPLES
    assert all(70 < len(fold) < 130 for fold in held_out)


def test_an_examples_fold_never_changes() -> None:
    """A changed hash would let a benchmark test on what it was trained with."""
    folds = [fold_of(example, 3) for example in EXAMPLES[:8]]

    assert folds == FOLDS
    assert split(EXAMPLES[:8], 3, 0)[1] == split(list(reversed(EXAMPLES[:8])), 3, 0)[1][::-1]


def test_without_folds_everything_is_kept() -> None:
    assert split(EXAMPLES, 0, 0) == (EXAMPLES, [])


def test_the_same_text_is_kept_once_whatever_the_order() -> None:
    twice = [
        Example("你好 ", "thanks", "plain"),
        Example("你好", "greet", "plain"),
        Example(" ", "greet", "asr"),
    ]

    kept, dropped = without_duplicates(twice, str.strip)
    again, _ = without_duplicates(reversed(twice), str.strip)

    assert kept == again == [Example("你好", "greet", "plain")]
    assert len(dropped) == 2


def test_rasa_gets_its_own_format_without_accidental_entities() -> None:
    text = as_rasa([Example("我要[办](item)", "start_application", "typo"), *EXAMPLES[:2]])

    content = yaml.safe_load(text)
    assert content["version"] == "3.1"
    assert content["nlu"] == [
        {"intent": "greet", "examples": "- 句子0\n- 句子1\n"},
        {"intent": "start_application", "examples": "- 我要［办］(item)\n"},
    ]


def test_examples_are_read_with_their_style(tmp_path: Path) -> None:
    (tmp_path / "greet.yml").write_text("act: greet\nplain: [您好]\nasr: [你号]\ntypo:\n")

    assert read(tmp_path) == [Example("您好", "greet", "plain"), Example("你号", "greet", "asr")]


@pytest.mark.parametrize("content", ["act: thanks\n", "act: greet\nplain: [123]\n", "plain: [a]\n"])
def test_a_misshapen_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "greet.yml").write_text(content)

    with pytest.raises(NotReady, match=r"greet\.yml"):
        read(tmp_path)
