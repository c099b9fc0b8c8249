"""Tests the voice stream of a page, from its frames to what it hears and says."""

from __future__ import annotations

import pytest

from core import browser_voice_wording as wording
from core.store import Database
from tests.voice.web_engines import RATE, SILENCE, SPEECH, sound
from tests.voice.web_fakes import TOKEN, Page, Studio, open_studio
from tests.voice.web_fakes import database as database
from tests.voice.web_fakes import studio as studio
from voice.web_page import Limits


def say(seq: int, say_id: int = 7) -> dict[str, object]:
    return {"type": "say", "id": say_id, "seq": seq}


async def passes(studio: Studio, page: Page, seconds: float, sample: bytes) -> None:
    """Let time pass with that sound."""
    studio.time.now += seconds
    page.speak(*sound(seconds, sample))
    await page.taken()


async def test_a_wrong_token_closes_the_stream(studio: Studio) -> None:
    page = studio.page()

    page.send({"type": "hello", "token": "wrong"})

    assert await page.closed() == 4401


async def test_a_conversation_that_does_not_exist_closes_it_the_same_way(studio: Studio) -> None:
    page = studio.page("nobody")

    page.send({"type": "hello", "token": TOKEN})

    assert await page.closed() == 4401


@pytest.mark.parametrize(
    "frame",
    ["no json", "[]", '{"type": "listen"}', '{"type": "hello"}', "[" * 4_000, "x" * 5_000]
    + [f'{{"type": "hello", "token": "{TOKEN}", "pace": {pace}}}' for pace in ("9", '"x"', "true")],
)
async def test_what_is_no_hello_closes_the_stream(studio: Studio, frame: str) -> None:
    page = studio.page()

    page.send(frame)

    assert await page.closed() == 4400


@pytest.mark.parametrize(
    "frame",
    [
        "no json",
        '{"type": "sing"}',
        '{"type": "listen", "rate": 44100}',
        '{"type": "listen", "rate": 16000, "awaiting": 5}',
        '{"type": "say", "id": 1}',
        '{"type": "say", "id": 1, "seq": 1, "prompt": "label"}',
        '{"type": "say", "id": 0, "seq": 1}',
        '{"type": "say", "id": 1, "seq": 1, "rate": 24000}',
        '{"type": "say", "id": 1, "text": "随便什么话"}',
        '{"type": "pace", "pace": 99}',
    ],
)
async def test_a_frame_of_another_shape_closes_the_stream(studio: Studio, frame: str) -> None:
    page = await studio.ready()

    page.send(frame)

    assert await page.closed() == 4400
    assert studio.synthesizer.said == []


async def test_half_a_sample_closes_the_stream(studio: Studio) -> None:
    page = await studio.listening()

    page.speak(b"\x00\x00\x00")

    assert await page.closed() == 4400


async def test_a_sentence_is_heard_repaired_and_told_with_its_raw_words(studio: Studio) -> None:
    page = await studio.listening("hospital")

    page.speak(*sound(0.6), *sound(1.4, SILENCE))
    heard = await page.until("heard")

    assert heard["text"] == "门诊统筹怎么签约"
    assert (heard["raw"], heard["confidence"]) == ("门诊统仇怎么签约", 0.9)
    assert studio.recognizer.asked == [(RATE, ("市人民医院",))]
    assert studio.understood == [("门诊统仇怎么签约", "hospital")]


async def test_the_words_so_far_are_told_while_the_citizen_speaks(studio: Studio) -> None:
    page = await studio.listening()

    page.speak(*sound(0.6))
    began, words = await page.until("partial"), await page.until("partial")

    assert (began["text"], words["text"]) == ("", "门诊")


async def test_the_recogniser_gets_the_sound_from_before_the_beginning_was_sure(
    studio: Studio,
) -> None:
    page = await studio.listening()

    page.speak(*sound(0.32, SILENCE), *sound(0.6), *sound(1.4, SILENCE))
    await page.until("heard")

    heard = studio.recognizer.opened[0].pcm
    assert heard.startswith(SILENCE * 4_096)
    assert heard.count(b"\x10\x27") == 0.576 * RATE
    assert studio.recognizer.opened[0].pauses == 1


async def test_a_number_that_is_said_in_groups_is_not_cut_off(studio: Studio) -> None:
    page = await studio.listening("id_number")

    page.speak(*sound(0.5), *sound(1.6, SILENCE), *sound(0.5), *sound(2.1, SILENCE))
    await page.until("heard")

    assert len(studio.recognizer.opened) == 1


async def test_a_sentence_ends_when_the_citizen_presses_again(studio: Studio) -> None:
    page = await studio.listening()

    page.speak(*sound(0.6))
    page.send({"type": "finish"})

    assert (await page.until("heard"))["text"] == "门诊统筹怎么签约"


async def test_pressing_again_without_a_word_is_told(studio: Studio) -> None:
    page = await studio.listening()

    page.send({"type": "finish"})

    assert await page.until("nothing") == {"type": "nothing"}
    assert studio.recognizer.opened == []


async def test_eight_seconds_without_a_word_switch_the_microphone_off(studio: Studio) -> None:
    page = await studio.listening()

    for _ in range(3):
        await passes(studio, page, 3, SILENCE)

    assert await page.until("nothing") == {"type": "nothing"}


async def test_silence_is_not_counted_while_the_page_is_being_answered(studio: Studio) -> None:
    page = await studio.listening()
    page.speak(*sound(0.6), *sound(1.4, SILENCE))
    await page.until("heard")

    for _ in range(4):
        await passes(studio, page, 3, SILENCE)
    await passes(studio, page, 0.6, SPEECH)
    await passes(studio, page, 1.4, SILENCE)

    assert await page.until("heard")
    assert len(studio.recognizer.opened) == 2


async def test_what_was_recognised_as_nothing_is_told(studio: Studio) -> None:
    studio.recognizer.text = " "
    page = await studio.listening()

    page.speak(*sound(0.6), *sound(1.4, SILENCE))

    assert await page.until("nothing")
    assert studio.understood == []


async def test_a_cough_begins_no_sentence(studio: Studio) -> None:
    page = await studio.listening()

    page.speak(*sound(0.064), *sound(0.5, SILENCE), *sound(0.064), *sound(0.5, SILENCE))
    page.send({"type": "finish"})

    assert await page.until("nothing")
    assert studio.recognizer.opened == []


async def test_sound_before_the_microphone_is_on_is_not_heard(studio: Studio) -> None:
    page = await studio.ready()

    page.speak(*sound(1))
    page.send({"type": "listen", "rate": RATE})
    page.send({"type": "finish"})

    assert await page.until("nothing")
    assert studio.recognizer.opened == []


async def test_a_microphone_switched_off_in_the_middle_gives_the_sentence_up(
    studio: Studio,
) -> None:
    page = await studio.listening()
    page.speak(*sound(0.6))
    await page.until("partial")

    page.send({"type": "mute"})
    page.send({"type": "listen", "rate": RATE})
    page.send({"type": "finish"})

    assert await page.until("nothing")
    assert studio.recognizer.opened[0].dropped


async def test_a_page_that_leaves_in_the_middle_gives_the_sentence_up(studio: Studio) -> None:
    page = await studio.listening()
    page.speak(*sound(0.6))
    await page.until("partial")

    page.leave()
    await studio.settled()

    assert studio.recognizer.opened[0].dropped


async def test_a_sentence_without_end_is_cut_off_after_half_a_minute(studio: Studio) -> None:
    page = await studio.listening()

    for _ in range(8):
        await passes(studio, page, 4, SPEECH)

    assert await page.until("heard")


async def test_a_recogniser_that_is_down_is_told_with_the_hotline(studio: Studio) -> None:
    studio.recognizer.is_down = True
    page = await studio.listening()

    page.speak(*sound(0.6))
    trouble = await page.until("trouble")

    detail = wording.NOT_HEARING.format(hotline="12393")
    assert trouble == {"type": "trouble", "about": "hear", "detail": detail}


async def test_a_recogniser_that_breaks_off_is_told_and_works_again(studio: Studio) -> None:
    page = await studio.listening()
    page.speak(*sound(0.6))
    await page.until("partial")
    studio.recognizer.is_down = True
    page.speak(*sound(0.6))
    await page.until("trouble")
    studio.recognizer.is_down = False

    page.send({"type": "listen", "rate": RATE})
    page.speak(*sound(0.6), *sound(1.4, SILENCE))

    assert await page.until("heard")


async def test_the_newest_page_of_a_conversation_has_the_stream(studio: Studio) -> None:
    older = await studio.ready()

    newer = await studio.ready()
    newer.send(say(1))

    assert await older.closed() == 4409
    assert await newer.until("said")


async def test_there_are_no_more_streams_than_places(database: Database) -> None:
    studio = await open_studio(database, Limits(streams=0))
    page = studio.page()

    page.send({"type": "hello", "token": TOKEN})

    assert await page.closed() == 4429
    await studio.close()


async def test_a_page_that_sends_more_than_can_be_spoken_is_closed(studio: Studio) -> None:
    page = await studio.listening()

    page.speak(*sound(6, SILENCE))

    assert await page.closed() == 4429


async def test_a_page_that_says_nothing_for_long_is_closed(database: Database) -> None:
    studio = await open_studio(database, Limits(idle=0.01))
    page = await studio.ready()

    assert await page.closed() == 1000
    await studio.close()
