"""Checks region, date and certainty of a search, on small packs without a model."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.contracts import Retriever, Verdict
from knowledge_base.search import KnowledgeBase, open_knowledge_base
from tests.knowledge_base.ngram_embedder import NGRAM_WEIGHTS, NgramEmbedder

PACKS = Path(__file__).parents[1] / "data" / "packs"
TODAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Return a knowledge base over the small packs."""
    return open_knowledge_base(
        NgramEmbedder(), tmp_path_factory.mktemp("index"), packs=PACKS, weights=NGRAM_WEIGHTS
    )


async def test_the_knowledge_base_is_a_retriever(base: KnowledgeBase) -> None:
    retriever: Retriever = base

    found = await retriever.search("手工报销几天办完", region="烟台市", on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.passages[0].document_id == "yantai#reimbursement@1"
    assert 0.7 <= found.passages[0].score <= 1.0


async def test_ones_own_region_comes_before_the_national_rule(base: KnowledgeBase) -> None:
    found = await base.search("医保关系转移要多久", region="烟台市", on=TODAY)

    assert [p.document_id for p in found.passages[:2]] == ["yantai#transfer@1", "nation#transfer@1"]
    assert found.region is None


async def test_the_region_that_the_question_names_overrides_the_given_one(
    base: KnowledgeBase,
) -> None:
    found = await base.search("烟台转医保关系要几天", region="青岛市", on=TODAY)

    assert found.region == "烟台市"
    assert found.passages[0].document_id == "yantai#transfer@1"


async def test_another_region_never_answers(base: KnowledgeBase) -> None:
    found = await base.search("手工报销几天办完", region="青岛市", on=TODAY)

    assert found.verdict is Verdict.UNSURE
    assert {p.region for p in found.passages} <= {"青岛市", "全国"}


async def test_a_region_without_pack_gets_the_national_rule_only(base: KnowledgeBase) -> None:
    found = await base.search("上海的规定医保关系转移要多久", region="烟台市", on=TODAY)

    assert found.region == "上海"
    assert {p.region for p in found.passages} == {"全国"}


async def test_without_region_the_common_rule_comes_first_and_differing_ones_are_named(
    base: KnowledgeBase,
) -> None:
    found = await base.search("医保关系转移要多久", region=None, on=TODAY)

    assert found.passages[0].document_id == "nation#transfer@1"
    assert [p.region for p in found.differing] == ["烟台市"]


async def test_with_a_region_only_the_national_rule_stands_beside(base: KnowledgeBase) -> None:
    found = await base.search("医保关系转移要多久", region="烟台市", on=TODAY)

    assert found.passages[0].region == "烟台市"
    assert [p.region for p in found.differing] == ["全国"]


async def test_an_expired_rule_is_found_after_the_one_in_force(base: KnowledgeBase) -> None:
    found = await base.search("进大厅要看健康码吗", region="天津市", on=TODAY)

    ids = [p.document_id for p in found.passages[:2]]
    assert ids == ["tianjin#open-door@1", "tianjin#health-code@1"]
    assert found.passages[1].expired_on(TODAY)


async def test_a_rule_is_not_found_before_it_is_in_force(base: KnowledgeBase) -> None:
    found = await base.search("进大厅要看健康码吗", region="天津市", on=date(2021, 6, 1))

    assert [p.document_id for p in found.passages] == ["tianjin#health-code@1"]


@pytest.mark.parametrize(
    "question", ["烟台门诊报销比例是多少", "起付线多少钱", "今天天气怎么样", "？？"]
)
async def test_what_no_passage_states_is_unsure(base: KnowledgeBase, question: str) -> None:
    found = await base.search(question, region="烟台市", on=TODAY)

    assert found.verdict is Verdict.UNSURE


async def test_what_is_on_another_matter_is_not_offered_instead(base: KnowledgeBase) -> None:
    asked = "今天天气怎么样"

    found = await base.search(asked, region="烟台市", on=TODAY)

    assert base.found(asked, "烟台市", 3, TODAY).passages  # the editors see what was looked at
    assert found.passages == ()


async def test_an_unsure_search_still_offers_the_nearest_passages(base: KnowledgeBase) -> None:
    found = await base.search("医保关系转移收费吗", region="烟台市", on=TODAY)

    assert found.verdict is Verdict.UNSURE
    assert [p.document_id for p in found.passages] == ["yantai#transfer@1", "nation#transfer@1"]
    assert found.passages[0].asked_as


async def test_traditional_characters_find_the_same(base: KnowledgeBase) -> None:
    found = await base.search("煙臺轉醫保關係要幾天", region=None, on=TODAY)

    assert found.region == "烟台市"
    assert found.passages[0].document_id == "yantai#transfer@1"


async def test_words_that_a_recogniser_misheard_find_the_same(base: KnowledgeBase) -> None:
    found = await base.search("手供报销几天办完", region="烟台市", on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.passages[0].document_id == "yantai#reimbursement@1"


async def test_no_more_passages_are_returned_than_asked_for(base: KnowledgeBase) -> None:
    found = await base.search("医保关系转移要多久", region=None, limit=1, on=TODAY)

    assert len(found.passages) == 1


async def test_the_day_of_the_search_is_the_day_of_the_constructor(tmp_path: Path) -> None:
    fresh = open_knowledge_base(NgramEmbedder(), tmp_path, packs=PACKS, weights=NGRAM_WEIGHTS)

    found = await fresh.search("进大厅要看健康码吗", region="天津市")

    assert found.passages[0].document_id == "tianjin#open-door@1"


def test_a_second_start_embeds_nothing_and_the_first_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    second = NgramEmbedder()

    open_knowledge_base(
        NgramEmbedder(),
        tmp_path,
        packs=PACKS,
        report=lambda done, total: told.append((done, total)),
    )
    open_knowledge_base(second, tmp_path, packs=PACKS)

    assert told[-1] == (42, 42)
    assert second.asked == []


async def test_what_is_known_to_be_uncovered_offers_nothing_further_away(
    tmp_path: Path, base: KnowledgeBase
) -> None:
    asked = "医保关系转移收费吗"
    knows = open_knowledge_base(
        NgramEmbedder(), tmp_path, packs=PACKS, weights=NGRAM_WEIGHTS, uncovered=(asked,)
    )

    found = await knows.search(asked, region="烟台市", on=TODAY)

    assert (await base.search(asked, region="烟台市", on=TODAY)).passages
    assert (found.verdict, found.passages) == (Verdict.UNSURE, ())
