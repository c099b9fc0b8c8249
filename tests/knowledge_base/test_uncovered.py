"""Checks the list of questions that no entry answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidPack
from knowledge_base.documents import read_packs
from knowledge_base.uncovered import read_uncovered
from knowledge_base.written import unified


def written(folder: Path, text: str) -> Path:
    file = folder / "uncovered.yml"
    file.write_text(text, "utf-8")
    return file


def test_the_shipped_list_reads_and_no_question_stands_in_it_twice() -> None:
    questions = read_uncovered()

    assert len(questions) > 300
    assert len(set(questions)) == len(questions)
    assert all(question == unified(question) for question in questions)


def test_no_question_of_the_shipped_list_is_one_that_an_entry_answers() -> None:
    answered = {unified(asked) for entry in read_packs() for asked in entry.passage.asked_as}

    assert sorted(answered & set(read_uncovered())) == []


def test_questions_are_read_in_order_in_unified_writing_and_each_once(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "- {matter: 甲, why: 没有写, ask: [起付線 是多少, 封顶线]}\n"
        "- {matter: 乙, why: 没有写, ask: [封顶线, ＡＢ类]}\n",
    )

    assert read_uncovered(file) == ("起付线是多少", "封顶线", "ab类")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "matter: 甲",
        "- 甲",
        "- {matter: 甲, ask: [起付线]}",
        "- {matter: 甲, why: 没有写, ask: [起付线], extra: 1}",
        "- {matter: 甲, why: 没有写, ask: 起付线}",
        "- {matter: 甲, why: 没有写, ask: null}",
        "- {matter: 甲, why: 没有写, ask: {起付线: 多少}}",
        "- {matter: 甲, why: 没有写, ask: ['  ']}",
        "- {matter: 甲, why: 没有写, ask: [2026]}",
        "- {matter: [甲",
    ],
)
def test_a_list_of_another_shape_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidPack, match=r"uncovered\.yml"):
        read_uncovered(written(tmp_path, text))
