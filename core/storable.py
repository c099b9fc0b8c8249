"""Tells whether texts can be stored: PostgreSQL knows no NUL, UTF-8 no half of a character."""

from __future__ import annotations


def is_storable(value: object) -> bool:
    """Tell whether every text in a piece of JSON can be stored in any of our databases."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return all(is_storable(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return all(map(is_storable, value))
    return True
