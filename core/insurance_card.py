"""Turns what the insurance core knows of a person into 我的医保: a card, and a few sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from core import identity_wording as say
from core.citation import spoken_day
from core.insured import Filing, Insurance, Settlement, Summary
from core.messages import Card, CardRow, Reply
from core.privacy import mask_id_number, mask_name
from core.spoken_figures import spoken_date, spoken_number

KIND = "insurance"
SOON = 30  # days before its end from which a filing is spoken of first
LONGEST = 20  # characters of a sentence of the digest, without its full stop
MOST_SENTENCES = 5
MOST_BILLS = 5  # in the chat; the signed-in page shows all
NORMAL = "正常参保"
# Of these, what they are for says nothing about an illness; of anything else it may.
HARMLESS = ("临时外出", "异地长期居住", "门诊统筹签约")
SHORT = (("异地", "异地备案"), ("临时外出", "异地备案"), ("签约", "门诊签约"))
OTHER = "一项登记"


class Part(StrEnum):
    """Name what somebody wants to see."""

    ALL = "all"
    CONTRIBUTION = "contribution"  # 缴费
    ACCOUNT = "account"  # 余额
    FILINGS = "filings"  # 备案, 签约
    SETTLEMENTS = "settlements"  # 报销记录


def card_of(summary: Summary, part: Part, now: datetime, *, signed_in_page: bool = False) -> Card:
    """Return the card; `now` is in the bureau's zone, and every time on the card as well.

    Diagnoses, and places that give one away, stand on the signed-in page and nowhere else.
    """

    def noted(row: CardRow, as_of: datetime) -> CardRow:
        return replace(row, note=say.AS_OF.format(time=_time(as_of, now)))

    rows: list[CardRow] = []
    if part in {Part.ALL, Part.FILINGS}:
        rows += [
            noted(_filing_row(filing, now.date(), open_=signed_in_page), filing.as_of)
            for filing in _by_urgency(summary.filings, now.date())
        ]
    if part is Part.ALL:
        rows = [
            CardRow(say.NAME, mask_name(summary.name)),
            CardRow(say.ID_NUMBER, mask_id_number(summary.id_number)),
            *rows,
        ]
    insurance = summary.insurance
    if part in {Part.ALL, Part.CONTRIBUTION} and insurance is not None:
        rows += [noted(row, insurance.as_of) for row in _insurance_rows(insurance)]
        if summary.contributed_months is not None:
            months = say.MONTHS_VALUE.format(count=summary.contributed_months)
            rows.append(noted(CardRow(say.MONTHS, months), summary.as_of))
    if part in {Part.ALL, Part.ACCOUNT} and summary.account is not None:
        balance = say.YUAN.format(amount=_yuan(summary.account.balance))
        rows.append(noted(CardRow(say.BALANCE, balance), summary.account.as_of))
    if part in {Part.ALL, Part.SETTLEMENTS}:
        bills = summary.settlements if signed_in_page else summary.settlements[:MOST_BILLS]
        rows += [noted(_bill_row(bill, open_=signed_in_page), bill.as_of) for bill in bills]
    return Card(KIND, say.CARD_TITLE, tuple(rows))


def digest(summary: Summary, part: Part, now: datetime, *, aloud: bool) -> str:
    """Return at most five short sentences: what expires soon first, how many filings last.

    No diagnosis is in any. Figures are written for the eye, or `aloud` as they are said.
    """
    amount: Callable[[Decimal], str] = spoken_number if aloud else _yuan
    said = list(_sentences(summary, part, now.date(), amount, aloud=aloud))
    oldest = min(_times(summary, part), default=summary.as_of).astimezone(now.tzinfo)
    as_of = say.SAY_AS_OF.format(day=_month_day(oldest.date(), aloud=aloud))
    return "".join([*said[: MOST_SENTENCES - 1], as_of])


def without_figures(reply: Reply) -> Reply:
    """Return a reply as it may be kept: what was shown of 我的医保 is for that moment only."""
    if not any(card.kind == KIND for card in reply.cards):
        return reply
    cards = tuple(card for card in reply.cards if card.kind != KIND)
    return replace(reply, text=say.NOT_KEPT, spoken="", cards=cards)


def _sentences(
    summary: Summary, part: Part, today: date, amount: Callable[[Decimal], str], *, aloud: bool
) -> Iterator[str]:
    in_force = _by_urgency(summary.filings, today)
    ending = [filing for filing in in_force if _ends_soon(filing, today)]
    if part in {Part.ALL, Part.FILINGS}:
        for filing in ending[: 3 if part is Part.FILINGS else 1]:
            yield _said_ending(filing, today, aloud=aloud)
    if part in {Part.ALL, Part.CONTRIBUTION}:
        yield _said_insurance(summary.insurance, aloud=aloud)
    if part in {Part.ALL, Part.ACCOUNT}:
        account = summary.account
        if account is not None:
            yield say.SAY_BALANCE.format(amount=amount(account.balance))
        elif part is Part.ACCOUNT:
            yield say.SAY_NO_ACCOUNT
    if part in {Part.ALL, Part.SETTLEMENTS}:
        if summary.settlements:
            yield _said_bill(summary.settlements[0], amount)
        elif part is Part.SETTLEMENTS:
            yield say.SAY_NO_BILLS
    if part is Part.FILINGS or (part is Part.ALL and in_force and not ending):
        yield _said_count(len(in_force), aloud=aloud)


def _said_ending(filing: Filing, today: date, *, aloud: bool) -> str:
    named = next((short for word, short in SHORT if word in filing.kind), OTHER)
    if filing.ends is None or filing.ends == today:
        return say.SAY_ENDS_TODAY.format(filing=named)
    return say.SAY_ENDS.format(filing=named, day=_month_day(filing.ends, aloud=aloud))


def _said_count(count: int, *, aloud: bool) -> str:
    if count == 0:
        return say.SAY_NO_FILINGS
    said = spoken_number(Decimal(count)) if aloud else f"{count}"
    return say.SAY_FILINGS.format(count=said)


def _said_insurance(insurance: Insurance | None, *, aloud: bool) -> str:
    if insurance is None:
        return say.SAY_NOT_INSURED
    paid = insurance.paid_until
    if insurance.state != NORMAL or paid is None:
        return say.SAY_STATE.format(kind=insurance.kind, state=insurance.state)
    day = spoken_date(paid) if aloud else spoken_day(paid)
    month = day.partition("月")[0] + "月"
    whole = say.SAY_PAID.format(kind=insurance.kind, month=month)
    return whole if len(whole) <= LONGEST + 1 else say.SAY_PAID_SHORT.format(month=month)


def _said_bill(bill: Settlement, amount: Callable[[Decimal], str]) -> str:
    kind = say.BILLS.get(bill.kind, bill.kind)
    exact = say.SAY_BILL.format(kind=kind, amount=amount(bill.fund_paid))
    if len(exact) <= LONGEST + 1:
        return exact
    whole = bill.fund_paid.quantize(Decimal(1), ROUND_HALF_UP)
    return say.SAY_BILL_ABOUT.format(kind=kind, amount=amount(whole))


def _insurance_rows(insurance: Insurance) -> Iterator[CardRow]:
    yield CardRow(say.INSURANCE, f"{insurance.kind}，{insurance.state}")
    yield CardRow(say.PLACE, insurance.region)
    if insurance.employer is not None:
        yield CardRow(say.EMPLOYER, insurance.employer)
    if insurance.paid_until is not None:
        yield CardRow(say.PAID_UNTIL, spoken_day(insurance.paid_until).partition("月")[0] + "月")


def _filing_row(filing: Filing, today: date, *, open_: bool) -> CardRow:
    shown = open_ or any(word in filing.kind for word in HARMLESS)
    what = filing.what if shown else say.HIDDEN
    if filing.ends is None:
        ends = say.LONG
    elif filing.ends == today:
        ends = say.ENDS_TODAY
    elif _ends_soon(filing, today):
        days = (filing.ends - today).days
        ends = say.ENDS_SOON.format(ends=spoken_day(filing.ends), days=days)
    else:
        ends = say.ENDS.format(ends=spoken_day(filing.ends))
    return CardRow(filing.kind, f"{what}，{ends}")


def _bill_row(bill: Settlement, *, open_: bool) -> CardRow:
    place = f"{bill.place}，" if open_ else ""
    value = say.BILL.format(total=_yuan(bill.total), fund_paid=_yuan(bill.fund_paid))
    return CardRow(f"{spoken_day(bill.day)} {bill.kind}", place + value)


def _by_urgency(filings: Sequence[Filing], today: date) -> list[Filing]:
    """Return what is in force, the next to end first."""
    in_force = [filing for filing in filings if filing.ends is None or filing.ends >= today]
    return sorted(in_force, key=lambda filing: filing.ends or date.max)


def _ends_soon(filing: Filing, today: date) -> bool:
    return filing.ends is not None and 0 <= (filing.ends - today).days <= SOON


def _times(summary: Summary, part: Part) -> Iterator[datetime]:
    """Return the times of the figures that the part speaks of."""
    if part in {Part.ALL, Part.CONTRIBUTION} and summary.insurance is not None:
        yield summary.insurance.as_of
    if part in {Part.ALL, Part.ACCOUNT} and summary.account is not None:
        yield summary.account.as_of
    if part in {Part.ALL, Part.FILINGS}:
        yield from (filing.as_of for filing in summary.filings)
    if part in {Part.ALL, Part.SETTLEMENTS}:
        yield from (bill.as_of for bill in summary.settlements[:1])


def _month_day(day: date, *, aloud: bool) -> str:
    return (spoken_date(day) if aloud else spoken_day(day)).partition("年")[2]


def _time(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{spoken_day(local.date())} {local.hour}:{local.minute:02d}"


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"
