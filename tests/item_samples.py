"""Holds a valid value for every field that the catalogue asks for; all persons are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from core.credit_code import check_character as code_check
from core.id_number import check_character
from core.luhn import check_digit
from core.service_items import Field, FieldKind, ServiceItem

TODAY = date(2026, 11, 22)  # a Sunday
FIRST_17 = {  # nobody's: the sequence numbers are invented
    "id_number": "37060219560308004",
    "new_id_number": "37060219560308012",
    "child_id_number": "37060220261008021",
}
CARD = "622202160000123456"
CODE = "91370600MA3C0000X"

SAMPLES: Mapping[str, str] = {
    **{key: first + check_character(first) for key, first in FIRST_17.items()},
    "name": "王秀英",
    "new_name": "王秀瑛",
    "child_name": "王小宝",
    "guardian_name": "王建国",
    "heir_name": "李建国",
    "account_holder": "王秀英",
    "mobile": "13800138000",
    "address": "幸福街道和平路12号3单元201",
    "employer": "某某市某某食品有限公司",
    "amount": "1250.60",
    "bank_card": CARD + check_digit(CARD),
    "credit_code": CODE + code_check(CODE),
    "birth_date": "2026-10-08",
    "admission_date": "2026-10-07",
    "discharge_date": "2026-10-11",
    "visit_date": "2026-11-03",
    "stopped_on": "2026-10-31",
    "retired_on": "2026-11-01",
    "start_date": "2026-12-01",
    "end_date": "2026-12-20",
    "from_city": "济南市",
    "to_city": "烟台市",
}


def sample_value(field: Field, values: Mapping[str, str]) -> str:
    """Return a valid value of the field beside the others; never one that ends the application."""
    if field.kind is FieldKind.CHOICE:
        free = [
            o.value
            for o in field.options
            if o.value not in field.ends
            and (field.differs_from is None or values.get(field.differs_from) != o.value)
        ]
        return SAMPLES[field.key] if SAMPLES.get(field.key) in free else free[0]
    if field.key in SAMPLES:
        return SAMPLES[field.key]
    if field.kind is FieldKind.DATE:
        return _sample_day(field, values).isoformat()
    raise KeyError(f"tests/item_samples.py has no sample of {field.key} ({field.kind})")


def sample_values(item: ServiceItem, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return values that fill the item, walking the fields as they are asked.

    `chosen` says which option to take, by field key, where it is not the first that goes on.
    """
    wished = chosen or {}
    values: dict[str, str] = {}
    while True:
        open_fields = [f for f in item.fields_for(values) if f.key not in values]
        if not open_fields:
            return values
        first = open_fields[0]
        values[first.key] = wished.get(first.key) or sample_value(first, values)


def _sample_day(field: Field, values: Mapping[str, str]) -> date:
    earliest = values.get(field.not_before or "")
    day = date.fromisoformat(earliest) if earliest else TODAY
    return day + timedelta(days=1 if field.not_before else -10)
