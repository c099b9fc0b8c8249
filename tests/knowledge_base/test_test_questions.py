"""Checks that test questions are read whole, and that a wrong file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidPack
from knowledge_base.documents import PACKS as REAL_PACKS
from knowledge_base.documents import read_packs
from knowledge_base.test_questions import (
    TestQuestion,
    is_held_out,
    read_test_questions,
)

PACKS = Path(__file__).parents[1] / "data" / "packs"
GOOD = """
document: yantai
entries:
  transfer:
    - {ask: 俺闺女的关系转过来得几天, style: elderly, region: 烟台市}
    - {ask: 转移接续时限, style: keyword, region: null, also: [nation#transfer]}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Return a copy of the packs that tests use, without questions yet."""
    for file in PACKS.glob("*/*.yml"):
        copy = tmp_path / file.relative_to(PACKS)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path


def ask(packs: Path, questions: str) -> Path:
    """Put questions beside the pack of Yantai, and return the folder of packs."""
    file = packs / "yantai" / "tests" / "plan.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(questions, "utf-8")
    return packs


def test_a_question_knows_its_entry_and_every_other_that_answers_it(packs: Path) -> None:
    questions = read_test_questions(ask(packs, GOOD))

    assert questions == (
        TestQuestion("俺闺女的关系转过来得几天", "elderly", "烟台市", ("yantai#transfer",)),
        TestQuestion("转移接续时限", "keyword", None, ("yantai#transfer", "nation#transfer")),
    )


def test_packs_without_questions_have_none(packs: Path) -> None:
    assert read_test_questions(packs) == ()


def test_questions_beside_a_pack_are_not_taken_for_a_pack(packs: Path) -> None:
    before = read_packs(packs)

    assert read_packs(ask(packs, GOOD)) == before


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("document: yantai", "document: jinan", "transfer: there is no entry jinan#transfer"),
        ("  transfer:", "  transport:", "there is no entry yantai#transport"),
        ("style: elderly, ", "", "a question has no style"),
        ("region: 烟台市", "regional: 烟台市", "unknown regional"),
        (", region: null", "", "a question has no region"),
        ("nation#transfer", "nation#unheard-of", "unknown entry nation#unheard-of"),
        ("[nation#transfer]", "nation#transfer", "also must be a list"),
        ("俺闺女的关系转过来得几天", "''", "ask: must be a text"),
        ("entries:", "questions:", "must have document and entries"),
        ("document: yantai", "document: [yantai", "not YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(
    packs: Path, old: str, new: str, complaint: str
) -> None:
    assert old in GOOD
    folder = ask(packs, GOOD.replace(old, new, 1))

    with pytest.raises(InvalidPack, match="plan.yml.*" + complaint.replace("[", r"\[")):
        read_test_questions(folder)


def test_a_question_that_the_pack_already_has_is_refused(packs: Path) -> None:
    known = next(
        e for e in read_packs(packs) if e.passage.key == "yantai#transfer"
    ).passage.asked_as[0]
    folder = ask(packs, GOOD.replace("转移接续时限", known))

    with pytest.raises(InvalidPack, match="is one of its asked_as"):
        read_test_questions(folder)


def test_the_same_question_of_two_entries_is_refused_unless_the_region_tells_them_apart(
    packs: Path,
) -> None:
    other = "  reimbursement:\n    - {ask: 转移接续时限, style: plain, region: null}\n"
    elsewhere = other.replace("null", "青岛市")
    assert read_test_questions(ask(packs, GOOD + elsewhere))
    folder = ask(packs, GOOD + other)

    with pytest.raises(InvalidPack, match="is also asked of yantai#transfer"):
        read_test_questions(folder)


def test_which_questions_are_held_out_never_changes() -> None:
    asks = ("六统一", "转移接续时限", "手工报销", "异地备案", "医保码", "报销比例")

    held_out = [ask for ask in asks if is_held_out(ask)]

    assert held_out == ["转移接续时限", "手工报销", "医保码"]


def test_about_a_third_of_the_real_questions_is_held_out() -> None:
    questions = read_test_questions(REAL_PACKS)

    share = sum(is_held_out(question.ask) for question in questions) / len(questions)
    assert 0.28 < share < 0.38
