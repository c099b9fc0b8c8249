"""Tests knowledge_base.review.hit_test: batches of questions from files of many makers."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import editorial_wording as wording
from core.contracts import Found, Verdict
from core.errors import InvalidContent
from knowledge_base.documents import entry_of
from knowledge_base.review.hit_test import MOST_ROWS, AskedRow, HitRow, read_batch
from tests.fakes.entries import draft

CSV = "问题,地区,应答条目\n门诊能报多少,青岛市,d#a\n天气如何,,无\n,,\n"
EXPECTED = [
    AskedRow(2, "门诊能报多少", "青岛市", ("d#a",)),
    AskedRow(3, "天气如何", None, ()),
]


def workbook(*rows: tuple[str | None, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("题", 0)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_however_it_was_saved(encoding: str) -> None:
    assert read_batch("题.csv", CSV.encode(encoding)) == EXPECTED


def test_a_workbook_is_read() -> None:
    content = workbook(
        ("问题", "地区", "应答条目"), ("门诊能报多少", "青岛市", "d#a@3"), ("天气如何", None, "无")
    )

    assert read_batch("题.XLSX", content) == EXPECTED


def test_a_text_has_one_question_a_line() -> None:
    assert read_batch("题.txt", "怎么报？\n\n 要几天 \n".encode()) == [
        AskedRow(1, "怎么报？", None, None),
        AskedRow(3, "要几天", None, None),
    ]


def test_several_entries_may_be_expected() -> None:
    (row,) = read_batch("题.csv", "问题,应答条目\n问,d#a@1；d#b\n".encode())

    assert row.expected == ("d#a", "d#b")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("题.docx", b"", wording.BATCH_UNREADABLE),
        ("题.xlsx", b"PK\x03\x04 broken", wording.BATCH_UNREADABLE),
        ("题.csv", b"\xff\xff\xff", wording.BATCH_UNREADABLE),
        ("题.csv", "名称\n甲\n".encode(), wording.BATCH_EMPTY),
        ("题.csv", b"", wording.BATCH_EMPTY),
        ("题.txt", b"\n \n", wording.BATCH_EMPTY),
        ("题.txt", "问\n".encode() * (MOST_ROWS + 1), wording.BATCH_TOO_LONG.format(most=2000)),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidContent) as refused:
        read_batch(name, content)

    assert refused.value.args[1] == sentence


@given(st.sampled_from(["题.csv", "题.xlsx", "题.txt"]), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    try:
        rows = read_batch(name, content)
    except InvalidContent:
        return
    assert all(row.question for row in rows)


@pytest.mark.parametrize(
    ("verdict", "expected", "right"),
    [
        (Verdict.FOUND, ("d#a",), True),
        (Verdict.FOUND, ("d#b", "d#a"), True),
        (Verdict.FOUND, ("d#b",), False),
        (Verdict.FOUND, (), False),
        (Verdict.FOUND, None, None),
        (Verdict.UNSURE, ("d#a",), False),
        (Verdict.UNSURE, (), True),
    ],
)
def test_a_row_is_judged(
    verdict: Verdict, expected: tuple[str, ...] | None, right: bool | None
) -> None:
    found = Found(verdict, (entry_of(draft("d#a")).passage,), None)

    assert HitRow(AskedRow(1, "问", None, expected), found).right is right
