"""Tests integrations.listeners: who hears what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.websockets import WebSocketDisconnect

from integrations.listeners import Here, Listeners


class Ear:
    """Keep what it hears; break if it is told to."""

    def __init__(self, broken: Exception | None = None) -> None:
        self.heard: list[Mapping[str, object]] = []
        self._broken = broken

    async def send(self, event: Mapping[str, object]) -> None:
        """Keep the event."""
        if self._broken is not None:
            raise self._broken
        self.heard.append(event)


EVENT = {"type": "typing"}


async def test_only_who_listens_to_the_conversation_hears_it() -> None:
    listeners, mine, other = Listeners(), Ear(), Ear()

    async with listeners.listening("c1", mine.send), listeners.listening("c2", other.send):
        await listeners.deliver("c1", EVENT)

    assert (mine.heard, other.heard) == ([EVENT], [])


async def test_what_is_for_all_reaches_everybody() -> None:
    listeners, ears = Listeners(), [Ear(), Ear()]

    async with listeners.listening("1001", ears[0].send), listeners.listening("1002", ears[1].send):
        await listeners.tell_all(EVENT)

    assert [ear.heard for ear in ears] == [[EVENT], [EVENT]]


@pytest.mark.parametrize("trouble", [RuntimeError("gone"), ValueError("unreadable")])
async def test_a_page_that_cannot_look_again_keeps_no_other_from_it(trouble: Exception) -> None:
    here = Here()
    looked: list[str] = []

    async def fails() -> None:
        raise trouble

    async def looks() -> None:
        looked.append("b")

    async with here.listening("a", Ear().send, fails), here.listening("b", Ear().send, looks):
        await here.look_again()

    assert looked == ["b"]


async def test_who_left_hears_nothing_more() -> None:
    listeners, ear = Listeners(), Ear()
    async with listeners.listening("c1", ear.send):
        pass

    await listeners.deliver("c1", EVENT)

    assert ear.heard == []


@pytest.mark.parametrize(
    "error", [WebSocketDisconnect(1006), RuntimeError("closed"), ConnectionResetError()]
)
async def test_a_broken_connection_does_not_keep_others_from_hearing(error: Exception) -> None:
    listeners, broken, whole = Listeners(), Ear(error), Ear()

    async with listeners.listening("c1", broken.send), listeners.listening("c1", whole.send):
        await listeners.deliver("c1", EVENT)

    assert whole.heard == [EVENT]
