"""Checks that neither the database's files nor the logs tell who a citizen is."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from core.recording import TurnRecorder
from core.tables import applications, lines
from tests.bot.small_office import SmallOffice
from tests.bot.small_office import small as small
from tests.sample_fields import WOMAN

CANARY_NAME, CANARY_ID, CANARY_MOBILE = "欧阳翠屏", WOMAN, "13987654321"
TALK = ("我想办签约", CANARY_NAME, CANARY_ID, CANARY_MOBILE, "县医院", "确认")
CANARIES = (CANARY_NAME, CANARY_ID, CANARY_MOBILE, CANARY_ID[6:14])


def files_of(small: SmallOffice) -> list[Path]:
    """Return the files of the database: itself, its journal, its index."""
    file = Path(str(small.database.url.database))
    return sorted(file.parent.glob(f"{file.name}*"))


def found_in(content: bytes) -> list[str]:
    """Return which canaries stand in some bytes, as text or as JSON writes it."""
    ways = [(one, one.encode()) for one in CANARIES]
    ways += [(one, one.encode("unicode_escape")) for one in CANARIES]
    ways += [(one, one.encode("utf-16-le")) for one in CANARIES]
    return [one for one, way in ways if way in content]


async def test_an_application_leaves_nothing_to_read_in_the_database(
    small: SmallOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    conversation = await small.opened()

    recorder = TurnRecorder(small.conversations, small.clock)
    for text in TALK:
        await small.conversations.record_said(conversation.id, text, None, small.clock())
        answer = await small.says(conversation, text)
        await recorder.record("web", None, conversation, answer)

    assert answer.turn.number is not None
    (filed,) = await small.applications.submitted(conversation.id)
    assert (filed.fields["name"], filed.fields["id_number"]) == (CANARY_NAME, CANARY_ID)
    assert len(await small.rows(applications)) == 1
    assert CANARY_NAME in str(await small.rows(lines))  # it was kept, and can be read with the keys
    assert [found_in(file.read_bytes()) for file in files_of(small)] == [
        [] for _ in files_of(small)
    ]
    assert found_in(caplog.text.encode()) == []
