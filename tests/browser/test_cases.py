"""Proves in a real browser, on the real routes, how staff work on applications."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core import follow_up_wording as say
from core.applications import Phase
from core.ratings import Level
from tests.browser.case_office import CATALOGUE, COLLEAGUE, EDITOR, ME, CaseOffice
from tests.browser.cases_page import CasesPage
from tests.browser.cases_page import cases as cases
from tests.browser.cases_page import office as office
from tests.browser.cases_page import plain_browser as plain_browser
from tests.fakes.bureau import BIRTH, CONTRACT, NEWBORN, TRAVEL
from tests.gateway.case_desk import PASSWORD

pytestmark = pytest.mark.browser

PAPERS = [material.name for material in CATALOGUE.item(TRAVEL).materials]


def test_who_has_another_duty_is_told_so(cases: CasesPage) -> None:
    cases.open()

    cases.sign_in(EDITOR, PASSWORD)

    expect(cases.page.locator(".callout")).to_contain_text("没有“坐席”职责")
    expect(cases.rows).to_have_count(0)


def test_the_list_begins_with_the_most_urgent_and_says_how_much_time_is_left(
    office: CaseOffice, cases: CasesPage
) -> None:
    office.filed(due=2)
    office.filed(due=0, phase=Phase.IN_REVIEW, owner=ME)
    office.filed(due=-3, owner=COLLEAGUE)
    office.filed(due=3, phase=Phase.NEEDS_PAPERS, missing=("户口簿",))

    cases.begin()

    for row, words in enumerate(("超期 1 个工作日", "今天到期", "还剩 2 个工作日", "等材料")):
        expect(cases.rows.nth(row)).to_contain_text(words)
    for words in ("今天到期：1 件", "已超期：1 件", "等材料：1 件", "非常满意：还没有评价"):
        expect(cases.tally).to_contain_text(words)
    expect(cases.rows.nth(0)).to_contain_text("李工")


def test_lists_and_a_number_narrow_what_is_shown(office: CaseOffice, cases: CasesPage) -> None:
    number = office.filed(TRAVEL).number or ""
    office.filed(owner=ME, phase=Phase.IN_REVIEW)
    cases.begin()

    cases.filter("我的")
    expect(cases.rows).to_have_count(1)
    assert cases.focused() == "我的"
    expect(cases.page.locator("#announcer")).to_have_text("共 1 件")
    cases.find(f"{number[:8]} {number[8:]}")

    expect(cases.rows).to_contain_text([number[8:13]])
    cases.find("20200101000017")
    expect(cases.page.locator(".nothing-here")).to_contain_text("没有这个受理号")


def test_a_long_list_has_pages(office: CaseOffice, cases: CasesPage) -> None:
    for _ in range(51):
        office.filed()
    cases.begin()
    expect(cases.rows).to_have_count(50)

    cases.page.get_by_role("link", name="下一页").click()

    expect(cases.rows).to_have_count(1)
    assert cases.focused() == "办件"
    expect(cases.page.get_by_text("共 51 件，第 2 页，共 2 页").first).to_be_visible()


def test_an_application_goes_from_my_hands_to_its_end(office: CaseOffice, cases: CasesPage) -> None:
    filed = office.filed()
    cases.begin(f"#/case/{filed.number}")
    expect(cases.page.get_by_text("138****8000")).to_be_visible()

    for act, said in (("take", "由您负责"), ("review", "已开始审核"), ("approve", "已办结")):
        cases.act(act).click()
        cases.confirm()
        expect(cases.notice).to_contain_text(said)
        assert cases.focused() == "门诊统筹签约"

    expect(cases.history).to_contain_text("办结，通过")
    expect(cases.page.get_by_text("这件事已经结束")).to_be_visible()
    assert office.do(office.bureau.now_of(filed)).phase is Phase.APPROVED


def test_missing_papers_are_told_once_and_again_only_with_a_reason(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed(TRAVEL, owner=ME)
    cases.begin(f"#/case/{filed.number}")
    cases.act("papers").click()
    expect(cases.dialog).to_contain_text("只能告知一次")
    cases.dialog.locator("button[type=submit]").click()
    expect(cases.dialog.get_by_role("alert")).to_contain_text("至少勾一样")

    cases.dialog.get_by_role("checkbox").first.check()
    cases.dialog.get_by_label("别的材料").fill("出院记录")
    cases.confirm()

    expect(cases.notice).to_contain_text("已一次性告知")
    assert office.do(office.bureau.now_of(filed)).missing == (PAPERS[0], "出院记录")
    cases.act("review").click()
    cases.confirm()
    cases.act("papers").click()
    expect(cases.dialog).to_contain_text(f"上次告知的：{PAPERS[0]}、出院记录")
    cases.dialog.get_by_label("别的材料").fill("病历")
    cases.dialog.locator("button[type=submit]").click()
    expect(cases.dialog).to_be_visible()  # no reason yet
    cases.dialog.get_by_label("为什么还要再要材料").fill("病历缺了一页")
    cases.confirm()
    expect(cases.history).to_contain_text("病历缺了一页")


def test_a_rejection_needs_a_reason_and_offers_plain_words(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed(owner=ME)
    cases.begin(f"#/case/{filed.number}")

    cases.act("reject").click()
    cases.dialog.locator("button[type=submit]").click()
    expect(cases.dialog).to_be_visible()
    cases.dialog.get_by_role("button", name="信息对不上").click()
    cases.confirm()

    stands = office.do(office.bureau.now_of(filed))
    assert (stands.phase, "对不上" in stands.note) == (Phase.REJECTED, True)


def test_what_a_colleague_did_meanwhile_is_told_and_stands(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed(owner=ME)
    cases.begin(f"#/case/{filed.number}")
    cases.act("reject").click()
    cases.dialog.get_by_label("退回的原因").fill("写了很久的原因")
    casework, now = office.bureau.casework, office.bureau.clock()
    number = filed.number or ""
    office.do(casework.move(number, Phase.IN_REVIEW, at=now, actor=f"staff:{ME}"))

    cases.confirm()

    expect(cases.trouble).to_contain_text(say.CHANGED_MEANWHILE)
    expect(cases.page.locator(".chips").first).to_contain_text("审核中")
    assert office.do(office.bureau.now_of(filed)).phase is Phase.IN_REVIEW
    cases.act("reject").click()
    expect(cases.dialog.get_by_label("退回的原因")).to_have_value("写了很久的原因")


def test_a_case_that_a_colleague_took_first_is_theirs(office: CaseOffice, cases: CasesPage) -> None:
    filed = office.filed()
    cases.begin(f"#/case/{filed.number}")
    cases.act("take").click()
    casework, now = office.bureau.casework, office.bureau.clock()
    office.do(casework.take(filed.number or "", COLLEAGUE, now))

    cases.confirm()

    expect(cases.trouble).to_contain_text("李工")
    expect(cases.act("approve")).to_have_count(0)
    expect(cases.act("transfer")).to_be_visible()


def test_an_application_is_given_to_a_colleague_with_the_reason(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed(owner=ME)
    cases.begin(f"#/case/{filed.number}")

    cases.act("transfer").click()
    cases.dialog.get_by_label("同事").select_option(COLLEAGUE)
    cases.dialog.get_by_label("为什么转办").fill("请假")
    cases.confirm()

    expect(cases.history).to_contain_text("王工转给李工：请假")
    assert office.do(office.bureau.now_of(filed)).owner == COLLEAGUE


def test_a_photograph_opens_with_the_note_that_looks_are_recorded(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed(papers={"身份证": "photo:p1", "户口簿": "have"})
    cases.begin(f"#/case/{filed.number}")
    assert office.looks == []

    cases.page.get_by_role("button", name="看照片").click()

    expect(cases.dialog).to_contain_text("每看一次照片，都会记录")
    expect(cases.dialog.get_by_role("img", name="身份证")).to_be_visible()
    assert office.looks == ["p1"]
    cases.page.keyboard.press("Escape")
    assert cases.focused() == "看照片"


def test_the_parts_of_one_matter_are_worked_on_one_by_one(
    office: CaseOffice, cases: CasesPage
) -> None:
    whole = office.filed(BIRTH)
    part = office.filed(NEWBORN, parent_id=whole.id)
    cases.begin(f"#/case/{whole.number}")
    expect(cases.page.get_by_text("请打开其中的一件")).to_be_visible()
    expect(cases.act("approve")).to_have_count(0)

    cases.rows.first.get_by_role("link").click()

    expect(cases.title).to_have_text(CATALOGUE.item(NEWBORN).name)
    cases.act("approve").click()
    cases.confirm()
    assert office.do(office.bureau.now_of(part)).phase is Phase.APPROVED
    assert office.do(office.bureau.now_of(whole)).phase is Phase.APPROVED


@pytest.mark.parametrize("size", [(320, 640), (640, 400)])  # a telephone; 1280 at 200 %
def test_every_view_fits_a_narrow_screen(
    office: CaseOffice, cases: CasesPage, size: tuple[int, int]
) -> None:
    number = office.filed(TRAVEL, papers={"身份证": "photo:p1"}).number
    case = office.rated(Level.DISSATISFIED, "跑了三趟")
    office.complained("电话没有人接")
    cases.page.set_viewport_size({"width": size[0], "height": size[1]})
    cases.begin()

    for place, title in (
        ("#/work/late/1", "办件"),
        ("#/work/all/1", "办件"),
        (f"#/case/{number}", CATALOGUE.item(TRAVEL).name),
        ("#/rectifications/open", "整改"),
        (f"#/rectification/{case}", "差评"),
        ("#/remarks", "意见和投诉"),
    ):
        cases.page.evaluate("hash => { location.hash = hash; }", place)
        expect(cases.title).to_contain_text(title)
        assert cases.width_beyond_the_screen() == 0, place


def test_the_keyboard_reaches_an_act_and_comes_back(office: CaseOffice, cases: CasesPage) -> None:
    office.filed(TRAVEL)
    cases.begin()
    cases.rows.first.get_by_role("link").focus()
    cases.page.keyboard.press("Enter")
    expect(cases.act("take")).to_be_visible()
    assert cases.focused() == CATALOGUE.item(TRAVEL).name

    cases.page.keyboard.press("Tab")
    assert cases.focused() == "我来办"
    cases.page.keyboard.press("Enter")
    expect(cases.dialog).to_be_visible()
    cases.page.keyboard.press("Escape")
    assert cases.focused() == "我来办"
    cases.page.keyboard.press("Enter")
    cases.page.keyboard.press("Enter")

    expect(cases.notice).to_contain_text("由您负责")


def test_a_session_that_ended_asks_to_sign_in_and_keeps_what_was_written(
    office: CaseOffice, cases: CasesPage
) -> None:
    filed = office.filed(CONTRACT, owner=ME)
    cases.begin(f"#/case/{filed.number}")
    cases.act("reject").click()
    cases.dialog.get_by_label("退回的原因").fill("写了很久的原因")
    cases.page.context.clear_cookies()

    cases.dialog.locator("button[type=submit]").click()

    expect(cases.page.locator("#sign-in-problem")).to_contain_text("登录已过期")
    expect(cases.dialog).to_have_count(0)
    cases.sign_in(ME, PASSWORD)
    cases.act("reject").click()
    expect(cases.dialog.get_by_label("退回的原因")).to_have_value("写了很久的原因")
