"""Tests knowledge_base.review.doubts: marks stay at their characters."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.knowledge import Doubt, EntryContent
from knowledge_base.review.doubts import resolved_at, with_text
from tests.fakes.entries import CONTENT

TEXT = "甲□乙□丙"


def marked(text: str, *spans: tuple[int, int]) -> EntryContent:
    doubts = tuple(Doubt(a, b, "lost_bytes", text[a:b], "请核对") for a, b in spans)
    return replace(CONTENT, text=text, doubts=doubts)


def spans(content: EntryContent) -> list[tuple[int, int]]:
    return [(doubt.start, doubt.end) for doubt in content.doubts]


def test_a_change_before_a_doubt_shifts_it() -> None:
    content, resolved = with_text(marked(TEXT, (1, 2), (3, 4)), "新的甲□乙□丙")

    assert (spans(content), resolved) == ([(3, 4), (5, 6)], ())


def test_a_change_behind_a_doubt_leaves_it() -> None:
    content, resolved = with_text(marked(TEXT, (1, 2)), "甲□乙□丙丁")

    assert (spans(content), resolved) == ([(1, 2)], ())


def test_a_doubt_whose_characters_were_rewritten_is_resolved() -> None:
    content, resolved = with_text(marked(TEXT, (1, 2), (3, 4)), "甲方乙□丙")

    assert spans(content) == [(3, 4)]
    assert [doubt.start for doubt in resolved] == [1]


def test_between_two_changes_the_page_says_where_a_doubt_is() -> None:
    content = marked(TEXT, (1, 2))
    claim = replace(content.doubts[0], start=2, end=3)

    believed, _ = with_text(content, "头甲□乙□尾", [claim])
    lied, resolved = with_text(content, "头甲□乙□尾", [replace(claim, start=1, end=2)])

    assert spans(believed) == [(2, 3)]
    assert (spans(lied), len(resolved)) == ([], 1)


def test_a_page_cannot_drop_or_add_a_doubt() -> None:
    content = marked(TEXT, (1, 2))
    invented = Doubt(4, 5, "lost_bytes", "丙", "")

    same, resolved = with_text(content, TEXT, [])
    more, _ = with_text(content, TEXT, [invented])

    assert (same, resolved) == (content, ())
    assert more == content


def test_resolving_replaces_the_characters_and_shifts_the_others() -> None:
    content = resolved_at(marked(TEXT, (1, 2), (3, 4)), 1, 2, "补上的")

    assert (content.text, spans(content)) == ("甲补上的乙□丙", [(5, 6)])


def test_confirming_leaves_the_text() -> None:
    content = resolved_at(marked(TEXT, (1, 2), (3, 4)), 3, 4, "□")

    assert (content.text, spans(content)) == (TEXT, [(1, 2)])


@given(st.text("甲乙□", max_size=12), st.text("甲乙□", max_size=12), st.data())
def test_a_doubt_always_quotes_what_stands_there(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))

    content, resolved = with_text(marked(old, (start, end)), new)

    assert len(content.doubts) + len(resolved) == 1
    for doubt in content.doubts:
        assert new[doubt.start : doubt.end] == doubt.quote
