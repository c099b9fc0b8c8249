"""Checks the pages of staff as the gateway assembles them in their one frame."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from gateway.pages.assembly import TEMPLATES, assembled_for_staff
from gateway.pages.files import Sendable
from gateway.pages.libraries import Libraries, LibraryFile, integrity
from gateway.pages.routes import WEB
from gateway.pages.staff_pages import STAFF_PAGES

PATHS = [page.path for page in STAFF_PAGES]
FRAME = ("sign-in", "code-field", "openid", "openid-code", "me", "my-name", "account", "sign-out")


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Sendable]:
    """Assemble all pages where no library is installed."""
    return assembled_for_staff(WEB, "r1", Libraries(None))


def html(pages: Mapping[str, Sendable], path: str) -> str:
    return pages[path].body.decode()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_staff_has_the_whole_frame(pages: Mapping[str, Sendable], path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', html(pages, path))

    assert set(FRAME) <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_sign_in_is_written_once() -> None:
    texts = [path.read_text("utf-8") for path in sorted(TEMPLATES.rglob("*.html"))]

    assert sum('id="sign-in"' in text for text in texts) == 1
    assert list(WEB.glob("*.html")) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_staff_holds_nothing_inline(pages: Mapping[str, Sendable], path: str) -> None:
    page = html(pages, path)

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", PATHS)
def test_what_a_page_of_staff_asks_for_is_there_and_may_be_kept(
    pages: Mapping[str, Sendable], path: str
) -> None:
    asked = re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js))"', html(pages, path))

    assert asked
    for address in asked:
        assert address.startswith("/static/r1/")
        assert (WEB / address.removeprefix("/static/r1/")).is_file(), address


def test_the_skip_link_leads_to_something_on_the_page(pages: Mapping[str, Sendable]) -> None:
    for page in map(bytes.decode, (found.body for found in pages.values())):
        (target,) = re.findall(r'class="skip" href="#([^"]+)"', page)

        assert f'id="{target}"' in page


def test_the_board_asks_for_its_charts_as_they_are_pinned_once(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "chart.js"
    package.mkdir(parents=True)
    (package / "chart.js").write_text("draws")
    wanted = (LibraryFile("chart.js", "chart.js/chart.js", integrity(b"draws")),)

    board = html(assembled_for_staff(WEB, "r1", Libraries(tmp_path, wanted)), "/admin/board")

    found = re.findall(r'src="/static/vendor/chart\.js\?\w+" integrity="([^"]+)" defer', board)
    assert found == [integrity(b"draws")]


def test_a_page_goes_without_a_library_that_is_not_there(pages: Mapping[str, Sendable]) -> None:
    assert "vendor" not in html(pages, "/admin/board")
