"""Proves in a real browser how staff put right what citizens were unhappy about."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.ratings import Level
from tests.browser.case_office import ME, CaseOffice
from tests.browser.cases_page import CasesPage
from tests.browser.cases_page import cases as cases
from tests.browser.cases_page import office as office
from tests.browser.cases_page import plain_browser as plain_browser

pytestmark = pytest.mark.browser


def test_a_bad_rating_is_put_right_called_about_and_closed(
    office: CaseOffice, cases: CasesPage
) -> None:
    number = office.rated(Level.DISSATISFIED, "跑了三趟")
    cases.begin("#/rectifications/open")
    cases.rows.first.get_by_role("link").click()
    expect(cases.page.get_by_text("认领以后，才能看到回访电话。")).to_be_visible()

    cases.act("take").click()
    cases.confirm()
    expect(cases.page.get_by_text("13800138000")).to_be_visible()
    cases.act("fix").click()
    cases.dialog.get_by_label("整改情况").fill("已向窗口说明，已补办")
    cases.confirm()
    cases.act("call").click()
    cases.dialog.get_by_label("联系上了", exact=True).check()
    cases.dialog.get_by_label("认可", exact=True).check()
    cases.dialog.get_by_label("回访结果").fill("群众说可以了")
    cases.confirm()
    expect(cases.history).to_contain_text("联系上了，群众认可")
    cases.act("close").click()
    cases.confirm()

    expect(cases.notice).to_contain_text("已结案")
    expect(cases.act("reopen")).to_be_visible()
    assert office.do(office.rectifications.case(number)).closed_on is not None


def test_who_is_still_unhappy_opens_the_case_again(office: CaseOffice, cases: CasesPage) -> None:
    number = office.rated(Level.VERY_DISSATISFIED)
    now = office.bureau.clock()
    office.do(office.rectifications.take(number, ME, now))
    office.do(office.rectifications.fix(number, ME, "已补办", now))
    cases.begin(f"#/rectification/{number}")

    cases.act("call").click()
    cases.dialog.get_by_label("联系上了", exact=True).check()
    cases.dialog.get_by_label("不认可").check()
    cases.dialog.get_by_label("回访结果").fill("还要再跑一趟")
    cases.confirm()

    expect(cases.notice).to_contain_text("整改单已重新打开")
    expect(cases.act("fix")).to_be_visible()


def test_a_complaint_is_answered_and_gets_a_case(office: CaseOffice, cases: CasesPage) -> None:
    first, second = office.complained("电话没有人接"), office.complained("窗口太少")
    cases.begin("#/remarks")

    cases.page.get_by_role("button", name=f"答复：{first}").click()
    cases.dialog.get_by_label("答复").fill("已经加了接线员")
    cases.confirm()
    expect(cases.page.get_by_text(first)).to_have_count(0)
    cases.page.get_by_role("button", name=f"立整改单：{second}").click()
    cases.confirm()

    expect(cases.title).to_contain_text("投诉 Z")
    expect(cases.page.get_by_text("窗口太少")).to_be_visible()
    assert office.do(office.remarks.remark(first)).answer == "已经加了接线员"
