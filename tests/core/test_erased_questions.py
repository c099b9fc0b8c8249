"""Tests that a question kept for the editors goes when the words of its conversation go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.store.gaps import Gap, GapStore, Unanswered
from core.store.retention import RetentionStore
from tests.fakes.office import Office

QUESTION = "我儿子王小明住院能报吗"


@pytest.mark.parametrize("by_age", [False, True])
async def test_a_gaps_question_is_blanked_and_still_counted(office: Office, by_age: bool) -> None:
    conversation = await office.opened()
    now = office.clock()
    await office.recorder.said(conversation.id, QUESTION, None)
    gap = Gap("g1", "孩子住院能报吗", None, "open", None, None, now, now)
    asked = Unanswered(conversation.id, 1, now, QUESTION, None, "no_source")
    store = GapStore(office.database)
    await store.gather([gap], [("g1", asked)], now)
    before = await store.questions(["g1"])

    if by_age:
        await RetentionStore(office.database).erase_chats(now + timedelta(days=1), now)
    else:
        await office.stores.erasing.erase_words(conversation.id, now)

    assert before == {"g1": [QUESTION]}
    assert await store.questions(["g1"]) == {"g1": []}
    assert (await store.gap("g1")).asked == 1
