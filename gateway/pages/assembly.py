"""Assembles each citizens' page from its template, once, when the gateway starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
        return f"/static/{self.release}/{name}"


def assembled(
    ingredients: Ingredients, pages: Sequence[CitizenPage] = PAGES
) -> Mapping[str, Sendable]:
    """Return every page by its path."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    topics = {TOPIC + topic.code: topic for topic in ingredients.topics}
    pages = (*pages, *(CitizenPage(path, TOPIC_TEMPLATE, "", TOPIC_MODULE) for path in topics))
    there = {page.path for page in pages}
    static: Callable[[str], str] = ingredients.static
    environment.globals.update(
        static=static,
        bureau=ingredients.bureau,
        offers=ingredients.offers,
        library=ingredients.libraries.address,
        menu=[page for page in pages if page.menu],
        there=there,
        words=words,
        topics=topics,
        kinds=[kind.value for kind in PlaceKind],
        tiles=ingredients.tiles,
    )
    return {page.path: _page(environment, ingredients, page) for page in pages}


def in_traditional(pages: Mapping[str, Sendable], release: str) -> Mapping[str, Sendable]:
    """Return the pages in traditional characters, with scripts and styles in them, too."""
    plain, written = f"/static/{release}/".encode(), f"/static/{release}{TRADITIONAL}/".encode()
    language = (b'lang="zh-CN"', b'lang="zh-Hant"')
    turned = {
        path: traditional(page.body.replace(plain, written).replace(*language).decode())
        for path, page in pages.items()
    }
    return {path: sendable(html.encode(), HTML) for path, html in turned.items()}


def _page(environment: Environment, ingredients: Ingredients, page: CitizenPage) -> Sendable:
    needed = modules_of(ingredients.web, page.module) if page.module else ()
    html = environment.get_template(page.template).render(
        page=page, modules=[ingredients.static(name) for name in needed]
    )
    return sendable(html.encode(), HTML)
