"""Finds the reviewed passages that answer a question, or says that none does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.contracts import Found, Passage, Verdict
from knowledge_base.confidence import CONFIDENCE_LINE
from knowledge_base.documents import PACKS, read_packs
from knowledge_base.embedder import Embedder
from knowledge_base.evidence import Scales
from knowledge_base.index import Index, open_index, trade_words
from knowledge_base.places import NATIONAL, Places
from knowledge_base.sounds import Sounds
from knowledge_base.vectors import Progress
from knowledge_base.words import Cutter
from knowledge_base.written import unified

_KINDRED = 0.89  # passages this alike speak of the same matter, if both fit the question
_AS_GOOD = 0.15  # a score this little lower is as good an answer
_LOOKED_AT = 12  # nobody reads further


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Be one passage in the running."""

    place: int  # in the index
    passage: Passage  # with its score
    live: bool  # still in force on the day asked


class KnowledgeBase:
    """Answer from the reviewed packs, for the right region and day, and never guess."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        cutter: Cutter,
        *,
        confidence_line: float = CONFIDENCE_LINE,
        today: Callable[[], date] | None = None,
    ) -> None:
        """Take the index; below `confidence_line` a search is UNSURE."""
        self._index = index
        self._line = confidence_line
        self._today = today or _today_in_china
        self._places = Places({entry.passage.region for entry in index.entries})
        self._scales = Scales(index, embedder, cutter, self._places)
        self._sounds = Sounds(trade_words(index.entries))

    async def search(
        self, question: str, *, region: str | None, limit: int = 3, on: date | None = None
    ) -> Found:
        """Return the passages that answer `question` for somebody insured in `region`."""
        return await asyncio.to_thread(self.found, question, region, limit, on or self._today())

    def found(self, question: str, region: str | None, limit: int, day: date) -> Found:
        """Do the work of `search`, on the caller's thread."""
        asked = self._sounds.repaired(unified(question))
        insured_in = self._places.canonical(region)
        named = self._places.asked_about(asked, insured_in=insured_in)
        ruling = named or insured_in
        running = self._in_order(self._candidates(asked, ruling, day), ruling)
        best = [candidate.passage for candidate in running[:limit]]
        sure = bool(best) and best[0].score >= self._line
        return Found(
            Verdict.FOUND if sure else Verdict.UNSURE,
            tuple(best),
            named,
            self._other_regions(running) if sure and ruling is None else (),
        )

    def _candidates(self, asked: str, ruling: str | None, day: date) -> list[_Candidate]:
        """Return the passages that may speak for the region on that day, best score first."""
        scores = self._scales.weigh(asked, ruling).scores()
        running = [
            _Candidate(
                place, replace(e.passage, score=round(score, 4)), not e.passage.expired_on(day)
            )
            for place, (e, score) in enumerate(zip(self._index.entries, scores, strict=True))
            if ruling is None or e.passage.region in {ruling, NATIONAL}
            if e.passage.in_force_from <= day
        ]
        return sorted(running, key=lambda c: -c.passage.score)

    def _in_order(self, running: list[_Candidate], ruling: str | None) -> list[_Candidate]:
        """Put what is expired, or of another authority, after what answers the same better."""
        sure = [c for c in running if c.passage.score >= self._line]
        order: list[_Candidate] = []
        for candidate in running[:_LOOKED_AT]:
            better = [c for c in sure if self._yields(candidate, c, ruling)]
            order += [c for c in (*better, candidate) if c not in order]
        return order

    def _yields(self, one: _Candidate, other: _Candidate, ruling: str | None) -> bool:
        """Tell whether `one` must stand after `other`, both being on the same matter."""
        if not self._same_matter(one, other):
            return False
        if one.live != other.live:
            return other.live
        if other.passage.score < one.passage.score - _AS_GOOD:
            return False
        # One's own region knows best; who has not said where they are insured gets the common rule.
        preferred = ruling or NATIONAL
        return one.passage.region != preferred and other.passage.region == preferred

    def _same_matter(self, one: _Candidate, other: _Candidate) -> bool:
        """Tell whether two passages rule on the same thing."""
        if one.place == other.place:
            return False
        entry, second = self._index.entries[one.place], self._index.entries[other.place]
        return (
            entry.superseded_by == second.passage.document_id
            or entry.topic == second.topic
            or self._index.kinship(one.place, other.place) >= _KINDRED
        )

    def _other_regions(self, running: list[_Candidate]) -> tuple[str, ...]:
        """Return the regions whose rule on the matter of the best passage reads differently."""
        best = running[0]
        differing = [
            c.passage.region
            for c in running[1:]
            if c.live
            and c.passage.region != best.passage.region
            and c.passage.score >= max(self._line, best.passage.score - 2 * _AS_GOOD)
            and self._same_matter(best, c)
        ]
        return tuple(dict.fromkeys(differing))


def open_knowledge_base(
    embedder: Embedder,
    folder: Path,
    *,
    packs: Path = PACKS,
    confidence_line: float = CONFIDENCE_LINE,
    report: Progress | None = None,
) -> KnowledgeBase:
    """Read the packs and open their index in `folder`, building it if it does not fit."""
    entries = read_packs(packs)
    cutter = Cutter(trade_words(entries))
    index = open_index(entries, embedder, cutter, folder, report)
    return KnowledgeBase(index, embedder, cutter, confidence_line=confidence_line)


def _today_in_china() -> date:
    """Return the day that a citizen's calendar shows."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()
