"""Proves in a real browser that staff sign in with the provider of another site, and come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pydantic import SecretStr

from core.one_time_codes import code_of, step_at
from gateway.openid_settings import OpenIdSettings
from gateway.settings import Settings
from tests.browser.case_office import ME, CaseOffice, running_office
from tests.browser.cases_page import CasesPage
from tests.browser.cases_page import cases as cases
from tests.browser.cases_page import plain_browser as plain_browser
from tests.fakes.openid_provider import CLIENT, SECRET

pytestmark = pytest.mark.browser

PHONE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[CaseOffice]:
    """Serve the page beside a provider, which is another site to a browser."""

    def settings(port: int) -> Settings:
        issuer = f"http://127.0.0.1:{port}/id"
        openid = OpenIdSettings(
            issuer=issuer,
            client_id=CLIENT,
            client_secret=SecretStr(SECRET),
            timeout=30.0,  # a slow machine must not look like a provider that is away
        )
        return Settings(public_url=f"http://localhost:{port}", openid=openid)

    with running_office(tmp_path, settings) as running:
        yield running


def test_one_button_leads_to_the_provider_and_back_to_work(
    office: CaseOffice, cases: CasesPage
) -> None:
    cases.open()
    cases.page.get_by_role("button", name="统一身份认证登录").press("Enter")
    expect(cases.page.locator("#my-name")).to_have_text("王工")
    with cases.page.expect_request("**/id/logout?**"):  # and back from there
        cases.page.get_by_role("button", name="退出登录").click()
    expect(cases.page).to_have_url(f"{office.url}/cases")
    expect(cases.page.get_by_label("工号")).to_be_focused()

    at = office.bureau.clock()
    office.do(office.bureau.staff.bind_secret(ME, PHONE, 0, ("spare",), at))
    cases.page.get_by_role("button", name="统一身份认证登录").click()
    asked = cases.page.get_by_role("textbox", name="动态口令（或备用码）")
    expect(asked).to_be_focused()
    asked.fill("000000")
    asked.press("Enter")
    expect(cases.page.get_by_text("动态口令不对")).to_be_visible()
    asked.fill(code_of(PHONE, step_at(at)))
    asked.press("Enter")

    expect(cases.page.locator("#my-name")).to_have_text("王工")
    expect(cases.tally).to_contain_text("今天到期")
