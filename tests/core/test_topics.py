"""Tests core.topics and the file beside the catalogue: every item stands in some topic."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from core.errors import InvalidCatalogue, NotFound
from core.topics import complaints_about, names_of, topic_coded
from gateway.topic_files import TOPICS, read_topics
from tests.fakes.office import CATALOGUE, ITEMS
from tests.gateway.policy_shelf import BASIS

READ = read_topics(ITEMS, CATALOGUE)
NINE = {  # 青岛市 2022: the topics of 集成办
    *("outpatient", "chronic", "travel", "maternity", "long-term-care", "account", "payment"),
    *("standing", "reimbursement"),
}


def test_the_nine_topics_are_there_and_hold_every_item() -> None:
    assert {topic.code for topic in READ} >= NINE
    assert list(complaints_about(READ, CATALOGUE)) == []
    held = {code for topic in READ for code in topic.items}
    assert held == {item.code for item in CATALOGUE.items}


def test_an_item_of_no_topic_and_one_that_does_not_exist_are_named() -> None:
    first, *others = READ
    changed = [replace(first, items=("YB-SL-0101", "YB-SL-9999")), *others]

    complaints = list(complaints_about(changed, CATALOGUE))

    assert "outpatient: no service item YB-SL-9999" in complaints
    assert "YB-SL-0102: stands in no topic" in complaints


def test_a_rule_belongs_by_its_topic_or_because_all_its_items_do() -> None:
    travel = topic_coded(READ, "travel")
    names = names_of(travel, CATALOGUE)
    by_word = replace(BASIS, topic="转诊手续 有效期", items=())
    by_items = replace(BASIS, topic="承诺制", items=("临时外出就医人员备案",))
    of_many = replace(
        BASIS, topic="乡镇村可办事项", items=("临时外出就医人员备案", "医疗费手工报销")
    )

    assert [travel.holds(one, names) for one in (by_word, by_items, of_many, BASIS)] == [
        *(True, True, False, False)
    ]


def test_an_unknown_topic_is_not_found() -> None:
    with pytest.raises(NotFound):
        topic_coded(READ, "nothing")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "Außen"}, "small letters"),
        ({"look_ups": ["weather"]}, "look_ups"),
        ({"items": "YB-SL-0101"}, "not a list"),
        ({"colour": "red"}, "must have exactly"),
    ],
)
def test_a_file_that_is_wrong_says_where(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    first = yaml.safe_load((ITEMS / TOPICS).read_text("utf-8"))[0]
    (tmp_path / TOPICS).write_text(
        yaml.safe_dump([{**first, **change}], allow_unicode=True), "utf-8"
    )

    with pytest.raises(InvalidCatalogue, match=said):
        read_topics(tmp_path, CATALOGUE)


def test_a_bureaus_own_catalogue_may_have_no_topics(tmp_path: Path) -> None:
    assert read_topics(tmp_path, CATALOGUE) == ()
