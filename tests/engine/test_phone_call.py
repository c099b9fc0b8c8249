"""Plays whole telephone calls with a Mandarin voice on a real telephone (baresip)."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sqlite3
import wave
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import httpx
import numpy as np
import pytest

from gateway.key_file import FILE, read
from tests.ports import free_port
from tests.running import Product, missing_settings, running_product
from tests.voice.mandarin_caller import LOUD, RATE, caller, write_wave
from tests.voice.sip.programs import baresip
from tests.voice.telephones import logs_told, phone_answers
from tests.voice.whole_call import MOBILES, applied_for, whole_call

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(shutil.which("baresip") is None, reason="baresip is not installed"),
]
AGENT, PASSWORD = "agent-wang", "correct horse battery"
CONNECTED_WITHIN = 60.0  # seconds


@pytest.fixture(scope="module")
def extension() -> int:
    """Return the port of the agent's telephone."""
    return free_port()


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, extension: int) -> Iterator[Product]:
    """Run the product with its telephone line; the agent has an extension."""
    missing = missing_settings()
    if missing:
        pytest.skip(f"{', '.join(missing)} must be set, as `make test` does")
    folder = tmp_path_factory.mktemp("product")
    extensions = f"{AGENT}=sip:13800000000@127.0.0.1:{extension}"
    # Sentences that are said often are not rendered beside a call, as they are at night.
    quiet = {"YIBAO_PHONE_EXTENSIONS": extensions, "YIBAO_PROMPTS": "off"}
    with running_product(folder, **quiet) as running:
        running.speech.start()
        running.phone.start()
        running.open_account(AGENT, "王敏", "desk", PASSWORD)
        yield running


def database(product: Product) -> Path:
    return Path(product.settings["YIBAO_DATABASE_URL"].partition("///")[2])


def models() -> Path:
    return Path(os.environ["YIBAO_MODELS"])


async def test_a_caller_asks_applies_interrupts_corrects_and_hears_the_receipt(
    product: Product, tmp_path: Path
) -> None:
    address = await phone_answers(product)
    async with caller(tmp_path / "caller", models(), database(product)) as somebody:
        with logs_told(product):
            await whole_call(somebody, address)

    turns = [answer["turn"] for answer in somebody.answers()]
    replies = [answer["reply"] for answer in somebody.answers()]
    [receipt] = [reply for reply, turn in zip(replies, turns, strict=True) if turn["number"]]
    assert any(reply["sources"] for reply in replies), "the question was not answered"
    assert all(loudness < LOUD for loudness in somebody.talked_over), "it talked on"
    number = turns[replies.index(receipt)]["number"]
    assert str(number) in str(receipt["text"])
    [(phase, fields)] = applications(product, somebody.conversation)
    assert phase == "submitted"
    assert fields["name"].startswith("王")
    assert fields["mobile"] == MOBILES[1]


async def test_a_caller_presses_0_in_the_middle_and_is_connected_with_the_agent(
    product: Product, extension: int, tmp_path: Path
) -> None:
    address = await phone_answers(product)
    desk = tmp_path / "desk"
    desk.mkdir()
    write_wave(desk / "caller.wav", bytes(RATE * 2 * 300))
    answering = "audio_codecs=PCMA/8000/1;answermode=auto"
    async with (
        baresip(desk, answering, port=extension),
        caller(tmp_path / "caller", models(), database(product)) as somebody,
        httpx.AsyncClient(base_url=f"{product.url}/api/v1/staff", trust_env=False) as agent,
    ):
        turn = await applied_for(somebody, address)
        await somebody.listen()
        await somebody.press("0")
        accepted = await accepted_by(agent, somebody.conversation)
        await until_connected(desk)
        await somebody.say("您好，我想请您帮我办签约")
        await asyncio.sleep(1.0)
        await somebody.hang_up()

    assert turn["state"] == "filling"
    assert accepted["item"] == "门诊统筹签约"
    assert loudest(desk) > LOUD, "the agent did not hear the caller"


async def accepted_by(agent: httpx.AsyncClient, conversation: str) -> Mapping[str, object]:
    """Sign in, wait for the caller's ticket, and take it."""
    signed_in = await agent.post("/session", json={"name": AGENT, "password": PASSWORD})
    signed_in.raise_for_status()
    async with asyncio.timeout(CONNECTED_WITHIN):
        while True:
            listing = (await agent.get("/tickets")).json()["tickets"]
            mine = [one for one in listing if one["conversation_id"] == conversation]
            if mine:
                taken = await agent.post(f"/tickets/{mine[0]['id']}/accept")
                taken.raise_for_status()
                ticket: Mapping[str, object] = mine[0]
                return ticket
            await asyncio.sleep(0.2)


async def until_connected(desk: Path) -> None:
    """Wait until the agent's telephone hears anything."""
    async with asyncio.timeout(CONNECTED_WITHIN):
        while not await asyncio.to_thread(has_heard, desk):  # noqa: ASYNC110  another program's file
            await asyncio.sleep(0.2)


def has_heard(folder: Path) -> bool:
    """Tell whether a telephone has received sound."""
    return any(path.stat().st_size > 1000 for path in folder.glob("dump-*-dec.wav"))


def loudest(folder: Path) -> float:
    """Return the loudest tenth of a second that a telephone heard."""
    [path] = folder.glob("dump-*-dec.wav")
    with wave.open(str(path)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(float)
    tenths = samples[: len(samples) // 800 * 800].reshape(-1, 800)
    return float(np.sqrt((tenths**2).mean(axis=1)).max())


def applications(product: Product, conversation: str) -> list[tuple[str, dict[str, str]]]:
    """Return the phase and the fields of each application of a conversation."""
    query = "SELECT id, phase, fields FROM applications WHERE conversation_id = ?"
    with closing(sqlite3.connect(database(product))) as opened:
        rows = opened.execute(query, (conversation,)).fetchall()
    keys = read(database(product).with_name(FILE)).ring()
    return [
        (str(phase), json.loads(keys.opened("applications.fields", id_, fields)))
        for id_, phase, fields in rows
    ]
