"""Describes the service items (事项) that the bureau offers, and finds them by code or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.errors import InvalidCatalogue, NotFound
from core.knowledge import NATION
from core.messages import Source


class FieldKind(StrEnum):
    """Name what sort of value a field holds."""

    NAME = "name"
    ID_NUMBER = "id_number"  # 18 characters, GB 11643
    MOBILE = "mobile"  # 11 digits
    DATE = "date"  # ISO 8601
    CHOICE = "choice"  # one of `options`
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """Be one value that a CHOICE field may take."""

    value: str
    aliases: tuple[str, ...] = ()  # short and everyday names


@dataclass(frozen=True, slots=True)
class Field:
    """Describe one thing that the citizen is asked for."""

    key: str
    label: str
    kind: FieldKind
    prompt: str  # the question, in plain words
    why: str  # why it is needed, in one sentence
    aliases: tuple[str, ...] = ()  # everyday names, for "刚才手机号说错了"
    options: tuple[Option, ...] = ()
    example: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # asked only if these hold
    not_before: str | None = None  # DATE: "today" or the key of another date field
    differs_from: str | None = None  # key of a field that must hold another value
    sensitive: bool = False  # masked wherever it is shown


@dataclass(frozen=True, slots=True)
class Material:
    """Be one paper that the bureau asks for."""

    name: str
    needed_when: str  # "总是需要" or the case in which it is needed
    substitute: str = ""  # what does instead


@dataclass(frozen=True, slots=True)
class Way:
    """Be one way in which an item can be done."""

    channel: str  # online, counter, phone, video, hospital, village
    where: str  # said to the citizen

    @property
    def offline(self) -> bool:
        """Tell whether this way needs neither a smartphone nor a computer."""
        return self.channel in {"counter", "hospital", "village"}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Promise how long an item takes, and say who promises it."""

    working_days: int  # 0: done on the spot
    text: str
    source: str  # document and section, or "示例"


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """Describe one service item in the fields of the six unifications (六统一)."""

    code: str  # 事项编码
    name: str  # 名称
    topic: str  # 专题, e.g. 门诊慢特病
    summary: str  # what it is for, in one plain sentence
    who: str  # who may apply
    materials: tuple[Material, ...]  # 办理材料
    ways: tuple[Way, ...]  # 办理方式
    steps: tuple[str, ...]  # 办理环节
    time_limit: TimeLimit  # 办理时限
    standard: str  # 服务标准
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()  # everyday names
    asked_as: tuple[str, ...] = ()  # how citizens ask for it, for recognition
    effect: str = ""  # when it takes effect
    region: str = NATION
    updated: date = date.min  # when the bureau last reviewed it

    def source(self, part: str) -> Source:
        """Return the citation for what the catalogue says of this item."""
        return Source(
            title="医疗保障服务事项清单（示例）",
            issuer="医疗保障局（示例）",
            issued=self.updated,
            region=self.region,
            section=f"{self.name} · {part}",
            document_id=f"items#{self.code}",
        )

    def field(self, key: str) -> Field:
        """Return the field with that key, or raise NotFound."""
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise NotFound(f"{self.code}: no field {key}")

    def fields_for(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """Return the fields that must be asked, given what is known so far."""
        return tuple(
            f for f in self.fields if all(values.get(k) in allowed for k, allowed in f.when.items())
        )


class Catalogue:
    """Hold every service item, and guard the rules that all of them keep."""

    def __init__(self, items: Iterable[ServiceItem]) -> None:
        """Take the items; raise InvalidCatalogue if one breaks a rule."""
        self._by_code: dict[str, ServiceItem] = {}
        for item in items:
            if item.code in self._by_code:
                raise InvalidCatalogue(f"{item.code}: code used twice")
            check(item)
            self._by_code[item.code] = item

    @property
    def items(self) -> tuple[ServiceItem, ...]:
        """Return all items in the order in which they were given."""
        return tuple(self._by_code.values())

    def item(self, code: str) -> ServiceItem:
        """Return the item with that code, or raise NotFound."""
        try:
            return self._by_code[code]
        except KeyError:
            raise NotFound(f"no service item {code}") from None

    def named(self, name: str) -> ServiceItem | None:
        """Return the item whose name or alias is exactly `name`."""
        return next((i for i in self.items if name == i.name or name in i.aliases), None)


def check(item: ServiceItem) -> None:
    """Raise InvalidCatalogue unless the item keeps the rules that protect citizens."""
    rules = {
        # 天津市医保局 2020: no item may be refused at the counter because it can be done online.
        "has no offline way": any(way.offline for way in item.ways),
        "has no material list": bool(item.materials),
        "does not say when a material is needed": all(m.needed_when for m in item.materials),
        "has no source for its time limit": bool(item.time_limit.source),
        "has no steps": bool(item.steps),
        "has a choice without options": all(
            bool(f.options) == (f.kind is FieldKind.CHOICE) for f in item.fields
        ),
        "has a field that does not say why": all(f.why and f.prompt for f in item.fields),
        "has a condition on an unknown field": all(
            key in {g.key for g in item.fields} for f in item.fields for key in f.when
        ),
        "has two fields with one key": len({f.key for f in item.fields}) == len(item.fields),
    }
    for complaint, kept in rules.items():
        if not kept:
            raise InvalidCatalogue(f"{item.code} {item.name} {complaint}")
