"""Checks that what was worked out once is kept, found again and never worked out twice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.slots import (
    KEPT,
    Slots,
    keys_of,
    load_slots,
    no_slots,
    save_slots,
    with_texts,
)
from knowledge_base.words import Cutter
from tests.knowledge_base.ngram_embedder import NgramEmbedder

FIRST = [("a#1", "医保关系转移要多久"), ("a#1", "转医保要几天"), ("b#1", "门诊慢特病怎么办理")]


class CountingCutter(Cutter):
    """Cut as ever, and remember what was cut."""

    def __init__(self, *trade_words: str) -> None:
        super().__init__(trade_words)
        self.cut: list[str] = []

    def words(self, text: str) -> list[str]:
        """Remember the text; return its words."""
        self.cut.append(text)
        return super().words(text)


def filled(wordings: list[tuple[str, str]] = FIRST, *terms: str) -> Slots:
    return with_texts(no_slots(), wordings, NgramEmbedder(), CountingCutter(*terms))[0]


def snapshots(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "ngrams").iterdir())


def test_every_wording_gets_the_slot_that_holds_its_text_its_vector_and_its_words() -> None:
    embedder, cutter = NgramEmbedder(), CountingCutter()

    slots, places = with_texts(no_slots(), FIRST, embedder, cutter)

    texts = [text for _, text in FIRST]
    assert [slots.texts[place] for place in places] == texts
    assert [slots.lines[place].split() for place in places] == [cutter.words(t) for t in texts]
    assert np.allclose(slots.vectors[places], embedder.embed(texts), atol=1e-3)
    assert slots.keys[places].tolist() == keys_of(FIRST).tolist()


def test_only_what_is_not_known_is_embedded_and_cut() -> None:
    slots = filled()
    embedder, cutter = NgramEmbedder(), CountingCutter()

    grown, places = with_texts(slots, [*FIRST, ("b#1", "慢特病认定几天")], embedder, cutter)

    assert embedder.asked == ["慢特病认定几天"]
    assert cutter.cut == ["慢特病认定几天"]
    assert [grown.texts[place] for place in places][-1] == "慢特病认定几天"
    assert len(grown) == 4


def test_the_same_wordings_again_ask_for_nothing() -> None:
    embedder, cutter = NgramEmbedder(), CountingCutter()

    again, places = with_texts(filled(), list(reversed(FIRST)), embedder, cutter)

    assert (embedder.asked, cutter.cut, len(again)) == ([], [], 3)
    assert [again.texts[place] for place in places] == [text for _, text in reversed(FIRST)]


def test_growing_does_not_change_the_slots_in_service() -> None:
    slots = filled()
    before = (slots.keys.tolist(), slots.vectors.copy(), slots.texts, slots.lines)

    grown, _ = with_texts(slots, [*FIRST, ("c#1", "别的")], NgramEmbedder(), CountingCutter("转医"))

    assert len(grown) == 4
    assert (slots.keys.tolist(), slots.texts, slots.lines) == (before[0], before[2], before[3])
    assert np.array_equal(slots.vectors, before[1])
    assert slots.nearest.index is not None
    assert slots.nearest.index.ntotal == 3


def test_two_entries_that_are_asked_for_alike_have_a_slot_each() -> None:
    both = [("a#1", "要几天"), ("b#1", "要几天")]

    slots, places = with_texts(no_slots(), both, NgramEmbedder(), CountingCutter())

    assert len(set(places.tolist())) == 2
    assert slots.texts == ("要几天", "要几天")


def test_a_wording_that_one_entry_has_twice_has_one_slot() -> None:
    slots, places = with_texts(
        no_slots(), [("a#1", "要几天"), ("a#1", "要几天")], NgramEmbedder(), CountingCutter()
    )

    assert (len(slots), places.tolist()) == (1, [0, 0])


@pytest.mark.parametrize(
    ("before", "after"), [((), ("慢特病",)), (("慢特病",), ()), (("甲",), ("甲", "慢特病"))]
)
def test_only_texts_that_hold_a_changed_trade_word_are_cut_again(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    slots = filled(FIRST, *before)
    embedder, cutter = NgramEmbedder(), CountingCutter(*after)

    changed, places = with_texts(slots, FIRST, embedder, cutter)

    assert (cutter.cut, embedder.asked) == (["门诊慢特病怎么办理"], [])
    assert changed.terms == frozenset(after)
    assert changed.lines == filled(FIRST, *after).lines
    assert [changed.texts[place] for place in places] == [text for _, text in FIRST]


def test_what_is_withdrawn_today_is_cut_again_too_for_it_may_come_back() -> None:
    slots = filled()
    without, _ = with_texts(slots, FIRST[:2], NgramEmbedder(), CountingCutter("慢特病"))

    back, places = with_texts(without, FIRST, NgramEmbedder(), CountingCutter("慢特病"))

    assert back.lines[places[2]] == filled(FIRST, "慢特病").lines[places[2]]
    assert "慢特病" in back.lines[places[2]].split()


def test_what_nobody_uses_any_more_is_thrown_away_and_the_rest_answers_as_before() -> None:
    slots = filled([*FIRST, *((f"x#{n}", f"旧的问题{n}") for n in range(20))])
    wanted, embedder = [*FIRST, ("c#1", "新的问题")], NgramEmbedder()

    tidy, places = with_texts(slots, wanted, embedder, CountingCutter())

    fresh, fresh_places = with_texts(no_slots(), wanted, NgramEmbedder(), CountingCutter())
    question = NgramEmbedder().embed(["转医保要多久"])
    everything = np.ones(4, dtype=np.bool_)
    rows = tidy.nearest.search(question, 4, everything)[1][0]
    fresh_rows = fresh.nearest.search(question, 4, everything)[1][0]
    assert (len(tidy), embedder.asked) == (4, ["新的问题"])
    assert [tidy.texts[row] for row in rows] == [fresh.texts[row] for row in fresh_rows]
    assert [tidy.lines[p] for p in places] == [fresh.lines[p] for p in fresh_places]
    assert np.array_equal(tidy.vectors[places], fresh.vectors[fresh_places])


def test_all_may_be_waste() -> None:
    tidy, places = with_texts(filled(), [("z#1", "全新")], NgramEmbedder(), CountingCutter("全新"))

    assert (tidy.texts, places.tolist()) == (("全新",), [0])
    assert tidy.nearest.index is not None
    assert tidy.nearest.index.ntotal == 1


def test_little_waste_stays_for_it_costs_nothing() -> None:
    slots, _ = with_texts(filled(), [*FIRST[:2], ("c#1", "新")], NgramEmbedder(), CountingCutter())

    assert len(slots) == 4


def test_a_snapshot_brings_everything_back(tmp_path: Path) -> None:
    slots, embedder = filled(FIRST, "慢特病"), NgramEmbedder()

    save_slots(slots, tmp_path, embedder)
    loaded = load_slots(tmp_path, embedder)

    again, places = with_texts(loaded, FIRST, embedder, CountingCutter("慢特病"))
    found = again.nearest.search(NgramEmbedder().embed([FIRST[1][1]]), 1, np.ones(3, np.bool_))
    assert (loaded.texts, loaded.lines, loaded.terms) == (slots.texts, slots.lines, slots.terms)
    assert np.array_equal(loaded.vectors, slots.vectors)
    assert embedder.asked == []
    assert found[1][0][0] == places[1]


def test_before_the_first_snapshot_there_are_no_slots(tmp_path: Path) -> None:
    loaded = load_slots(tmp_path / "not there yet", NgramEmbedder())

    assert (len(loaded), loaded.texts, loaded.nearest.index) == (0, (), None)


def test_slots_of_nothing_leave_no_snapshot_and_shift_no_words(tmp_path: Path) -> None:
    embedder = NgramEmbedder()

    save_slots(no_slots(), tmp_path, embedder)
    slots, places = with_texts(load_slots(tmp_path, embedder), FIRST, embedder, CountingCutter())

    assert [slots.texts[place] for place in places] == [text for _, text in FIRST]
    assert len(slots.lines) == len(slots.texts) == len(slots) == 3


def test_a_snapshot_that_was_not_finished_is_ignored_and_written_over(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    save_slots(filled(FIRST[:1]), tmp_path, embedder)
    unfinished = tmp_path / "ngrams" / "000002.part"
    unfinished.mkdir()
    (unfinished / "keys.npy").write_bytes(b"half a file")

    loaded = load_slots(tmp_path, embedder)
    save_slots(filled(), tmp_path, embedder)

    assert loaded.texts == filled(FIRST[:1]).texts
    assert snapshots(tmp_path) == ["000001", "000002"]
    assert load_slots(tmp_path, embedder).texts == filled().texts


def test_a_snapshot_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    save_slots(filled(FIRST[:1]), tmp_path, embedder)
    # A file where the folder should be made: the same as a full disk.
    (tmp_path / "ngrams" / "000002.part").write_text("in the way")

    with pytest.raises(OSError, match="File exists"):
        save_slots(filled(), tmp_path, embedder)

    assert load_slots(tmp_path, embedder).texts == filled(FIRST[:1]).texts


def test_only_the_last_snapshots_stay(tmp_path: Path) -> None:
    embedder = NgramEmbedder()

    for size in (1, 2, 3):
        save_slots(filled(FIRST[:size]), tmp_path, embedder)

    assert snapshots(tmp_path) == ["000002", "000003"]
    assert len(snapshots(tmp_path)) == KEPT
    assert len(load_slots(tmp_path, embedder)) == 3


def test_nothing_new_writes_no_snapshot(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    save_slots(filled(), tmp_path, embedder)
    save_slots(filled(), tmp_path, embedder)
    before = snapshots(tmp_path)

    save_slots(filled(FIRST, "慢特病"), tmp_path, embedder)

    assert (before, snapshots(tmp_path)) == (["000001"], ["000001", "000002"])
    assert load_slots(tmp_path, embedder).terms == {"慢特病"}


def test_a_snapshot_whose_words_were_cut_by_other_rules_is_not_used(tmp_path: Path) -> None:
    embedder = NgramEmbedder()
    save_slots(filled(), tmp_path, embedder)
    note = tmp_path / "ngrams" / "000001" / "made_by.json"
    made_by = json.loads(note.read_text("utf-8"))
    note.write_text(json.dumps(made_by | {"cut": "another"}), "utf-8")

    loaded = load_slots(tmp_path, embedder)
    save_slots(filled(), tmp_path, embedder)

    assert len(loaded) == 0
    assert len(load_slots(tmp_path, embedder)) == 3


def test_slots_of_another_embedder_are_not_used(tmp_path: Path) -> None:
    class Other(NgramEmbedder):
        """Be another model, with a name that is no folder's."""

        @property
        def name(self) -> str:
            """Return the name."""
            return "../other model"

    save_slots(filled(), tmp_path / "index", NgramEmbedder())
    save_slots(filled(FIRST[:1]), tmp_path / "index", Other())

    assert len(load_slots(tmp_path / "index", NgramEmbedder())) == 3
    assert len(load_slots(tmp_path / "index", Other())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
