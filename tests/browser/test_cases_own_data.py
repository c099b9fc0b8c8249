"""Proves in a real browser how staff answer a citizen's request about their own data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core.own_data import Right, Standing
from core.tables import audit
from tests.browser.case_office import ME, CaseOffice
from tests.browser.cases_page import CasesPage
from tests.browser.cases_page import cases as cases
from tests.browser.cases_page import office as office
from tests.browser.cases_page import plain_browser as plain_browser

pytestmark = pytest.mark.browser

WORDS = "手机号写错了，应该是13987654321"


def test_a_correction_is_read_answered_and_gone(office: CaseOffice, cases: CasesPage) -> None:
    now = office.bureau.clock()
    due = now.date() + timedelta(days=21)
    asked = office.do(office.own_data.ask("c1", Right.CORRECT, now, due, words=WORDS))
    filed = office.filed()
    cases.begin("#/own-data")
    expect(cases.page.get_by_text("更正信息")).to_be_visible()
    expect(cases.page.get_by_text(WORDS)).to_have_count(0)  # not before somebody asks for it

    cases.page.get_by_role("button", name=f"看是谁、要改什么：{asked.number}").press("Enter")
    expect(cases.page.get_by_text(WORDS)).to_be_visible()
    expect(cases.page.get_by_text(filed.fields["mobile"])).to_have_count(0)
    cases.page.get_by_role("button", name="看全部：手机号").press("Enter")
    cases.dialog.get_by_role("radio", name="核对身份").press("Space")
    cases.confirm()
    expect(cases.page.get_by_text(filed.fields["mobile"])).to_be_visible()
    cases.page.get_by_role("button", name=f"答复：{asked.number}").press("Enter")
    cases.dialog.get_by_role("radio", name="已经办好").press("Space")
    cases.dialog.get_by_label("答复（必填）").fill("手机号已经改好。")
    cases.confirm()

    expect(cases.notice).to_contain_text("已答复")
    expect(cases.page.get_by_text("没有等答复的个人信息请求")).to_be_visible()
    answered = office.do(office.own_data.request(asked.number))
    assert (answered.standing, answered.answered_by) == (Standing.DONE, ME)
    rows = office.do(office.bureau.rows(audit))
    acts = [row["action"] for row in rows if row["subject"] == f"own_data:{asked.number}"]
    assert acts == ["asked", "seen", "answered"]
