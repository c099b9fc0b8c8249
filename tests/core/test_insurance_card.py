"""Tests 我的医保: what stands on the card, what is said, and that no diagnosis gets out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.insurance_card import LONGEST, MOST_SENTENCES, Part, card_of, digest, without_figures
from core.insured import Account, Filing, Insurance, Settlement, Summary
from core.messages import Card, Reply, Status
from integrations.insurance_simulator.histories import CHRONIC
from integrations.insurance_simulator.people import summary_of
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.insurance_simulator import PEOPLE
from tests.people import ID_NUMBER, NAME

AS_OF = datetime(2026, 12, 20, 18, 30, tzinfo=UTC)  # 2:30 of the 21st in Beijing
EARLIER = AS_OF - timedelta(days=7)
TRAVEL = Filing("临时外出就医人员备案", "北京市", date(2026, 7, 1), date(2027, 1, 2), AS_OF)
CONTRACT = Filing("门诊统筹签约", "城关卫生院", date(2026, 1, 1), date(2027, 3, 31), AS_OF)
CHRONIC_FILING = Filing("门诊慢特病认定", "糖尿病", date(2020, 1, 1), None, AS_OF)
BILL = Settlement(
    date(2026, 12, 3), "示例肿瘤医院", "门诊", Decimal("320.50"), Decimal("210.00"), AS_OF
)
SUMMARY = Summary(
    NAME,
    ID_NUMBER,
    date(1956, 3, 8),
    Insurance("职工医保", "烟台市", "正常参保", None, date(2026, 12, 1), EARLIER),
    Account(Decimal("1234.50"), AS_OF),
    (CHRONIC_FILING, CONTRACT, TRAVEL),
    (BILL,),
    312,
    AS_OF,
)


def rows(card: Card) -> dict[str, str]:
    return {row.label: row.value for row in card.rows}


def spoken(summary: Summary, part: Part = Part.ALL) -> str:
    return digest(summary, part, MONDAY_MORNING, aloud=True)


def test_the_card_masks_name_and_number_and_tells_the_time_of_each_figure() -> None:
    card = card_of(SUMMARY, Part.ALL, MONDAY_MORNING)

    assert card.kind == "insurance"
    assert rows(card)["姓名"] == "王**"
    assert rows(card)["身份证号"] == f"370***********{ID_NUMBER[-4:]}"
    notes = {row.label: row.note for row in card.rows}
    assert notes.pop("姓名") == notes.pop("身份证号") == ""
    assert notes["账户余额"] == "数据时间 2026年12月21日 2:30"
    assert notes["参保情况"] == "数据时间 2026年12月14日 2:30"
    assert all(note.startswith("数据时间 ") for note in notes.values())


def test_what_ends_within_thirty_days_stands_first_and_is_said_first() -> None:
    card = card_of(SUMMARY, Part.ALL, MONDAY_MORNING)

    assert [row.label for row in card.rows[2:5]] == [
        "临时外出就医人员备案",
        "门诊统筹签约",
        "门诊慢特病认定",
    ]
    assert rows(card)["临时外出就医人员备案"] == "北京市，快到期：2027年1月2日，还有 12 天"
    assert spoken(SUMMARY).startswith("您的异地备案，一月二日到期。")


@pytest.mark.parametrize(("days", "said"), [(0, True), (30, True), (31, False), (-1, False)])
def test_thirty_days_is_soon_and_what_is_over_is_not_shown(days: int, said: bool) -> None:
    filing = replace(TRAVEL, ends=MONDAY_MORNING.date() + timedelta(days=days))
    summary = replace(SUMMARY, filings=(filing,))

    assert ("到期" in spoken(summary)) == said
    assert (filing.kind in rows(card_of(summary, Part.FILINGS, MONDAY_MORNING))) == (days >= 0)


def test_the_digest_says_money_and_dates_in_words() -> None:
    assert spoken(SUMMARY) == (
        "您的异地备案，一月二日到期。您参加职工医保，缴到二零二六年十二月。"
        "账户余额一千二百三十四点五元。上次门诊，医保付了二百一十元。这是十二月十四日的数据。"
    )
    assert digest(SUMMARY, Part.ACCOUNT, MONDAY_MORNING, aloud=False) == (
        "账户余额1234.50元。这是12月21日的数据。"
    )


def test_what_is_in_force_and_not_urgent_is_counted_last() -> None:
    later = replace(TRAVEL, ends=MONDAY_MORNING.date() + timedelta(days=200))
    at_the_chemists = replace(SUMMARY.settlements[0], kind="药店")
    summary = replace(SUMMARY, filings=(later,), settlements=(at_the_chemists,))

    said = spoken(summary)

    assert said.startswith("您参加职工医保")
    assert "上次药店买药，医保付了二百一十元。备案和签约一共一项。这是" in said


def test_no_diagnosis_and_no_place_that_gives_one_away_stands_outside_the_signed_in_page() -> None:
    inside = str(card_of(SUMMARY, Part.ALL, MONDAY_MORNING, signed_in_page=True))

    outside = str(card_of(SUMMARY, Part.ALL, MONDAY_MORNING)) + spoken(SUMMARY)
    outside += "".join(spoken(SUMMARY, part) for part in Part)

    for secret in ("糖尿病", "示例肿瘤医院"):
        assert secret in inside
        assert secret not in outside


def test_of_nobody_in_the_simulator_is_a_diagnosis_said_and_no_sentence_is_long() -> None:
    for person in PEOPLE.values():
        summary = summary_of(person, MONDAY_MORNING.date())
        for part in Part:
            for aloud in (True, False):
                said = digest(summary, part, MONDAY_MORNING, aloud=aloud)
                sentences = [one for one in said.split("。") if one]
                assert 0 < len(sentences) <= MOST_SENTENCES
                assert max(len(one) for one in sentences) <= LONGEST
                assert not any(disease in said for disease in CHRONIC)
                assert not (aloud and re.search(r"[0-9]", said))
        shown = str(card_of(summary, Part.ALL, MONDAY_MORNING))
        assert not any(disease in shown for disease in CHRONIC)
        assert person.id_number not in shown


@pytest.mark.parametrize(
    ("part", "labels"),
    [
        (Part.ACCOUNT, ["账户余额"]),
        (Part.CONTRIBUTION, ["参保情况", "参保地", "缴费到", "累计缴费"]),
        (Part.SETTLEMENTS, ["2026年12月3日 门诊"]),
    ],
)
def test_who_asks_for_one_part_gets_that_part(part: Part, labels: list[str]) -> None:
    card = card_of(SUMMARY, part, MONDAY_MORNING)

    assert [row.label for row in card.rows] == labels


def test_what_there_is_not_is_said_to_be_not() -> None:
    nothing = replace(SUMMARY, insurance=None, account=None, filings=(), settlements=())

    assert spoken(nothing).startswith("没有查到您参保。")
    assert spoken(nothing, Part.ACCOUNT).startswith("您没有个人账户。")
    assert spoken(nothing, Part.FILINGS).startswith("没有备案，也没有签约。")
    assert spoken(nothing, Part.SETTLEMENTS).startswith("一年内没有报销记录。")
    assert [row.label for row in card_of(nothing, Part.ALL, MONDAY_MORNING).rows] == [
        "姓名",
        "身份证号",
    ]


def test_a_payment_that_stopped_is_said_so() -> None:
    assert SUMMARY.insurance is not None
    paused = replace(SUMMARY, insurance=replace(SUMMARY.insurance, state="暂停缴费"))

    assert "您的职工医保，现在暂停缴费。" in spoken(paused)


def test_a_very_large_bill_is_rounded_rather_than_said_at_length() -> None:
    bill = replace(BILL, kind="住院", total=Decimal("223456.78"), fund_paid=Decimal("123456.78"))

    said = spoken(replace(SUMMARY, settlements=(bill,)), Part.SETTLEMENTS)

    assert said.startswith("上次住院，医保约付十二万三千四百五十七元。")


def test_the_chat_shows_five_bills_and_the_page_all() -> None:
    bills = tuple(replace(BILL, day=BILL.day - timedelta(days=n)) for n in range(9))
    summary = replace(SUMMARY, settlements=bills)

    chat = card_of(summary, Part.SETTLEMENTS, MONDAY_MORNING)
    page = card_of(summary, Part.SETTLEMENTS, MONDAY_MORNING, signed_in_page=True)

    assert (len(chat.rows), len(page.rows)) == (5, 9)


def test_no_figure_is_kept() -> None:
    shown = Reply(
        "账户余额1234.50元。",
        Status.ANSWERED,
        spoken=spoken(SUMMARY),
        cards=(card_of(SUMMARY, Part.ALL, MONDAY_MORNING), Card("link", "我的医保", link="/mine")),
    )

    kept = without_figures(shown)

    assert [card.kind for card in kept.cards] == ["link"]
    for figure in ("1234", "一千二百", "门诊", "1956"):
        assert figure not in str(kept)
    assert without_figures(Reply("好的。", Status.ANSWERED)) == Reply("好的。", Status.ANSWERED)
