"""Imports the corpus of injections: each is flagged for the editor, and nothing is evaluated."""

from __future__ import annotations

import pytest

from knowledge_base.importing.document import ImportedDocument
from tests.injections import CORPUS, EVALUATED, FLAGGED, TEXTS
from tests.knowledge_base.importing.reading import IMPORTER, flagged, text_of

TITLE, PLAIN = "关于医保的通知", "第一条 参保人员可以按规定办理。"
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200f\u2060\u2063\u2066\u2067\u2068\u202d\u202e\ufeff\u061c"
)


def imported(text: str) -> ImportedDocument:
    """Return what the import makes of a document with this in it."""
    if text in CORPUS["hidden_text"]:
        page = (
            f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><p>{PLAIN}</p>{text}</body></html>"
        )
        return IMPORTER.read("文件.html", page.encode())
    return IMPORTER.read("文件.txt", f"{TITLE}\n\n{PLAIN}\n{text}\n".encode())


def test_the_corpus_has_two_hundred_texts_of_which_none_is_there_twice() -> None:
    assert len(TEXTS) == len(set(TEXTS)) >= 200
    assert not [text for text in TEXTS if EVALUATED in text]


@pytest.mark.parametrize("kind", FLAGGED)
def test_an_editor_is_warned_of_each(kind: str) -> None:
    missed = [text for text in CORPUS[kind] if not flagged(imported(text), kind)]

    assert missed == []


def test_nothing_is_flagged_where_nothing_is() -> None:
    document = IMPORTER.read("文件.txt", f"{TITLE}\n\n{PLAIN}\n".encode())

    assert document.report.flagged == ()


def test_an_import_evaluates_nothing_and_keeps_no_character_that_nobody_sees() -> None:
    documents = [imported(text) for text in TEXTS if text.strip()]

    assert not [one for one in documents if EVALUATED in text_of(one)]
    assert not [one for one in documents if INVISIBLE & set(text_of(one))]
