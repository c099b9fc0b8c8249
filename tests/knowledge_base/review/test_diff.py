"""Tests knowledge_base.review.diff: what changed, in pieces that a person can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.knowledge import TestQuestion
from knowledge_base.review.diff import Op, Piece, differences, pieces
from tests.fakes.entries import CONTENT, DOCUMENT

SAME, GONE, NEW = Op.SAME, Op.GONE, Op.NEW


def test_a_changed_figure_is_one_piece() -> None:
    found = pieces("办理时限为15个工作日。逾期无效。", "办理时限为12个工作日。逾期无效。")

    assert found == (
        Piece(SAME, "办理时限为"),
        Piece(GONE, "15"),
        Piece(NEW, "12"),
        Piece(SAME, "个工作日。逾期无效。"),
    )


def test_a_few_common_characters_make_no_confetti() -> None:
    found = pieces("门诊看病能报一半的钱。", "住院看护能领三成的款。")

    assert found == (
        Piece(GONE, "门诊看病能报一半的钱"),
        Piece(NEW, "住院看护能领三成的款"),
        Piece(SAME, "。"),
    )


def test_a_new_sentence_leaves_the_others_whole() -> None:
    found = pieces("第一句。第三句。", "第一句。第二句。第三句。")

    assert found == (Piece(SAME, "第一句。"), Piece(NEW, "第二句。"), Piece(SAME, "第三句。"))


@given(st.text("甲乙丙。\n12", max_size=40), st.text("甲乙丙。\n12", max_size=40))
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)

    assert "".join(piece.text for piece in found if piece.op is not NEW) == old
    assert "".join(piece.text for piece in found if piece.op is not GONE) == new
    assert all(piece.text for piece in found)
    for one, other in pairwise(piece.op for piece in found):
        assert one is not other


def test_only_fields_that_differ_are_shown_with_their_chinese_names() -> None:
    new = replace(
        CONTENT,
        document=replace(DOCUMENT, number=None),
        tests=(*CONTENT.tests, TestQuestion("新问题", None, ("a#b",))),
        in_force_until=date(2027, 1, 1),
    )

    found = differences(CONTENT, new)

    assert [(one.field, one.label) for one in found] == [
        ("number", "文号"),
        ("tests", "测试问题"),
        ("in_force_until", "失效日期"),
    ]
    assert found[0].pieces == (Piece(GONE, "青医保发〔2026〕1号"),)
    assert found[1].pieces[-1] == Piece(NEW, "\n新问题（也可由 a#b 回答）")
    assert found[2].pieces == (Piece(NEW, "2027年1月1日"),)


def test_the_same_content_has_no_differences() -> None:
    assert differences(CONTENT, CONTENT) == ()
