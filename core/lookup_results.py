"""Holds what the look-ups find: products, places near by, items that can be done somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from core.lookups import Place, PlaceKind, Product, Via
from core.messages import Source
from core.opening_hours import OpenState

P = TypeVar("P", bound=Product)


class Why(StrEnum):
    """Name why a name matched; the value is shown to citizens."""

    EXACT = "名称一致"
    PINYIN = "拼音一致"
    SOUND = "读音一致"
    INITIALS = "拼音首字母一致"
    PREFIX = "名称开头一致"
    PART = "名称里包含"
    CLOSE = "名称相近"


class Outcome(StrEnum):
    """Name what a search for a product came to."""

    FOUND = "found"  # one answer holds for every hit
    WHICH_TRAIT = "which_trait"  # one name, but form, strength or maker decide
    WHICH_NAME = "which_name"  # several names fit, or one that is merely near
    MISS = "miss"


@dataclass(frozen=True, slots=True)
class Hit(Generic[P]):
    """Be one product that a search found."""

    product: P
    name: str  # the generic name
    score: float  # 0..1
    why: Why


@dataclass(frozen=True, slots=True)
class ProductSearch(Generic[P]):
    """Carry the outcome of one search for a product."""

    asked: str  # the name that was looked for
    outcome: Outcome
    hits: tuple[Hit[P], ...] = ()  # best first
    names: tuple[str, ...] = ()  # WHICH_NAME: the generic names to choose from, at most five
    trait: str = ""  # WHICH_TRAIT: what to ask for, e.g. 剂型
    values: tuple[str, ...] = ()  # WHICH_TRAIT: its values, at most five
    more: int = 0  # how many names or values were left out
    told: str = ""  # name and traits known so far, to be said again with a choice
    missing: str = ""  # a form, strength or maker that was asked for and is not in the table


class Want(StrEnum):
    """Name what the citizen wants to know of a place."""

    WHERE = "where"
    PHONE = "phone"
    HOURS = "hours"


class Closeness(StrEnum):
    """Name what is known of how near a place is."""

    METRES = "metres"
    STREET = "same_street"
    COUNTY = "same_county"
    REGION = "same_region"


@dataclass(frozen=True, slots=True)
class Nearby:
    """Be one place, with how near it is and whether it is open."""

    place: Place
    closeness: Closeness
    metres: int | None  # along the great circle; None if either end has no coordinates
    state: OpenState | None  # None: the hours are not known
    map_link: str  # empty: no coordinates and no address
    geo: str  # RFC 5870 URI in WGS-84, empty without coordinates


@dataclass(frozen=True, slots=True)
class PlaceSearch:
    """Carry the outcome of one search for places."""

    places: tuple[Nearby, ...]  # nearest first
    kinds: tuple[PlaceKind, ...]  # what was looked for
    item: str | None
    region: str | None  # None: the question names no region and none is known
    near: str  # the place text that was understood; empty if none was
    held: bool = True  # False: we hold no places of this region
    total: int = 0  # how many there are, named here or not


@dataclass(frozen=True, slots=True)
class ListedItem:
    """Be one item of a collection, with where that is written."""

    name: str
    note: str
    counted: bool
    source: Source
    demo: bool


@dataclass(frozen=True, slots=True)
class Collection:
    """Say which items can be done at a kind of place, or by a way."""

    region: str  # whose table answers; 全国 if the region has none
    asked_region: str | None
    kind: PlaceKind | None
    via: Via | None
    who: str  # 个人, 单位 or empty
    items: tuple[ListedItem, ...]
    total: int | None  # how many the source counts; None if it states no number
    total_source: Source | None
    regions: tuple[str, ...] = ()  # other regions that hold such a table

    @property
    def named(self) -> int:
        """Return how many of the counted items are named."""
        return sum(item.counted for item in self.items)


@dataclass(frozen=True, slots=True)
class WayOfItem:
    """Be one way in which an item is done, with where that is written."""

    where: str  # in plain words
    offline: bool  # whether it needs neither a smartphone nor a computer
    note: str
    source: Source
    demo: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """Say in which ways an item is done in a region."""

    item: str
    region: str | None
    ways: tuple[WayOfItem, ...]
