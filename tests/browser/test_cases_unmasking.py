"""Proves in a real browser how staff see a masked value, for a reason and for a while."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.store.remarks import PHONE
from core.tables import audit
from tests.browser.case_office import ME, CaseOffice
from tests.browser.cases_page import CasesPage
from tests.browser.cases_page import cases as cases
from tests.browser.cases_page import office as office
from tests.browser.cases_page import plain_browser as plain_browser
from tests.people import MOBILE

pytestmark = pytest.mark.browser


def test_a_masked_value_is_seen_for_a_reason_and_only_for_a_while(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed()
    cases.page.clock.install()
    cases.begin(f"#/case/{filed.number}")
    ask = cases.page.get_by_role("button", name="看全部：手机号")

    ask.press("Enter")
    cases.dialog.locator("button[type=submit]").press("Enter")
    expect(cases.dialog).to_be_visible()  # no reason yet
    cases.dialog.get_by_role("radio", name="联系群众").press("Space")
    cases.dialog.locator("button[type=submit]").press("Enter")

    whole = cases.page.get_by_text(filed.fields["mobile"])
    expect(whole).to_be_visible()
    expect(cases.page.get_by_role("button", name="马上遮住：手机号")).to_be_focused()
    cases.page.clock.fast_forward(31_000)
    expect(whole).to_have_count(0)
    expect(ask).to_be_focused()
    looks = [row for row in office.do(office.bureau.rows(audit)) if row["action"] == "unmasked"]
    assert [row["detail"] for row in looks] == [{"field": "mobile", "reason": "联系群众"}]
    assert looks[0]["actor"] == f"staff:{ME}"


def test_the_number_left_with_a_complaint_is_masked_until_somebody_needs_it(
    office: CaseOffice, cases: CasesPage
) -> None:
    number = office.complained("电话没有人接")
    office.do(office.remarks.wish(number, PHONE, MOBILE, office.bureau.clock()))
    cases.begin("#/remarks")
    whole = cases.page.get_by_text(MOBILE)
    expect(cases.page.get_by_text("138****8000")).to_be_visible()
    expect(whole).to_have_count(0)

    cases.page.get_by_role("button", name="看全部：电话").press("Enter")
    cases.dialog.get_by_role("radio", name="联系群众").press("Space")
    cases.dialog.locator("button[type=submit]").press("Enter")

    expect(whole).to_be_visible()
    looks = [row for row in office.do(office.bureau.rows(audit)) if row["action"] == "unmasked"]
    assert [row["subject"] for row in looks] == [f"remark:{number}"]
