"""Tests knowledge_base.review.shortcomings: what must be done before a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core import editorial_wording as wording
from core.knowledge import Doubt, EntryContent, Flag, PolicyDocument
from knowledge_base.documents import entry_of
from knowledge_base.review.shortcomings import shortcomings
from tests.fakes.entries import CONTENT, DOCUMENT, draft


def test_a_complete_entry_has_none() -> None:
    assert shortcomings(CONTENT) == ()


def test_a_blank_entry_lacks_everything() -> None:
    nothing = EntryContent(PolicyDocument("d", "", "", None, None, None, ""))

    found = shortcomings(nothing)

    missing = {wording.MISSING.format(field=wording.FIELDS[key]) for key in (
        *("title", "issuer", "region", "date", "section", "topic", "text", "plain", "spoken"),
        "in_force_from",
    )}  # fmt: skip
    assert missing < set(found)
    assert wording.TOO_FEW_QUESTIONS.format(needed=4, count=0) in found
    assert wording.TOO_FEW_TESTS.format(needed=2, count=0) in found


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            replace(CONTENT, doubts=(Doubt(0, 1, "lost_bytes", "普", ""),)),
            wording.DOUBTS_LEFT.format(count=1),
        ),
        (
            replace(CONTENT, flags=(Flag("hidden_text", "藏", ""),)),
            wording.FLAGS_LEFT.format(count=1),
        ),
        (replace(CONTENT, plain=" \n"), wording.MISSING.format(field="大白话")),
        (
            replace(CONTENT, asked_as=("门诊能报多少",) * 4),
            wording.TOO_FEW_QUESTIONS.format(needed=4, count=1),
        ),
        (
            replace(CONTENT, plain="门诊报60%。"),
            wording.UNSTATED_FIGURE.format(field="大白话", figure="60"),
        ),
        (
            replace(CONTENT, brief="报５５％"),
            wording.UNSTATED_FIGURE.format(field="一句话", figure="55"),
        ),
        (replace(CONTENT, spoken="能报\u200b一半。"), wording.INVISIBLE.format(field="口播")),
        (
            replace(CONTENT, in_force_until=date(2026, 1, 1), expired_note="废止"),
            wording.ENDS_BEFORE,
        ),
        (replace(CONTENT, in_force_until=date(2027, 1, 1)), wording.NO_EXPIRED_NOTE),
        (replace(CONTENT, superseded_by="d#e@1"), wording.NO_UNTIL),
        (replace(CONTENT, superseded_by="新办法"), wording.BAD_SUPERSEDED),
    ],
)
def test_each_shortcoming_is_said(content: EntryContent, sentence: str) -> None:
    assert sentence in shortcomings(content)


@pytest.mark.parametrize("link", ["http://evil.example.com/gov.cn", "www.shop.com", "gov.cn.xyz"])
def test_a_link_to_a_foreign_host_is_refused(link: str) -> None:
    (found,) = shortcomings(replace(CONTENT, plain=f"请到 {link} 办理。"))

    assert found.startswith("大白话里有政府网站以外的网址")


def test_a_link_to_the_government_is_fine() -> None:
    content = replace(CONTENT, plain="请到 https://ybj.qingdao.gov.cn/ 查看。")

    assert shortcomings(content) == ()


def test_a_full_width_figure_is_the_same_figure() -> None:
    assert shortcomings(replace(CONTENT, plain="报５０％。")) == ()


def test_what_lacks_nothing_can_be_searched() -> None:
    changed = replace(
        CONTENT,
        document=replace(DOCUMENT, number=None),
        in_force_until=date(2026, 12, 31),
        expired_note="新办法已经施行",
        superseded_by="qingdao-2027#1@1",
    )

    assert shortcomings(changed) == ()
    assert entry_of(replace(draft(), content=changed)).superseded_by == "qingdao-2027#1@1"
