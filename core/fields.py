"""Judges a normalised field value from any door, and says it back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from core import field_wording as say
from core import id_number, privacy
from core.service_items import Field, FieldKind

LONGEST_TEXT = 200
LONGEST_NAME = 20
YEARS_AHEAD = 2  # nobody files for a day further away than that

# Unified ideographs, extension A, compatibility ideographs and extensions B and later:
# rare characters in names must be accepted (GB 18030-2022).
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NAME = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGITS = re.compile(r"[0-9]+")


def problem_with(field: Field, value: str, values: Mapping[str, str], today: date) -> str | None:
    """Return a sentence saying what is wrong with the value and what to do, or None."""
    if not value.strip():
        return say.EMPTY.format(label=field.label)
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in value):
        return say.UNREADABLE.format(label=field.label)
    match field.kind:
        case FieldKind.ID_NUMBER:
            problem = _problem_with_id_number(value, today)
        case FieldKind.MOBILE:
            problem = _problem_with_mobile(value)
        case FieldKind.NAME:
            problem = _problem_with_name(value)
        case FieldKind.DATE:
            problem = _problem_with_date(field, value, values, today)
        case FieldKind.CHOICE:
            problem = _problem_with_choice(field, value)
        case FieldKind.TEXT:
            problem = _problem_with_text(field, value)
    if problem is None and field.differs_from and values.get(field.differs_from) == value:
        return say.SAME_AS_OTHER.format(label=field.label)
    return problem


def shown(field: Field, value: str) -> str:
    """Return the value as it may be shown on a screen: masked if the field is sensitive."""
    if not field.sensitive:
        return value
    match field.kind:
        case FieldKind.ID_NUMBER:
            return privacy.mask_id_number(value)
        case FieldKind.MOBILE:
            return privacy.mask_mobile(value)
        case FieldKind.DATE:
            return DIGITS.sub(lambda digits: "*" * len(digits[0]), value)
        case _:
            return privacy.mask_name(value)


def read_back(field: Field, value: str) -> str:
    """Return the value as it is read to the citizen: long numbers in groups, dates in words."""
    match field.kind:
        case FieldKind.MOBILE if MOBILE.fullmatch(value):
            return " ".join((value[:3], value[3:7], value[7:]))
        case FieldKind.ID_NUMBER if len(value) == id_number.LENGTH:
            return " ".join((value[:6], value[6:10], value[10:14], value[14:]))
        case FieldKind.DATE if DATE.fullmatch(value):
            return _in_words(date.fromisoformat(value))
        case FieldKind.TEXT if DIGITS.fullmatch(value):
            return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
        case _:
            return value


def _problem_with_id_number(value: str, today: date) -> str | None:
    """Check by GB 11643-1999."""
    if len(value) != id_number.LENGTH:
        return say.ID_LENGTH.format(count=len(value))
    if not id_number.well_shaped(value):
        return say.ID_SHAPE
    if not id_number.region_known(value):
        return say.ID_REGION
    born = id_number.birth_date(value)
    if born is None or not id_number.OLDEST <= born <= today:
        return say.ID_BIRTH
    if id_number.check_character(value[:-1]) != value[-1]:
        return say.ID_CHECK
    return None


def _problem_with_mobile(value: str) -> str | None:
    if len(value) != 11:
        return say.MOBILE_LENGTH.format(count=len(value))
    return None if MOBILE.fullmatch(value) else say.MOBILE_SHAPE


def _problem_with_name(value: str) -> str | None:
    fits = 2 <= len(value) <= LONGEST_NAME and NAME.fullmatch(value)
    return None if fits else say.NAME_SHAPE


def _problem_with_date(
    field: Field, value: str, values: Mapping[str, str], today: date
) -> str | None:
    day = _day(value)
    if day is None:
        return say.DATE_SHAPE.format(label=field.label)
    if day < id_number.OLDEST:
        return say.DATE_TOO_OLD.format(label=field.label)
    latest = _years_after(today, YEARS_AHEAD)
    if day > latest:
        return say.DATE_TOO_FAR.format(label=field.label, day=_in_words(latest))
    earliest = _earliest(field, values, today)
    if earliest is not None and day < earliest:
        return say.DATE_TOO_EARLY.format(label=field.label, day=_in_words(earliest))
    return None


def _earliest(field: Field, values: Mapping[str, str], today: date) -> date | None:
    """Return the first day that `not_before` allows, or None while that is not known."""
    if field.not_before is None:
        return None
    if field.not_before == "today":
        return today
    return _day(values.get(field.not_before, ""))


def _problem_with_choice(field: Field, value: str) -> str | None:
    options = [option.value for option in field.options]
    if value in options:
        return None
    return say.CHOICE_UNKNOWN.format(label=field.label, options="、".join(options))


def _problem_with_text(field: Field, value: str) -> str | None:
    if len(value) > LONGEST_TEXT:
        return say.TOO_LONG.format(label=field.label, most=LONGEST_TEXT)
    return None


def _day(value: str) -> date | None:
    if not DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
