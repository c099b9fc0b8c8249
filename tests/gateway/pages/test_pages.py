"""Checks the citizens' pages as the gateway assembles them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from gateway.pages.assembly import Bureau, Ingredients, assembled, in_traditional
from gateway.pages.files import Sendable
from gateway.pages.libraries import Libraries
from gateway.pages.menu import PAGES
from gateway.pages.modules import modules_of
from gateway.pages.offers import Offers
from gateway.pages.routes import WEB

VERSIONS = {"standard", "elder", "birth", "child"}
PATHS = [page.path for page in PAGES]


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Sendable]:
    """Assemble all pages of a small office."""
    offers = Offers(dict.fromkeys(VERSIONS, ()), ())
    bureau = Bureau("某市医保局", "0532-12393", "周一至周五")
    return assembled(Ingredients(bureau, offers, Libraries(None), WEB, "r1"))


def html(pages: Mapping[str, Sendable], path: str) -> str:
    return pages[path].body.decode()


@pytest.mark.parametrize("path", PATHS)
def test_help_stands_in_the_same_order_on_every_page(
    pages: Mapping[str, Sendable], path: str
) -> None:
    """WCAG 3.2.6."""
    found = re.findall(r'id="(human|hotline|version-button|menu-button)"', html(pages, path))

    assert found == ["human", "hotline", "version-button", "menu-button"]


@pytest.mark.parametrize("path", PATHS)
def test_every_version_can_be_chosen_on_every_page(
    pages: Mapping[str, Sendable], path: str
) -> None:
    found = re.findall(r'name="version" value="(\w+)"', html(pages, path))

    assert set(found) == VERSIONS


@pytest.mark.parametrize("path", PATHS)
def test_a_page_names_the_office_and_its_hotline_without_a_script(
    pages: Mapping[str, Sendable], path: str
) -> None:
    assert "某市医保局" in html(pages, path)
    assert 'href="tel:053212393"' in html(pages, path)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_holds_nothing_inline_that_the_content_policy_forbids(
    pages: Mapping[str, Sendable], path: str
) -> None:
    page = html(pages, path)

    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("path", PATHS)
def test_the_version_is_set_before_the_first_style_sheet_is_asked_for(
    pages: Mapping[str, Sendable], path: str
) -> None:
    page = html(pages, path)

    assert page.index("version.js") < page.index('rel="stylesheet"')
    assert '<script src="/static/r1/version.js"></script>' in page


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_one_first_heading_and_one_main_part(
    pages: Mapping[str, Sendable], path: str
) -> None:
    assert html(pages, path).count("<h1") == 1
    assert html(pages, path).count("<main") == 1


@pytest.mark.parametrize("path", PATHS)
def test_an_id_is_used_once(pages: Mapping[str, Sendable], path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', html(pages, path))

    assert len(ids) == len(set(ids))


def test_a_page_asks_for_every_module_its_script_needs_at_once(
    pages: Mapping[str, Sendable],
) -> None:
    asked = re.findall(r'modulepreload" href="/static/r1/([^"]+)"', html(pages, "/chat"))

    assert {"dom.js", "chat/conversation.js", "chat/voice_wire.js"} <= set(asked)
    assert all((WEB / name).is_file() for name in asked)


def test_a_module_is_found_however_deep_it_is_imported() -> None:
    assert modules_of(WEB, "wechat/enter.js") == (
        *("wechat/enter.js", "storage.js", "versions.js", "wechat/arrival.js"),
    )


def test_the_menu_marks_the_page_one_is_on(pages: Mapping[str, Sendable]) -> None:
    assert '<a href="/policies" aria-current="page">' in html(pages, "/policies")
    assert html(pages, "/policies").count("aria-current") == 1


def test_every_variable_of_a_style_sheet_is_set_somewhere() -> None:
    """A token that was renamed would leave a colour out without a word."""
    sheets = "\n".join(path.read_text("utf-8") for path in WEB.glob("*.css"))
    scripts = "\n".join(path.read_text("utf-8") for path in WEB.rglob("*.js"))
    used = set(re.findall(r"var\((--[\w-]+)", sheets))
    set_here = set(re.findall(r"(--[\w-]+)\s*:", sheets)) | set(
        re.findall(r'"(--[\w-]+)"', scripts)
    )

    measured = {name for name in used if name.endswith("-height")}  # bars.js sets them
    assert used - set_here - measured == set()


def test_a_page_in_traditional_characters_asks_for_scripts_in_them(
    pages: Mapping[str, Sendable],
) -> None:
    home = html(in_traditional(pages, "r1"), "/")

    assert "醫保的事請說" in home
    assert 'lang="zh-Hant"' in home
    assert 'src="/static/r1-hant/home.js"' in home
    assert "/static/r1/" not in home


def test_the_call_page_says_of_each_view_what_can_be_done_there(
    pages: Mapping[str, Sendable],
) -> None:
    page = html(pages, "/call")

    said = dict(re.findall(r'data-aloud-(\w+)="([^"]+)"', page))
    assert set(said) == {"gone", "waiting", "ended"}
    assert set(said) <= set(re.findall(r'data-for="(\w+)"', page))
    assert "0532-12393" in said["gone"]
    assert not [words for words in said.values() if "打开摄像头" in words]
