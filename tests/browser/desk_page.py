"""Is the staff's page as a test sees it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.chat_page import ChatPage


class DeskPage:
    """Serve citizens through the page."""

    def __init__(self, page: Page, url: str) -> None:
        """Take a browser's page and the address of the product."""
        self.page = page
        self.url = url
        self.lines = page.locator("#case .said > li")
        self.facts = page.locator("#facts")

    def open(self) -> None:
        """Open the page; it asks to sign in."""
        self.page.goto(f"{self.url}/desk")
        expect(self.page.locator("#sign-in-page")).to_be_visible()

    def sign_in(self, name: str, password: str) -> None:
        """Sign in and wait until the queue is live."""
        self.page.get_by_label("工号").fill(name)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.locator("#line-state")).to_have_text("已连接")

    def accept(self, chat: ChatPage) -> None:
        """Take the citizen of this chat, whoever else may wait."""
        listing = self.page.request.get(f"{self.url}/api/v1/staff/tickets").json()
        ticket = next(
            one["id"]
            for one in listing["tickets"]
            if one["conversation_id"] == chat.conversation_id()
        )
        self.page.locator(f'[data-ticket="{ticket}"]').click()
        expect(self.page.locator("#answer")).to_be_visible()

    def say(self, text: str) -> None:
        """Answer the citizen whose case is open."""
        self.page.locator("#answer").fill(text)
        self.page.locator("#answer").press("Enter")
        expect(self.lines.last).to_contain_text(text)

    def close(self, outcome: str) -> None:
        """End the open case."""
        self.page.get_by_label("办理结果").select_option(outcome)
        self.page.get_by_role("button", name="结束服务").click()
        expect(self.page.get_by_text("请从左边接待一位办事人")).to_be_visible()
