"""Checks that one release is in service at a time and the next takes its place in one step."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from core.contracts import Retriever, Verdict
from core.errors import EngineUnavailable
from knowledge_base.documents import Entry, read_packs
from knowledge_base.serving import ServedKnowledge
from tests.knowledge_base.ngram_embedder import NGRAM_WEIGHTS, NgramEmbedder

PACKS = read_packs(Path(__file__).parents[1] / "data" / "packs")
TODAY = date(2026, 5, 1)
QUESTION = "手工报销几天办完"
REIMBURSEMENT = "yantai#reimbursement@1"
WITHOUT = tuple(e for e in PACKS if e.passage.document_id != REIMBURSEMENT)


def knowledge(
    folder: Path, embedder: NgramEmbedder | None = None, uncovered: tuple[str, ...] = ()
) -> ServedKnowledge:
    return ServedKnowledge(
        embedder or NgramEmbedder(),
        folder,
        uncovered=uncovered,
        weights=NGRAM_WEIGHTS,
        today=lambda: TODAY,
    )


async def answers(retriever: Retriever) -> list[str]:
    """Return what is found for the question, if it is sure."""
    found = await retriever.search(QUESTION, region="烟台市")
    return [p.document_id for p in found.passages] if found.verdict is Verdict.FOUND else []


async def test_before_the_first_release_the_engine_is_not_available(tmp_path: Path) -> None:
    served = knowledge(tmp_path)

    with pytest.raises(EngineUnavailable, match="index"):
        await served.search(QUESTION, region=None)
    with pytest.raises(EngineUnavailable, match="index"):
        await served.entry(REIMBURSEMENT)
    assert (served.number, list(served.in_service())) == (0, [])


async def test_a_candidate_answers_but_is_not_in_service(tmp_path: Path) -> None:
    served = knowledge(tmp_path)
    await served.serve(1, WITHOUT)

    candidate = await served.candidate(PACKS)

    assert (await answers(candidate))[0] == REIMBURSEMENT
    assert await answers(served) == []
    assert (served.number, len(served.in_service())) == (1, len(WITHOUT))


async def test_a_candidate_before_the_first_release_puts_nothing_into_service(
    tmp_path: Path,
) -> None:
    served = knowledge(tmp_path)

    await served.candidate(PACKS)

    assert served.number == 0
    with pytest.raises(EngineUnavailable):
        await served.search(QUESTION, region=None)


async def test_when_serve_returns_every_search_uses_the_release(tmp_path: Path) -> None:
    served = knowledge(tmp_path)
    await served.serve(1, WITHOUT)
    before = await answers(served)

    await served.serve(2, PACKS)

    assert before == []
    assert (await answers(served))[0] == REIMBURSEMENT
    assert (served.number, len(served.in_service())) == (2, len(PACKS))


async def test_a_candidate_that_goes_into_service_is_not_made_again(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    served = knowledge(tmp_path, embedder)
    candidate = await served.candidate(PACKS)
    embedder.asked.clear()

    await served.serve(1, PACKS)

    assert embedder.asked == []
    assert await answers(served) == await answers(candidate)


async def test_a_withdrawn_entry_is_gone_when_serve_returns(tmp_path: Path) -> None:
    served = knowledge(tmp_path)
    await served.serve(1, PACKS)
    before = await answers(served)

    await served.serve(2, WITHOUT)

    found = await served.search(QUESTION, region="烟台市", limit=20)
    assert before[0] == REIMBURSEMENT
    assert REIMBURSEMENT not in {p.document_id for p in found.passages}
    assert await served.entry(REIMBURSEMENT) is None
    assert REIMBURSEMENT not in {p.document_id for p in served.in_service()}


async def test_a_withdrawn_entry_that_comes_back_is_not_embedded_again(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    served = knowledge(tmp_path, embedder)
    await served.serve(1, PACKS)
    await served.serve(2, WITHOUT)
    embedder.asked.clear()

    await served.serve(3, PACKS)

    assert embedder.asked == []
    assert (await answers(served))[0] == REIMBURSEMENT


async def test_an_older_release_is_ignored(tmp_path: Path) -> None:
    served = knowledge(tmp_path)
    await served.serve(5, PACKS)

    await served.serve(4, WITHOUT)

    assert served.number == 5
    assert (await answers(served))[0] == REIMBURSEMENT


async def test_releases_that_arrive_at_once_end_with_the_newest(tmp_path: Path) -> None:
    served = knowledge(tmp_path)

    await asyncio.gather(served.serve(3, PACKS), served.serve(2, WITHOUT), served.serve(1, PACKS))

    assert (served.number, len(served.in_service())) == (3, len(PACKS))


async def test_searches_go_on_while_a_release_is_made(tmp_path: Path) -> None:
    served = knowledge(tmp_path)
    await served.serve(1, PACKS)

    answered, _ = await asyncio.gather(answers(served), served.serve(2, PACKS[:3]))

    assert answered[0] == REIMBURSEMENT
    assert len(served.in_service()) == 3


async def test_the_next_start_from_the_same_folder_embeds_nothing_and_finds_the_same(
    tmp_path: Path,
) -> None:
    first, embedder = knowledge(tmp_path), NgramEmbedder()
    await first.serve(1, PACKS)

    second = knowledge(tmp_path, embedder)
    await second.serve(1, PACKS)

    embedded = list(embedder.asked)
    assert embedded == []
    assert await answers(second) == await answers(first)


async def test_what_is_uncovered_is_known_to_the_served_index(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    served = knowledge(tmp_path, embedder, ("住院起付线是多少",))

    await served.serve(1, PACKS)
    found = await served.search("住院起付线是多少", region="烟台市")

    assert "住院起付线是多少" in embedder.asked
    assert found.verdict is Verdict.UNSURE


async def test_an_entry_is_found_by_its_id(tmp_path: Path) -> None:
    served = knowledge(tmp_path)
    await served.serve(1, PACKS)

    passage = await served.entry(REIMBURSEMENT)

    assert passage is not None
    assert (passage.document_id, passage.region) == (REIMBURSEMENT, "烟台市")
    assert await served.entry("yantai#reimbursement@2") is None


@pytest.mark.parametrize("uncovered", [(), ("住院起付线是多少",)])
async def test_a_release_of_nothing_answers_nothing(
    tmp_path: Path, uncovered: tuple[str, ...]
) -> None:
    served = knowledge(tmp_path, uncovered=uncovered)
    nothing: tuple[Entry, ...] = ()
    await served.serve(1, PACKS)

    await served.serve(2, nothing)
    found = await served.search(QUESTION, region="烟台市")

    assert (found.verdict, found.passages) == (Verdict.UNSURE, ())


async def test_after_a_release_of_nothing_the_next_start_finds_its_words_in_place(
    tmp_path: Path,
) -> None:
    await knowledge(tmp_path).serve(1, ())
    served = knowledge(tmp_path)

    await served.serve(2, PACKS)

    assert (await answers(served))[0] == REIMBURSEMENT
