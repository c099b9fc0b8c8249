"""Holds what one look at a page found, in one state and one version: what the rules judge."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic.dataclasses import dataclass


class Version(StrEnum):
    """Be one of the four versions of the citizens' pages, or the one of the staff's."""

    STANDARD = "standard"
    ELDER = "elder"
    BIRTH = "birth"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Text:
    """Be an element with words of its own."""

    path: str
    words: str  # the first of them
    size: float  # px
    line: float  # px
    family: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Be a paragraph that another one follows."""

    path: str
    gap: float  # px between the two
    line: float  # px


@dataclass(frozen=True, slots=True)
class Control:
    """Be something to press or to fill in; its place includes that of its label's."""

    path: str
    name: str
    kind: str
    href: str
    x: float
    y: float
    width: float
    height: float
    inline: bool  # a link amid words
    disabled: bool
    edge: float | None  # contrast of its edge; None: it shows none, or the browser draws it
    tabbable: bool
    placed: str  # header, footer, dialog or body

    @property
    def side(self) -> float:
        """Return its shorter side, px."""
        return min(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Shift:
    """Be one jump of what was on screen already."""

    value: float
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Password:
    """Be a field for a password."""

    path: str
    autocomplete: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what facts.js found."""

    language: str
    title: str
    root_size: float  # px
    texts: tuple[Text, ...]
    paragraphs: tuple[Paragraph, ...]
    controls: tuple[Control, ...]
    cut_placeholders: tuple[str, ...]  # examples in fields that do not show them whole
    lonely: tuple[str, ...]  # headings and buttons whose last line is a single character
    only_for_mice: tuple[str, ...]
    moving: tuple[str, ...]
    endless: tuple[str, ...]
    dialogs: tuple[str, ...]
    announces: int  # regions that a screen reader is told of
    plays_itself: tuple[str, ...]
    draggable: tuple[str, ...]
    puzzles: tuple[str, ...]
    passwords: tuple[Password, ...]
    foreign: tuple[str, ...]  # addresses of others that were asked for something
    shifts: tuple[Shift, ...]
    spoken: tuple[str, ...]  # what was played before anybody touched the page
    words: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Hold what fit.js found on one screen."""

    beyond: float  # px that the page can be pushed sideways
    cut: tuple[str, ...]
    kept: float  # share of the screen that bars never give free


@dataclass(frozen=True, slots=True)
class Focused:
    """Hold how one control looks with the keyboard's focus."""

    path: str
    name: str
    taken: bool  # whether it took the focus
    marked: bool  # whether that can be seen on it
    shown: float  # share of it that nothing covers
    by: str  # what covers the rest


@dataclass(frozen=True, slots=True)
class Breach:
    """Be what axe-core calls a violation."""

    rule: str
    help: str
    tags: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Hold everything that was found in one look."""

    page: str
    state: str
    version: Version
    citizens: bool  # whether it is one of the citizens' pages
    seen: Seen
    breaches: tuple[Breach, ...]
    narrow: Fit  # at 320 px
    zoomed: Fit  # at 200 % of 1280 x 800
    spaced: Fit  # with the spacing of WCAG 1.4.12
    enlarged: Fit  # 375 px wide with letters of 30 px, as WeChat's largest
    focused: tuple[Focused, ...]
    forced: tuple[Focused, ...]  # with the colours of the system
    picture: Path
