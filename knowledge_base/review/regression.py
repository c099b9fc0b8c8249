"""Judges whether a release would answer every test question as rightly as the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.contracts import Found, Verdict
from core.knowledge import EntryVersion, key_of


@dataclass(frozen=True, slots=True)
class Question:
    """Be a test question, with what answers it."""

    ask: str
    region: str | None  # where the asker is insured
    entry: str  # id of the version that keeps it
    expected: tuple[str, ...]  # keys of entries; the first is its own

    @property
    def identity(self) -> tuple[str, str, str | None]:
        """Return what stays the same from one version of its entry to the next."""
        return self.expected[0], self.ask, self.region


@dataclass(frozen=True, slots=True)
class Outcome:
    """Be what a search made of a question."""

    right: bool
    got: str | None  # id of the first passage, even if it was too unsure to be said
    score: float


@dataclass(frozen=True, slots=True)
class Miss:
    """Be a question that the release would answer wrongly."""

    question: Question
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """Tell what would become of the test questions."""

    asked: int
    right: int  # with the new release
    before_right: int  # of the same questions, with the release in force
    falls: tuple[Miss, ...]  # right before, wrong after
    fainter: tuple[Miss, ...]  # right before; the right entry is first still, yet too unsure to say
    own_failures: tuple[Miss, ...]  # new questions of the entries to be published
    dropped: tuple[Question, ...]  # that a new version does not keep, so nobody asked them
    seconds: float

    @property
    def passes(self) -> bool:
        """Tell whether the release may be published.

        Each new entry moves the scores a little, so a question at the line may fall silent: that is
        borne as long as as many are answered rightly as before. A wrong answer never is.
        """
        return not self.falls and not self.own_failures and self.right >= self.before_right


def release_with(
    in_force: Sequence[EntryVersion], candidates: Sequence[EntryVersion]
) -> tuple[EntryVersion, ...]:
    """Return the entries of a release in which the candidates took their places."""
    replaced = {candidate.key for candidate in candidates}
    members = [entry for entry in in_force if entry.key not in replaced] + list(candidates)
    # The order in which the store returns them, so that what was tested is what is served.
    return tuple(sorted(members, key=lambda e: (e.content.document.id, e.place, e.key, e.version)))


def questions_of(entries: Iterable[EntryVersion]) -> list[Question]:
    """Return the test questions that entries keep, each of an entry once."""
    found = (
        Question(test.ask, test.region, entry.id, tuple(dict.fromkeys((entry.key, *test.also))))
        for entry in entries
        for test in entry.content.tests
    )
    return list({(q.entry, q.ask, q.region): q for q in found}.values())


def outcome(question: Question, found: Found) -> Outcome:
    """Judge a search: right if it dares to answer, and first with an entry that is expected."""
    first = found.passages[0] if found.passages else None
    right = found.verdict is Verdict.FOUND and first is not None and first.key in question.expected
    return Outcome(
        right,
        first.document_id if first is not None else None,
        first.score if first is not None else 0.0,
    )


def judged(
    questions: Sequence[Question],
    before: Sequence[Found],
    after: Sequence[Found],
    *,
    candidates: Iterable[str],
    kept_before: frozenset[tuple[str, str, str | None]],
    dropped: Sequence[Question],
    seconds: float,
) -> Report:
    """Compare the answers of both releases to the same questions; `candidates` are ids.

    `kept_before` are the (key, ask, region) of the entries in force. A question that fails now as
    it did before keeps nobody from correcting a word: only new questions must be right.
    """
    new = frozenset(candidates)
    right = before_right = 0
    falls, fainter, failures = [], [], []
    for question, earlier, later in zip(questions, before, after, strict=True):
        was, now = outcome(question, earlier), outcome(question, later)
        right += now.right
        before_right += was.right
        if now.right:
            continue
        if was.right and now.got is not None and key_of(now.got) in question.expected:
            fainter.append(Miss(question, now))
        elif was.right:
            falls.append(Miss(question, now))
        elif question.entry in new and question.identity not in kept_before:
            failures.append(Miss(question, now))
    return Report(
        asked=len(questions),
        right=right,
        before_right=before_right,
        falls=tuple(falls),
        fainter=tuple(fainter),
        own_failures=tuple(failures),
        dropped=tuple(dropped),
        seconds=seconds,
    )


def no_longer_kept(
    in_force: Sequence[EntryVersion], candidates: Sequence[EntryVersion]
) -> list[Question]:
    """Return the questions of replaced versions that the new versions do not keep.

    The reviewer saw in the diff that they go; asking them for ever would forbid moving a rule
    from one entry to another.
    """
    kept = {(c.key, test.ask, test.region) for c in candidates for test in c.content.tests}
    replaced = {candidate.key for candidate in candidates}
    return [
        question
        for question in questions_of(entry for entry in in_force if entry.key in replaced)
        if question.identity not in kept
    ]


def report_to_json(report: Report) -> dict[str, object]:
    """Return a report in the names of the editors' contract."""
    return {
        "asked": report.asked,
        "right": report.right,
        "before_right": report.before_right,
        "falls": [_miss(miss) for miss in report.falls],
        "fainter": [_miss(miss) for miss in report.fainter],
        "own_failures": [_miss(miss) for miss in report.own_failures],
        "dropped": [
            {"ask": question.ask, "region": question.region, "entry": question.entry}
            for question in report.dropped
        ],
        "seconds": round(report.seconds, 3),
        "passes": report.passes,
    }


def _miss(miss: Miss) -> dict[str, object]:
    return {
        "ask": miss.question.ask,
        "region": miss.question.region,
        "entry": miss.question.entry,
        "expected": list(miss.question.expected),
        "got": miss.outcome.got,
        "score": round(miss.outcome.score, 4),
    }
