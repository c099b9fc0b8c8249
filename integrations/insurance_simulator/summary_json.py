"""Writes what the simulated core knows of a person in the JSON of the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.insured import Filing, Insurance, Settlement, Summary

Json = dict[str, object]


def summary_json(summary: Summary) -> Json:
    """Return the body that answers POST /people/query; amounts are text, in yuan."""
    account = summary.account
    return {
        "name": summary.name,
        "id_number": summary.id_number,
        "birthday": summary.birthday.isoformat(),
        "insurance": _insurance(summary.insurance) if summary.insurance else None,
        "account": {"balance": _yuan(account.balance), "as_of": account.as_of.isoformat()}
        if account
        else None,
        "filings": [_filing(filing) for filing in summary.filings],
        "settlements": [_settlement(settlement) for settlement in summary.settlements],
        "contributed_months": summary.contributed_months,
        "as_of": summary.as_of.isoformat(),
    }


def _insurance(insurance: Insurance) -> Json:
    return {
        "kind": insurance.kind,
        "region": insurance.region,
        "state": insurance.state,
        "employer": insurance.employer,
        "paid_until": _day(insurance.paid_until),
        "as_of": insurance.as_of.isoformat(),
    }


def _filing(filing: Filing) -> Json:
    return {
        "kind": filing.kind,
        "what": filing.what,
        "begins": filing.begins.isoformat(),
        "ends": _day(filing.ends),
        "as_of": filing.as_of.isoformat(),
    }


def _settlement(settlement: Settlement) -> Json:
    return {
        "day": settlement.day.isoformat(),
        "place": settlement.place,
        "kind": settlement.kind,
        "total": _yuan(settlement.total),
        "fund_paid": _yuan(settlement.fund_paid),
        "as_of": settlement.as_of.isoformat(),
    }


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
