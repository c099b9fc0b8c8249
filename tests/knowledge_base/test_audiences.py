"""Tests knowledge_base.audiences, and that a version's own come first but hide nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.versions import Version
from knowledge_base.audiences import audiences_of
from knowledge_base.documents import read_packs
from knowledge_base.search import KnowledgeBase, make_knowledge_base
from knowledge_base.slots import load_slots
from tests.knowledge_base.ngram_embedder import NGRAM_WEIGHTS, NgramEmbedder
from tests.knowledge_base.shelf import entry

ASKED = ("住院怎么报销", "住院报销要带什么", "住院的钱怎么报", "报销住院费")


@pytest.mark.parametrize(
    ("key", "version"),
    [
        ("yantai-2020-six-unifications#yantai-maternity", Version.BIRTH),
        ("qingdao-2022-service-platform#qingdao-children-version", Version.CHILD),
        ("tianjin-2020-elderly-convenience#tianjin-elder-priority", Version.ELDER),
    ],
)
def test_an_entry_of_the_packs_says_for_whom_it_is(key: str, version: Version) -> None:
    passages = {each.passage.key: each.passage for each in read_packs()}

    assert version in audiences_of(passages[key])
    assert sum(not audiences_of(passage) for passage in passages.values()) > 80


def shelf(tmp_path: Path) -> KnowledgeBase:
    """Return two entries that answer the same question equally well."""
    embedder = NgramEmbedder()
    entries = (
        entry("plan#all", "住院报销带发票。", *ASKED, topic="住院报销 职工"),
        entry("plan#child", "住院报销带发票。", *ASKED, topic="住院报销 儿童"),
    )
    slots = load_slots(tmp_path, embedder)
    return make_knowledge_base(entries, slots, embedder, weights=NGRAM_WEIGHTS)[0]


async def test_between_equally_good_answers_the_version_s_own_comes_first(tmp_path: Path) -> None:
    base = shelf(tmp_path)

    plain = await base.search("住院怎么报销", region="烟台市")
    child = await base.search("住院怎么报销", region="烟台市", version="child")

    assert [p.key for p in plain.passages] == ["plan#all", "plan#child"]
    assert [p.key for p in child.passages] == ["plan#child", "plan#all"]
    assert child.verdict is plain.verdict


@pytest.mark.parametrize("version", Version)
async def test_what_is_for_others_is_answered_in_every_version(
    tmp_path: Path, version: Version
) -> None:
    embedder = NgramEmbedder()
    entries = (
        entry(
            "plan#all", "转移接续十五天办完。", "转移接续多久", "转医保几天", "转移要多久", "转移"
        ),
        entry("plan#child", "儿童住院带发票。", *ASKED, topic="住院报销 儿童"),
    )
    slots = load_slots(tmp_path, embedder)
    base = make_knowledge_base(entries, slots, embedder, weights=NGRAM_WEIGHTS)[0]

    found = await base.search("转移接续多久", region="烟台市", version=version)

    assert found.passages[0].key == "plan#all"
