"""Describes a service item (事项): what it is, what it needs, what is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.errors import NotFound
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
    MONEY = "money"  # yuan with two decimals, "1250.00"
    BANK_CARD = "bank_card"  # 16 to 19 digits with a Luhn check digit, ISO/IEC 7812-1
    CREDIT_CODE = "credit_code"  # 统一社会信用代码: 18 characters, GB 32100


class Sector(StrEnum):
    """Name for whom an item is: the three fields of the six unifications (烟台市 2020)."""

    EMPLOYEE = "employee"  # 职工医疗保障
    RESIDENT = "resident"  # 居民医疗保障
    INSTITUTION = "institution"  # 定点医药机构


@dataclass(frozen=True, slots=True)
class Option:
    """Be one value that a CHOICE field may take."""

    value: str
    aliases: tuple[str, ...] = ()  # short and everyday names


@dataclass(frozen=True, slots=True)
class Ending:
    """Say why an application ends before it has begun: it is not needed, or not possible."""

    says: str  # to the citizen: the reason and what to do instead
    source: str  # document and section, or "示例"
    instead: str | None = None  # code of the item that is meant


@dataclass(frozen=True, slots=True)
class Ages:
    """Limit the age, in full years, of whoever an ID_NUMBER belongs to."""

    says: str  # to somebody outside: the reason and what to do instead
    source: str  # document and section, or "示例"
    at_least: int | None = None
    at_most: int | None = None


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
    not_after: str | None = None  # DATE: "today" or the key of another date field
    ends: Mapping[str, Ending] = field(default_factory=dict)  # CHOICE: option -> why it is over
    ages: Ages | None = None  # ID_NUMBER: who may apply
    about: str = ""  # whose it is: "" the insured person, else e.g. 新生儿, 单位, 收款人
    differs_from: str | None = None  # key of a field that must hold another value
    sensitive: bool = False  # masked wherever it is shown

    @property
    def screening(self) -> bool:
        """Tell whether the answer may show that there is nothing to apply for."""
        return bool(self.ends)


ALWAYS = "总是需要"


@dataclass(frozen=True, slots=True)
class Material:
    """Be one paper that the bureau asks for."""

    name: str
    needed_when: str  # ALWAYS or the case in which it is needed
    substitute: str = ""  # what does instead
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # fields; empty: see `always`
    by_delegate: bool = False  # needed only if somebody applies for another
    photo: str = ""  # kind of document that a photograph of it is read as; see DocumentKind
    beyond_national: str = ""  # why a region asks for it although the national list does not

    @property
    def case(self) -> str:
        """Return the case in which it is needed; empty: in every case."""
        return "" if self.needed_when == ALWAYS else self.needed_when

    def needed(self, values: Mapping[str, str], *, delegated: bool) -> bool | None:
        """Tell whether it is needed; None: some field that decides it is not known yet."""
        if self.by_delegate and not delegated:
            return False
        if any(key in values and values[key] not in allowed for key, allowed in self.when.items()):
            return False
        return True if all(key in values for key in self.when) else None


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
class Facilities:
    """Say what is made easier for this item (烟台市 2020, 六)."""

    commitment: bool = False  # 告知承诺: a signed promise instead of a proof
    late_papers: bool = False  # 容缺: accepted although a lesser paper is missing
    appointment: bool = False  # 预约
    home_visit: bool = False  # 上门
    done_for_you: bool = False  # 帮办代办
    source: str = "示例"  # document and section, or "示例"


@dataclass(frozen=True, slots=True)
class Part:
    """Be one item of a composite matter (一件事一次办)."""

    code: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # fields of the composite

    def wanted(self, values: Mapping[str, str]) -> bool:
        """Tell whether these values ask for this part."""
        return all(values.get(key) in allowed for key, allowed in self.when.items())


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """Describe one service item in the fields of the six unifications (六统一).

    Yantai unifies 名称, 材料, 方式, 流程, 时限, 标准; the nation 名称, 编码, 材料, 时限, 环节, 标准
    (烟台市 2020; 国家医保局《关于优化医保领域便民服务的意见》). Both sets are here.
    """

    code: str  # 事项编码
    name: str  # 名称
    topic: str  # 专题, e.g. 门诊慢特病
    summary: str  # what it is for, in one plain sentence
    who: str  # who may apply
    materials: tuple[Material, ...]  # 办理材料
    ways: tuple[Way, ...]  # 办理方式
    steps: tuple[str, ...]  # 办理环节: what the bureau does, one word or two each
    flow: tuple[str, ...]  # 办理流程: what the citizen does, in order
    time_limit: TimeLimit  # 办理时限
    standard: str  # 服务标准
    sectors: tuple[Sector, ...]
    rated_on: tuple[str, ...]  # 好差评: sub-indicators beside the whole
    fields: tuple[Field, ...] = ()  # empty: information and checklist only
    parts: tuple[Part, ...] = ()  # of a composite matter
    facilities: Facilities = Facilities()
    fee: str = "不收费"
    basis: tuple[str, ...] = ()  # the documents that rule on it, or "示例"
    aliases: tuple[str, ...] = ()  # everyday names
    asked_as: tuple[str, ...] = ()  # how citizens ask for it, for recognition
    effect: str = ""  # when it takes effect
    once: bool = True  # a second open application for the same person is a duplicate
    same: tuple[str, ...] = ("id_number",)  # fields that make two applications the same thing
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
