"""Finds the reviewed passages that answer a question, or says that none does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.contracts import Found, Passage, Verdict
from core.knowledge import NATION
from core.versions import Version
from knowledge_base.audiences import audiences_of
from knowledge_base.candidates import AS_GOOD, Candidate, yields
from knowledge_base.confidence import CONFIDENCE_LINE, Weights, read_weights, scores
from knowledge_base.documents import PACKS, Entry, read_packs
from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.evidence import FEATURES, Scales
from knowledge_base.index import Index, make_index, trade_words
from knowledge_base.places import Places
from knowledge_base.slots import Slots, load_slots, save_slots
from knowledge_base.sounds import Sounds
from knowledge_base.vector_engine import VectorEngine
from knowledge_base.vectors import Progress
from knowledge_base.words import Cutter
from knowledge_base.written import unified

_NO_BETTER = 0.02  # a score this little lower tells nothing of which answers better
_LOOKED_AT = 16  # nobody reads further
WORTH_OFFERING = 0.1  # least score of what is offered as a question instead (docs/benchmarks.md)
_WORTH_TELLING = 0.3  # least score of another region's rule that is told unasked


@dataclass(frozen=True, slots=True)
class Asked:
    """Be a question as it was understood."""

    text: str  # unified and repaired
    named: str | None  # region that it names itself
    ruling: str | None  # region whose rules it asks for


class KnowledgeBase:
    """Answer from the reviewed packs, for the right region and day, and never guess."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        cutter: Cutter,
        *,
        confidence_line: float = CONFIDENCE_LINE,
        weights: Weights | None = None,
        today: Callable[[], date] | None = None,
    ) -> None:
        """Take the index; below `confidence_line` a search is UNSURE."""
        self._weights = weights or read_weights()
        self.index = index
        self._embedder = embedder
        self._line = confidence_line
        self._today = today or _today_in_china
        self._places = Places({entry.passage.region for entry in index.entries})
        self.scales = Scales(index, embedder, cutter, self._places)
        self._audiences = lru_cache(maxsize=None)(self._audiences_at)
        self._sounds = Sounds(trade_words(index.entries))

    async def search(
        self,
        question: str,
        *,
        region: str | None,
        limit: int = 3,
        on: date | None = None,
        version: str = "standard",
    ) -> Found:
        """Return the passages that answer `question` for somebody insured in `region`.

        If none does: those on the same matter, if any, whose questions may be offered instead.
        Between equally good ones, what is for the readers of `version` comes first.
        """
        day = on or self._today()
        return await asyncio.to_thread(self._searched, question, region, limit, day, version)

    async def entry(self, document_id: str) -> Passage | None:
        """Return the passage of that id."""
        entries = (entry.passage for entry in self.index.entries)
        return next((p for p in entries if p.document_id == document_id), None)

    def found(
        self, question: str, region: str | None, limit: int, day: date, version: str = "standard"
    ) -> Found:
        """Return what was found on the caller's thread, for editors: also what is not near."""
        return self._found(self.understood(question, region), limit, day, None, version)

    def _searched(
        self, question: str, region: str | None, limit: int, day: date, version: str
    ) -> Found:
        """Do the work of `search`: where there is no answer, offer only what is near."""
        asked = self.understood(question, region)
        running = self._running(asked, day, None, version)
        found = self._told(running[:limit], running, asked)
        if found.verdict is Verdict.FOUND:
            return found
        near = (c.passage for c in running[:limit] if c.near and c.passage.score >= WORTH_OFFERING)
        return replace(found, passages=tuple(near))

    def evidence(self, question: str, region: str | None, day: date) -> dict[str, dict[str, float]]:
        """Return what speaks for each passage that was looked at, by its id; for editors."""
        asked = self.understood(question, region)
        weighed = self.scales.weigh(asked.text, asked.ruling, day)
        rows = zip(weighed.passages.tolist(), weighed.features.tolist(), strict=True)
        return {
            self.index.entries[place].passage.document_id: dict(zip(FEATURES, row, strict=True))
            for place, row in rows
        }

    def found_all(
        self,
        asked: Sequence[tuple[str, str | None]],
        day: date,
        limit: int = 3,
        version: str = "standard",
    ) -> list[Found]:
        """Answer many (question, region) at once: all are embedded in one go."""
        understood = [self.understood(question, region) for question, region in asked]
        vectors = self.vectors(understood)
        return [
            self._found(one, limit, day, own, version)
            for one, own in zip(understood, vectors, strict=True)
        ]

    def vectors(self, asked: Sequence[Asked]) -> list[Matrix]:
        """Return the vectors of each question's forms (see Scales.spoken), embedded in one go."""
        spoken = [self.scales.spoken(one.text, one.ruling) for one in asked]
        if not spoken:
            return []
        rows = self._embedder.embed([sentence for own in spoken for sentence in own])
        return np.split(rows, np.cumsum([len(own) for own in spoken])[:-1])

    def understood(self, question: str, region: str | None) -> Asked:
        """Return the question with its slips repaired, and whose rules it asks for."""
        text = self._sounds.repaired(unified(question))
        insured_in = self._places.canonical(region)
        named = self._places.asked_about(text, insured_in=insured_in)
        return Asked(text, named, named or insured_in)

    def _found(
        self, asked: Asked, limit: int, day: date, vectors: Matrix | None, version: str
    ) -> Found:
        """Choose among the passages that may speak for the region on that day."""
        running = self._running(asked, day, vectors, version)
        return self._told(running[:limit], running, asked)

    def _running(
        self, asked: Asked, day: date, vectors: Matrix | None, version: str
    ) -> list[Candidate]:
        """Return the passages in the running, the best answer first."""
        running = self._in_order(self._candidates(asked, day, vectors), asked.ruling)
        return self._preferred(running, version)

    def _told(self, best: list[Candidate], running: list[Candidate], asked: Asked) -> Found:
        """Return the best of those in the running, and how far they may be trusted."""
        passages = tuple(candidate.passage for candidate in best)
        sure = bool(passages) and passages[0].score >= self._line
        return Found(
            Verdict.FOUND if sure else Verdict.UNSURE,
            passages,
            asked.named,
            sum(passage.score >= self._line for passage in passages),
            self._differing(running, asked.ruling) if sure else (),
        )

    def _candidates(self, asked: Asked, day: date, vectors: Matrix | None) -> list[Candidate]:
        """Return the best passages of the pool, best score first."""
        evidence = self.scales.weigh(asked.text, asked.ruling, day, vectors)
        points = scores(evidence, self._weights)
        running: list[Candidate] = []
        for n in np.argsort(-points, kind="stable")[:_LOOKED_AT].tolist():
            place = int(evidence.passages[n])
            entry = self.index.entries[place]
            scored = replace(entry.passage, score=round(float(points[n]), 4))
            live = not scored.expired_on(day)
            near = bool(evidence.features[n, 0] >= evidence.asked[0])
            running.append(Candidate(place, scored, entry.superseded_by, live, near))
        return running

    def _in_order(self, running: list[Candidate], ruling: str | None) -> list[Candidate]:
        """Put what is expired, or of another authority, after what answers the same better."""
        sure = [c for c in running if c.passage.score >= self._line]
        order: list[Candidate] = []
        for candidate in running:
            better = [c for c in sure if yields(candidate, c, ruling)]
            order += [c for c in (*better, candidate) if c not in order]
        return order

    def _preferred(self, running: list[Candidate], version: str) -> list[Candidate]:
        """Put what is for a version's readers before what answers no better; hide nothing."""
        if not running or version == Version.STANDARD:
            return running
        least = running[0].passage.score - _NO_BETTER
        # A question that names an authority is answered by it, whoever asks.
        regions = {running[0].passage.region, NATION}

        def first(candidate: Candidate) -> bool:
            passage = candidate.passage
            return (
                passage.score >= least
                and candidate.live
                and passage.region in regions
                and version in self._audiences(candidate.place)
            )

        return sorted(running, key=lambda candidate: not first(candidate))

    def _audiences_at(self, place: int) -> frozenset[Version]:
        return audiences_of(self.index.entries[place].passage)

    def _differing(self, running: list[Candidate], ruling: str | None) -> tuple[Passage, ...]:
        """Return the live rules of other authorities on the matter of the best passage.

        Somebody insured in `ruling` is told of the national rule only, beside the local one.
        """
        best = running[0].passage
        least = max(_WORTH_TELLING, best.score - 2 * AS_GOOD)
        differing: dict[str, Passage] = {}
        for candidate in running[1:]:
            passage = candidate.passage
            if not candidate.live or passage.region == best.region or passage.topic != best.topic:
                continue
            if ruling is not None or passage.score >= least:
                differing.setdefault(passage.region, passage)
        return tuple(differing.values())


def make_knowledge_base(
    entries: Sequence[Entry],
    slots: Slots,
    embedder: Embedder,
    *,
    uncovered: Sequence[str] = (),
    confidence_line: float = CONFIDENCE_LINE,
    weights: Weights | None = None,
    today: Callable[[], date] | None = None,
    report: Progress | None = None,
    engine: VectorEngine | None = None,
) -> tuple[KnowledgeBase, Slots]:
    """Return what answers from these entries, and the slots with what it had to work out."""
    cutter = Cutter(trade_words(entries))
    index, grown = make_index(entries, slots, embedder, cutter, report, uncovered, engine)
    base = KnowledgeBase(
        index, embedder, cutter, confidence_line=confidence_line, weights=weights, today=today
    )
    return base, grown


def open_knowledge_base(
    embedder: Embedder,
    folder: Path,
    *,
    packs: Path = PACKS,
    uncovered: Sequence[str] = (),
    weights: Weights | None = None,
    report: Progress | None = None,
) -> KnowledgeBase:
    """Read the packs and make their index, keeping in `folder` what was worked out.

    For tests and benchmarks: the product serves releases (see ServedKnowledge).
    """
    base, slots = make_knowledge_base(
        read_packs(packs),
        load_slots(folder, embedder),
        embedder,
        uncovered=uncovered,
        weights=weights,
        report=report,
    )
    save_slots(slots, folder, embedder)
    return base


def _today_in_china() -> date:
    """Return the day that a citizen's calendar shows."""
    return (datetime.now(UTC) + timedelta(hours=8)).date()
