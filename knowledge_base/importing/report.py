"""What an import changed, dropped, doubted, warns of and could not find out."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.knowledge import Doubt, Flag

SAMPLES = 5  # of each kind of change; the count says how many there were


@dataclass(frozen=True, slots=True)
class Change:
    """Be one kind of change that was made to the text."""

    kind: str  # ruby, simplified, width, invisible, ...
    what: str  # Chinese, for the editor
    count: int
    samples: tuple[str, ...]  # "before → after"


@dataclass(frozen=True, slots=True)
class Dropped:
    """Be a line that is not in the text any more."""

    text: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """Be a doubt, with the chapter that holds it."""

    chapter: int  # 0 is the first
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Flagged:
    """Be a warning, with the place in the file that it is about."""

    where: str
    flag: Flag


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Be everything that an editor must know before trusting the text."""

    changes: tuple[Change, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    doubted: tuple[Doubted, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    undetermined: tuple[str, ...] = ()  # one Chinese sentence each
    remarks: tuple[str, ...] = ()  # one Chinese sentence each


@dataclass(slots=True)
class Notes:
    """Collect what happens to a text while it is read."""

    dropped: list[Dropped] = field(default_factory=list)
    flagged: list[Flagged] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _whats: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)
    _samples: dict[str, dict[str, None]] = field(default_factory=dict)

    def change(self, kind: str, what: str, sample: str) -> None:
        """Count one change; equal samples are kept once."""
        self._whats.setdefault(kind, what)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        samples = self._samples.setdefault(kind, {})
        if len(samples) < SAMPLES:
            samples[sample] = None

    def drop(self, text: str, reason: str, where: str) -> None:
        """Record a line that is left out."""
        self.dropped.append(Dropped(text, reason, where))

    def flag(self, flag: Flag, where: str) -> None:
        """Record a warning."""
        self.flagged.append(Flagged(where, flag))

    def remark(self, sentence: str) -> None:
        """Record a sentence once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def report(self, doubted: tuple[Doubted, ...]) -> ImportReport:
        """Return everything that was collected."""
        changes = tuple(
            Change(kind, what, self._counts[kind], tuple(self._samples[kind]))
            for kind, what in self._whats.items()
        )
        return ImportReport(
            changes,
            tuple(self.dropped),
            doubted,
            tuple(self.flagged),
            tuple(self.undetermined),
            tuple(self.remarks),
        )
