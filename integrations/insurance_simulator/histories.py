"""Invents what happened to the simulator's people: filings, contracts, bills."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.insured import Filing, Settlement

ELSEWHERE = ("北京市", "上海市", "济南市", "成都市", "海口市", "大连市")
CLINICS = ("城关社区卫生服务中心", "新桥社区卫生服务中心", "河西镇卫生院", "东山乡卫生院")
HOSPITALS = ("示例市人民医院", "示例市中医医院", "示例县人民医院")
CHEMISTS = ("示例大药房一店", "示例大药房二店")
CHRONIC = ("高血压", "糖尿病", "冠心病", "慢性肾功能衰竭", "类风湿性关节炎")
SHARE = {"门诊": (40, 70), "住院": (55, 85), "药店": (0, 60)}  # percent of a bill, invented
BILL = {"门诊": (3_000, 60_000), "住院": (200_000, 3_000_000), "药店": (1_000, 30_000)}  # fen


def filings_of(
    chance: random.Random, region: str, age: int, today: date, as_of: datetime
) -> tuple[Filing, ...]:
    """Return filings and contracts in force; some end within a month."""
    filings: list[Filing] = []
    if chance.random() < 0.2:
        city = chance.choice([name for name in ELSEWHERE if name != region])
        left = chance.choice((12, 25, 70, 160))
        filings.append(
            _filing("临时外出就医人员备案", city, today, 180, left, as_of),
        )
    elif chance.random() < 0.1:
        city = chance.choice([name for name in ELSEWHERE if name != region])
        filings.append(Filing("异地长期居住人员备案", city, _ago(chance, today), None, as_of))
    if age >= 18 and chance.random() < 0.5:
        clinic, left = chance.choice(CLINICS), (date(today.year, 12, 31) - today).days
        filings.append(_filing("门诊统筹签约", clinic, today, 365, left, as_of))
    if age >= 45 and chance.random() < 0.4:
        disease = chance.choice(CHRONIC)
        filings.append(Filing("门诊慢特病认定", disease, _ago(chance, today), None, as_of))
    return tuple(filings)


def settlements_of(
    chance: random.Random, region: str, age: int, today: date, as_of: datetime
) -> tuple[Settlement, ...]:
    """Return the bills of the last year, newest first."""
    del region
    bills: list[Settlement] = []
    for _ in range(chance.randrange(0, 4 + age // 12)):
        kind = chance.choices(("门诊", "住院", "药店"), (60, 8, 32))[0]
        places = {"门诊": CLINICS + HOSPITALS, "住院": HOSPITALS, "药店": CHEMISTS}[kind]
        total = Decimal(chance.randrange(*BILL[kind])) / 100
        share = chance.randrange(*SHARE[kind])
        bills.append(
            Settlement(
                day=today - timedelta(days=chance.randrange(2, 365)),
                place=chance.choice(places),
                kind=kind,
                total=total,
                fund_paid=(total * share / 100).quantize(Decimal("0.01")),
                as_of=as_of,
            )
        )
    return tuple(sorted(bills, key=lambda bill: bill.day, reverse=True))


def _filing(kind: str, what: str, today: date, days: int, left: int, as_of: datetime) -> Filing:
    ends = today + timedelta(days=left)
    return Filing(kind, what, ends - timedelta(days=days), ends, as_of)


def _ago(chance: random.Random, today: date) -> date:
    return today - timedelta(days=chance.randrange(40, 1500))
