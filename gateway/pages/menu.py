"""Names the citizens' pages: where each answers, its template, its words in the menu."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitizenPage:
    """Describe one page in the frame that all citizens' pages share."""

    path: str
    template: str  # in gateway/pages/templates
    menu: str = ""  # its words in the menu; empty: it is not in it
    module: str = ""  # its script in gateway/web, whose imports the browser is told at once

    @property
    def name(self) -> str:
        """Return the page's name, as its template's."""
        return self.template.removesuffix(".html")


CHAT = "/chat"
# In the order of the menu, which is the same on every page (WCAG 3.2.3).
PAGES: tuple[CitizenPage, ...] = (
    CitizenPage("/", "home.html", "首页", "home.js"),
    CitizenPage(CHAT, "chat.html", "咨询办事", "chat.js"),
    CitizenPage("/topics", "topics.html", "办事专题", "topics.js"),
    CitizenPage("/policies", "policies.html", "政策库", "policies.js"),
    CitizenPage("/places", "places.html", "附近网点", "places.js"),
    CitizenPage("/mine", "mine.html", "我的医保", "mine.js"),
    CitizenPage("/progress", "progress.html", "办理进度", "progress.js"),
    CitizenPage("/call", "call.html", "", "call.js"),
    CitizenPage("/print/items/{code}", "print.html", "", "print.js"),
    CitizenPage("/print/receipts/{number}", "print.html", "", "print.js"),
    CitizenPage("/print/slip", "print.html", "", "print.js"),
    CitizenPage("/kiosk", "kiosk.html", "", "kiosk.js"),
)
# One for each topic, below /topics/; their data are in the catalogue.
TOPIC, TOPIC_TEMPLATE, TOPIC_MODULE = "/topics/", "topic.html", "topic.js"
# Of the time when the chat was the first page: such links still lead to it.
CHAT_QUESTIONS = frozenset({"about", "human"})
