"""Tests core.id_number."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.id_number import birth_date, check_character, region_known, well_shaped
from tests.sample_fields import ENDS_IN_X, WOMAN

FIRST_17 = st.from_regex(r"[1-9][0-9]{16}", fullmatch=True)


def test_the_example_of_the_standard_gets_its_check_character() -> None:
    assert check_character("11010519491231002") == "X"  # GB 11643-1999, the example in annex A


@given(FIRST_17)
def test_every_number_with_its_check_character_is_well_shaped(first_17: str) -> None:
    assert well_shaped(first_17 + check_character(first_17))


@given(FIRST_17, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_always_changes_the_check_character(
    first_17: str, place: int, step: int
) -> None:
    wrong = str((int(first_17[place]) + step) % 10)

    changed = first_17[:place] + wrong + first_17[place + 1 :]

    assert check_character(changed) != check_character(first_17)


@given(FIRST_17, st.integers(0, 15))
def test_two_swapped_neighbours_always_change_the_check_character(
    first_17: str, place: int
) -> None:
    one, other = first_17[place], first_17[place + 1]

    swapped = first_17[:place] + other + one + first_17[place + 2 :]

    assert (check_character(swapped) == check_character(first_17)) is (one == other)


def test_the_date_of_birth_is_read() -> None:
    assert birth_date(WOMAN) == date(1990, 3, 7)
    assert birth_date(ENDS_IN_X) == date(1956, 3, 8)


def test_a_day_that_does_not_exist_is_no_date_of_birth() -> None:
    assert birth_date("11010119900230002X") is None


@pytest.mark.parametrize(
    ("number", "known"),
    [("11", True), ("37", True), ("52", True), ("83", True), ("00", False), ("16", False)],
)
def test_the_province_must_exist(number: str, known: bool) -> None:
    assert region_known(number + "0101199003070020") is known


def test_a_foreigners_permanent_residence_number_has_its_province_behind_the_nine() -> None:
    assert region_known("931" + "1" * 15)
    assert not region_known("900" + "1" * 15)
