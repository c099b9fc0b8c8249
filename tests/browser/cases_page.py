"""Is the cases page as a test sees it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.case_office import ME, CaseOffice, running_office
from tests.browser.opening import opened_browser
from tests.gateway.case_desk import PASSWORD

REFUSED = "Failed to load resource"  # what the browser says of every refusal, also of a right one


class CasesPage:
    """Work on applications and rectification cases through the page."""

    def __init__(self, page: Page, url: str) -> None:
        """Take a browser's page and the address of the gateway."""
        self.page = page
        self.url = url
        self.title = page.locator(".page-title")
        self.rows = page.locator("table.cases tbody tr")
        self.tally = page.locator("#tally")
        self.notice = page.locator("#notice")
        self.trouble = page.locator("#trouble")
        self.dialog = page.locator("dialog")
        self.history = page.locator(".history").first

    def open(self, place: str = "") -> None:
        """Open the page, or one of its views by its hash."""
        self.page.goto(f"{self.url}/cases{place}")

    def sign_in(self, name: str, password: str) -> None:
        """Sign in."""
        self.page.get_by_label("工号").fill(name)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.locator("#my-name")).to_be_visible()

    def begin(self, place: str = "") -> None:
        """Open a view as the first member of staff."""
        self.open(place)
        self.sign_in(ME, PASSWORD)
        expect(self.tally).to_contain_text("今天到期")

    def filter(self, name: str) -> None:
        """Choose one of the lists."""
        self.page.locator(".filter").filter(has_text=name).click()

    def find(self, number: str) -> None:
        """Look for a number."""
        box = self.page.get_by_role("searchbox")
        box.fill(number)
        box.press("Enter")

    def act(self, name: str) -> Locator:
        """Return the button of an act: take, review, papers, approve, reject, transfer, fix …"""
        return self.page.locator(f'[data-act="{name}"]')

    def confirm(self) -> None:
        """Say yes in the dialog, and wait until it is done."""
        self.dialog.locator("button[type=submit]").click()
        expect(self.dialog).to_have_count(0)

    def focused(self) -> str:
        """Return the words of what has the keyboard."""
        return str(self.page.evaluate("document.activeElement.textContent"))

    def width_beyond_the_screen(self) -> int:
        """Return by how many pixels the page could be pushed sideways."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


@pytest.fixture(scope="module")
def plain_browser() -> Iterator[Browser]:
    """Start a browser; no product is needed behind these pages."""
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    with sync_playwright() as playwright, opened_browser(playwright) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[CaseOffice]:
    """Serve the page on an empty database."""
    with running_office(tmp_path) as running:
        yield running


@pytest.fixture
def cases(plain_browser: Browser, office: CaseOffice) -> Iterator[CasesPage]:
    """Open a browser that is not at the page yet; it must find nothing wrong with it."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and REFUSED not in message.text:
            complaints.append(message.text)

    with plain_browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 800}
    ) as context:
        page = context.new_page()
        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield CasesPage(page, office.url)
    assert complaints == []
