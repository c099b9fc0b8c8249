"""Brings a value that somebody typed into the shape in which its field is checked; pure."""

from __future__ import annotations

import re
import unicodedata

from core.service_items import Field, FieldKind

APART = re.compile(r"[\s\-‐-―－_.·]+")
DOTS = re.compile(r"\s*[•・‧∙．]\s*")  # in names of other peoples: all mean "·"
COUNTRY = re.compile(r"^\+?86(?=1[3-9][0-9]{9}$)")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
SUM = re.compile(r"(-?[0-9]+)(?:\.([0-9]{1,2}))?")


def normalised(field: Field, typed: str) -> str:
    """Return the value as our rules expect it; what they cannot mean comes back to be rejected."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    match field.kind:
        case FieldKind.ID_NUMBER | FieldKind.CREDIT_CODE | FieldKind.BANK_CARD:
            return APART.sub("", plain).upper()
        case FieldKind.MOBILE:
            return COUNTRY.sub("", APART.sub("", plain))
        case FieldKind.NAME:
            # Not NFKC: it would turn rare characters of names into others (GB 18030-2022).
            return DOTS.sub("·", "".join(typed.split()))
        case FieldKind.DATE:
            return _day(re.sub(r"\s", "", plain))
        case FieldKind.MONEY:
            return _sum(re.sub(r"[\s,，¥元]", "", plain))
        case FieldKind.CHOICE:
            meant = [o.value for o in field.options if plain in (o.value, *o.aliases)]
            exact = [o.value for o in field.options if typed.strip() == o.value]
            return (exact or meant or [plain])[0]
        case _:
            return typed.strip()


def _day(text: str) -> str:
    found = DAY.fullmatch(text) or EIGHT.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


def _sum(text: str) -> str:
    found = SUM.fullmatch(text)
    if found is None:
        return text
    yuan, cents = found.groups()
    return f"{int(yuan)}.{(cents or '').ljust(2, '0')}"
