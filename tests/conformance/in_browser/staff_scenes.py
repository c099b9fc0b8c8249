"""Plays what leads to the states of a page for staff; each yields the name of what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from playwright.sync_api import Page, expect

from tests.browser.board_page import IS_DRAWN, filed_and_rated
from tests.browser.chat_page import ChatPage
from tests.browser.desk_page import DeskPage
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

CHANGE = ("高血压", "市人民医院", "市中医医院", MOBILE, "确认")  # of the hospital


def sign_in(page: Page, product: Product) -> Iterator[str]:
    """Give a wrong password."""
    del product
    page.get_by_label("工号").fill("9009")  # nobody's: failures of a real account delay its owner
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("#sign-in-problem")).not_to_be_empty()
    yield "refused"


def desk(page: Page, product: Product) -> Iterator[str]:
    """Serve a citizen, then look at the keys and at one's account."""
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(locale="zh-CN") as context:
        chat = ChatPage(context.new_page(), product.url)
        chat.open()
        chat.say("我想换慢特病医院")
        chat.say(NAME)
        chat.say("转人工")
        desk = DeskPage(page, product.url)
        desk.accept(chat)
        yield "case"
        page.locator("#help").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        yield "keys"
        page.keyboard.press("Escape")
        page.locator("#account").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        yield "account"
        page.keyboard.press("Escape")
        desk.close("已解决")


def cases(page: Page, product: Product) -> Iterator[str]:
    """Open the first application of the list; if nobody filed one yet, somebody does."""
    rows = page.locator("table.cases tbody tr")
    if not rows.count():
        _file(page, product)
        page.reload()
    expect(rows.first).to_be_visible()
    yield "list"
    page.locator("table.cases tbody tr a").first.click()
    expect(page.locator(".history").first).to_be_visible()
    yield "case"


def admin(page: Page, product: Product) -> Iterator[str]:
    """Open a document and one of its entries."""
    del product
    page.locator("a.row-link[href^='#/document/']").first.click()
    expect(page.locator(".entry-card").first).to_be_visible()
    yield "document"
    page.locator(".entry-card a").first.click()
    expect(page.locator(".official").first).to_be_visible()
    yield "entry"


def board(page: Page, product: Product) -> Iterator[str]:
    """Let somebody file and rate: then there are charts to draw."""
    filed_and_rated(product)
    page.reload()
    for chart in ("#sheet-volumes ~ .chart canvas", "#sheet-ratings ~ .chart canvas"):
        expect(page.locator(chart)).to_be_visible()
        page.wait_for_function(IS_DRAWN, arg=chart)
    yield "drawn"


def staff(page: Page, product: Product) -> Iterator[str]:
    """Look at what can be done with an account, ask for other duties, and take that back."""
    name, _ = product.credentials()
    row = page.locator("#accounts tr").filter(has_text=f"工号 {name}")
    dialog = page.get_by_role("dialog")
    row.get_by_role("button").click()
    yield "acts"
    dialog.get_by_role("button", name="调整职责").click()
    dialog.get_by_label("值班长").click()
    yield "duties"
    dialog.get_by_role("button", name="调整职责").click()
    expect(page.locator("#requests table")).to_be_visible()
    yield "asked"
    page.locator("#requests").get_by_role("button", name="撤回").click()
    dialog.get_by_role("button", name="撤回").click()
    expect(page.locator("#requests table")).to_have_count(0)


def _file(page: Page, product: Product) -> None:
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(locale="zh-CN") as context:
        chat = ChatPage(context.new_page(), product.url)
        chat.open()
        for words in ("我想换慢特病医院", NAME, next_id_number(), *CHANGE):
            chat.say(words)


SCENES: Mapping[str, Callable[[Page, Product], Iterator[str]]] = {
    "sign_in": sign_in,
    "desk": desk,
    "cases": cases,
    "admin": admin,
    "board": board,
    "staff": staff,
}
