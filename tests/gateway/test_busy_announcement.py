"""Tests gateway.busy_announcement: the line gets what it says when it is full, once it is there."""

from __future__ import annotations

from core.errors import EngineUnavailable
from gateway.busy_announcement import BUSY_PROMPT, BusyAnnouncement
from voice.prompts import essential


class Prompts:
    """Have prompts from some moment on."""

    def __init__(self) -> None:
        self.rendered = False
        self.asked: list[str] = []

    async def essential(self, name: str, *, pace: float, rate: int) -> bytes:
        self.asked.append(name)
        if not self.rendered:
            raise EngineUnavailable("recordings")
        return bytes(round(pace * rate))


async def test_the_line_gets_the_announcement_when_it_is_rendered_and_only_once() -> None:
    prompts, given = Prompts(), list[bytes]()
    busy = BusyAnnouncement(prompts.essential, given.append)

    await busy.step()
    assert given == []
    prompts.rendered = True
    await busy.step()
    await busy.step()

    assert [len(pcm) > 0 for pcm in given] == [True]
    assert prompts.asked == [BUSY_PROMPT, BUSY_PROMPT]


def test_the_announcement_is_among_what_is_rendered_first() -> None:
    assert BUSY_PROMPT in essential()
