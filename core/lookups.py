"""Holds the rows of the look-up tables: drugs, consumables, places, and what is done where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from core.messages import Source
from core.opening_hours import Hours


class TableKind(StrEnum):
    """Name the tables that can be imported."""

    DRUGS = "drugs"
    CONSUMABLES = "consumables"
    PLACES = "places"
    MATRIX = "matrix"  # which item is done where, and how
    TOTALS = "totals"  # how many items a document says there are


class PlaceKind(StrEnum):
    """Name what sort of place it is; the value is what citizens are told."""

    AGENCY = "经办机构"
    HOSPITAL = "定点医疗机构"
    DUAL_PHARMACY = "双通道药店"
    PHARMACY = "定点零售药店"
    TOWN = "乡镇便民服务中心"  # towns and streets (街道)
    VILLAGE = "村（社区）服务点"
    BANK = "银行网点"
    MACHINE = "自助机"


class Via(StrEnum):
    """Name by which way an item is done; the value is what citizens are told."""

    COUNTER = "窗口"
    MACHINE = "自助"
    WEB = "网上"
    MOBILE = "掌上"
    PHONE = "电话"
    BY_HELPER = "帮办代办"
    AT_HOME = "上门"
    VIDEO = "视频办"


class Datum(StrEnum):
    """Name the reference of a pair of coordinates."""

    WGS84 = "WGS-84"  # GPS and browsers
    GCJ02 = "GCJ-02"  # maps published in mainland China


@dataclass(frozen=True, slots=True)
class Origin:
    """Say where a row comes from and since when it holds; every row has one."""

    region: str
    version: str  # 目录版本; a new version replaces the older ones of its region as a whole
    in_force_from: date
    demo: bool  # 演示数据: made up to try the service out, never to be relied on
    title: str
    issuer: str
    issued: date
    section: str = ""
    document_id: str = ""  # "<document>#<entry>@<version>" where the row repeats a policy entry
    date_note: str | None = None  # why the date is not certain

    def source(self, kind: TableKind, section: str) -> Source:
        """Return the citation of a row; `section` names the row if the source names no part.

        Rows that repeat a policy entry cite that entry; ids of the others hold no "#", so that
        nobody takes them for one.
        """
        return Source(
            title=self.title,
            issuer=self.issuer,
            issued=self.issued,
            region=self.region,
            section=self.section or section,
            document_id=self.document_id or f"{kind.value}/{section}@{self.version}",
            date_note=self.date_note,
            in_force_from=None if self.document_id else self.in_force_from,
        )


class Product(Protocol):
    """Be what the drug and the consumables catalogue have in common."""

    @property
    def origin(self) -> Origin:
        """Return where the row comes from."""
        ...

    @property
    def called(self) -> tuple[str, ...]:
        """Return the names it is searched by, the generic one first."""
        ...

    @property
    def traits(self) -> tuple[tuple[str, str], ...]:
        """Return (Chinese label, value) of what tells products of one name apart."""
        ...

    @property
    def figures(self) -> tuple[object, ...]:
        """Return what the citizen wants to know of it, for comparison."""
        ...


@dataclass(frozen=True, slots=True)
class Drug:
    """Be one drug of the catalogue (医保药品目录)."""

    generic: str  # 通用名
    trade: str  # 商品名, may be empty
    form: str  # 剂型
    strength: str  # 规格
    maker: str  # 生产企业
    category: str  # 甲 or 乙
    first_pay: Decimal  # percent paid by oneself before reimbursement begins (先行自付比例)
    limit_note: str  # restriction on payment (限定支付范围), may be empty
    code: str  # national drug code, may be empty
    origin: Origin

    @property
    def called(self) -> tuple[str, ...]:
        """Return the generic name and, if there is one, the trade name."""
        return (self.generic, self.trade) if self.trade else (self.generic,)

    @property
    def traits(self) -> tuple[tuple[str, str], ...]:
        """Return form, strength and maker."""
        return (("剂型", self.form), ("规格", self.strength), ("生产企业", self.maker))

    @property
    def figures(self) -> tuple[object, ...]:
        """Return class, share and restriction."""
        return (self.category, self.first_pay, self.limit_note)


@dataclass(frozen=True, slots=True)
class Consumable:
    """Be one medical consumable of the catalogue (医用耗材目录)."""

    name: str
    model: str  # 规格型号
    maker: str  # 生产企业
    unit: str  # of the price limit: 个, 片, 套
    limit: Decimal  # yuan per unit that the insurance counts at most (支付限价)
    code: str  # national code, may be empty
    origin: Origin

    @property
    def called(self) -> tuple[str, ...]:
        """Return the name."""
        return (self.name,)

    @property
    def traits(self) -> tuple[tuple[str, str], ...]:
        """Return model and maker."""
        return (("规格型号", self.model), ("生产企业", self.maker))

    @property
    def figures(self) -> tuple[object, ...]:
        """Return price limit and unit."""
        return (self.limit, self.unit)


@dataclass(frozen=True, slots=True)
class Place:
    """Be one place where something can be done or bought."""

    name: str
    kind: PlaceKind
    county: str
    street: str  # street, town or village, may be empty
    address: str  # empty: the source does not state it
    phone: str  # empty: not stated
    hours: Hours | None  # None: not stated
    holidays: str  # what is known of public holidays, may be empty
    latitude: float | None  # degrees; None: not stated
    longitude: float | None
    datum: Datum  # of latitude and longitude
    accessible: bool | None  # 无障碍; None: not stated
    checked_on: date  # when somebody last made sure of this row
    origin: Origin


@dataclass(frozen=True, slots=True)
class Offer:
    """Say that an item is done at a kind of place (or at one place) in one way."""

    item: str
    kind: PlaceKind | None  # None: at no place (online, by phone)
    place: str  # name of the one place where it is done; empty: at all of that kind
    via: Via
    who: str  # 个人, 单位 or empty for both
    note: str  # a restriction to be told along, may be empty
    counted: bool  # whether it is among the number that Total states
    origin: Origin


@dataclass(frozen=True, slots=True)
class Total:
    """Say how many items a source counts at a kind of place, whether it names them or not."""

    kind: PlaceKind
    count: int
    origin: Origin


Row = Drug | Consumable | Place | Offer | Total


@dataclass(frozen=True, slots=True)
class Rows:
    """Hold the rows of every table."""

    drugs: tuple[Drug, ...] = ()
    consumables: tuple[Consumable, ...] = ()
    places: tuple[Place, ...] = ()
    offers: tuple[Offer, ...] = ()
    totals: tuple[Total, ...] = ()
