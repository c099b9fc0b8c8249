"""Tests voice.caption_ear: sentences are written one after the other, late or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from core.errors import EngineUnavailable
from tests.voice.web_engines import SILENCE, FakeHearing, FakeRecognizer, LoudDetector, sound
from voice.caption_ear import CaptionEar, CaptionHearer
from voice.speech import Heard, Hearing


class Written:
    """Be the page: it keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []
        self.written = asyncio.Semaphore(0)

    async def __call__(self, text: str, final: bool) -> None:
        self.told.append((text, final))
        if final:
            self.written.release()

    @property
    def sentences(self) -> list[str]:
        """Return what will not change any more."""
        return [text for text, final in self.told if final]


async def put_right(text: str) -> str:
    return text.replace("统仇", "统筹")


def ear(recognizer: FakeRecognizer, written: Written) -> CaptionEar:
    return CaptionEar(CaptionHearer(recognizer, LoudDetector, put_right), written)


async def speak(one: CaptionEar, seconds: float = 1.0) -> None:
    """Say something, then be silent for long enough."""
    for pcm in [*sound(seconds), *sound(1.0, SILENCE)]:
        await one.hear(pcm)


async def settled(written: Written) -> None:
    """Wait for a sentence."""
    async with asyncio.timeout(5):
        await written.written.acquire()


async def test_a_sentence_is_shown_while_it_is_said_and_put_right_at_its_end() -> None:
    written, recognizer = Written(), FakeRecognizer()
    one = ear(recognizer, written)

    await speak(one)
    await settled(written)

    assert written.told == [("门诊", False), ("门诊统筹怎么签约", True)]
    assert recognizer.asked == [(16_000, ())]
    assert len(recognizer.opened[0].pcm) >= 2 * 16_000  # with its first syllable


async def test_who_is_silent_costs_no_recogniser_anything() -> None:
    recognizer = FakeRecognizer()
    one = ear(recognizer, Written())

    for pcm in sound(5.0, SILENCE):
        await one.hear(pcm)

    assert recognizer.opened == []


async def test_nobody_hears_for_a_while_and_captions_go_on_afterwards() -> None:
    written, recognizer = Written(), FakeRecognizer(is_down=True)
    one = ear(recognizer, written)

    await speak(one)
    recognizer.is_down = False
    await speak(one)
    await settled(written)

    assert written.sentences == ["门诊统筹怎么签约"]


class SlowRecognizer(FakeRecognizer):
    """Take as long as the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.may_finish = asyncio.Event()

    async def hear(
        self, rate: int, *, hints: Sequence[str] = (), on_words: Callable[[str], None] | None = None
    ) -> Hearing:
        self.opened.append(_SlowHearing(self, None, len(self.opened)))
        return self.opened[-1]


class _SlowHearing(FakeHearing):
    def __init__(
        self, owner: SlowRecognizer, on_words: Callable[[str], None] | None, number: int
    ) -> None:
        super().__init__(owner, on_words)
        self._slow, self._number = owner, number

    async def finish(self) -> Heard:
        await self._slow.may_finish.wait()
        if self._number == 0:
            raise EngineUnavailable("too slow")
        return Heard(f"第{self._number + 1}句", 0.9)


async def test_what_a_slow_recogniser_cannot_keep_up_with_is_left_out_in_order() -> None:
    written, recognizer = Written(), SlowRecognizer()
    one = ear(recognizer, written)

    for _ in range(5):
        await speak(one)
    recognizer.may_finish.set()
    await settled(written)

    assert len(recognizer.opened) == 2  # the third to the fifth were not begun
    assert written.sentences == ["第2句"]


@pytest.mark.parametrize("at", ["speaking", "recognising"])
async def test_who_leaves_leaves_nothing_behind(at: str) -> None:
    written, recognizer = Written(), SlowRecognizer()
    one = ear(recognizer, written)
    if at == "recognising":
        await speak(one)
    for pcm in sound(1.0):
        await one.hear(pcm)
    assert one.speaking

    await one.close()

    assert recognizer.opened[-1].dropped
    assert written.told == []
