"""Visits the pages once for all tests that judge them, and opens a browser for the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.fake_camera import browser_with_camera
from tests.browser.opening import opened_browser
from tests.conformance.in_browser.judging import JUDGES
from tests.conformance.in_browser.look import Look
from tests.conformance.in_browser.visiting import Key, Visited, Visitor, pictures_folder
from tests.running import Product


def missing() -> str:
    """Return what is missing to judge pages; empty: nothing."""
    names = [name for name in ("YIBAO_CHROMIUM", JUDGES) if not os.environ.get(name)]
    return f"{', '.join(names)} must be set, as `make test` does" if names else ""


# The browser is closed before the first verdict: a running Playwright owns the thread's event
# loop, which other tests of this folder need.
@pytest.fixture(scope="session")
def visited(request: pytest.FixtureRequest) -> Visited:
    """Visit the pages that the chosen tests ask for."""
    if missing():
        pytest.skip(missing())
    product: Product = request.getfixturevalue("product")
    names = {key[0] for item in request.session.items if (key := _key_of(item)) is not None}
    with sync_playwright() as playwright, browser_with_camera(playwright) as browser:
        return Visitor(browser, product, pictures_folder()).visit(names)


def _key_of(item: pytest.Item) -> Key | None:
    """Return which look a test asks for; None: it asks for none."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return None
    given = item.callspec.params.get("key")
    return cast(Key, given) if given is not None else None


@pytest.fixture
def seen(visited: Visited, key: Key) -> Look:
    """Return what was found on one page, in one state and one version."""
    return visited.at(key)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a browser for the tests of one module."""
    if missing():
        pytest.skip(missing())
    with sync_playwright() as playwright, opened_browser(playwright) as opened:
        yield opened
