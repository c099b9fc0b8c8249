"""Tests the simulator's people: many kinds, valid numbers, and none of them anybody's."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from core.id_number import birth_date, check_character, region_known, well_shaped
from integrations.insurance_simulator.filings import Filed, Journal
from integrations.insurance_simulator.people import (
    age_on,
    invent,
    shown_people,
    summary_of,
)
from tests.fakes.insurance_simulator import PEOPLE, SEED

TODAY = date(2026, 12, 21)


def test_the_same_seed_makes_the_same_people_and_another_seed_others() -> None:
    assert invent(SEED) == PEOPLE
    assert set(invent(SEED + 1)).isdisjoint(list(PEOPLE)[:100])


def test_every_number_is_valid_and_of_a_county_that_does_not_exist() -> None:
    for number, person in PEOPLE.items():
        assert well_shaped(number)
        assert region_known(number)
        assert check_character(number[:-1]) == number[-1]
        assert birth_date(number) == person.birthday
        assert number[2:6] == "9901" or number[2:6] == "9902"


def test_all_ages_are_there_and_many_are_old() -> None:
    ages = [age_on(person.birthday, date(2026, 1, 1)) for person in PEOPLE.values()]

    assert min(ages) < 3
    assert 90 < max(ages) <= 95
    assert sum(age >= 60 for age in ages) > len(ages) * 0.45


def test_all_kinds_of_insurance_and_all_regions_are_there() -> None:
    kinds = Counter(person.kind for person in PEOPLE.values())

    assert min(kinds[kind] for kind in ("职工医保", "居民医保", "灵活就业", None)) > 20
    assert {"烟台市", "青岛市", "天津市", "黔东南州"} <= {p.region for p in PEOPLE.values()}


def test_residents_have_no_account_and_bills_are_never_paid_beyond_their_sum() -> None:
    summaries = [summary_of(person, TODAY) for person in PEOPLE.values()]

    assert all(
        (summary.account is None) == (person.kind in {"居民医保", None})
        for summary, person in zip(summaries, PEOPLE.values(), strict=True)
    )
    bills = [bill for summary in summaries for bill in summary.settlements]
    assert len(bills) > 5000
    assert all(0 <= bill.fund_paid <= bill.total for bill in bills)
    assert any(f.ends and 0 <= (f.ends - TODAY).days <= 30 for s in summaries for f in s.filings)
    assert any("慢特病" in f.kind for s in summaries for f in s.filings)


def test_a_tester_may_choose_among_different_cases() -> None:
    shown = shown_people(PEOPLE, TODAY)

    assert len(shown) == len(set(shown)) == 6
    assert any(age_on(person.birthday, TODAY) < 14 for person in shown)
    assert any(person.kind is None for person in shown)
    assert any(person.state == "暂停缴费" for person in shown)


def test_a_restart_forgets_no_filing_and_keeps_no_personal_data(tmp_path: Path) -> None:
    file = tmp_path / "var" / "filings.jsonl"
    filed = Filed("YB202612210001", "0" * 64, 1_790_000_000.0)
    Journal(file).add(filed)

    again = Journal(file)

    assert again.under("YB202612210001") == again.referred(filed.reference) == filed
    assert set(file.read_text("utf-8")) <= set('YB0123456789abcdefghijklmnopqrstuvwxyz{}[]":, .\n')
