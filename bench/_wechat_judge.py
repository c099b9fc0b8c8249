"""Judges a run by the simulator's own record: lost, doubled, unanswered, and what else was seen."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.receipt import receipt_in
from core.wechat_wording import MAYBE_SEEN

ACCEPTED = {"reply", "acknowledged"}
AROUND, SEEN = 6, 160  # lines of a chat on either side, and characters of each that are printed


@dataclass(frozen=True, slots=True)
class Attempt:
    """Be one request to the door."""

    cause: str  # first, retry, overlap, duplicate, late
    outcome: str  # reply, acknowledged, bad, timeout, broken, cut
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Pushed:
    """Be a message or an event, with every request that was made for it."""

    number: int
    openid: str
    kind: str
    words: str
    outcome: str  # reply, acknowledged, busy, pending
    key: str  # MsgId
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Be something in a citizen's chat."""

    number: int
    openid: str
    side: str  # citizen, office, platform
    way: str  # said, passive, customer, template, subscription, busy
    words: str  # all of it, as JSON if it is no text
    about: int  # the number of the message that it belongs to; 0: it is not known
    is_repeat: bool


@dataclass(slots=True)
class Verdict:
    """Be what a run showed."""

    messages: int = 0
    lost: list[int] = field(default_factory=list)  # never accepted, never answered
    unanswered: list[int] = field(default_factory=list)  # accepted, never answered
    doubled: int = 0  # receipt numbers beyond the one that each application has
    applications: int = 0  # different receipt numbers seen
    twice: int = 0  # messages whose answer was sent twice, by other ways
    changed: int = 0  # repetitions that were answered otherwise than the first time
    busy_lines: int = 0  # the platform's own error line
    ways: Counter[str] = field(default_factory=Counter)  # of the answers


def read(told: Mapping[str, object]) -> tuple[list[Pushed], list[Shown]]:
    """Read what the simulator told as its record."""
    pushed, shown = told["pushed"], told["shown"]
    assert isinstance(pushed, list)
    assert isinstance(shown, list)
    return [_pushed(one) for one in pushed], [_shown(one) for one in shown]


def judged(
    pushed: Sequence[Pushed], shown: Sequence[Shown], submits: Callable[[str], bool]
) -> Verdict:
    """Return the verdict on all texts; `submits` tells which of them submit an application.

    A customer message names no message that it answers. Citizens wait for an answer before they
    write again, so it belongs to what they said last. So does what is new in the reply to a late
    copy of a message that was answered long ago: what waits to be sent rides with it. An answer of
    which nobody knew whether it had arrived may come again with the next, and then says so: it
    belongs to what was said before.
    """
    verdict = Verdict()
    answers: dict[int, list[Shown]] = defaultdict(list)
    said: dict[str, list[int]] = defaultdict(list)
    for one in shown:
        if one.side == "citizen":
            said[one.openid].append(one.about)
        elif one.side == "platform":
            verdict.busy_lines += 1
        elif one.about or said[one.openid]:
            answered = one.about or said[one.openid][-1]
            if _rides(one, answers):
                answered = said[one.openid][-1]
            answers[answered].append(one)
            verdict.ways[one.way] += 1
            owed = (n for n in said[one.openid] if n < answered and not answers[n])
            for number in list(owed)[: one.words.count(MAYBE_SEEN)]:
                answers[number].append(one)
    receipts: dict[str, set[str]] = defaultdict(set)
    submitted: Counter[str] = Counter()
    for message in pushed:
        if message.kind != "text":
            continue
        verdict.messages += 1
        found = answers[message.number]
        if not found:
            accepted = any(one.outcome in ACCEPTED for one in message.attempts)
            (verdict.unanswered if accepted else verdict.lost).append(message.number)
        fresh = Counter(one.words for one in found if not one.is_repeat)
        verdict.twice += any(number > 1 for number in fresh.values())
        verdict.changed += any(one.is_repeat and one.words not in fresh for one in found)
        submitted[message.openid] += submits(message.words)
    for one in shown:
        if one.side == "office":
            # One text may hold several answers, each on its lines.
            numbers = map(receipt_in, one.words.splitlines())
            receipts[one.openid].update(number for number in numbers if number)
    verdict.applications = sum(map(len, receipts.values()))
    verdict.doubled = sum(
        max(0, len(numbers) - submitted[openid]) for openid, numbers in receipts.items()
    )
    return verdict


def _rides(one: Shown, answers: Mapping[int, Sequence[Shown]]) -> bool:
    """Tell whether a reply to an answered message says what its citizen never read before."""
    before = answers.get(one.about, ())
    seen = (other for found in answers.values() for other in found if other.openid == one.openid)
    return one.about != 0 and len(before) > 0 and one.words not in {other.words for other in seen}


def chat_around(shown: Sequence[Shown], message: Pushed) -> list[str]:
    """Return what its citizen saw shortly before and after a message."""
    chat = [one for one in shown if one.openid == message.openid]
    said = [
        n for n, one in enumerate(chat) if one.side == "citizen" and one.about == message.number
    ]
    first = max(0, said[0] - AROUND) if said else 0
    return [
        f"  {one.side} {one.way} {one.about}: {one.words[:SEEN]!r}"
        for one in chat[first : first + 2 * AROUND]
    ]


def passive_times(pushed: Sequence[Pushed]) -> list[float]:
    """Return the milliseconds until each passive reply to a text, repetitions left out."""
    return [
        attempt.milliseconds
        for one in pushed
        if one.kind == "text"
        for attempt in one.attempts
        if attempt.outcome == "reply" and attempt.cause in {"first", "retry"}
    ]


def _pushed(one: Mapping[str, object]) -> Pushed:
    attempts = one["attempts"]
    assert isinstance(attempts, list)
    return Pushed(
        int(str(one["number"])),
        *(str(one["openid"]), str(one["kind"]), str(one["words"]), str(one["outcome"])),
        str(one["key"]),
        tuple(
            Attempt(str(a["cause"]), str(a["outcome"]), float(a["milliseconds"])) for a in attempts
        ),
    )


def _shown(one: Mapping[str, object]) -> Shown:
    body = one["body"]
    assert isinstance(body, dict)
    text = body.get("text")
    words = text["content"] if isinstance(text, dict) else json.dumps(body, ensure_ascii=False)
    return Shown(
        int(str(one["number"])),
        *(str(one["openid"]), str(one["side"]), str(one["way"]), str(words)),
        int(str(one["about"])),
        bool(one["is_repeat"]),
    )
