"""Is the policy reader as a test sees it: what is on it and what can be done with it."""

from __future__ import annotations

from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

# A voice that speaks when the test says so: Chromium without sound hardware has none.
VOICE = """
(() => {
  const voice = { lang: "zh-CN", localService: true, name: "test" };
  let speaking = null;
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice],
    speak: (utterance) => {
      speaking = utterance;
      window.said.push({ text: utterance.text, rate: utterance.rate });
    },
    cancel: () => { speaking = null; },
    addEventListener: () => {},
  } });
  window.endSentence = () => {
    const ended = speaking;
    speaking = null;
    ended.onend();
  };
})();
"""


class PoliciesPage:
    """Read policies through the page."""

    def __init__(self, page: Page, url: str) -> None:
        """Take a browser's page and the address of the product."""
        self.page = page
        self.url = url
        self.documents = page.locator("#documents > li")
        self.hits = page.locator("#found .hit")
        self.title = page.locator("#document-title")
        self.entries = page.locator("#entries article.entry")
        self.chapters = page.locator("#chapter-links a")
        self.player = page.locator("#player")
        self.toggle = page.locator("#player-toggle")
        self.no_voice = page.locator("#no-voice")
        self.human = page.get_by_role("link", name="人工", exact=True)

    def open(self) -> None:
        """Open the list of documents."""
        self.page.goto(f"{self.url}/policies")
        expect(self.documents.first).to_be_visible()

    def open_at(self, place: str) -> None:
        """Open a document or a paragraph by its id, as a citation does."""
        self.page.goto(f"{self.url}/policies#{quote(place, safe='')}")
        expect(self.entries.first).to_be_visible()

    def press(self, entry: Locator, name: str) -> None:
        """Press one of a paragraph's buttons; each carries the paragraph's topic for the ear."""
        entry.locator(".tools .small").filter(has_text=name).click()

    def said(self) -> list[tuple[str, float]]:
        """Return what the voice was asked to say, and how fast."""
        spoken = self.page.evaluate("window.said")
        return [(one["text"], one["rate"]) for one in spoken]

    def end_sentence(self) -> None:
        """Let the voice come to the end of its sentence."""
        self.page.evaluate("window.endSentence()")

    def width_beyond_the_screen(self) -> int:
        """Return by how many pixels the page could be pushed sideways."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )
