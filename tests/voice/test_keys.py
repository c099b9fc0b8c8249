"""Tests what the keys of a telephone mean, whatever is asked."""

from __future__ import annotations

import pytest

from core.service_items import FieldKind
from voice.keys import Chosen, KeyAct, KeyPad, Meant, Number


def pressed(pad: KeyPad, keys: str, *, at: float = 0.0) -> KeyAct:
    """Return what the last of the keys means; they follow each other quickly."""
    act: KeyAct = Meant.NO_SUCH_KEY
    for number, key in enumerate(keys):
        act = pad.press(key, at + number * 0.3)
    return act


def pad(kind: FieldKind | None = None, *, choices: int = 0) -> KeyPad:
    made = KeyPad()
    made.asks(kind, choices=choices)
    return made


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("0", Meant.PERSON),
        ("1", Meant.YES),
        ("2", Meant.NO),
        ("9", Meant.SLOWER),
        ("*", Meant.REPEAT),
        ("#", Meant.PAD_OPENED),
    ],
)
def test_where_nothing_is_asked_each_key_has_its_one_meaning(key: str, meant: Meant) -> None:
    assert pressed(pad(), key) is meant


@pytest.mark.parametrize(
    "kind", [FieldKind.ID_NUMBER, FieldKind.MOBILE, FieldKind.BANK_CARD, FieldKind.DATE]
)
def test_no_such_number_begins_with_zero_so_that_zero_is_a_person_at_once(kind: FieldKind) -> None:
    assert pressed(pad(kind), "0") is Meant.PERSON


def test_inside_a_number_zero_is_a_digit_and_a_cleared_number_gives_it_back_its_meaning() -> None:
    asked = pad(FieldKind.MOBILE)

    assert pressed(asked, "1380") is Meant.COLLECTING
    assert pressed(asked, "*") is Meant.CLEARED
    assert pressed(asked, "0") is Meant.PERSON


def test_a_sum_may_begin_with_zero_so_that_a_lone_zero_is_a_person_after_a_moment() -> None:
    asked = pad(FieldKind.MONEY)

    assert pressed(asked, "0") is Meant.COLLECTING
    assert asked.passed(2.4) is None
    assert asked.passed(2.5) is Meant.PERSON
    assert pressed(asked, "0#") is Meant.PERSON
    assert pressed(asked, "0*5#") == Number("0.5元")


def test_numbers_of_a_known_length_are_done_with_their_last_digit() -> None:
    assert pressed(pad(FieldKind.MOBILE), "13800138000") == Number("13800138000")
    assert pressed(pad(FieldKind.ID_NUMBER), "370602195503121234") == Number("370602195503121234")
    assert pressed(pad(FieldKind.ID_NUMBER), "37060219550312123*") == Number("37060219550312123X")
    assert pressed(pad(FieldKind.DATE), "20261203") == Number("2026年12月3日")
    assert pressed(pad(FieldKind.DATE), "20261331") == Number("2026年13月31日")


def test_other_numbers_end_with_the_hash_or_after_a_pause() -> None:
    assert pressed(pad(FieldKind.MONEY), "1250*6#") == Number("1250.6元")
    card = pad(FieldKind.BANK_CARD)
    assert pressed(card, "6222021234567890") is Meant.COLLECTING
    assert card.passed(8.4) is None
    assert card.passed(8.6) == Number("6222021234567890")


def test_a_card_that_is_still_being_read_is_not_cut_off() -> None:
    card = pad(FieldKind.BANK_CARD)
    pressed(card, "622202")

    assert card.passed(60) is None
    assert pressed(card, "#", at=60) == Number("622202")


def test_a_star_repeats_the_question_while_nothing_is_keyed_in() -> None:
    assert pressed(pad(FieldKind.ID_NUMBER), "*") is Meant.REPEAT


def test_the_number_of_a_choice_acts_at_once_and_a_wrong_one_says_so() -> None:
    assert pressed(pad(choices=3), "3") == Chosen(3)
    assert pressed(pad(choices=3), "5") is Meant.NO_SUCH_KEY
    assert pressed(pad(choices=1), "2") is Meant.NO
    assert pressed(pad(choices=3), "9") is Meant.SLOWER
    assert pressed(pad(choices=9), "9") == Chosen(9)
    assert pressed(pad(choices=12), "0") is Meant.PERSON


def test_of_more_than_nine_choices_the_second_digit_is_waited_for() -> None:
    many = pad(choices=12)

    assert pressed(many, "12") == Chosen(12)
    assert pressed(many, "1") is Meant.COLLECTING
    assert many.passed(1.4) is None
    assert many.passed(1.5) == Chosen(1)
    assert pressed(many, "1#") == Chosen(1)
    assert pressed(many, "10") == Chosen(10)
    assert pressed(many, "2") == Chosen(2)


def test_any_number_can_be_keyed_in_after_the_hash() -> None:
    asked = pad()
    pressed(asked, "#")

    assert pressed(asked, "13800138000#") == Number("13800138000")
    assert pressed(asked, "1") is Meant.YES  # and the keys mean what they meant before


def test_digits_without_a_meaning_begin_a_number_and_a_slip_is_told() -> None:
    asked = pad()
    pressed(asked, "370602")
    assert asked.passed(5.6) == Number("370602")

    assert pressed(asked, "5") is Meant.COLLECTING
    assert asked.passed(4.1) is Meant.NO_SUCH_KEY


def test_what_is_missing_of_a_number_is_known() -> None:
    asked = pad(FieldKind.MOBILE)
    pressed(asked, "138")

    assert (asked.typed, asked.missing) == ("138", 8)
    assert pad(FieldKind.MONEY).missing is None
