"""Turns the words of pages and scripts into traditional characters, by OpenCC."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


def traditional(body: bytes) -> bytes:
    """Return a page or a script with its characters, not its words, made traditional."""
    # As replies are turned: s2twp would give offices, items and buttons other names.
    converted: str = _converter().convert(body.decode())
    return converted.encode()


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
