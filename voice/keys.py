"""Turns presses of telephone keys into what the caller means by them; knows no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.service_items import FieldKind

FIRST_ZERO = 2.5  # seconds after which a lone 0 means a person where a number may begin with 0
SECOND_DIGIT = 1.5  # seconds in which the second digit of choice 10 and beyond must follow
NUMBER_ENDS = 4.0  # seconds after the last key that end a number of no fixed length
SHORTEST_FREE = 4  # digits of a number that nobody asked for; fewer are a slip of the finger
LONGEST_FREE = 20
BY_ONE_KEY = 8  # so many choices leave 9 for "slower"
_SHORTEST_CARD = 16


class Meant(StrEnum):
    """Name what a key can mean by itself."""

    PERSON = "person"
    YES = "yes"
    NO = "no"
    REPEAT = "repeat"
    SLOWER = "slower"
    DONE = "done"  # with nothing keyed in
    PAD_OPENED = "pad_opened"  # the next keys are a number
    CLEARED = "cleared"  # the digits so far were thrown away
    COLLECTING = "collecting"  # the key was taken into a number
    NO_SUCH_KEY = "no_such_key"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Name a choice by its number, 1 for the first."""

    number: int


@dataclass(frozen=True, slots=True)
class Number:
    """Be a number that was keyed in, as the dialogue reads it."""

    text: str


KeyAct = Meant | Chosen | Number


@dataclass(frozen=True, slots=True)
class Keyed:
    """Describe how one kind of number is keyed in."""

    length: int | None  # digits after which it is done; None: # or a pause ends it
    longest: int
    begins_with_zero: bool = False
    point: bool = False  # * is the decimal point
    x_at: int | None = None  # after so many digits * is the letter X


FREE = Keyed(None, LONGEST_FREE, begins_with_zero=True)
NUMBERS = {
    FieldKind.ID_NUMBER: Keyed(18, 18, x_at=17),
    FieldKind.MOBILE: Keyed(11, 11),
    FieldKind.BANK_CARD: Keyed(None, 19),
    FieldKind.DATE: Keyed(8, 8),
    FieldKind.MONEY: Keyed(None, 12, begins_with_zero=True, point=True),
}


class KeyPad:
    """Account for the keys of one caller."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.asks()

    def asks(self, kind: FieldKind | None = None, *, choices: int = 0) -> None:
        """Say what is asked now: a kind of number, one of so many choices, or neither."""
        self._kind = kind if kind in NUMBERS and not choices else None
        self._keyed = NUMBERS[self._kind] if self._kind is not None else None
        self._choices = choices
        self._typed = ""
        self._last = 0.0

    def open(self) -> None:
        """Take the next keys as a number of no particular kind."""
        self.asks()
        self._keyed = FREE

    @property
    def typed(self) -> str:
        """Return what was keyed in so far and is not done; * stands for X or the point."""
        return self._typed

    @property
    def missing(self) -> int | None:
        """Return how many digits are still to come; None if nobody knows."""
        length = self._keyed.length if self._keyed is not None else None
        return length - len(self._typed) if length is not None else None

    @property
    def x_is_next(self) -> bool:
        """Tell whether the star stands for the letter X now, not for beginning again."""
        return self._keyed is not None and self._keyed.x_at == len(self._typed)

    def press(self, digit: str, now: float) -> KeyAct:
        """Take a key ("0".."9", "*", "#") at `now` seconds; return what it means."""
        self._last = now
        if self._keyed is not None:
            return self._into_number(self._keyed, digit)
        if self._choices:
            return self._into_choice(digit)
        match digit:
            case "0":
                return Meant.PERSON
            case "1":
                return Meant.YES
            case "2":
                return Meant.NO
            case "9":
                return Meant.SLOWER
            case "*":
                return Meant.REPEAT
            case "#":
                self.open()
                return Meant.PAD_OPENED
            case _:  # without another meaning: the beginning of a number that was not asked
                self.open()
                self._typed = digit
                self._last = now
                return Meant.COLLECTING

    def passed(self, now: float) -> KeyAct | None:
        """Return what the silence since the last key means, if anything yet."""
        waited = now - self._last
        if not self._typed:
            return None
        if self._choices:
            return self._chosen() if waited >= SECOND_DIGIT else None
        assert self._keyed is not None, "digits are kept only for a number or a choice"
        if self._typed == "0":
            return self._person() if waited >= FIRST_ZERO else None
        if self._keyed.length is None and waited >= NUMBER_ENDS:
            if self._kind is FieldKind.BANK_CARD and len(self._typed) < _SHORTEST_CARD:
                return None  # still being read off the card; # hands it in as it is
            return self._number()
        return None

    def _into_number(self, keyed: Keyed, digit: str) -> KeyAct:
        if digit == "#":
            if not self._typed:
                return Meant.DONE
            return self._person() if self._typed == "0" else self._number()
        if digit == "*":
            return self._star(keyed)
        # No ID number, mobile, bank card or year begins with 0: there it can act at once.
        if digit == "0" and not self._typed and not keyed.begins_with_zero:
            return Meant.PERSON
        self._typed += digit
        full = keyed.length if keyed.length is not None else keyed.longest
        return self._number() if len(self._typed) >= full else Meant.COLLECTING

    def _star(self, keyed: Keyed) -> KeyAct:
        if not self._typed:
            return Meant.REPEAT
        if self.x_is_next:
            self._typed += "*"
            return self._number()
        if keyed.point and "*" not in self._typed:
            self._typed += "*"
            return Meant.COLLECTING
        self._typed = ""
        return Meant.CLEARED

    def _into_choice(self, digit: str) -> KeyAct:
        if digit == "#":
            return self._chosen() if self._typed else Meant.DONE
        if digit == "*":
            waiting, self._typed = self._typed, ""
            return Meant.CLEARED if waiting else Meant.REPEAT
        if digit == "0" and not self._typed:
            return Meant.PERSON
        if digit == "9" and not self._typed and self._choices <= BY_ONE_KEY:
            return Meant.SLOWER
        self._typed += digit
        # 1 may be the beginning of 12.
        if len(self._typed) == 1 and int(digit) * 10 <= self._choices:
            return Meant.COLLECTING
        return self._chosen()

    def _chosen(self) -> KeyAct:
        number, self._typed = int(self._typed), ""
        if number <= self._choices:
            return Chosen(number)
        return Meant.NO if (number, self._choices) == (2, 1) else Meant.NO_SUCH_KEY

    def _person(self) -> KeyAct:
        self._typed = ""
        return Meant.PERSON

    def _number(self) -> KeyAct:
        typed, self._typed = self._typed, ""
        if self._kind is None:
            self.asks()  # a number that nobody asked for was a matter of its own
            return Number(typed) if len(typed) >= SHORTEST_FREE else Meant.NO_SUCH_KEY
        return Number(_written(self._kind, typed))


def _written(kind: FieldKind, typed: str) -> str:
    """Return the keys as the dialogue reads that kind of number."""
    match kind:
        case FieldKind.ID_NUMBER:
            return typed.replace("*", "X")
        case FieldKind.MONEY:
            return typed.replace("*", ".").rstrip(".") + "元"
        case FieldKind.DATE if re.fullmatch(r"\d{8}", typed):
            try:
                day = date.fromisoformat(typed)
            except ValueError:  # the dialogue says what is wrong with it
                return f"{typed[:4]}年{int(typed[4:6])}月{int(typed[6:])}日"
            return f"{day.year}年{day.month}月{day.day}日"
        case _:
            return typed
