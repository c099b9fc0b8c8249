"""Checks that an index in PostgreSQL (pgvector) answers as one in the process does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url

from core.errors import EngineUnavailable
from core.store import vectors
from core.store.vectors import VectorStore
from knowledge_base.documents import Entry, read_packs
from knowledge_base.search import KnowledgeBase, make_knowledge_base
from knowledge_base.serving import ServedKnowledge
from knowledge_base.slots import no_slots
from knowledge_base.test_questions import read_test_questions
from knowledge_base.uncovered import read_uncovered
from knowledge_base.vector_engine import EngineShelf, VectorEngine
from tests.knowledge_base.ngram_embedder import NGRAM_WEIGHTS, NgramEmbedder
from tests.knowledge_base.shelf import entry
from tests.postgresql import PostgreSQL

TODAY = date(2026, 11, 1)
FEW = (
    entry("yantai#transfer", "转医保关系十五个工作日办完", "烟台转医保要几天"),
    entry("nation#transfer", "转医保关系不超过二十个工作日", "转医保要多久", region="全国"),
    entry("yantai#later", "转医保关系十天办完", "明年转医保要几天", begins=date(2027, 1, 1)),
)


UNCOVERED = ("医保卡丢了怎么补办",)


class Engines:
    """Open engines on one database, as several gateways do, and close them."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self._url = url
        self._stack = stack

    def open(self, seconds: float = 30.0) -> VectorEngine:
        engine = VectorEngine(VectorStore(self._url), seconds=seconds)
        self._stack.callback(engine.close)
        return engine


@pytest.fixture
def engines(vectors_url: str) -> Iterator[Engines]:
    with ExitStack() as stack:
        yield Engines(vectors_url, stack)


def base_of(
    entries: tuple[Entry, ...],
    engine: VectorEngine | None,
    embedder: NgramEmbedder | None = None,
    uncovered: tuple[str, ...] = (),
) -> KnowledgeBase:
    base, _ = make_knowledge_base(
        entries,
        no_slots(),
        embedder or NgramEmbedder(),
        uncovered=uncovered,
        weights=NGRAM_WEIGHTS,
        engine=engine,
    )
    return base


def database_of(url: str) -> str:
    name = make_url(url).database
    assert name
    return name


def shelf_of(base: KnowledgeBase) -> EngineShelf:
    assert isinstance(base.index.shelf, EngineShelf)
    return base.index.shelf


def test_the_packs_questions_are_answered_as_by_faiss(engines: Engines) -> None:
    packs, uncovered = tuple(read_packs()), tuple(read_uncovered())
    # Every fourth: all 1,311 take half a minute.
    asked = [(question.ask, question.region) for question in read_test_questions()[::4]]

    here = base_of(packs, None, uncovered=uncovered).found_all(asked, TODAY)
    there = base_of(packs, engines.open(), uncovered=uncovered).found_all(asked, TODAY)

    assert len(asked) > 300
    for one, other in zip(here, there, strict=True):
        assert one.verdict is other.verdict
        assert [p.document_id for p in one.passages] == [p.document_id for p in other.passages]
        assert [p.score for p in one.passages] == pytest.approx(
            [p.score for p in other.passages], abs=2e-4
        )


def test_region_and_day_come_first(engines: Engines) -> None:
    base = base_of(FEW, engines.open())

    in_yantai = base.found("转医保要几天", "烟台市", 3, TODAY).passages
    in_qingdao = base.found("转医保要几天", "青岛市", 3, TODAY).passages
    next_year = base.found("转医保要几天", "烟台市", 3, date(2027, 1, 1)).passages

    assert {p.document_id for p in in_yantai} == {"yantai#transfer@1", "nation#transfer@1"}
    assert [p.document_id for p in in_qingdao] == ["nation#transfer@1"]
    assert "yantai#later@1" in {p.document_id for p in next_year}


def test_a_large_shelf_has_an_index_of_its_own_and_finds_the_same(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = base_of(FEW, engines.open())
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1)
    more = (*FEW, entry("yantai#referral", "转诊手续一年内有效", "转诊管多久", topic="转诊"))
    indexed = base_of(more, engines.open())

    found = indexed.found("转医保要几天", None, 3, TODAY).passages

    assert shelf_of(indexed).stored.indexed
    assert (
        found[0].document_id == exact.found("转医保要几天", None, 3, TODAY).passages[0].document_id
    )


def test_a_second_gateway_embeds_nothing(engines: Engines) -> None:
    first = base_of(FEW, engines.open())
    embedder = NgramEmbedder()

    second = base_of(FEW, engines.open(), embedder)

    assert shelf_of(second).stored == shelf_of(first).stored
    assert len(embedder.asked) == 1  # to know the length of its vectors


def test_what_one_release_has_the_next_one_need_not_work_out(engines: Engines) -> None:
    engine, embedder = engines.open(), NgramEmbedder()
    base_of(FEW[:2], engine)

    base = base_of(FEW, engine, embedder)

    assert embedder.asked[1:] == ["转医保关系十天办完", "明年转医保要几天"]
    assert base.found("转医保要几天", "烟台市", 3, TODAY).passages


def test_releases_lie_side_by_side_and_none_changes(engines: Engines) -> None:
    engine = engines.open()
    former = base_of(FEW[:2], engine)

    base_of((FEW[1],), engine)

    found = former.found("转医保要几天", "烟台市", 3, TODAY).passages
    assert {p.document_id for p in found} == {"yantai#transfer@1", "nation#transfer@1"}


async def test_citizens_are_answered_from_the_release_in_service(
    engines: Engines, tmp_path: Path
) -> None:
    engine = await asyncio.to_thread(engines.open)
    served = ServedKnowledge(
        NgramEmbedder(), tmp_path, weights=NGRAM_WEIGHTS, today=lambda: TODAY, engine=engine
    )
    await served.serve(1, FEW[:1])
    await served.candidate(FEW)

    first = await served.search("转医保要几天", region="烟台市")
    await served.serve(2, FEW)
    second = await served.search("转医保要几天", region="烟台市")

    assert [p.document_id for p in first.passages] == ["yantai#transfer@1"]
    assert len(second.passages) == 2
    assert await engine.answers()


async def test_an_engine_that_is_away_answers_nobody_and_says_so(
    pgvector: PostgreSQL, vectors_url: str
) -> None:
    engine = VectorEngine(VectorStore(vectors_url), seconds=5.0)
    base = await asyncio.to_thread(base_of, FEW, engine)
    engine.serve(shelf_of(base))
    there = await engine.answers()
    name = database_of(vectors_url)
    pgvector.order(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    pgvector.order(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )

    with pytest.raises(EngineUnavailable, match="vectors"):
        await base.search("转医保要几天", region="烟台市")
    away = await engine.answers()
    pgvector.order(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")

    found = await base.search("转医保要几天", region="烟台市", on=TODAY)

    assert (there, away) == (True, False)
    assert found.passages
    await asyncio.to_thread(engine.close)


def test_an_emptied_shelf_is_no_answer(
    pgvector: PostgreSQL, engines: Engines, vectors_url: str
) -> None:
    base = base_of(FEW, engines.open())
    name = database_of(vectors_url)

    pgvector.order("TRUNCATE yibao_vectors.wordings, yibao_vectors.shelves", name)

    with pytest.raises(EngineUnavailable, match="vectors"):
        base.found("转医保要几天", "烟台市", 3, TODAY)


def test_a_shelf_that_nobody_reads_is_thrown_away(
    pgvector: PostgreSQL, engines: Engines, vectors_url: str
) -> None:
    engine = engines.open()
    old = shelf_of(base_of(FEW[:1], engine)).stored
    name = database_of(vectors_url)
    pgvector.order("UPDATE yibao_vectors.shelves SET used_at = now() - interval '8 days'", name)

    new = shelf_of(base_of(FEW, engine)).stored

    left = pgvector.order("SELECT DISTINCT shelf FROM yibao_vectors.wordings", name)
    assert left == new.name != old.name


def test_making_an_index_may_take_longer_than_a_citizens_search(engines: Engines) -> None:
    engine = engines.open(seconds=0.0)  # no search of a citizen is as quick

    base = base_of(FEW, engine, uncovered=UNCOVERED)
    found = base.found("转医保要多久", None, 3, TODAY)
    engine.serve(shelf_of(base))

    assert found.passages
    with pytest.raises(EngineUnavailable):
        base.found("转医保要多久", None, 3, TODAY)
