"""Reads and writes the JSON of the insurance core; what is not exactly right is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from core.applications import Application
from core.insured import (
    Account,
    CoreFiling,
    Decision,
    Filing,
    Insurance,
    Settlement,
    Summary,
)

Json = Mapping[str, object]
Value = TypeVar("Value")


def summary_from_json(data: object) -> Summary:
    """Return what the core knows of a person; raise ValueError on anything unexpected."""
    body = _object(data)
    months = body.get("contributed_months")
    if months is not None and (type(months) is not int or months < 0):
        raise ValueError("contributed_months is no number of months")
    return Summary(
        name=_text(body, "name"),
        id_number=_text(body, "id_number"),
        birthday=_date(body, "birthday"),
        insurance=_or_none(body, "insurance", _insurance),
        account=_or_none(body, "account", _account),
        filings=tuple(_filing(_object(one)) for one in _list(body, "filings")),
        settlements=tuple(
            sorted(
                (_settlement(_object(one)) for one in _list(body, "settlements")),
                key=lambda settlement: settlement.day,
                reverse=True,
            )
        ),
        contributed_months=months,
        as_of=_moment(body, "as_of"),
    )


def core_filing_from_json(data: object) -> CoreFiling:
    """Return the core's word on an application; raise ValueError on anything unexpected."""
    body = _object(data)
    missing = _list(body, "missing")
    if not all(isinstance(paper, str) for paper in missing):
        raise ValueError("missing is no list of papers")
    return CoreFiling(
        reference=_text(body, "reference"),
        decision=Decision(_text(body, "decision")),
        note=_text(body, "note", may_be_empty=True),
        missing=tuple(str(paper) for paper in missing),
    )


def application_json(application: Application, item_name: str) -> dict[str, object]:
    """Return the body that hands an application over."""
    submitted = application.submitted_at
    return {
        "number": application.number,
        "item_code": application.item_code,
        "item": item_name,
        "region": application.region,
        "fields": dict(application.fields),
        "papers": dict(application.papers),
        "delegate": application.delegate,
        "identity": application.identity,
        "submitted_at": submitted.isoformat() if submitted else None,
    }


def _insurance(data: Json) -> Insurance:
    employer = data.get("employer")
    if employer is not None and not isinstance(employer, str):
        raise ValueError("employer is no text")
    return Insurance(
        kind=_text(data, "kind"),
        region=_text(data, "region"),
        state=_text(data, "state"),
        employer=employer,
        paid_until=None if data.get("paid_until") is None else _date(data, "paid_until"),
        as_of=_moment(data, "as_of"),
    )


def _account(data: Json) -> Account:
    return Account(balance=_money(data, "balance"), as_of=_moment(data, "as_of"))


def _filing(data: Json) -> Filing:
    return Filing(
        kind=_text(data, "kind"),
        what=_text(data, "what"),
        begins=_date(data, "begins"),
        ends=None if data.get("ends") is None else _date(data, "ends"),
        as_of=_moment(data, "as_of"),
    )


def _settlement(data: Json) -> Settlement:
    total, fund_paid = _money(data, "total"), _money(data, "fund_paid")
    if fund_paid > total:
        raise ValueError("the fund cannot pay more than the bill")
    return Settlement(
        day=_date(data, "day"),
        place=_text(data, "place"),
        kind=_text(data, "kind"),
        total=total,
        fund_paid=fund_paid,
        as_of=_moment(data, "as_of"),
    )


def _or_none(data: Json, key: str, read: Callable[[Json], Value]) -> Value | None:
    value = data.get(key)
    return None if value is None else read(_object(value))


def _object(value: object) -> Json:
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")
    return value


def _list(data: Json, key: str) -> list[object]:
    value = data.get(key)
    if not isinstance(value, list):
        raise ValueError(f"{key} is no list")
    return value


def _text(data: Json, key: str, *, may_be_empty: bool = False) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not (value or may_be_empty):
        raise ValueError(f"{key} is no text")
    return value


def _date(data: Json, key: str) -> date:
    return date.fromisoformat(_text(data, key))


def _moment(data: Json, key: str) -> datetime:
    moment = datetime.fromisoformat(_text(data, key))
    if moment.tzinfo is None:
        raise ValueError(f"{key} has no time zone")
    return moment


def _money(data: Json, key: str) -> Decimal:
    """Read yuan; they come as text, because a binary fraction cannot hold 0.10."""
    try:
        amount = Decimal(_text(data, key))
    except InvalidOperation as error:
        raise ValueError(f"{key} is no amount") from error
    if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
        raise ValueError(f"{key} is no amount")
    return amount
