"""Tests core.store.guesses: guesses count by where they come from; of that a mark is kept."""

from __future__ import annotations

from datetime import timedelta

from core.conversation import Conversation
from core.store import Line
from core.store.guesses import COUNT_FOR, MOST, GuessStore
from core.tables import audit, conversations
from tests.fakes.office import Office

ADDRESS = "address:203.0.113.9"


async def talk(office: Office, name: str, source: str) -> str:
    line = Line(0, office.clock(), "assistant", "您好")
    conversation = Conversation(name, "web", office.clock())
    await office.conversations.open_conversation(conversation, name, line, source)
    return name


async def test_guesses_of_many_conversations_of_one_address_count_together(office: Office) -> None:
    guesses = GuessStore(office.database)
    first = await talk(office, "c1", ADDRESS)
    for _ in range(MOST - 1):
        await guesses.note(first, office.clock())
    second, other = await talk(office, "c2", ADDRESS), await talk(office, "c3", ADDRESS + "1")

    before = await guesses.enough(second, office.clock())
    await guesses.note(second, office.clock())
    after = await guesses.enough(second, office.clock())

    assert (before, after) == (False, True)
    assert not await guesses.enough(other, office.clock())
    assert not await guesses.enough(second, office.clock() + COUNT_FOR + timedelta(seconds=1))


async def test_beyond_the_limit_guesses_leave_nothing_behind(office: Office) -> None:
    guesses = GuessStore(office.database)
    name = await talk(office, "c1", ADDRESS)

    for _ in range(MOST + 20):
        await guesses.note(name, office.clock())

    rows = [row for row in await office.rows(audit) if row["action"] == "wrong_guess"]
    assert len(rows) == MOST


async def test_who_comes_from_nowhere_that_is_told_apart_is_counted_alone(office: Office) -> None:
    guesses = GuessStore(office.database)
    name = await talk(office, "c1", "")

    await guesses.note(name, office.clock())

    assert not await guesses.enough(name, office.clock())
    assert not [row for row in await office.rows(audit) if row["action"] == "wrong_guess"]


async def test_the_address_itself_is_kept_nowhere(office: Office) -> None:
    name = await talk(office, "c1", ADDRESS)
    await GuessStore(office.database).note(name, office.clock())

    kept = str(await office.rows(conversations)) + str(await office.rows(audit))

    assert "203.0.113.9" not in kept
