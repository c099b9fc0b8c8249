"""Assembles each page from its template, once, when the gateway starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core import page_wording as words
from core.lookups import PlaceKind
from core.topics import Topic
from gateway.pages.files import TRADITIONAL, Sendable, sendable
from gateway.pages.libraries import Libraries
from gateway.pages.menu import PAGES, TOPIC, TOPIC_MODULE, TOPIC_TEMPLATE, CitizenPage
from gateway.pages.modules import modules_of
from gateway.pages.offers import Offers
from gateway.pages.staff_pages import STAFF_PAGES
from gateway.scripts import traditional

TEMPLATES = Path(__file__).resolve().parent / "templates"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Bureau:
    """Say what stands on every page."""

    name: str
    hotline: str
    hours: str

    @property
    def dialled(self) -> str:
        """Return the hotline's number as a telephone takes it."""
        return "".join(sign for sign in self.hotline if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True)
class Ingredients:
    """Hold what pages are made of."""

    bureau: Bureau
    offers: Offers
    libraries: Libraries
    web: Path  # folder of scripts and styles
    release: str  # under which they may be kept
    topics: Sequence[Topic] = ()
    tiles: str = ""  # template of the address of a map's tiles; empty: maps are schematic

    def static(self, name: str) -> str:
        """Return the address of a script or a style, which browsers keep."""
        return _static(self.release, name)


def assembled(
    ingredients: Ingredients, pages: Sequence[CitizenPage] = PAGES
) -> Mapping[str, Sendable]:
    """Return every citizens' page by its path."""
    environment = _environment(ingredients.static, ingredients.libraries)
    topics = {TOPIC + topic.code: topic for topic in ingredients.topics}
    pages = (*pages, *(CitizenPage(path, TOPIC_TEMPLATE, "", TOPIC_MODULE) for path in topics))
    there = {page.path for page in pages}
    environment.globals.update(
        bureau=ingredients.bureau,
        offers=ingredients.offers,
        menu=[page for page in pages if page.menu],
        there=there,
        words=words,
        topics=topics,
        kinds=[kind.value for kind in PlaceKind],
        tiles=ingredients.tiles,
    )
    return {page.path: _page(environment, ingredients, page) for page in pages}


def assembled_for_staff(web: Path, release: str, libraries: Libraries) -> Mapping[str, Sendable]:
    """Return every page of staff by its path."""
    static = partial(_static, release)
    environment = _environment(static, libraries)
    return {
        page.path: _rendered(
            environment,
            f"staff/{page.name}.html",
            page=page,
            modules=[static(name) for name in modules_of(web, f"{page.name}.js")],
        )
        for page in STAFF_PAGES
    }


def in_traditional(pages: Mapping[str, Sendable], release: str) -> Mapping[str, Sendable]:
    """Return the pages in traditional characters, with scripts and styles in them, too."""
    plain, written = f"/static/{release}/".encode(), f"/static/{release}{TRADITIONAL}/".encode()
    language = (b'lang="zh-CN"', b'lang="zh-Hant"')
    turned = {
        path: traditional(page.body.replace(plain, written).replace(*language).decode())
        for path, page in pages.items()
    }
    return {path: sendable(html.encode(), HTML) for path, html in turned.items()}


def _static(release: str, name: str) -> str:
    return f"/static/{release}/{name}"


def _environment(static: Callable[[str], str], libraries: Libraries) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=static, library=libraries.address)
    return environment


def _page(environment: Environment, ingredients: Ingredients, page: CitizenPage) -> Sendable:
    needed = modules_of(ingredients.web, page.module) if page.module else ()
    modules = [ingredients.static(name) for name in needed]
    return _rendered(environment, page.template, page=page, modules=modules)


def _rendered(environment: Environment, template: str, **words: object) -> Sendable:
    return sendable(environment.get_template(template).render(words).encode(), HTML)
