"""Invents the simulator's people from a seed: the same seed, the same people."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from core.id_number import check_character
from core.insured import Account, Insurance, Summary
from integrations.insurance_simulator.histories import filings_of, settlements_of

HOW_MANY = 2_000
BORN_BEFORE = date(2026, 1, 1)  # fixed, so that a number stays the same person's every day
DATA_AT = time(18, 30)  # UTC: 2:30 the next morning in Beijing, when the day's figures arrive

# The county 9901 is given to nobody by GB/T 2260: none of these numbers can be anybody's.
REGIONS = {
    "烟台市": "379901",
    "青岛市": "379902",
    "天津市": "129901",
    "黔东南州": "529901",
    "北京市": "119901",
}
SHARES = (50, 20, 15, 10, 5)  # percent of the people, in the order of REGIONS
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
MEN = (
    "建国", "志强", "德福", "永生", "长河", "玉山", "大勇", "学文",
    "立新", "春生", "守田", "明远", "海涛", "子轩", "浩然", "宇航",
)  # fmt: skip
WOMEN = (
    "秀英", "桂兰", "淑珍", "玉梅", "凤霞", "爱华", "春燕", "雪梅",
    "丽娟", "慧敏", "素芳", "月娥", "雨桐", "欣怡", "诗涵", "梓萱",
)  # fmt: skip
YOUNG = 4  # so many of the given names, the last ones, came into fashion lately
EMPLOYERS = ("示例机械厂", "示例食品公司", "示例中学", "示例港务公司", "示例纺织厂", "示例商贸公司")
EMPLOYEE, RESIDENT, FLEXIBLE = "职工医保", "居民医保", "灵活就业"
RETIRED_AT = 60  # years; in this simulation only
PAYING, PAUSED, ENDED = "正常参保", "暂停缴费", "终止"


@dataclass(frozen=True, slots=True)
class Invented:
    """Be a fictitious person: what does not change from day to day."""

    place: int  # 0, 1, 2 ... among all
    name: str
    id_number: str
    birthday: date
    region: str
    kind: str | None  # None: not insured
    state: str
    seed: str  # from which the figures are drawn


def invent(seed: int, how_many: int = HOW_MANY) -> dict[str, Invented]:
    """Return fictitious people by ID number, in the order in which they were invented."""
    people: dict[str, Invented] = {}
    while len(people) < how_many:
        person = _invented(seed, len(people))
        while person.id_number in people:  # born on the same day, in the same place
            person = _invented(seed, len(people), again=person.id_number)
        people[person.id_number] = person
    return people


def summary_of(person: Invented, today: date) -> Summary:
    """Return what the core knows of a person on that day."""
    chance = random.Random(person.seed)  # noqa: S311  (invented figures, no secret)
    as_of = datetime.combine(today - timedelta(days=1), DATA_AT, tzinfo=UTC)
    stale = as_of - timedelta(days=chance.choice((0, 0, 0, 1, 7)))  # some registers lag behind
    if person.kind is None:
        return Summary(
            person.name, person.id_number, person.birthday, None, None, (), (), None, as_of
        )
    age = age_on(person.birthday, today)
    employed = person.kind == EMPLOYEE and age < RETIRED_AT
    insurance = Insurance(
        kind=person.kind,
        region=person.region,
        state=person.state,
        employer=chance.choice(EMPLOYERS) if employed else None,
        paid_until=_paid_until(person, chance, today),
        as_of=stale,
    )
    account = None
    if person.kind != RESIDENT:
        cents = chance.randrange(5_000, 2_500_000)
        account = Account(Decimal(cents) / 100, as_of)
    years = 0 if age < 18 else min(age - 18, 40)
    return Summary(
        name=person.name,
        id_number=person.id_number,
        birthday=person.birthday,
        insurance=insurance,
        account=account,
        filings=filings_of(chance, person.region, age, today, as_of),
        settlements=settlements_of(chance, person.region, age, today, as_of),
        contributed_months=chance.randrange(years * 6, years * 12 + 1),
        as_of=as_of,
    )


def age_on(born: date, today: date) -> int:
    """Return the age in full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def shown_people(people: Mapping[str, Invented], today: date) -> list[Invented]:
    """Return a few people whose cases differ, for a tester to choose from."""
    wanted: dict[str, Invented] = {}
    for person in people.values():
        summary = summary_of(person, today)
        old = age_on(person.birthday, today) >= 70
        soon = any(f.ends and (f.ends - today).days <= 30 for f in summary.filings)
        for name, fits in (
            ("soon", old and soon and summary.account is not None),
            ("employee", person.kind == EMPLOYEE and old and person.state == PAYING),
            ("resident", person.kind == RESIDENT and old and bool(summary.filings)),
            ("flexible", person.kind == FLEXIBLE and person.state == PAUSED),
            ("child", age_on(person.birthday, today) < 14),
            ("uninsured", person.kind is None),
        ):
            if fits and name not in wanted and person not in wanted.values():
                wanted[name] = person
    return sorted(wanted.values(), key=lambda person: person.birthday)


def _invented(seed: int, place: int, again: str = "") -> Invented:
    own = f"{seed}:{place}:{again}"
    chance = random.Random(own)  # noqa: S311  (invented people, no secret)
    region = chance.choices(list(REGIONS), SHARES)[0]
    age = chance.choices((chance.randrange(18), chance.randrange(18, 60), chance.randrange(60, 96)),
                         (12, 33, 55))[0]  # fmt: skip
    birthday = BORN_BEFORE - timedelta(days=age * 365 + age // 4 + chance.randrange(1, 365))
    man = chance.random() < 0.47
    order = chance.randrange(1, 500) * 2 - (1 if man else 2)  # odd for men (GB 11643-1999, 4.2.3)
    first_17 = f"{REGIONS[region]}{birthday:%Y%m%d}{order:03d}"
    given = MEN if man else WOMEN
    name = chance.choice(SURNAMES) + chance.choice(given[:-YOUNG] if age > 30 else given[-YOUNG:])
    if chance.random() < 0.03:
        kind = None
    elif age < 18:
        kind = RESIDENT
    else:
        kind = chance.choices((EMPLOYEE, RESIDENT, FLEXIBLE), (48, 42, 10))[0]
    state = chance.choices((PAYING, PAUSED, ENDED), (90, 8, 2))[0]
    return Invented(
        place, name, first_17 + check_character(first_17), birthday, region, kind, state, own
    )


def _paid_until(person: Invented, chance: random.Random, today: date) -> date:
    if person.state != PAYING:
        behind = chance.randrange(2, 14)
        month = today.year * 12 + today.month - 1 - behind
        return date(month // 12, month % 12 + 1, 1)
    if person.kind == RESIDENT:  # residents pay by the year
        return date(today.year, 12, 1)
    return today.replace(day=1)
