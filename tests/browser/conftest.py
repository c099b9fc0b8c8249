"""Opens the browser, the citizens' page and the staff's page for the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.chat_page import ChatPage
from tests.browser.desk_page import DeskPage
from tests.browser.opening import opened_browser
from tests.running import Product

# What Chromium says of a killed server: a request on its way dies by one of the first two, and
# a page gives up the lines that it opened while nobody accepted.
OUTAGE = (
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "WebSocket is closed before the connection is established",
)


# One for each module: a running Playwright owns the thread's event loop, and tests need theirs.
@pytest.fixture(scope="module")
def browser(product: Product) -> Iterator[Browser]:
    """Start the browser; it must not outlive the tests."""
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    with sync_playwright() as playwright, opened_browser(playwright) as opened:
        yield opened


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect what the browser complains of: errors and breaches of the content policy."""
    collected: list[str] = []
    yield collected
    assert collected == []


@pytest.fixture
def chat(browser: Browser, product: Product, complaints: list[str]) -> Iterator[ChatPage]:
    """Open the citizens' page."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        listen(page, complaints)
        chat = ChatPage(page, product.url)
        chat.open()
        yield chat


@pytest.fixture
def desk(browser: Browser, product: Product, complaints: list[str]) -> Iterator[DeskPage]:
    """Open the staff's page, with cookies of its own, and sign in."""
    with browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        desk = DeskPage(page, product.url)
        desk.open()
        listen(page, complaints)  # only now: being asked to sign in is a 401, and a right one
        desk.sign_in(*product.credentials())
        yield desk


def listen(page: Page, complaints: list[str]) -> None:
    """Write down each error of a page."""

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))


def forgive_the_outage(complaints: list[str]) -> None:
    """Strike out what a killed server explains; whatever else was said stays a complaint."""
    complaints[:] = [said for said in complaints if not any(code in said for code in OUTAGE)]


expect.set_options(timeout=10_000)
