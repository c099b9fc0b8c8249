"""Decides what to recommend to whoever agreed to it (智能推荐), each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core import push_wording as say
from core.applications import Application, Phase
from core.casework import end_of
from core.insured import Summary

MOST, WITHIN = 2, timedelta(days=7)  # frequency cap
FRESH = timedelta(days=60)  # how long an approval is a reason for something else
AFTERWARDS = timedelta(days=30)  # how long a journey is worth a word after its end
TRAVEL, NEWBORN = "YB-SL-0301", "YB-SL-0502"
MATERNITY = frozenset({"YB-SL-0401", "YB-SL-0402", "YB-SL-0902"})
REIMBURSEMENT = frozenset({"YB-SL-0601", "YB-SL-0602", "YB-SL-0901"})
# Who pays for themselves -> how many months before the paid ones end it is worth a word;
# those who pay month by month are always one month from the end.
PAYS_AHEAD = {"居民医保": 1, "灵活就业": -1}
LONG_AGO = 6  # months after which they surely know
NOT_MADE = frozenset({Phase.CANCELLED, Phase.NOT_NEEDED})


class PushKind(StrEnum):
    """Name what a citizen may agree to be told."""

    EXPIRY = "expiry"
    PAYING = "paying"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Known:
    """Be what is known of a citizen: their own applications, and the core's word if proven."""

    applications: tuple[Application, ...]
    summary: Summary | None = None  # None: they did not prove who they are


@dataclass(frozen=True, slots=True)
class Push:
    """Be one recommendation; it names no diagnosis and no drug, for others may read it."""

    kind: PushKind
    key: str  # what it is about: recommended once only
    text: str
    because: str  # the reason, said to the citizen
    choices: tuple[str, ...] = ()

    def said(self) -> str:
        """Return what the citizen is told, with the reason and the way out."""
        return say.OPEN.format(text=self.text, because=self.because)


def recommended(known: Known, kinds: frozenset[str], today: date) -> tuple[Push, ...]:
    """Return what may be recommended today, the most urgent first; only kinds agreed to."""
    return tuple(push for push in _all(known, today) if push.kind.value in kinds)


def may_push(made_lately: int) -> bool:
    """Tell whether one more is within the cap; `made_lately`: in the last WITHIN."""
    return made_lately < MOST


def _all(known: Known, today: date) -> Iterator[Push]:
    if known.summary is not None:
        yield from _filings_that_end(known.summary, today)
        yield from _paid_until(known.summary, today)
    yield from _after_newborn(known.applications, today)
    yield from _after_travel(known.applications, today)


def _filings_that_end(summary: Summary, today: date) -> Iterator[Push]:
    for filing in sorted(summary.filings, key=lambda f: f.ends or date.max):
        if filing.ends is None or filing.ends < today:
            continue
        when = _month(filing.ends, today)
        if when is None:
            continue
        what = next((name for word, name in say.FILINGS.items() if word in filing.kind), None)
        words = {"what": what or say.ANY_FILING, "when": when}
        yield Push(
            PushKind.EXPIRY,
            f"expiry:{filing.begins.isoformat()}:{filing.ends.isoformat()}",
            say.FILING_ENDS.format(**words),
            say.FILING_ENDS_BECAUSE.format(**words),
        )


def _paid_until(summary: Summary, today: date) -> Iterator[Push]:
    insurance = summary.insurance
    if insurance is None or insurance.paid_until is None or insurance.kind not in PAYS_AHEAD:
        return
    paid = insurance.paid_until
    if not -LONG_AGO <= _months(paid, today) <= PAYS_AHEAD[insurance.kind]:
        return
    month = f"{paid.year}年{paid.month}月"
    yield Push(
        PushKind.PAYING,
        f"paying:{paid.isoformat()}",
        say.PAID_UNTIL.format(month=month),
        say.PAID_UNTIL_BECAUSE.format(month=month),
    )


def _after_newborn(applications: Sequence[Application], today: date) -> Iterator[Push]:
    for application in _approved(applications, NEWBORN):
        made = application.submitted_at
        if made is None or today - made.date() > FRESH or _has(applications, MATERNITY):
            continue
        yield Push(
            PushKind.NEXT,
            f"newborn:{application.number}",
            say.AFTER_NEWBORN,
            say.AFTER_NEWBORN_BECAUSE,
            ("出生一件事",),
        )


def _after_travel(applications: Sequence[Application], today: date) -> Iterator[Push]:
    for application in _approved(applications, TRAVEL):
        ends = end_of(application)
        if ends is None or not timedelta() < today - ends <= AFTERWARDS:
            continue
        if _has(applications, REIMBURSEMENT):
            continue
        yield Push(
            PushKind.NEXT,
            f"travel:{application.number}",
            say.AFTER_TRAVEL,
            say.AFTER_TRAVEL_BECAUSE,
            ("医疗费报销一件事",),
        )


def _approved(applications: Sequence[Application], code: str) -> list[Application]:
    return [a for a in applications if a.item_code == code and a.phase is Phase.APPROVED]


def _has(applications: Sequence[Application], codes: frozenset[str]) -> bool:
    return any(a.item_code in codes and a.phase not in NOT_MADE for a in applications)


def _month(day: date, today: date) -> str | None:
    """Return 这个月 or 下个月; None if it is later."""
    return {0: say.THIS_MONTH, 1: say.NEXT_MONTH}.get(_months(day, today))


def _months(day: date, today: date) -> int:
    return (day.year - today.year) * 12 + day.month - today.month
