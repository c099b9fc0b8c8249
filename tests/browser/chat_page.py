"""Is the citizens' page as a test sees it: what is on it and what can be done with it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ANSWER_WITHIN = 20_000  # milliseconds
RECONNECT_WITHIN = 60_000  # milliseconds; the page waits longer after each failed attempt


class ChatPage:
    """Talk to the assistant through the page."""

    def __init__(self, page: Page, url: str) -> None:
        """Take a browser's page and the address of the product."""
        self.page = page
        self.url = url
        self.box = page.locator("#message")
        self.human = page.get_by_role("button", name="人工", exact=True)
        self.lines = page.locator("#log > li")
        self.answers = page.locator("#log > li.assistant")
        self.banners = page.locator("#banners")
        self.queue = self.banners.locator(".queue")  # its words depend on the hour and the weekday
        self.progress = page.locator("#progress")

    def open(self) -> None:
        """Open the page and wait until the assistant has greeted and the line stands."""
        self.page.goto(f"{self.url}/chat")
        expect(self.answers).to_have_count(1)
        self.wait_until_connected()

    def wait_until_connected(self) -> None:
        """Wait until no banner speaks of a broken line."""
        expect(self.banners.locator(".connection")).to_have_count(0, timeout=RECONNECT_WITHIN)

    def say(self, text: str) -> Locator:
        """Type a sentence, send it, and return the assistant's answer to it."""
        before = self.answers.count()
        self.box.fill(text)
        self.box.press("Enter")
        return self.answer_after(before)

    def answer_after(self, before: int) -> Locator:
        """Wait for one answer more than before and return it."""
        expect(self.answers).to_have_count(before + 1, timeout=ANSWER_WITHIN)
        return self.answers.last

    def width_beyond_the_screen(self) -> int:
        """Return by how many pixels the page could be pushed sideways."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def words(self) -> list[str]:
        """Return what was said, line by line, without times and buttons."""
        return self.page.locator("#log .bubble .words").all_inner_texts()

    def conversation_id(self) -> str:
        """Return the conversation that this tab goes on with."""
        return str(self.page.evaluate("JSON.parse(sessionStorage['yibao.session']).id"))
