"""Proves in a real browser how two administrators look after accounts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.staff import SECURITY, SYSTEM
from tests.browser.account_office import open_administrator
from tests.browser.case_office import ME, CaseOffice
from tests.browser.cases_page import office as office
from tests.browser.cases_page import plain_browser as plain_browser
from tests.gateway.case_desk import PASSWORD

pytestmark = pytest.mark.browser


def administrator(office: CaseOffice, name: str, duty: str) -> None:
    """Open an administrator's account."""
    bureau = office.bureau
    office.do(open_administrator(bureau.database, name, duty, bureau.clock()))


def opened(browser: Browser, office: CaseOffice, name: str, password: str = PASSWORD) -> Page:
    """Open the page in a browser of one's own, and sign in by keys alone."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{office.url}/admin/staff")
    page.get_by_label("工号", exact=True).fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_label("密码").press("Enter")
    return page


def choose(page: Page, name: str) -> None:
    """Press the button of an account."""
    accounts = page.locator("#accounts tr")
    accounts.filter(has_text=f"工号 {name}").get_by_role("button", name="办理").press("Enter")


def test_the_system_administrator_asks_and_the_security_administrator_approves(
    office: CaseOffice, plain_browser: Browser
) -> None:
    administrator(office, "sys", SYSTEM)
    administrator(office, "sec", SECURITY)
    asking = opened(plain_browser, office, "sys")
    asking.get_by_role("button", name="新开账号").press("Enter")
    form = asking.get_by_role("dialog")
    form.get_by_label("工号").fill("1007")
    form.get_by_label("姓名").fill("周工")
    form.get_by_role("button", name="开通").press("Enter")
    expect(form.get_by_text("请至少选一个职责。")).to_be_visible()
    form.get_by_label("坐席服务").press("Space")
    form.get_by_role("button", name="开通").press("Enter")
    expect(asking.locator("#notice")).to_contain_text("另一位管理员批准")
    expect(asking.locator("#requests")).to_contain_text("您自己申请的")

    deciding = opened(plain_browser, office, "sec")
    deciding.locator("#requests").get_by_role("button", name="批准：周工", exact=True).press(
        "Enter"
    )
    deciding.get_by_role("dialog").get_by_role("button", name="批准", exact=True).press("Enter")
    password = deciding.locator(".given-password").inner_text()
    deciding.get_by_role("button", name="已经交给本人").press("Enter")

    expect(deciding.locator(".given-password")).to_have_count(0)
    expect(deciding.locator("#requests")).to_contain_text("没有等待批准的申请。")
    assert office.do(office.bureau.staff.member("1007")) is not None
    fresh = opened(plain_browser, office, "1007", password)
    expect(fresh.get_by_role("dialog")).to_contain_text("修改密码")


def test_an_account_is_renamed_closed_and_opened_again(
    office: CaseOffice, plain_browser: Browser
) -> None:
    administrator(office, "sec", SECURITY)
    page = opened(plain_browser, office, "sec")
    dialog = page.get_by_role("dialog")

    choose(page, ME)
    dialog.get_by_role("button", name="改姓名").press("Enter")
    dialog.get_by_label("姓名").fill("王小工")
    dialog.get_by_label("姓名").press("Enter")
    expect(page.locator("#accounts")).to_contain_text("王小工")
    choose(page, ME)
    dialog.get_by_role("button", name="停用账号").press("Enter")
    dialog.get_by_role("button", name="停用账号").press("Enter")
    expect(page.locator("#accounts")).to_contain_text("已停用")
    expect(page.get_by_role("button", name="办理：王小工")).to_be_focused()
    page.get_by_label("按工号、姓名或职责查找").fill("小工")
    expect(page.locator("#found")).to_have_text("共 1 个账号。")
    choose(page, ME)
    dialog.get_by_role("button", name="重新启用").press("Enter")
    dialog.get_by_role("button", name="重新启用").press("Enter")

    expect(page.locator(".given-password")).to_be_visible()
    member = office.do(office.bureau.staff.member(ME))
    assert member is not None
    assert (member.closed_at, member.must_change) == (None, True)


def test_who_is_no_administrator_is_told_so(office: CaseOffice, plain_browser: Browser) -> None:
    page = opened(plain_browser, office, ME)

    expect(page.locator("#trouble")).to_contain_text("不能管理账号")
    expect(page.locator("#accounts-page")).to_be_hidden()


def test_two_administrators_change_how_long_personal_data_are_kept(
    office: CaseOffice, plain_browser: Browser
) -> None:
    administrator(office, "sys", SYSTEM)
    administrator(office, "sec", SECURITY)
    asking = opened(plain_browser, office, "sys")
    asking.get_by_role("button", name="申请调整").press("Enter")
    form = asking.get_by_role("dialog")
    form.get_by_label("电话录音").fill("0")
    form.get_by_role("button", name="提交申请").press("Enter")
    expect(form.get_by_text("天数要填")).to_be_visible()
    form.get_by_label("电话录音").fill("15")
    form.get_by_role("button", name="提交申请").press("Enter")
    expect(asking.locator("#terms")).to_contain_text("30 天，申请改为 15 天")
    expect(asking.locator("#terms")).to_contain_text("您自己申请的")

    deciding = opened(plain_browser, office, "sec")
    deciding.get_by_role("button", name="批准调整保存期限", exact=True).press("Enter")
    deciding.get_by_role("dialog").get_by_role("button", name="批准").press("Enter")

    expect(deciding.locator("#terms")).to_contain_text("sys 申请，sec 批准")
    expect(deciding.locator("#terms")).to_contain_text("15 天")
