"""Tests that packed streams are counted however their dictionaries hide that they are packed."""

from __future__ import annotations

import pytest

from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.pdf_safety import check_streams
from tests.knowledge_base.importing import pdf_file

MOST = 2 * 2**20  # bytes


@pytest.mark.parametrize(
    "entries",
    [
        b"/Filter /FlateDecode",
        b"/Filter /F#6cateDecode",
        b"/F#69lter /FlateDecode",
        b"/Filter [/#46lateDecode /FlateDecode]",
        b"/Filter [/FlateDecode /FlateDecode]",
        b"/Filter 9 0 R",
        b"/Filter /FlateDecode /Note (" + b"x" * 3000 + b")",
    ],
)
def test_what_unpacks_to_too_much_is_refused(entries: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="异常庞大"):
        check_streams(pdf_file.bomb(MOST + 2**20, entries), MOST)


def test_a_small_file_and_names_that_only_look_odd_pass() -> None:
    check_streams(pdf_file.bomb(2**20), MOST)
    check_streams(pdf_file.bomb(2**20, b"/Filter /FlateDecode /Font#20Name /A#42C"), MOST)
