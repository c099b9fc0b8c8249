"""Lists the pages that are judged: one line each; scenes play what leads to their other states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tests.conformance.in_browser.look import Version


class Who(Enum):
    """Say who opens a page."""

    CITIZEN = "citizen"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"  # of accounts
    NOBODY = "nobody"  # staff who have not signed in yet


@dataclass(frozen=True, slots=True)
class PageToJudge:
    """Name a page, what shows that it is ready, and its states after the first."""

    name: str
    path: str
    ready: str  # CSS selector of what is visible once it is
    states: tuple[str, ...] = ()  # that its scene shows, in their order
    scene: str = ""  # in scenes.py; empty: it is only opened
    who: Who = Who.CITIZEN
    only: Version | None = None  # that it comes in; None: citizens choose
    attended: tuple[str, ...] = ()  # of its states: those with a person on the screen already

    @property
    def versions(self) -> tuple[Version, ...]:
        """Return the versions that it comes in."""
        if self.only is not None:
            return (self.only,)
        return tuple(Version) if self.who is Who.CITIZEN else (Version.STANDARD,)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return all its states, the first included."""
        return ("opened", *self.states)


CHAT = ("answer", "refused", "choices", "confirm", "receipt", "waiting")
IN_CALL = ("consent", "signing", "leaving")
CALL = ("check", *IN_CALL, "ended")
ACCOUNTS = ("acts", "duties", "asked")
POLICY = "/policies#yantai-2020-six-unifications"
STAFF = Who.STAFF

PAGES = (
    PageToJudge("home", "/", "main h1", ("versions", "menu"), "home"),
    PageToJudge("chat", "/chat", "#log > li.assistant", CHAT, "chat"),
    PageToJudge("policies", "/policies", "#documents > li"),
    PageToJudge("policy", POLICY, "#entries article", ("listening",), "policy"),
    PageToJudge("call", "/call", "#gone-why:not(:empty)", CALL, "call", attended=IN_CALL),
    PageToJudge("topics", "/topics", ".topic-link"),
    PageToJudge("topic", "/topics/travel", "#items > *", ("filled",), "topic"),
    PageToJudge("places", "/places", ".place", ("listed",), "places"),
    PageToJudge("mine", "/mine", "#asking-title", ("shown",), "mine"),
    PageToJudge("progress", "/progress", "#number", ("refused", "unknown"), "progress"),
    PageToJudge("kiosk", "/kiosk", "#begin", ("keys", "asks"), "kiosk", only=Version.ELDER),
    PageToJudge("leaflet", "/print/items/YB-SL-0202", "#sheet > *"),
    PageToJudge("sign-in", "/desk", "#sign-in-page", ("refused",), "sign_in", Who.NOBODY),
    PageToJudge("desk", "/desk", "#queue-title", ("case", "keys", "account"), "desk", STAFF),
    PageToJudge("cases", "/cases", ".page-title", ("list", "case"), "cases", STAFF),
    PageToJudge("rectifications", "/cases#/rectifications", ".page-title", who=STAFF),
    PageToJudge("remarks", "/cases#/remarks", ".page-title", who=STAFF),
    PageToJudge("own-data", "/cases#/own-data", ".page-title", who=STAFF),
    PageToJudge("library", "/admin", ".row-link", ("document", "entry"), "admin", STAFF),
    PageToJudge("reviews", "/admin#/reviews", "h2.page-title", who=STAFF),
    PageToJudge("releases", "/admin#/releases", "h2.page-title", who=STAFF),
    PageToJudge("trial", "/admin#/trial", "h2.page-title", who=STAFF),
    PageToJudge("gaps", "/admin#/gaps", "h2.page-title", who=STAFF),
    PageToJudge("health", "/admin/health", "#parts > li", who=STAFF),
    PageToJudge("board", "/admin/board", "#sheets > *", ("drawn",), "board", STAFF),
    PageToJudge("staff", "/admin/staff", "#accounts table", ACCOUNTS, "staff", Who.ADMINISTRATOR),
)
