"""Keeps the queue of gaps: gathers new questions, and turns a gap into a draft."""

from __future__ import annotations

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.knowledge import EntryVersion
from core.store import EntryStore, GapStore
from core.store.gaps import Gap
from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.review.drafts import blank_draft
from knowledge_base.review.gaps import SAME_MATTER, gathered, most_typical
from knowledge_base.written import unified

LOOKED_BACK = timedelta(days=90)
SAMPLES = 5
MOST_TAKEN = 20  # questions of a gap that a draft begins with
_MOST_COMPARED = 50  # questions of a gap, the newest, from which the typical one is chosen
_MOST_REMEMBERED = 5000  # vectors: about 10 MB


@dataclass(frozen=True, slots=True)
class ListedGap:
    """Be a gap with some of its questions."""

    gap: Gap
    samples: tuple[str, ...]


class GapQueue:
    """Answer which matters citizens get no good answer on, most asked first."""

    def __init__(
        self,
        *,
        gaps: GapStore,
        entries: EntryStore,
        embedder: Embedder,
        now: Callable[[], datetime],
        line: float = SAME_MATTER,
    ) -> None:
        """Take the stores and the embedder; from `line` on, questions count as one matter."""
        self._gaps = gaps
        self._entries = entries
        self._embedder = embedder
        self._now = now
        self._line = line
        self._vectors: OrderedDict[str, Matrix] = OrderedDict()
        self._gathering = asyncio.Lock()

    async def listed(self, state: str | None = None) -> list[ListedGap]:
        """Gather what is new, and return the gaps."""
        async with self._gathering:
            await self._gather()
        found = await self._gaps.gaps(state)
        return await self._with_samples(found)

    async def one(self, gap_id: str) -> ListedGap:
        """Return a gap, or raise NotFound."""
        (listed,) = await self._with_samples([await self._gaps.gap(gap_id)])
        return listed

    async def draft(self, gap_id: str, document_id: str, by: str) -> EntryVersion:
        """Begin an entry in a document that shall answer the questions of a gap."""
        gap = await self._gaps.gap(gap_id)
        questions = (await self._gaps.questions([gap_id]))[gap_id]
        chosen = list(dict.fromkeys([gap.question, *questions]))[:MOST_TAKEN]
        newest = await self._entries.newest_of_document(document_id)
        place = await self._entries.last_place(document_id) + 1
        draft = blank_draft(newest[-1].content.document, place, by, chosen, gap.region)
        return await self._entries.add_draft(draft, by=by, at=self._now(), for_gap=gap_id)

    async def _gather(self) -> None:
        """Put new questions into gaps, and see which question is typical for those now."""
        asked = await self._gaps.ungathered(self._now() - LOOKED_BACK)
        if not asked:
            return
        gaps = await self._gaps.gaps()
        await self._embed([q.question for q in asked] + [gap.question for gap in gaps])
        result = gathered(
            asked, gaps, self._vectors, [str(uuid.uuid4()) for _ in asked], self._line
        )
        if not await self._gaps.gather(result.opened, result.placed, self._now()):
            return  # another gateway gathered them
        touched = {gap_id for gap_id, _ in result.placed}
        titles = {g.id: g.question for g in (*gaps, *result.opened) if g.id in touched}
        questions = await self._gaps.questions(list(titles))
        # Of equals the first is taken: the title that editors know already stays.
        compared = {
            gap_id: list(dict.fromkeys([title, *questions[gap_id][:_MOST_COMPARED]]))
            for gap_id, title in titles.items()
        }
        await self._embed(question for asked_ in compared.values() for question in asked_)
        await self._gaps.retitle(
            {gap_id: most_typical(asked_, self._vectors) for gap_id, asked_ in compared.items()}
        )
        while len(self._vectors) > _MOST_REMEMBERED:
            self._vectors.popitem(last=False)

    async def _with_samples(self, gaps: Sequence[Gap]) -> list[ListedGap]:
        questions = await self._gaps.questions([gap.id for gap in gaps])
        return [ListedGap(gap, tuple(questions[gap.id][:SAMPLES])) for gap in gaps]

    async def _embed(self, texts: Iterable[str]) -> None:
        """Remember the vectors of these texts."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if fresh:
            rows = await asyncio.to_thread(self._embedder.embed, [unified(text) for text in fresh])
            self._vectors.update(zip(fresh, rows, strict=True))
