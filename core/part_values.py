"""Gives each part of a composite matter (一件事一次办) what was said once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.fields import problem_with
from core.service_items import Field, ServiceItem


def values_for(part: ServiceItem, said: Mapping[str, str], today: date) -> Mapping[str, str]:
    """Return the fields of a part as far as what was said for the whole answers them.

    Whether the part is needed was decided by the composite matter, so a screening question that
    it does not ask has its first answer that does not end the part. What does not fit the part is
    left out: that field is still to be asked.
    """
    values: dict[str, str] = {}
    for field in part.fields:
        if not all(values.get(key) in allowed for key, allowed in field.when.items()):
            continue
        value = said.get(field.key) or _decided(field)
        if value is not None and problem_with(field, value, values, today) is None:
            values[field.key] = value
    return values


def still_to_ask(part: ServiceItem, values: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of a part that nothing answers yet."""
    return tuple(field for field in part.fields_for(values) if field.key not in values)


def _decided(field: Field) -> str | None:
    """Return the answer to a screening question that goes on; None: it is no such question."""
    if not field.screening:
        return None
    return next(o.value for o in field.options if o.value not in field.ends)
