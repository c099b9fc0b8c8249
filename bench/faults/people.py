"""Invents people for a run of faults, each with numbers that nobody else has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from core.id_number import check_character

NAME, PLACE = "王秀英", "城关社区卫生服务中心"
BORN = date(1946, 1, 1)
START = "我想办门诊统筹签约"
CONFIRM = "确认"
QUESTIONS = (
    "异地就医怎么备案",
    "门诊慢特病怎么认定",
    "医保断缴了怎么办",
    "生育津贴怎么领",
    "需要什么材料",
    "多久能办好",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Be somebody who does not exist."""

    id_number: str
    mobile: str

    def value_of(self, field: str) -> str | None:
        """Return what they say when a form asks for a field; None if it never asks that."""
        known = {"name": NAME, "id_number": self.id_number, "mobile": self.mobile}
        return (known | {"institution": PLACE}).get(field)


class People:
    """Be a town's worth of people, and remember who was there."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._numbers = count()
        self.all: list[Person] = []

    def next(self) -> Person:
        """Return somebody new."""
        number = next(self._numbers)
        born = BORN + timedelta(days=number // 900)
        first_17 = f"370602{born:%Y%m%d}{100 + number % 900}"
        person = Person(first_17 + check_character(first_17), f"1395550{number:04}")
        self.all.append(person)
        return person
