"""Tests core.pushes and core.quiet_hours: explained, agreed to, rare, and never of an illness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
import yaml

from core.applications import Application, Phase
from core.insured import Filing, Insurance, Settlement, Summary
from core.pushes import MOST, Known, Push, PushKind, may_push, recommended
from core.quiet_hours import is_quiet

LISTS = Path(__file__).resolve().parents[2] / "core" / "items" / "lists"
TODAY = date(2026, 12, 21)
THEN = datetime(2026, 12, 1, tzinfo=UTC)
ALL = frozenset(kind.value for kind in PushKind)
DRUGS = ("阿托伐他汀", "二甲双胍", "胰岛素", "奥希替尼", "艾司唑仑", "拉米夫定")
ILLNESSES = (
    *("高血压", "糖尿病", "冠心病", "脑卒中后遗症", "恶性肿瘤", "尿毒症", "透析", "精神分裂症"),
    *("艾滋病", "乙肝", "结核病", "慢性阻塞性肺疾病", "器官移植", "抑郁症", "流产", "不孕"),
)


def diagnoses() -> tuple[str, ...]:
    """Return every disease that the catalogue can name, and some that it must not."""
    listed = yaml.safe_load((LISTS / "diseases.yml").read_text("utf-8"))
    named = {name for entry in listed for name in (entry["value"], *entry.get("aliases", ()))}
    return (*ILLNESSES, *sorted(named))


def application(code: str, phase: Phase = Phase.APPROVED, **fields: str) -> Application:
    return Application(
        "a1", "c1", code, phase, fields=fields, number="20261201000015", submitted_at=THEN
    )


def filing(kind: str, what: str, ends: date | None) -> Filing:
    return Filing(kind, what, date(2026, 1, 1), ends, THEN)


def summary(
    *filings: Filing, kind: str = "居民医保", paid_until: date | None = None, place: str = "医院"
) -> Summary:
    bill = Settlement(TODAY, place, "门诊", Decimal(1), Decimal(1), THEN)
    return Summary(
        name="王秀英",
        id_number="x",
        birthday=date(1956, 3, 8),
        insurance=Insurance(kind, "示例市", "正常参保", None, paid_until, THEN),
        account=None,
        filings=filings,
        settlements=(bill,),
        contributed_months=None,
        as_of=THEN,
    )


def pushes(known: Known, kinds: Iterable[str] = ALL) -> tuple[Push, ...]:
    return recommended(known, frozenset(kinds), TODAY)


def about(one: Summary) -> Known:
    return Known((), one)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (date(2026, 12, 20), None),
        (date(2026, 12, 31), "这个月"),
        (date(2027, 1, 31), "下个月"),
        (date(2027, 2, 1), None),
        (None, None),
    ],
)
def test_a_filing_that_ends_soon_is_recommended_with_its_reason(
    ends: date | None, said: str | None
) -> None:
    found = pushes(about(summary(filing("临时外出就医人员备案", "北京市", ends))))

    assert [push.because for push in found] == (
        [] if said is None else [f"因为您的异地备案{said}到期"]
    )
    assert all(push.because in push.said() for push in found)


@pytest.mark.parametrize(
    ("kind", "paid_until", "told"),
    [
        ("居民医保", date(2027, 1, 1), True),
        ("居民医保", date(2027, 2, 1), False),
        ("居民医保", date(2026, 6, 1), True),
        ("居民医保", date(2026, 5, 1), False),
        ("灵活就业", date(2026, 12, 1), False),
        ("灵活就业", date(2026, 11, 1), True),
        ("职工医保", date(2026, 11, 1), False),  # the employer pays
        ("居民医保", None, False),
    ],
)
def test_who_pays_for_themselves_is_told_before_it_lapses(
    kind: str, paid_until: date | None, told: bool
) -> None:
    found = pushes(about(summary(kind=kind, paid_until=paid_until)))

    assert [push.kind for push in found] == ([PushKind.PAYING] if told else [])


def test_after_a_birth_the_costs_are_recommended_unless_they_were_applied_for() -> None:
    newborn, maternity = application("YB-SL-0502"), application("YB-SL-0401", Phase.SUBMITTED)

    assert [push.kind for push in pushes(Known((newborn,)))] == [PushKind.NEXT]
    assert pushes(Known((newborn, maternity))) == ()
    gone = replace(maternity, phase=Phase.CANCELLED)
    assert len(pushes(Known((newborn, gone)))) == 1
    long_ago = replace(newborn, submitted_at=THEN - timedelta(days=60))
    assert pushes(Known((long_ago,))) == ()
    assert pushes(Known((replace(newborn, phase=Phase.IN_REVIEW),))) == ()


@pytest.mark.parametrize(
    ("ended", "count"),
    [("2026-12-21", 0), ("2026-12-20", 1), ("2026-11-21", 1), ("2026-11-20", 0), ("", 0)],
)
def test_after_a_journey_the_reimbursement_is_recommended(ended: str, count: int) -> None:
    travel = application("YB-SL-0301", end_date=ended)

    assert len(pushes(Known((travel,)))) == count
    assert pushes(Known((travel, application("YB-SL-0602", Phase.SUBMITTED)))) == ()


def test_only_what_was_agreed_to_is_recommended() -> None:
    known = Known(
        (application("YB-SL-0502"),),
        summary(filing("异地转诊备案", "北京市", TODAY), paid_until=date(2026, 12, 1)),
    )

    assert {push.kind for push in pushes(known)} == set(PushKind)
    for kind in PushKind:
        assert {push.kind for push in pushes(known, {kind.value})} == {kind}
    assert pushes(known, ()) == ()


@pytest.mark.parametrize("word", [*diagnoses(), *DRUGS])
def test_no_rule_ever_names_an_illness_or_a_drug(word: str) -> None:
    kinds = (word, f"{word}门诊慢特病", "门诊慢特病认定", f"异地备案（{word}）", "门诊统筹签约")
    whole = summary(
        *(filing(kind, word, TODAY) for kind in kinds),
        paid_until=date(2026, 12, 1),
        place=word,
    )
    codes = ("YB-SL-0502", "YB-SL-0301", "YB-SL-0201", "YB-SL-0202")
    made = tuple(
        replace(application(code, disease=word, end_date="2026-12-20"), note=word, missing=(word,))
        for code in codes
    )

    found = pushes(Known(made, whole))

    assert {push.kind for push in found} == set(PushKind)
    assert len({push.text for push in found}) >= 5
    for push, secret in product(found, (word, "慢特病", "门特", "病历")):
        assert secret not in f"{push.said()}{push.text}{push.choices}{push.key}"


def test_the_cap_is_two() -> None:
    assert [may_push(made) for made in range(4)] == [True, True, False, False]
    assert MOST == 2


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (0, 0, True), (7, 59, True), (8, 0, False), (12, 0, False)],
)
def test_nobody_is_told_anything_at_night(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(datetime(2026, 12, 21, hour, minute)) is quiet
