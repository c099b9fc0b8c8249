"""Tests the voice routes: what can be done, the stream's door, policy entries read out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI

from core import browser_voice_wording as wording
from core.page_wording import ALOUD
from core.store import Database
from gateway.problems import install
from gateway.voice_api import Ability, VoiceParts, voice_routes
from tests.fakes.keys import KEYS
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.policy_shelf import Shelf, entry
from tests.voice.web_fakes import TOKEN, Studio, open_studio

PATH = "/api/v1/conversations/{id}/voice"
ENTRY = "tianjin-2024-rules#first@1"
SPEECH = f"/api/v1/knowledge/entries/{ENTRY.replace('#', '%23')}/speech"
TEXTS = {
    "text": "一、凭证就医。二、购药。",
    "spoken": "看病买药，亮医保码。没有手机，带身份证。",
}


@dataclass(slots=True)
class Desk:
    """Hold the voice routes, and what stands behind them."""

    studio: Studio
    app: FastAPI
    http: httpx.AsyncClient
    ability: list[Ability] = field(default_factory=lambda: [Ability(hears=True, speaks=True)])

    def socket(self, conversation: str = "c1") -> BrowserSocket:
        """Return a voice stream, not yet connected."""
        return BrowserSocket(self.app, PATH.format(id=conversation), "")


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database = Database(database_url, KEYS)
    await database.create_all()
    studio = await open_studio(database)
    app = FastAPI()
    install(app)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")
    desk = Desk(studio, app, http)

    async def ability() -> Ability:
        return desk.ability[-1]

    parts = VoiceParts(
        web_voice=studio.web_voice,
        synthesizer=studio.synthesizer,
        entries=Shelf([entry("first", **TEXTS)]),
        ability=ability,
        hotline="12393",
    )
    app.include_router(voice_routes(parts))
    yield desk
    await http.aclose()
    await studio.close()
    await database.close()


async def test_the_page_is_told_what_can_be_done_and_how_fast(desk: Desk) -> None:
    told = (await desk.http.get("/api/v1/voice")).json()

    assert (told["hears"], told["speaks"]) == (True, True)
    assert told["paces"]["usual"] == 3.2
    assert told["label"] == wording.LABEL


async def test_engines_that_do_not_run_are_told_too(desk: Desk) -> None:
    desk.ability.append(Ability(hears=False, speaks=False))

    told = await desk.http.get("/api/v1/voice")

    assert told.status_code == 200
    assert (told.json()["hears"], told.json()["speaks"]) == (False, False)


async def test_a_wrong_token_closes_the_stream(desk: Desk) -> None:
    async with desk.socket() as socket:
        await socket.send({"type": "hello", "token": "wrong"})
        code = await socket.closed()

    assert code == 4401


async def test_an_unknown_conversation_closes_the_stream_the_same_way(desk: Desk) -> None:
    async with desk.socket("nobody") as socket:
        await socket.send({"type": "hello", "token": TOKEN})
        code = await socket.closed()

    assert code == 4401


async def test_sound_before_a_hello_closes_the_stream(desk: Desk) -> None:
    async with desk.socket() as socket:
        await socket.send_bytes(b"\x00\x00")
        code = await socket.closed()

    assert code == 4400


async def test_a_line_is_said_through_the_stream(desk: Desk) -> None:
    async with desk.socket() as socket:
        await socket.send({"type": "hello", "token": TOKEN, "pace": 2.5})
        await socket.receive_until("ready")
        await socket.send({"type": "say", "id": 1, "seq": 1})
        saying = await socket.receive_until("saying")

    assert saying == {"type": "saying", "id": 1, "rate": 16_000}
    assert desk.studio.synthesizer.said == [("您好。", 2.5, 16_000)]


async def test_a_page_that_leaves_while_something_is_said_is_no_error(desk: Desk) -> None:
    desk.studio.synthesizer.never_ends = True

    async with desk.socket() as socket:
        await socket.send({"type": "hello", "token": TOKEN})
        await socket.send({"type": "say", "id": 1, "seq": 1})
        await socket.receive_until("saying")

    assert desk.studio.synthesizer.stopped == 1


async def test_a_sentence_of_an_entry_is_read_out(desk: Desk) -> None:
    read = await desk.http.get(SPEECH, params={"sentence": 1, "pace": 2.4})

    text = "没有手机，带身份证。"
    assert (read.status_code, read.headers["content-type"]) == (200, "audio/L16")
    assert read.headers["x-audio-rate"] == "16000"
    assert len(read.content) == 2 * (16_000 * len(text) // 10)
    assert desk.studio.synthesizer.said == [(text, 2.4, 16_000)]


async def test_the_official_wording_is_read_out_where_that_is_shown(desk: Desk) -> None:
    await desk.http.get(SPEECH, params={"sentence": 0, "wording": "official", "small": True})

    assert desk.studio.synthesizer.said == [("一、凭证就医。", 3.2, 8_000)]


@pytest.mark.parametrize(
    ("path", "sentence", "status"),
    [
        (SPEECH, 2, 404),
        (SPEECH, -1, 422),
        (SPEECH.replace("first", "unknown"), 0, 404),
    ],
)
async def test_what_does_not_stand_in_a_published_entry_is_not_read_out(
    desk: Desk, path: str, sentence: int, status: int
) -> None:
    read = await desk.http.get(path, params={"sentence": sentence})

    assert read.status_code == status
    assert desk.studio.synthesizer.said == []


async def test_a_voice_that_is_down_is_told_before_any_sound(desk: Desk) -> None:
    desk.studio.synthesizer.is_down = True

    read = await desk.http.get(SPEECH, params={"sentence": 0})

    assert read.status_code == 503
    assert read.json()["detail"] == wording.NOT_SPEAKING.format(hotline="12393")


async def test_a_page_says_what_it_is_sentence_by_sentence(desk: Desk) -> None:
    path = "/api/v1/pages/home/speech"

    first = await desk.http.get(path, params={"sentence": 0, "pace": 2.5})
    over = await desk.http.get(path, params={"sentence": 99})
    nowhere = await desk.http.get("/api/v1/pages/nowhere/speech", params={"sentence": 0})

    assert (first.status_code, first.headers["x-audio-rate"]) == (200, "16000")
    assert desk.studio.synthesizer.said == [(ALOUD["home"][0], 2.5, 16_000)]
    assert (over.status_code, nowhere.status_code) == (404, 404)
