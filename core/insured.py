"""Holds what the insurance core knows of a person (我的医保), each figure with its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Insurance:
    """Say how a person is insured."""

    kind: str  # 职工医保, 居民医保, 灵活就业
    region: str  # 统筹区
    state: str  # 正常参保, 暂停缴费, 终止
    employer: str | None
    paid_until: date | None  # the last month that is paid for, its first day
    as_of: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Account:
    """Be the personal account; None of it for residents without one."""

    balance: Decimal  # yuan
    as_of: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Filing:
    """Be one filing or contract in force: 异地备案, 门诊统筹签约, 慢特病."""

    kind: str  # the service item's Chinese name
    what: str  # e.g. 北京市; 城关社区卫生服务中心; the disease is never said aloud unasked
    begins: date
    ends: date | None
    as_of: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Settlement:
    """Be one bill that was settled."""

    day: date
    place: str
    kind: str  # 门诊, 住院, 药店
    total: Decimal  # yuan
    fund_paid: Decimal  # yuan
    as_of: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Summary:
    """Be everything that 我的医保 shows of one person."""

    name: str
    id_number: str
    birthday: date
    insurance: Insurance | None
    account: Account | None
    filings: tuple[Filing, ...]
    settlements: tuple[Settlement, ...]  # newest first
    contributed_months: int | None
    as_of: datetime  # UTC


class Decision(StrEnum):
    """Name how far the insurance core has come with a filed application."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    NEEDS_PAPERS = "needs_papers"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class CoreFiling:
    """Be the core's word on one application."""

    reference: str
    decision: Decision
    note: str  # reason of a rejection, or what is missing; Chinese
    missing: tuple[str, ...] = ()
