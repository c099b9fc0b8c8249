"""Tests the parsers on recorded lines: what is doubtful is left out, never guessed."""

from __future__ import annotations

import re

import pytest

from core import photo_wording
from core.id_number import check_character
from core.photos import DocumentKind, PhotoReading
from integrations.photographs.kinds import PARSERS, kind_of, reading_of
from tests.integrations.photographs.recorded import recorded

CARD, BACK = DocumentKind.ID_CARD, DocumentKind.ID_CARD_BACK
BANK, INVOICE = DocumentKind.BANK_CARD, DocumentKind.INVOICE
DISCHARGE, REGISTER = DocumentKind.DISCHARGE_RECORD, DocumentKind.HOUSEHOLD_REGISTER


@pytest.mark.parametrize("kind", list(PARSERS))
def test_everything_that_stands_on_a_document_is_read(kind: DocumentKind) -> None:
    page = recorded(kind)

    reading = reading_of(page.lines, None)

    assert reading.kind is kind
    assert dict(reading.values) == page.values
    assert reading.problems == ()


@pytest.mark.parametrize("kind", [CARD, REGISTER])
def test_a_wrong_digit_of_an_id_number_is_noticed(kind: DocumentKind) -> None:
    page = recorded(kind)
    number = page.values["id_number"]
    misread = number[:-2] + str((int(number[-2]) + 3) % 10) + number[-1]

    reading = reading_of(page.changed(number, misread), kind)

    assert "id_number" not in reading.values
    assert photo_wording.ID_NUMBER_WRONG in reading.problems


@pytest.mark.parametrize("kind", [CARD, REGISTER])
def test_a_number_with_a_right_check_digit_must_agree_with_the_day_of_birth(
    kind: DocumentKind,
) -> None:
    page = recorded(kind)
    number = page.values["id_number"]
    other = number[:6] + "19310203" + number[14:17]

    reading = reading_of(page.changed(number, other + check_character(other)), kind)

    assert not {"id_number", "birth_date"} & set(reading.values)
    assert reading.problems == (photo_wording.BIRTH_DATE_WRONG,)


def test_a_letter_o_among_the_digits_of_an_id_number_is_a_zero() -> None:
    page = recorded(CARD)
    number = page.values["id_number"]
    assert "0" in number

    reading = reading_of(page.changed(number, number.replace("0", "O")), CARD)

    assert reading.values["id_number"] == number


def test_an_address_that_lost_its_last_line_is_left_out() -> None:
    page = recorded(CARD)
    address = page.values["address"]
    tail = next(
        line.text for line in reversed(page.lines) if address.endswith(line.text) and line.text
    )

    reading = reading_of([line for line in page.lines if line.text != tail], CARD)

    assert "address" not in reading.values
    assert reading.problems == (photo_wording.not_clear(("address",)),)
    assert reading.values["id_number"] == page.values["id_number"]


def test_a_name_that_was_hardly_legible_is_left_out() -> None:
    page = recorded(CARD)

    reading = reading_of(page.doubted(page.values["name"], 0.7), CARD)

    assert "name" not in reading.values
    assert reading.problems == (photo_wording.not_clear(("name",)),)


def test_a_card_that_is_valid_for_an_odd_time_was_misread() -> None:
    page = recorded(BACK)
    begins = next(
        found[0] for line in page.lines if (found := re.search(r"20\d\d\.\d\d\.\d\d", line.text))
    )

    reading = reading_of(page.changed(begins, "2021.01.09"), BACK)

    assert dict(reading.values) == {}
    assert reading.problems


def test_a_wrong_digit_of_a_bank_card_is_noticed() -> None:
    page = recorded(BANK)
    last = next(line.text for line in page.lines if line.text.startswith("62"))
    misread = last[:-1] + str((int(last[-1]) + 1) % 10)

    reading = reading_of(page.changed(last, misread), BANK)

    assert "bank_card" not in reading.values
    assert reading.problems == (photo_wording.BANK_CARD_WRONG,)
    assert reading.values["bank"] == page.values["bank"]


def test_two_sums_that_differ_are_both_left_out() -> None:
    page = recorded(INVOICE)
    amount = page.values["amount"]

    reading = reading_of(page.changed(amount, f"{float(amount) + 1000:.2f}"), INVOICE)

    assert "amount" not in reading.values
    assert reading.problems == (photo_wording.AMOUNT_WRONG,)
    assert reading.values["hospital"] == page.values["hospital"]


def test_a_sum_in_figures_alone_is_not_enough() -> None:
    page = recorded(INVOICE)

    reading = reading_of(page.without("元"), INVOICE)

    assert "amount" not in reading.values


def test_days_that_do_not_fit_the_length_of_the_stay_are_left_out() -> None:
    page = recorded(DISCHARGE)
    day = page.values["discharge_date"]
    printed = next(
        text
        for text in (day, f"{day[:4]}年{day[5:7]}月{day[8:]}日")
        if any("出院日期" in line.text and text in line.text for line in page.lines)
    )

    reading = reading_of(page.changed(printed, "2027" + printed[4:]), DISCHARGE)

    assert not {"admission_date", "discharge_date"} & set(reading.values)
    assert reading.problems == (photo_wording.DAYS_WRONG,)


def test_another_paper_than_the_wanted_one_is_named() -> None:
    page = recorded(BANK)

    reading = reading_of(page.lines, CARD)

    assert reading.kind is BANK
    assert reading.problems == ("这像是银行卡，这里要的是身份证。",)


def test_the_other_side_of_the_card_is_named() -> None:
    reading = reading_of(recorded(BACK).lines, CARD)

    assert reading.problems[0] == "这像是身份证有国徽的一面，这里要的是身份证有头像的一面。"


def test_a_picture_without_text_says_so() -> None:
    reading = reading_of([], CARD)

    assert (dict(reading.values), reading.problems) == ({}, (photo_wording.NO_TEXT,))


def test_a_paper_that_nobody_knows_is_left_to_people() -> None:
    lines = recorded(DISCHARGE).lines[-1:]

    assert kind_of(lines) is None
    assert reading_of(lines, None) == PhotoReading(DocumentKind.OTHER)
    assert reading_of(lines, CARD).kind is DocumentKind.OTHER
    assert reading_of(lines, CARD).problems == (photo_wording.UNKNOWN_KIND,)
