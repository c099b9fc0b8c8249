"""Tests that nothing but the agreed JSON is read as somebody's figures."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import cast

import pytest

from core.insured import Summary
from integrations.insurance_core.wire import core_filing_from_json, summary_from_json

Json = dict[str, object]
TIME = "2026-12-20T18:30:00+00:00"
SUMMARY: Json = {
    "name": "王秀英",
    "id_number": "379901195603080046",
    "birthday": "1956-03-08",
    "insurance": {
        "kind": "职工医保",
        "region": "烟台市",
        "state": "正常参保",
        "employer": None,
        "paid_until": "2026-12-01",
        "as_of": TIME,
    },
    "account": {"balance": "1234.50", "as_of": TIME},
    "filings": [
        {"kind": "门诊统筹签约", "what": "甲", "begins": "2026-01-01", "ends": None, "as_of": TIME}
    ],
    "settlements": [
        {"day": "2026-03-01", "place": "甲", "kind": "门诊", "total": "80.00",
         "fund_paid": "50.00", "as_of": TIME},
        {"day": "2026-05-01", "place": "乙", "kind": "药店", "total": "20.00",
         "fund_paid": "0.00", "as_of": TIME},
    ],
    "contributed_months": 312,
    "as_of": TIME,
}  # fmt: skip
FILING: Json = {"reference": "HX1", "decision": "approved", "note": "", "missing": []}


def changed(path: tuple[str | int, ...], value: object) -> Json:
    copy = deepcopy(SUMMARY)
    place: Json = copy
    for step in path[:-1]:
        place = cast(Json, place[cast(str, step)])
    place[cast(str, path[-1])] = value
    return copy


def test_a_summary_is_read_with_exact_money_and_the_newest_bill_first() -> None:
    summary = summary_from_json(SUMMARY)

    assert isinstance(summary, Summary)
    assert summary.account is not None
    assert summary.account.balance == Decimal("1234.50")
    assert [bill.day for bill in summary.settlements] == [date(2026, 5, 1), date(2026, 3, 1)]


def test_somebody_without_insurance_has_neither_insurance_nor_account() -> None:
    body = SUMMARY | {"insurance": None, "account": None, "contributed_months": None}

    summary = summary_from_json(body)

    assert (summary.insurance, summary.account, summary.contributed_months) == (None, None, None)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("account", "balance"), 1234.5),  # a binary fraction
        (("account", "balance"), "-1.00"),
        (("account", "balance"), "NaN"),
        (("account", "balance"), "1.005"),
        (("account", "balance"), "many"),
        (("account", "as_of"), "2026-12-20T18:30:00"),  # where?
        (("account",), []),
        (("name",), ""),
        (("name",), None),
        (("birthday",), "1956-13-08"),
        (("filings",), None),
        (("filings", 0), "签约"),
        (("settlements", 0, "fund_paid"), "80.01"),  # more than the bill
        (("insurance", "employer"), 7),
        (("contributed_months",), -1),
        (("contributed_months",), True),
    ],
)
def test_anything_else_is_refused(path: tuple[str | int, ...], value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        summary_from_json(changed(path, value))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        FILING | {"decision": "perhaps"},
        FILING | {"missing": "照片"},
        FILING | {"missing": [1]},
        FILING | {"reference": ""},
    ],
)
def test_a_word_that_the_core_does_not_have_is_refused(body: object) -> None:
    read: Callable[[object], object] = core_filing_from_json

    with pytest.raises(ValueError, match=r"."):
        read(body)
