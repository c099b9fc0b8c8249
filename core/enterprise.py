"""Judges what employers report through the enterprise door (政企直连): who joins, who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core import enterprise_wording as say
from core.fields import problem_with
from core.service_items import Field, FieldKind

MOST_ROWS = 1000  # of one batch
JOINING, LEAVING = "YB-SL-1002", "YB-SL-1003"  # 职工增员, 职工减员


class ChangeKind(StrEnum):
    """Name what a batch reports."""

    JOIN = "join"  # 增员
    LEAVE = "leave"  # 减员

    @property
    def item_code(self) -> str:
        """Return the service item that the change is filed as."""
        return JOINING if self is ChangeKind.JOIN else LEAVING


class RowState(StrEnum):
    """Name how far a row has come."""

    REFUSED = "refused"  # it has problems; the others of its batch are not held back
    ACCEPTED = "accepted"  # it has a receipt number and is never lost
    FILED = "filed"  # the insurance core has it
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Client:
    """Be one employer's system."""

    id: str
    name: str
    credit_code: str  # 统一社会信用代码
    sandbox: bool  # what it reports is decided by rule and never filed
    webhook_url: str | None = None
    webhook_secret: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Be one row: one employee who joins or leaves."""

    name: str
    id_number: str
    day: str  # ISO 8601: of joining or leaving
    mobile: str = ""  # JOIN only
    wage: str = ""  # yuan a month with two decimals, JOIN only


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Say what is wrong with one field of a row."""

    field: str
    code: str  # invalid, missing, duplicate, unexpected
    detail: str  # Chinese: what is wrong and what to do


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """Be a row of a batch with what became of it."""

    n: int  # from 1, as in the request
    change: Change
    state: RowState
    problems: tuple[RowProblem, ...] = ()
    number: str | None = None  # receipt number, from ACCEPTED on
    note: str = ""  # why it was rejected
    reference: str | None = None  # in the insurance core
    decided_at: datetime | None = None


_NAME = Field("name", "姓名", FieldKind.NAME, "姓名", "核对参保人")
_ID = Field("id_number", "身份证号", FieldKind.ID_NUMBER, "身份证号", "核对参保人", sensitive=True)
_MOBILE = Field("mobile", "手机号", FieldKind.MOBILE, "手机号", "通知本人", sensitive=True)
_DAY = Field("day", "日期", FieldKind.DATE, "日期", "从这一天起变动")
_WAGE = Field("wage", "月工资", FieldKind.MONEY, "月工资", "核定缴费基数")
_ASKED = {
    ChangeKind.JOIN: (_NAME, _ID, _MOBILE, _DAY, _WAGE),
    ChangeKind.LEAVE: (_NAME, _ID, _DAY),
}


def judged(
    kind: ChangeKind, changes: Sequence[Change], under_way: frozenset[str], today: date
) -> list[JudgedRow]:
    """Return every row with its problems; `under_way` are ID numbers reported already.

    A row without problems is ACCEPTED whatever its neighbours look like.
    """
    seen: set[str] = set()
    rows = []
    for n, change in enumerate(changes, 1):
        problems = _problems(kind, change, today)
        if change.id_number in seen:
            problems += (RowProblem("id_number", "duplicate", say.TWICE_IN_BATCH),)
        elif change.id_number in under_way:
            problems += (RowProblem("id_number", "duplicate", say.UNDER_WAY),)
        seen.add(change.id_number)
        state = RowState.REFUSED if problems else RowState.ACCEPTED
        rows.append(JudgedRow(n, change, state, problems))
    return rows


def _problems(kind: ChangeKind, change: Change, today: date) -> tuple[RowProblem, ...]:
    asked = _ASKED[kind]
    found = []
    for field in asked:
        value = str(getattr(change, field.key))
        if not value.strip():
            detail = say.MISSING.format(label=field.label)
            found.append(RowProblem(field.key, "missing", detail))
            continue
        problem = problem_with(field, value, {}, today)
        if problem is not None:
            found.append(RowProblem(field.key, "invalid", problem))
    keys = {field.key for field in asked}
    for field in (_MOBILE, _WAGE):
        if field.key not in keys and getattr(change, field.key):
            detail = say.UNEXPECTED.format(label=field.label)
            found.append(RowProblem(field.key, "unexpected", detail))
    return tuple(found)
