"""Takes the pictures of the README: python -m tests.browser.take_pictures [FOLDER]."""

# It needs the same environment variables as the browser tests; FOLDER gets narrow views, too.

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from launch.places import CHECKOUT
from tests.browser.chat_page import ChatPage
from tests.browser.desk_page import DeskPage
from tests.browser.frame import choose_size
from tests.browser.opening import opened_browser
from tests.people import ID_NUMBER, NAME
from tests.running import Product, running_product

PICTURES = CHECKOUT / "docs" / "pictures"
SCREEN = (1280, 860)
NARROW = ((390, 844, "标准"), (320, 640, "标准"), (320, 640, "特大"))


def main() -> None:
    """Start the product, play two scenes and picture them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(Path(folder)) as product,
        sync_playwright() as playwright,
        opened_browser(playwright) as browser,
    ):
        picture_chat_and_desk(browser, product)
        if len(sys.argv) > 1:
            picture_narrow_screens(browser, product, Path(sys.argv[1]))


def picture_chat_and_desk(browser: Browser, product: Product) -> None:
    """Picture a form in progress, then the same citizen at the desk."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chat = ChatPage(new_page(browser, *SCREEN), product.url)
    chat.open()
    apply_and_ask(chat)
    chat.page.locator("#log > li.citizen").last.evaluate("line => line.scrollIntoView()")
    chat.page.screenshot(path=PICTURES / "chat.png")

    desk = DeskPage(new_page(browser, *SCREEN), product.url)
    desk.open()
    desk.sign_in(*product.credentials())
    for words in ("我要办异地就医备案", "我想办门诊统筹签约"):
        waiting = ChatPage(new_page(browser, *SCREEN), product.url)
        waiting.open()
        waiting.say(words)
        waiting.say("转人工")
    chat.say("转人工")
    desk.accept(chat)
    desk.say("您好，我是医保工作人员，很高兴为您服务。")
    chat.box.fill("我想知道换过去以后，原来的药还能不能报。")
    chat.box.press("Enter")
    desk.lines.filter(has_text="原来的药还能不能报").wait_for()
    desk.say("能报。办结以后在新医院按慢特病待遇结算，没办结之前请还在原来的医院拿药。")
    desk.page.screenshot(path=PICTURES / "desk.png")


def picture_narrow_screens(browser: Browser, product: Product, folder: Path) -> None:
    """Picture what a telephone shows, for the eyes of who changes the style sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height, size in NARROW:
        chat = ChatPage(new_page(browser, width, height), product.url)
        chat.open()
        choose_size(chat.page, size)
        name = f"{width}-{size}"
        chat.page.screenshot(path=folder / f"{name}-greeting.png")
        apply_and_ask(chat)
        chat.page.screenshot(path=folder / f"{name}-form.png")
        chat.page.screenshot(path=folder / f"{name}-whole.png", full_page=True)


def apply_and_ask(chat: ChatPage) -> None:
    """Begin an application and ask a policy question in the middle of it."""
    for words in ("我想换慢特病医院", NAME, ID_NUMBER, "转诊手续能管多久"):
        chat.say(words)
    chat.answers.last.locator("details.source summary").first.click()


def new_page(browser: Browser, width: int, height: int) -> Page:
    """Open a page with cookies of its own."""
    return browser.new_page(locale="zh-CN", viewport={"width": width, "height": height})


if __name__ == "__main__":
    main()
