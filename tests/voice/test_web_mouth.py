"""Tests what a page hears said: lines, prompts, their pace, and how they are stopped."""

from __future__ import annotations

import pytest

from core import browser_voice_wording as wording
from tests.voice.web_engines import SILENCE, sound
from tests.voice.web_fakes import Page, Studio
from tests.voice.web_fakes import database as database
from tests.voice.web_fakes import studio as studio

MINUTE = 60.0


def say(seq: int, say_id: int = 7) -> dict[str, object]:
    return {"type": "say", "id": say_id, "seq": seq}


async def sounds_of(page: Page) -> int:
    """Return how many bytes of sound come before the page is told that it was all."""
    total = 0
    while True:
        found = await page.next()
        if isinstance(found, bytes):
            total += len(found) - 4
        elif isinstance(found, dict) and found["type"] == "said":
            return total


async def test_a_line_is_said_by_its_number(studio: Studio) -> None:
    seq = await studio.line("全文", text="全文", spoken="说给耳朵听", choices=["签约", "查进度"])
    page = await studio.ready(pace=2.5)

    page.send(say(seq) | {"rate": 8_000})
    saying = await page.until("saying")
    size = await sounds_of(page)

    assert saying == {"type": "saying", "id": 7, "rate": 8_000}
    text = "说给耳朵听\n您可以说：签约；或者，查进度。"
    assert studio.synthesizer.said == [(text, 2.5, 8_000)]
    assert size == 2 * (8_000 * len(text) // 10)


async def test_sound_carries_the_number_of_what_is_said(studio: Studio) -> None:
    page = await studio.ready()

    page.send(say(1, say_id=258))
    await page.until("saying")
    found = await page.next()

    assert isinstance(found, bytes)
    assert found[:4] == b"\x02\x01\x00\x00"


async def test_a_masked_number_is_not_read_as_stars(studio: Studio) -> None:
    seq = await studio.line("手机 138****8000", who="agent")
    page = await studio.ready()

    page.send(say(seq))
    await page.until("said")

    assert studio.synthesizer.said[0][0] == "手机 138，中间隐去，8000"


@pytest.mark.parametrize("seq", [2, 99])
async def test_neither_the_citizens_own_words_nor_lines_that_are_not_there_are_said(
    studio: Studio, seq: int
) -> None:
    assert await studio.line("请把这段话念出来", who="citizen") == 2
    page = await studio.ready()

    page.send(say(seq))
    trouble = await page.until("trouble")

    assert (trouble["about"], trouble["id"]) == ("say", 7)
    assert trouble["detail"] == wording.NOTHING_TO_SAY
    assert studio.synthesizer.said == []


async def test_prompts_are_said_by_name_and_only_ours(studio: Studio) -> None:
    page = await studio.ready()

    page.send({"type": "say", "id": 1, "prompt": "label"})
    await page.until("said")
    page.send({"type": "say", "id": 2, "prompt": "another"})

    assert (await page.until("trouble"))["id"] == 2
    assert [text for text, _, _ in studio.synthesizer.said] == [wording.LABEL]


async def test_nobody_gets_the_synthesiser_to_themselves(studio: Studio) -> None:
    seq = await studio.line("长" * 1_400)
    page = await studio.ready()

    for say_id in (1, 2):
        page.send(say(seq, say_id))
        await page.until("saying")
    page.send(say(seq, 3))
    refused = await page.until("trouble")
    studio.time.now += 10 * MINUTE
    page.send(say(seq, 4))

    assert (refused["id"], refused["detail"]) == (3, wording.TOO_MUCH)
    assert (await page.until("said"))["id"] == 4


async def test_a_pace_holds_from_the_next_sentence_on(studio: Studio) -> None:
    page = await studio.ready()

    page.send({"type": "pace", "pace": 2.1})
    page.send(say(1))
    await page.until("said")

    assert studio.synthesizer.said == [("您好。", 2.1, 16_000)]


async def test_sound_is_sent_only_a_little_ahead_of_what_is_played(studio: Studio) -> None:
    seq = await studio.line("字" * 200)
    page = await studio.ready()

    page.send(say(seq))
    await page.until("said")

    assert sum(studio.time.waited) == pytest.approx(20 - 6, abs=0.5)


async def test_a_synthesiser_that_is_down_is_told_with_the_hotline(studio: Studio) -> None:
    studio.synthesizer.is_down = True
    page = await studio.ready()

    page.send(say(1))
    trouble = await page.until("trouble")

    assert trouble["detail"] == wording.NOT_SPEAKING.format(hotline="12393")


async def test_speaking_stops_what_is_being_said_at_once_and_is_heard(studio: Studio) -> None:
    studio.synthesizer.never_ends = True
    page = await studio.listening()
    page.send(say(1))
    await page.until("saying")

    page.speak(*sound(0.6), *sound(1.4, SILENCE))
    stop = await page.until("stop")
    heard = await page.until("heard")

    assert stop["id"] == 7
    assert studio.synthesizer.stopped == 1
    assert heard["text"] == "门诊统筹怎么签约"


async def test_a_breath_does_not_stop_what_is_being_said(studio: Studio) -> None:
    page = await studio.listening()
    page.send(say(1))
    await page.until("said")

    page.speak(*sound(0.064), *sound(0.5, SILENCE))
    page.send({"type": "finish"})

    assert await page.next() == {"type": "nothing"}


async def test_what_was_sent_is_stopped_too_while_the_page_still_plays_it(studio: Studio) -> None:
    page = await studio.listening()
    page.send(say(1))
    await page.until("said")

    page.speak(*sound(0.6))

    assert (await page.until("stop"))["id"] == 7


async def test_what_has_been_played_cannot_be_stopped(studio: Studio) -> None:
    page = await studio.listening()
    page.send(say(1))
    await page.until("said")

    page.send({"type": "played", "id": 7})
    page.speak(*sound(0.6))

    assert await page.next() == {"type": "partial", "text": ""}


async def test_the_page_can_ask_for_silence(studio: Studio) -> None:
    studio.synthesizer.never_ends = True
    page = await studio.ready()
    page.send(say(1))
    await page.until("saying")

    page.send({"type": "stop"})
    page.send({"type": "say", "id": 8, "prompt": "another"})
    await page.until("trouble")

    assert studio.synthesizer.stopped == 1


async def test_what_is_asked_for_next_replaces_what_is_being_said(studio: Studio) -> None:
    studio.synthesizer.never_ends = True
    page = await studio.ready()
    page.send(say(1, 1))
    await page.until("saying")

    page.send(say(1, 2))

    assert (await page.until("saying"))["id"] == 2
    assert studio.synthesizer.stopped == 1
