"""Tests bot.form_papers: which papers are missing, and what does instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.form import step
from bot.form_papers import PaperState, papers_card, states
from core import paper_wording
from core.applications import Application
from tests.bot.form_talks import confirming, said
from tests.bot.small_items import CATALOGUE, CONTRACT, REFUND, form_of
from tests.sample_fields import WOMAN

FILLED = Application(
    "a1",
    "c1",
    REFUND,
    fields={
        "unpaid": "是",
        "abroad": "不是",
        "name": "王秀英",
        "id_number": WOMAN,
        "reason": "普通看病",
        "amount": "120.00",
        "bank_card": "6222021234567890128",
    },
    awaiting="mobile",
)


def ready() -> Application:
    done = step(form_of(REFUND), FILLED, said("13800138000"))
    return done.application


def test_each_paper_has_its_state_by_what_is_known() -> None:
    item = CATALOGUE.item(REFUND)
    known = replace(FILLED, fields={"unpaid": "是"}, papers={"医疗费票据": "photo:p1"})

    assert states(item, known) == {
        "有效身份证件": PaperState.MISSING,
        "代办人身份证件": PaperState.NOT_NEEDED,
        "医疗费票据": PaperState.READY,
        "急诊证明": PaperState.DEPENDS,
        "结婚证": PaperState.NOT_NEEDED,
    }
    assert states(item, replace(known, delegate="母亲"))["代办人身份证件"] is PaperState.MISSING


def test_the_card_says_what_decides_and_what_does_instead() -> None:
    rows = {row.label: row for row in papers_card(CATALOGUE.item(REFUND), FILLED).rows}

    assert rows["有效身份证件"].note == "医保电子凭证或社会保障卡也可以"
    assert rows["急诊证明"].value == "这次不用"


def test_all_missing_papers_are_named_at_once_with_the_read_back() -> None:
    done = step(form_of(REFUND), FILLED, said("13800138000"))

    assert done.said.count("材料还差：有效身份证件、医疗费票据。") == 1
    assert "容缺受理，依据是示例" in done.said
    assert "告知承诺，依据：示例" in done.said
    assert [card.kind for card in done.cards] == ["papers"]


def test_nothing_is_said_of_papers_that_are_all_there() -> None:
    papers = {"有效身份证件": "photo:p1", "医疗费票据": "later"}

    done = step(form_of(REFUND), replace(FILLED, papers=papers), said("13800138000"))

    assert "材料" not in done.said
    assert done.cards == ()


@pytest.mark.parametrize("text", ["医疗费票据我没有", "票据找不到了，医疗费票据丢了"])
def test_a_paper_that_somebody_lacks_sends_nobody_away(text: str) -> None:
    done = step(form_of(REFUND), ready(), said(text))

    assert done.said.startswith(paper_wording.LACKING.format(name="医疗费票据"))
    for word in ("以后再补交", "写承诺代替", "上门", "帮您办"):
        assert word in done.said
    assert done.choices == ("医疗费票据以后补", "医疗费票据我承诺", "转人工")
    assert not done.submit


def test_a_paper_may_follow_later_or_be_promised_or_be_at_hand() -> None:
    form = form_of(REFUND)

    later = step(form, ready(), said("医疗费票据以后补"))
    promised = step(form, later.application, said("有效身份证件我承诺"))
    had = step(form, ready(), said("身份证件我带着"))

    assert later.application.papers == {"医疗费票据": "later"}
    assert promised.application.papers["有效身份证件"] == "promised"
    assert had.application.papers == {"有效身份证件": "have"}


def test_what_the_item_does_not_allow_is_not_promised() -> None:
    form = form_of(CONTRACT)

    later = step(form, confirming(CONTRACT), said("有效身份证件以后补"))
    lacking = step(form, confirming(CONTRACT), said("这个我没有"))

    assert later.application.papers == {}
    assert later.said.startswith("“有效身份证件”不能以后补。")
    assert "医保电子凭证或社会保障卡也可以" in lacking.said


def test_a_number_that_is_not_at_hand_is_no_paper() -> None:
    asked = replace(FILLED, fields={"unpaid": "是", "abroad": "不是"}, awaiting="id_number")

    done = step(form_of(REFUND), asked, said("身份证件没带"))

    assert paper_wording.LACKING.format(name="有效身份证件") not in done.said
