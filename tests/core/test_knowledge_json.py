"""Tests core.knowledge_json: what is stored comes back, and nothing else gets in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidContent
from core.knowledge import Doubt, EntryContent, Flag, TestQuestion
from core.knowledge_json import (
    content_changed,
    content_from_json,
    content_to_json,
    document_changed,
)
from tests.fakes.entries import CONTENT, DOCUMENT

TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
MAYBE = st.none() | TEXTS.map(str.strip).filter(bool)
DAYS = st.none() | st.dates()
CONTENTS = st.builds(
    EntryContent,
    document=st.builds(
        lambda title, number, issued: replace(DOCUMENT, title=title, number=number, issued=issued),
        TEXTS,
        MAYBE,
        DAYS,
    ),
    section=TEXTS,
    text=TEXTS,
    brief=MAYBE,
    asked_as=st.lists(TEXTS).map(tuple),
    tests=st.lists(
        st.builds(TestQuestion, TEXTS, MAYBE, st.lists(TEXTS, max_size=2).map(tuple))
    ).map(tuple),
    in_force_from=DAYS,
    in_force_until=DAYS,
    superseded_by=MAYBE,
    doubts=st.lists(
        st.builds(Doubt, st.integers(0, 99), st.integers(0, 99), TEXTS, TEXTS, TEXTS)
    ).map(tuple),
    flags=st.lists(st.builds(Flag, TEXTS, TEXTS, TEXTS)).map(tuple),
)


@given(CONTENTS)
def test_what_is_written_as_json_is_read_back_the_same(content: EntryContent) -> None:
    stored = json.dumps(content_to_json(content))

    assert content_from_json(json.loads(stored)) == content


@pytest.mark.parametrize("key", sorted(content_to_json(CONTENT)))
def test_a_missing_field_is_refused(key: str) -> None:
    data = {name: value for name, value in content_to_json(CONTENT).items() if name != key}

    with pytest.raises(InvalidContent, match=key):
        content_from_json(data)


@pytest.mark.parametrize(
    "fields",
    [
        {"author": "li"},
        {"text": None},
        {"text": "\ud800"},
        {"items": ["好", 5]},
        {"asked_as": {"a": "b"}},
        {"tests": [{"ask": "问", "wrong": 1}]},
        {"tests": ["问"]},
        {"in_force": {"from": "2026-13-01", "until": None}},
        {"in_force": {"from": "2026-01-01"}},
        {"superseded_by": 3},
    ],
)
def test_what_is_no_content_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidContent):
        content_changed(CONTENT, fields)


@pytest.mark.parametrize("field", ["document", "doubts", "flags"])
def test_an_edit_cannot_touch_what_has_a_way_of_its_own(field: str) -> None:
    with pytest.raises(InvalidContent, match=field):
        content_changed(CONTENT, {field: content_to_json(CONTENT)[field]})


def test_an_edit_replaces_only_what_it_names() -> None:
    changed = content_changed(
        CONTENT, {"plain": "新的", "in_force": {"from": "2026-03-01", "until": None}}
    )

    assert changed == replace(CONTENT, plain="新的", in_force_from=date(2026, 3, 1))


def test_blank_questions_are_left_out() -> None:
    changed = content_changed(
        CONTENT, {"asked_as": [" 怎么报 ", "", " "], "tests": [{"ask": " "}, {"ask": " 问 "}]}
    )

    assert changed.asked_as == ("怎么报",)
    assert changed.tests == (TestQuestion("问"),)


def test_a_documents_id_never_changes() -> None:
    changed = document_changed(DOCUMENT, {"id": "other", "number": "", "region": "烟台市"})

    assert changed == replace(DOCUMENT, number=None, region="烟台市")
