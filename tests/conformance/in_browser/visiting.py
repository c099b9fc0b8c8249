"""Visits every page once, and keeps what was found for the tests that judge it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.policies_page import VOICE
from tests.conformance.in_browser.judging import DESKTOP, PHONE, look, prepare, settings_of, show
from tests.conformance.in_browser.look import Look, Version
from tests.conformance.in_browser.pages import PAGES, PageToJudge, Who
from tests.conformance.in_browser.scenes import SCENES
from tests.running import Product

ADMINISTRATOR = ("sec09", "周工")  # of accounts
FIRST, PASSWORD = "Tulou-2026xk", "Siheyuan-2026xk"
Key = tuple[str, str, Version]  # page, state, version
KEEP = """
const kept = {kept};
if (location.origin !== "null") for (const [key, value] of Object.entries(kept)) {{
  if (!localStorage.getItem(key)) localStorage.setItem(key, value);
}}
"""


@dataclass(frozen=True, slots=True)
class Visited:
    """Hold what was found on the pages, and why some were not shown."""

    looks: dict[Key, Look] = field(default_factory=dict)
    failed: dict[str, BaseException] = field(default_factory=dict)

    def at(self, key: Key) -> Look:
        """Return what was found there; fail as the visit did."""
        if key not in self.looks:
            raise AssertionError(f"{key} was not shown") from self.failed.get(key[0])
        return self.looks[key]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Open the pages as citizens and staff do."""

    browser: Browser
    product: Product
    pictures: Path
    visited: Visited = field(default_factory=Visited)
    administrator: list[str] = field(default_factory=list)  # whose account is opened already

    def visit(self, names: set[str]) -> Visited:
        """Visit the pages of these names; one that cannot be shown stops no other."""
        for page in PAGES:
            if page.name in names:
                try:
                    self._visit(page)
                except (AssertionError, PlaywrightError) as error:
                    self.visited.failed[page.name] = error
        return self.visited

    @contextmanager
    def opened(self, page: PageToJudge, version: Version) -> Iterator[Page]:
        """Open a page in a version, in a browser that was never here."""
        with self._context(page.who, settings_of(version)) as context:
            tab = context.new_page()
            tab.goto(self.product.url + page.path)
            expect(tab.locator(page.ready).first).to_be_visible()
            yield tab

    @contextmanager
    def _context(self, who: Who, kept: Mapping[str, str]) -> Iterator[BrowserContext]:
        screen = PHONE if who is Who.CITIZEN else DESKTOP
        with self.browser.new_context(
            locale="zh-CN", viewport=screen, permissions=["camera", "microphone"]
        ) as context:
            context.add_init_script(KEEP.format(kept=json.dumps(dict(kept))))
            context.add_init_script(VOICE)
            prepare(context)
            if who is Who.STAFF:
                self._sign_in(context, *self.product.credentials())
            elif who is Who.ADMINISTRATOR:
                if not self.administrator:
                    self._open_administrator(context)
                self._sign_in(context, ADMINISTRATOR[0], PASSWORD)
            yield context

    def _open_administrator(self, context: BrowserContext) -> None:
        self.product.open_account(*ADMINISTRATOR, "security", FIRST)
        self._sign_in(context, ADMINISTRATOR[0], FIRST)
        changed = context.request.put(
            f"{self.product.url}/api/v1/staff/me/password", data={"old": FIRST, "new": PASSWORD}
        )
        assert changed.ok, changed.text()
        self.administrator.append(ADMINISTRATOR[0])

    def _sign_in(self, context: BrowserContext, name: str, password: str) -> None:
        address = f"{self.product.url}/api/v1/staff/session"
        answer = context.request.post(address, data={"name": name, "password": password})
        assert answer.ok, answer.text()

    def _visit(self, page: PageToJudge) -> None:
        for version in page.versions:
            with self.opened(page, version) as tab:
                self._look(tab, page, "opened", version)
                if version is page.versions[-1] and page.scene:
                    self._play(tab, page)

    def _play(self, tab: Page, page: PageToJudge) -> None:
        for state in SCENES[page.scene](tab, self.product):
            for version in page.versions:
                if len(page.versions) > 1:
                    show(tab, version)
                self._look(tab, page, state, version)

    def _look(self, tab: Page, page: PageToJudge, state: str, version: Version) -> None:
        self.visited.looks[(page.name, state, version)] = look(
            tab,
            (page.name, state, version),
            citizens=page.who is Who.CITIZEN,
            pictures=self.pictures,
        )


def pictures_folder() -> Path:
    """Return where the pictures of the pages go."""
    given = os.environ.get("YIBAO_VAR")
    var = Path(given) if given else Path(__file__).resolve().parents[3] / "var"
    return var / "pages"


def attended(key: Key) -> bool:
    """Tell whether a person is on the screen there already."""
    return any(page.name == key[0] and key[1] in page.attended for page in PAGES)


def keys(*, citizens: bool | None = None) -> list[Key]:
    """Return what can be looked at; None: pages of citizens and of staff."""
    return [
        (page.name, state, version)
        for page in PAGES
        if citizens is None or citizens == (page.who is Who.CITIZEN)
        for state in page.shown
        for version in page.versions
    ]
