"""Checks which passages a question is compared with, and how alike it is to them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.knowledge import NATION as NATIONAL
from knowledge_base.documents import Entry
from knowledge_base.index import POOL, Index, make_index, trade_words, wordings
from knowledge_base.slots import load_slots, no_slots, save_slots
from knowledge_base.words import Cutter
from tests.knowledge_base.ngram_embedder import NgramEmbedder
from tests.knowledge_base.shelf import LONG_AGO, ScatteringEmbedder, entry

TODAY = date(2026, 5, 1)
TRANSFER = entry("yantai#transfer", "转医保关系十五个工作日办完", "烟台转医保要几天")
REFERRAL = entry("yantai#referral", "转诊手续一年内有效", "转诊手续管多久", topic="转诊")
NATION = entry(
    "nation#transfer", "转医保关系不超过二十个工作日", "转医保关系要多久", region=NATIONAL
)
SHELF = (TRANSFER, REFERRAL, NATION)
REGIONS = (NATIONAL, "烟台市", "青岛市", "天津市")
CUTTER = Cutter()


def open_index(
    entries: tuple[Entry, ...],
    embedder: NgramEmbedder,
    cutter: Cutter,
    folder: Path,
    uncovered: tuple[str, ...] = (),
) -> Index:
    """Make an index from what the folder has, and keep there what was worked out."""
    known = load_slots(folder, embedder)
    index, slots = make_index(entries, known, embedder, cutter, uncovered=uncovered)
    save_slots(slots, folder, embedder)
    return index


def indexed(entries: tuple[Entry, ...] = SHELF, uncovered: tuple[str, ...] = ()) -> Index:
    return make_index(entries, no_slots(), NgramEmbedder(), CUTTER, None, uncovered)[0]


def pooled(index: Index, question: str, ruling: str | None = None, day: date = TODAY) -> list[str]:
    vectors = NgramEmbedder().embed([question])
    pool = index.pool(vectors, CUTTER.words(question), ruling, day)
    return [index.entries[n].passage.key for n in pool.tolist()]


def test_a_passage_is_known_by_its_texts_and_by_each_question_in_unified_writing() -> None:
    one = entry("a#1", "轉 醫保", "Ａ要几天")

    assert wordings(one) == ["转医保", "转医保", "a要几天"]


def test_the_words_of_the_trade_are_the_short_names_of_topics_and_items() -> None:
    topics = ("转移接续 异地就医", "慢", "很长很长很长很长的名字", "生育（津贴）")

    named = trade_words(entry("a#1", "文", "问", topic=topic) for topic in topics)

    assert named == {"转移接续", "异地就医"}


def test_the_nearest_by_meaning_and_by_words_comes_first() -> None:
    index = indexed()

    assert pooled(index, "转诊手续管多久")[0] == "yantai#referral"
    assert pooled(index, "烟台转医保要几天")[0] == "yantai#transfer"


def test_a_question_without_known_words_is_still_pooled_by_its_meaning() -> None:
    index = indexed()

    pool = index.pool(NgramEmbedder().embed(["转医保"]), [], None, TODAY)

    assert set(pool.tolist()) == {0, 1, 2}


def test_no_more_are_pooled_than_can_be_weighed_and_each_once() -> None:
    many = tuple(entry(f"a#{n}", f"第{n}条医保规定", f"第{n}条说什么") for n in range(POOL + 15))

    pool = pooled(indexed(many), "医保规定第七条说什么")

    assert len(pool) == POOL
    assert len(set(pool)) == POOL


@settings(deadline=None, max_examples=40)
@given(
    shelf=st.lists(
        st.tuples(st.sampled_from(REGIONS), st.integers(0, 40)), min_size=1, max_size=25
    ),
    ruling=st.none() | st.sampled_from((*REGIONS, "上海市")),
    day=st.integers(-1, 41),
    question=st.text("转医保要几天年办", min_size=1, max_size=8),
)
def test_no_passage_of_another_region_or_not_yet_in_force_is_ever_pooled(
    shelf: list[tuple[str, int]], ruling: str | None, day: int, question: str
) -> None:
    entries = tuple(
        entry(
            f"a#{n}",
            f"转医保{n}天办完",
            f"要几天{n}",
            region=region,
            begins=LONG_AGO + timedelta(days=start),
        )
        for n, (region, start) in enumerate(shelf)
    )
    asked = LONG_AGO + timedelta(days=day)
    may_speak = {
        e.passage.key
        for e in entries
        if e.passage.in_force_from <= asked
        and (ruling is None or e.passage.region in {ruling, NATIONAL})
    }

    pool = set(pooled(indexed(entries), question, ruling, asked))

    assert pool == may_speak  # so few that every one of them is weighed


def test_an_expired_passage_is_pooled_so_that_its_end_can_be_told() -> None:
    ended = entry("a#1", "进大厅看健康码", "要健康码吗", ends=date(2022, 12, 7))

    assert pooled(indexed((ended,)), "要健康码吗") == ["a#1"]


def test_likeness_is_one_for_the_very_wording_and_told_per_passage() -> None:
    index = indexed()
    vector = NgramEmbedder().embed(["转诊手续管多久"])[0]

    alike = index.likeness(vector, np.array([1, 0]))

    assert alike.nearest[0] == pytest.approx(1, abs=2e-3)
    assert alike.nearest[1] < 0.9
    assert (alike.meaning <= alike.nearest + 1e-6).all()


def test_meaning_is_the_middle_of_the_nearest_the_nearest_three_and_all() -> None:
    index = indexed()
    embedder = NgramEmbedder()
    vector = embedder.embed(["转诊手续"])[0]
    own = sorted((embedder.embed(wordings(REFERRAL)) @ vector).tolist(), reverse=True)

    alike = index.likeness(vector, np.array([1]))

    middle = (own[0] + sum(own[:3]) / 3 + sum(own) / len(own)) / 3
    assert alike.meaning[0] == pytest.approx(middle, abs=2e-3)


def test_no_passages_are_alike_to_nothing() -> None:
    alike = indexed().likeness(NgramEmbedder().embed(["转诊"])[0], np.array([], dtype=np.int64))

    assert (len(alike.nearest), len(alike.meaning)) == (0, 0)


def test_a_question_known_to_be_uncovered_is_told_by_its_likeness() -> None:
    index = indexed(uncovered=("住院起付线是多少", "生育津贴发几个月", "异地长期居住怎么认定"))
    embedder = NgramEmbedder()

    nearest, three = index.uncovered_likeness(embedder.embed(["住院起付线是多少"])[0])

    assert nearest == pytest.approx(1, abs=2e-3)
    assert 0 < three < nearest


def test_uncovered_questions_are_no_passage_and_never_pooled() -> None:
    index = indexed(uncovered=("住院起付线是多少",))

    assert set(pooled(index, "住院起付线是多少")) <= {e.passage.key for e in SHELF}
    assert index.texts(2) == wordings(NATION)


def test_a_question_that_an_entry_answers_meanwhile_is_uncovered_no_more() -> None:
    index = indexed(uncovered=("住院起付线是多少", "转诊手续管多久"))

    nearest, _ = index.uncovered_likeness(NgramEmbedder().embed(["转诊手续管多久"])[0])

    assert len(index.still_uncovered) == 1
    assert nearest < 0.95


def test_without_uncovered_questions_the_likeness_is_nought() -> None:
    index = indexed()

    assert index.uncovered_likeness(NgramEmbedder().embed(["转诊"])[0]) == (0.0, 0.0)
    assert len(index.still_uncovered) == 0


@pytest.mark.parametrize("uncovered", [(), ("住院起付线是多少",)])
def test_an_index_of_no_entries_finds_nothing(uncovered: tuple[str, ...]) -> None:
    index = indexed((), uncovered)

    assert pooled(index, "转诊手续管多久", "烟台市") == []
    assert len(index.still_uncovered) == len(uncovered)


def test_the_second_opening_of_a_folder_embeds_nothing_and_finds_the_same(tmp_path: Path) -> None:
    questions = ("住院起付线是多少",)
    second = NgramEmbedder()

    first = open_index(SHELF, NgramEmbedder(), CUTTER, tmp_path, uncovered=questions)
    again = open_index(SHELF, second, CUTTER, tmp_path, uncovered=questions)

    assert second.asked == []
    assert pooled(again, "转医保要几天") == pooled(first, "转医保要几天")


def test_a_reworded_entry_has_only_its_new_words_embedded(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    open_index(SHELF, NgramEmbedder(), CUTTER, tmp_path)
    reworded = entry("yantai#referral", "转诊手续一年内有效", "开一次转诊单能用几次", topic="转诊")

    index = open_index((TRANSFER, reworded, NATION), embedder, CUTTER, tmp_path)

    assert embedder.asked == ["开一次转诊单能用几次"]
    assert index.texts(1) == wordings(reworded)


def test_among_very_many_passages_the_right_one_is_pooled_and_regions_still_hold() -> None:
    """Nine thousand wordings: not every one of them is compared with."""
    embedder = ScatteringEmbedder()
    entries = tuple(
        entry(f"a#{n}", f"规定{n}", f"问题{n}", region=REGIONS[n % 4]) for n in range(4_500)
    )
    index, _ = make_index(entries, no_slots(), embedder, CUTTER)
    sought = range(1, 4_500, 300)  # some of each region

    pools = [
        index.pool(embedder.embed([f"问题{n}"]), [], REGIONS[n % 4], TODAY).tolist() for n in sought
    ]

    hits = sum(n in pool for n, pool in zip(sought, pools, strict=True))
    regions = [
        {entries[p].passage.region for p in pool} - {REGIONS[n % 4], NATIONAL}
        for n, pool in zip(sought, pools, strict=True)
    ]
    assert hits >= 0.9 * len(sought)
    assert regions == [set()] * len(sought)
