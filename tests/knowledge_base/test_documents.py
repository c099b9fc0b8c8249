"""Checks that packs are read whole, and that a wrong one is refused with a precise sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.errors import InvalidPack
from knowledge_base.documents import read_packs
from knowledge_base.pack_lint import complaints

PACKS = Path(__file__).parents[1] / "data" / "packs"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a copy of one good pack, to be spoilt."""
    copy = tmp_path / "yantai" / "plan.yml"
    copy.parent.mkdir()
    copy.write_text((PACKS / "yantai" / "plan.yml").read_text("utf-8"), "utf-8")
    return copy


def spoil(pack: Path, old: str, new: str) -> Path:
    """Replace a text in the pack, and return the folder of packs."""
    text = pack.read_text("utf-8")
    assert old in text
    pack.write_text(text.replace(old, new, 1), "utf-8")
    return pack.parents[1]


def test_a_passage_carries_everything_that_an_answer_must_cite() -> None:
    entries = read_packs(PACKS)

    passage = next(e.passage for e in entries if e.passage.document_id == "tianjin#health-code@1")
    assert passage.title == "天津通知"
    assert passage.issuer == "天津市医疗保障局"
    assert passage.number is None
    assert passage.issued == date(2020, 12, 31)
    assert passage.region == "天津市"
    assert passage.in_force_until == date(2022, 12, 7)
    assert passage.expired_note == "健康码查验已取消。"
    assert len(passage.asked_as) == 4
    assert passage.date_note == "推定"


def test_the_successor_of_a_superseded_passage_is_known() -> None:
    entries = {e.passage.document_id: e for e in read_packs(PACKS)}

    assert entries["tianjin#health-code@1"].superseded_by == "tianjin#open-door@1"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("- id: reimbursement", "- id: transfer", "yantai#transfer@1: used by two entries"),
        ("    section: 三、1\n", "", "plan.yml: transfer: has no section"),
        ("    section: 三、1\n", "    sektion: 三、1\n", "plan.yml: transfer: has no section"),
        (", 烟台医保转移接续的时限是多少]", "]", "transfer@1: needs 4 different asked_as"),
        ("{from: 2020-09-23, until: null}", "{from: 九月, until: null}", "must be a day such as"),
        (
            "{from: 2020-09-23, until: null}",
            "{from: 2020-09-23, until: 2020-01-01}",
            "ends on 2020-01-01, before it begins on 2020-09-23",
        ),
        (
            "{from: 2020-09-23, until: null}",
            "{from: 2020-09-23, until: 2021-01-01}",
            "ends on 2021-01-01 but has no expired_note",
        ),
        ("superseded_by: null", "superseded_by: nothing@1", "is superseded but has no in_force"),
        ("version: 1", "version: 零", "version must be 1, 2, 3"),
        ("items: [医保关系转移接续]", "items: 医保关系转移接续", "items must be a list of texts"),
        ("id: yantai,", "", "plan.yml: document: has no id"),
        ("entries:", "entries: [", "plan.yml: not YAML"),
    ],
)
def test_a_wrong_pack_is_refused_with_a_precise_sentence(
    pack: Path, old: str, new: str, complaint: str
) -> None:
    packs = spoil(pack, old, new)

    with pytest.raises(InvalidPack) as refusal:
        read_packs(packs)

    assert complaint in str(refusal.value)


def test_a_passage_cannot_be_superseded_by_one_that_does_not_exist(pack: Path) -> None:
    spoil(pack, "until: null", "until: 2022-01-01")
    spoil(pack, "expired_note: null", "expired_note: 已失效")
    packs = spoil(pack, "superseded_by: null", "superseded_by: nothing")

    with pytest.raises(InvalidPack, match="superseded by unknown yantai#nothing@1"):
        read_packs(packs)


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidPack, match="holds no pack"):
        read_packs(tmp_path)


def test_a_figure_that_only_the_plain_wording_has_is_complained_about() -> None:
    passage = next(
        e.passage for e in read_packs(PACKS) if "yantai#transfer" in e.passage.document_id
    )

    assert complaints(passage) == ()
    assert complaints(replace(passage, plain="12个工作日办完。")) == (
        "yantai#transfer@1: plain says 12, the text does not",
    )


def test_chinese_numerals_are_allowed_for_the_ear() -> None:
    for entry in read_packs(PACKS):
        assert complaints(entry.passage) == ()


def test_the_real_packs_are_whole_and_state_every_figure_they_say() -> None:
    found = [complaint for entry in read_packs() for complaint in complaints(entry.passage)]

    assert found == []
