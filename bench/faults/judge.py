"""Judges by the invariants I1 to I8 what a run of faults left behind; no I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bench.faults.evidence import Answered, Evidence, Hit, Told
from bench.faults.judge_calls import amiss

WITHIN = 60.0  # seconds after recovery until which every message is answered
# Seconds from the fault to the first good turn, p95 (invariant I5).
LIMITS = {
    **{"gateway": 10.0, "redis": 5.0, "postgresql": 15.0, "rasa": 60.0, "page": 10.0},
    **{"speech": 30.0, "telephone": 30.0},
}
PLATFORM_WAITS = 10.0  # seconds that WeChat calls again for, before it shows its own error line
TWICE = 0.05  # share of WeChat's messages whose answer may be seen twice while things break
ENDS = frozenset({"submitted", "cancelled"})  # after which a form has nothing to keep


@dataclass(frozen=True, slots=True)
class Findings:
    """Be the verdict on one class of faults; everything but the figures should be empty."""

    name: str
    messages: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unanswered: tuple[str, ...]
    not_resumed: tuple[str, ...]
    unlisted: tuple[str, ...]  # texts that no citizen should have seen
    canaries: tuple[str, ...]
    audit: tuple[str, ...]
    mistakes: tuple[str, ...]
    unused: tuple[str, ...]  # faults that met nothing
    harmed: tuple[str, ...]  # what a class itself saw that must not be
    slow: tuple[str, ...]  # recoveries beyond the limit, or that never came
    calls: tuple[str, ...] = ()  # what callers should not have met with (bench/faults/judge_calls)

    @property
    def broken(self) -> dict[str, tuple[str, ...]]:
        """Return what is not as it has to be, by the name of the column."""
        columns = {
            "lost": self.lost,
            "doubled": self.doubled,
            "unanswered": self.unanswered,
            "not resumed": self.not_resumed,
            "unlisted": self.unlisted,
            "canaries": self.canaries,
            "audit": self.audit,
            "mistakes": self.mistakes,
            "unused": self.unused,
            "harmed": self.harmed,
            "slow": self.slow,
            "calls": self.calls,
        }
        return {name: found for name, found in columns.items() if found}


def judged(evidence: Evidence, listed: Collection[str], unfit: Collection[str]) -> Findings:
    """Return the verdict.

    `listed` are the sentences that may stand for an answer; `unfit` is what no text for citizens
    may hold (names of engines, a stack trace).
    """
    told, chats = evidence.told, evidence.chats
    return Findings(
        name=evidence.name,
        messages=len(told) + chats.messages,
        lost=(*_lost(evidence), *_refused(evidence)),
        doubled=(*_doubled(evidence), *_counted("WeChat", chats.doubled), *_too_often(evidence)),
        unanswered=(*_unanswered(told, evidence.hits), *_counted("WeChat", chats.unanswered)),
        not_resumed=tuple(_not_resumed(evidence)),
        unlisted=tuple(_unlisted(told, chats.words, listed, unfit)),
        canaries=tuple(f"{place}: {len(found)}" for place, found in evidence.canaries.items()),
        audit=() if evidence.audit_flaw is None else (evidence.audit_flaw,),
        mistakes=chats.mistakes,
        unused=tuple(_unused(evidence.hits)),
        harmed=tuple(f"{hit.what}: {one}" for hit in evidence.hits for one in hit.harm),
        slow=tuple(_slow(evidence.hits)),
        calls=(*amiss(evidence.calls), *(f"not playable: {one}" for one in evidence.recordings)),
    )


def recoveries(hits: Iterable[Hit]) -> dict[str, list[float]]:
    """Return the seconds to the first good turn by what was broken."""
    seconds: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        if hit.recovered is not None:
            seconds[hit.component].append(hit.recovered - hit.began)
    return dict(seconds)


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 % do not exceed (nearest rank); with few values the largest."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def due(said: float, hits: Iterable[Hit]) -> float:
    """Return until when a message has to be answered: a minute after the last recovery before."""
    until = said + WITHIN
    for hit in sorted(hits, key=lambda one: one.began):
        if hit.recovered is not None and hit.recovered > said and hit.began < until:
            until = max(until, hit.recovered + WITHIN)
    return until


def _lost(evidence: Evidence) -> Iterable[str]:
    """Name what a citizen was told is done, and what is not there."""
    kept = evidence.kept
    for one in evidence.told:
        if one.answer is None:
            continue
        for who in ("citizen", "assistant"):
            if not kept.lines.get((one.conversation, one.message_id, who)):
                yield f"{one.conversation}/{one.message_id}: no line of the {who}"
        number = one.answer.number
        if number is not None and number not in kept.filings.get(one.conversation, {}):
            yield f"{one.conversation}/{one.message_id}: no application {number}"


def _refused(evidence: Evidence) -> Iterable[str]:
    """Name what WeChat could not bring to us; it tells so itself (I4: only in long outages)."""
    if not any(hit.away > PLATFORM_WAITS for hit in evidence.hits):
        yield from _counted("WeChat", evidence.chats.lost)


def _doubled(evidence: Evidence) -> Iterable[str]:
    """Name what was done more than once."""
    for (conversation, message_id, who), rows in evidence.kept.lines.items():
        if rows > 1:
            yield f"{conversation}/{message_id}: {rows} lines of the {who}"
    wanted: dict[str, int] = defaultdict(int)
    for one in evidence.told:
        wanted[one.conversation] += one.confirms
    for conversation, filings in evidence.kept.filings.items():
        if len(filings) > wanted[conversation]:
            yield f"{conversation}: {len(filings)} applications of {wanted[conversation]}"
        for number, submissions in filings.items():
            if submissions != 1:
                yield f"{conversation}: {number} was submitted {submissions} times"


def _too_often(evidence: Evidence) -> Iterable[str]:
    chats = evidence.chats
    if chats.answered_twice > TWICE * chats.messages:
        yield f"{chats.answered_twice} of {chats.messages} answers in WeChat were seen twice"


def _unanswered(told: Iterable[Told], hits: Sequence[Hit]) -> Iterable[str]:
    for one in told:
        if one.answered is None:
            yield f"{one.conversation}/{one.message_id}: never, {one.attempts} attempts"
        elif one.answered > due(one.said, hits):
            late = one.answered - one.said
            yield f"{one.conversation}/{one.message_id}: after {late:.0f} s"


def _not_resumed(evidence: Evidence) -> Iterable[str]:
    """Name turns that forgot what an earlier answer had shown as filled in."""
    before: dict[str, Answered] = {}
    for one in evidence.told:
        if one.answer is None:
            continue
        known = before.get(one.conversation)
        is_filed = bool(evidence.kept.filings.get(one.conversation))
        if known is not None and not _has_ended(known, one.answer, is_filed=is_filed):
            missing = [k for k, value in known.fields.items() if one.answer.fields.get(k) != value]
            if missing:
                then = f"{known.state} -> {one.answer.state}, {one.answer.status}"
                yield f"{one.conversation}/{one.message_id}: without {', '.join(missing)} ({then})"
        before[one.conversation] = one.answer


def _has_ended(known: Answered, following: Answered, *, is_filed: bool) -> bool:
    """Tell whether the form ended between two answers, so that it has nothing to keep.

    One that was filed though nobody heard the answer shows no fields any more either.
    """
    return (
        known.state in ENDS or following.state in ENDS or (known.state == "confirming" and is_filed)
    )


def _unlisted(
    told: Iterable[Told], chats: Iterable[str], listed: Collection[str], unfit: Collection[str]
) -> Iterable[str]:
    for one in told:
        for text in one.refusals:
            if not any(sentence in text for sentence in listed):
                yield f"instead of an answer: {text[:200]}"
        if one.answer is not None:
            yield from _unfit(one.answer.text, unfit)
    for text in chats:
        yield from _unfit(text, unfit)


def _unfit(text: str, unfit: Collection[str]) -> Iterable[str]:
    if any(word in text for word in unfit) or not any("一" <= char <= "鿿" for char in text):
        yield f"as an answer: {text[:200]}"


def _unused(hits: Sequence[Hit]) -> Iterable[str]:
    if not hits:
        yield "no fault happened"
    for hit in hits:
        if not hit.used:
            yield f"{hit.what} ({hit.proof})"


def _slow(hits: Sequence[Hit]) -> Iterable[str]:
    for hit in hits:
        if hit.recovered is None:
            yield f"{hit.what}: no good turn afterwards"
    for component, seconds in recoveries(hits).items():
        limit = LIMITS.get(component)
        if limit is not None and p95(seconds) > limit:
            yield f"{component}: p95 {p95(seconds):.1f} s of {len(seconds)} (limit {limit:.0f} s)"


def _counted(what: str, number: int) -> Iterable[str]:
    if number:
        yield f"{what}: {number}"
