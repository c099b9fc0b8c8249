"""Judges a normalised field value from any door, and says it back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from core import bank_card, credit_code, id_number, privacy
from core import field_wording as say
from core.service_items import Field, FieldKind

LONGEST_TEXT = 200
LONGEST_NAME = 20
YEARS_AHEAD = 2  # nobody files for a day further away than that
MOST_MONEY = Decimal(5_000_000)  # yuan: no bill is as high; a digit too many is likelier

# Unified ideographs, extension A, compatibility ideographs and extensions B and later:
# rare characters in names must be accepted (GB 18030-2022).
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NAME = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGITS = re.compile(r"[0-9]+")
MONEY = re.compile(r"(?:0|[1-9][0-9]*)\.[0-9]{2}")


def problem_with(field: Field, value: str, values: Mapping[str, str], today: date) -> str | None:
    """Return a sentence saying what is wrong with the value and what to do, or None."""
    if not value.strip():
        return say.EMPTY.format(label=field.label)
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in value):
        return say.UNREADABLE.format(label=field.label)
    match field.kind:
        case FieldKind.ID_NUMBER:
            problem = _problem_with_id_number(value, today) or _problem_with_age(
                field, value, today
            )
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
        case FieldKind.MONEY:
            problem = _problem_with_money(field, value)
        case FieldKind.BANK_CARD:
            problem = _problem_with_bank_card(value)
        case FieldKind.CREDIT_CODE:
            problem = _problem_with_credit_code(value)
    if problem is None and field.differs_from and values.get(field.differs_from) == value:
        return say.SAME_AS_OTHER.format(label=field.label)
    return problem


def shown(field: Field, value: str) -> str:
    """Return the value as it may be shown on a screen: masked if the field is sensitive."""
    if not field.sensitive:
        return f"{value}元" if field.kind is FieldKind.MONEY else value
    match field.kind:
        case FieldKind.ID_NUMBER:
            return privacy.mask_id_number(value)
        case FieldKind.MOBILE:
            return privacy.mask_mobile(value)
        case FieldKind.BANK_CARD:
            return bank_card.masked(value)
        case FieldKind.DATE | FieldKind.MONEY:
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
            return _in_fours(value)
        case FieldKind.BANK_CARD | FieldKind.CREDIT_CODE:
            return _in_fours(value)
        case FieldKind.MONEY if MONEY.fullmatch(value):
            return _in_yuan(value)
        case _:
            return value


def full_years(born: date, day: date) -> int:
    """Return the age on that day in full years (周岁)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


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


def _problem_with_age(field: Field, value: str, today: date) -> str | None:
    born = id_number.birth_date(value)
    if field.ages is None or born is None:
        return None
    age = full_years(born, today)
    too_young = field.ages.at_least is not None and age < field.ages.at_least
    too_old = field.ages.at_most is not None and age > field.ages.at_most
    return field.ages.says if too_young or too_old else None


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
    earliest = _bound(field.not_before, values, today)
    if earliest is not None and day < earliest:
        return say.DATE_TOO_EARLY.format(label=field.label, day=_in_words(earliest))
    last = _bound(field.not_after, values, today)
    if last is not None and day > last:
        return say.DATE_TOO_LATE.format(label=field.label, day=_in_words(last))
    return None


def _bound(bound: str | None, values: Mapping[str, str], today: date) -> date | None:
    """Return the day that `not_before` or `not_after` names, or None while it is not known."""
    if bound is None:
        return None
    return today if bound == "today" else _day(values.get(bound, ""))


def _problem_with_choice(field: Field, value: str) -> str | None:
    options = [option.value for option in field.options]
    if value in options:
        return None
    return say.CHOICE_UNKNOWN.format(label=field.label, options="、".join(options))


def _problem_with_text(field: Field, value: str) -> str | None:
    if len(value) > LONGEST_TEXT:
        return say.TOO_LONG.format(label=field.label, most=LONGEST_TEXT)
    return None


def _problem_with_money(field: Field, value: str) -> str | None:
    if value.startswith("-") and MONEY.fullmatch(value[1:]):
        return say.MONEY_NEGATIVE.format(label=field.label)
    if not MONEY.fullmatch(value):
        return say.MONEY_SHAPE.format(label=field.label)
    if Decimal(value) == 0:
        return say.MONEY_ZERO.format(label=field.label)
    if Decimal(value) > MOST_MONEY:
        return say.MONEY_TOO_MUCH.format(label=field.label, most=MOST_MONEY // 10_000)
    return None


def _problem_with_bank_card(value: str) -> str | None:
    """Check by ISO/IEC 7812-1."""
    if not bank_card.SHORTEST <= len(value) <= bank_card.LONGEST:
        return say.CARD_LENGTH.format(count=len(value))
    if not bank_card.well_shaped(value):
        return say.CARD_SHAPE
    return None if bank_card.valid(value) else say.CARD_CHECK


def _problem_with_credit_code(value: str) -> str | None:
    """Check by GB 32100-2015."""
    if len(value) != credit_code.LENGTH:
        return say.CODE_LENGTH.format(count=len(value))
    if not credit_code.well_shaped(value):
        return say.CODE_SHAPE
    right = credit_code.check_character(value[:-1]) == value[-1]
    return None if right else say.CODE_CHECK


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


def _in_fours(value: str) -> str:
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def _in_yuan(value: str) -> str:
    """Return 1250.60 as 1250元6角, and 12.05 as 12元零5分."""
    yuan, jiao, fen = value[:-3], value[-2], value[-1]
    said = f"{yuan}元" if yuan != "0" or jiao == fen == "0" else ""
    if jiao != "0":
        said += f"{jiao}角"
    elif fen != "0" and said:
        said += "零"
    return said + (f"{fen}分" if fen != "0" else "")


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
