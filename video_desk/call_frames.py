"""Reads the frames that call pages send; whatever is not of the protocol is a ValueError."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from core.storable import is_storable

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_FRAME = 300_000  # characters; a signature of 200 KB in base64 is the longest
LONGEST_SIGNATURE = 200_000  # bytes
LONGEST_SDP = 64_000  # characters
LONGEST_ID = 64  # characters
LONGEST_WORDS = 1000  # characters
LONGEST_SIGNAL = 64_000  # characters of JSON that one page sends another


@dataclass(frozen=True, slots=True)
class Frame:
    """Be one frame of a page."""

    type: str
    fields: Mapping[str, object]

    def text(self, name: str, longest: int, *, empty: bool = False) -> str:
        """Return a text, or raise ValueError."""
        value = self.fields.get(name)
        if not isinstance(value, str) or len(value) > longest or not (value or empty):
            raise ValueError(f"{self.type}: no {name}")
        value.encode()  # half a character (\ud800) cannot be stored
        return value

    def optional(self, name: str, longest: int) -> str | None:
        """Return a text, None if there is none, or raise ValueError."""
        return None if self.fields.get(name) is None else self.text(name, longest)

    def one_of(self, name: str, choices: Callable[[str], Choice]) -> Choice:
        """Return a member of an enumeration, or raise ValueError."""
        return choices(self.text(name, LONGEST_ID))

    def flag(self, name: str) -> bool:
        """Return True or False, or raise ValueError."""
        value = self.fields.get(name)
        if not isinstance(value, bool):
            raise ValueError(f"{self.type}: no {name}")
        return value

    def whole(self, name: str) -> int:
        """Return a whole number from 0, or raise ValueError."""
        value = self.fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise ValueError(f"{self.type}: no {name}")
        return value

    def signal(self) -> object:
        """Return what one page tells another, or raise ValueError."""
        data = self.fields.get("data")
        if data is None or len(json.dumps(data)) > LONGEST_SIGNAL:
            raise ValueError(f"{self.type}: no data")
        return data

    def picture(self) -> bytes:
        """Return the bytes of a signature, or raise ValueError."""
        text = self.text("png", LONGEST_FRAME).removeprefix("data:image/png;base64,")
        try:
            data = base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError("sign: not base64") from error
        if len(data) > LONGEST_SIGNATURE:
            raise ValueError("sign: too large")
        return data


def read(text: str) -> Frame:
    """Return the frame that a text holds, or raise ValueError."""
    if len(text) > LONGEST_FRAME:
        raise ValueError("frame too long")
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict) or not isinstance(data.get("type"), str) or not is_storable(data):
        raise ValueError("not a frame")
    return Frame(data["type"], data)
