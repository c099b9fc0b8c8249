"""Tests how replies are cut for the ear, and which keys answer them."""

from __future__ import annotations

from core import form_wording, rating_wording
from core import phone_wording as say
from core.messages import State, Status
from core.service_items import FieldKind
from voice.front import Said
from voice.portions import MOST_ITEMS, for_the_ear, told

NOTHING_EXPLAINED: frozenset[FieldKind] = frozenset()


def test_a_short_answer_stays_whole() -> None:
    heard = told(Said("先签约，再看病。三天就好。"), NOTHING_EXPLAINED)

    assert heard.portions == (("先签约，再看病。", "三天就好。"),)


def test_of_a_list_no_more_than_three_items_come_at_once() -> None:
    text = "要带：" + "；".join(f"第{n}样" for n in range(1, 9)) + "。"
    heard = told(Said(text), NOTHING_EXPLAINED)

    assert len(heard.portions) > 1
    assert all(sum("样" in s for s in p) <= MOST_ITEMS + 1 for p in heard.portions)
    assert "".join("".join(p) for p in heard.portions) == text


def test_a_read_back_is_never_cut_for_half_of_it_would_be_confirmed() -> None:
    fields = "；".join(f"第{n}项：内容{n}" for n in range(1, 9))
    text = form_wording.READ_BACK.format(item="门诊统筹签约", fields=fields)
    said = Said(text, choices=form_wording.CONFIRM_CHOICES, state=State.CONFIRMING)

    heard = told(said, NOTHING_EXPLAINED)

    assert len(heard.portions) == 1
    assert heard.choices == form_wording.CONFIRM_CHOICES
    assert heard.portions[0][-1] == "不办了，按3。"


def test_the_numbers_of_options_become_keys_and_all_options_count() -> None:
    options = tuple(f"第{n}医院" for n in "一二三四五六七八")
    listed = "；".join(f"{n}. {o}" for n, o in enumerate(options, 1))
    said = Said(
        f"第2项，共5项。签哪家？可以选：{listed}。",
        choices=options[:5],
        state=State.FILLING,
        kind=FieldKind.CHOICE,
        options=options,
    )

    heard = told(said, NOTHING_EXPLAINED)

    assert heard.choices == options
    assert len(heard.portions) > 1
    assert any("按8，第八医院" in sentence for sentence in heard.portions[-1])


def test_dates_and_sums_are_no_list() -> None:
    assert for_the_ear("报1250.60元，2026.12.3起。") == "报1250.60元，2026.12.3起。"


def test_the_marks_of_a_rating_can_be_pressed() -> None:
    spoken = "受理了。" + rating_wording.INVITE_SPOKEN.format(keys=rating_wording.KEYS)
    said = Said(spoken, choices=("查进度",), state=State.SUBMITTED, rates="20261122000011")

    assert told(said, NOTHING_EXPLAINED).choices == rating_wording.MARKS


def test_chips_that_nobody_was_told_of_have_no_keys() -> None:
    said = Said("先签约，再看病。", choices=("怎么签约", "怎么报销"))

    assert told(said, NOTHING_EXPLAINED).choices == ()


def test_questions_like_the_one_asked_are_read_out_with_keys() -> None:
    said = Said("是不是想问下面这些？", choices=("甲", "乙"), status=Status.NO_SOURCE_FOUND)

    assert told(said, NOTHING_EXPLAINED).portions[0][-1] == "甲按1，乙按2。"


def test_how_a_number_is_keyed_in_is_said_once() -> None:
    said = Said("请说身份证号。", state=State.FILLING, kind=FieldKind.ID_NUMBER)

    first = told(said, NOTHING_EXPLAINED)
    again = told(said, frozenset({FieldKind.ID_NUMBER}))

    assert first.portions[0][-1] == say.BY_KEYS_ID
    assert first.kind is again.kind is FieldKind.ID_NUMBER
    assert again.portions == (("请说身份证号。",),)


def test_a_suggested_number_is_answered_with_yes_or_no_not_with_digits() -> None:
    said = Said(
        "您说的是“370602195503121234”吗？",
        choices=form_wording.OFFER_CHOICES,
        state=State.FILLING,
        kind=FieldKind.ID_NUMBER,
    )

    heard = told(said, NOTHING_EXPLAINED)

    assert heard.kind is None
    assert heard.choices == form_wording.OFFER_CHOICES
