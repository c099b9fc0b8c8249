"""Tests that the torture messages of RFC 4475 neither break the line nor disturb a call."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.voice.sip.conftest import Open
from tests.voice.sip.raw_caller import media_port, status
from voice.sip.messages import Malformed, read

FOLDER = Path(__file__).parents[2] / "data" / "rfc4475"
MESSAGES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.dat"))}

# Those that a good parser must refuse outright (RFC 4475, section 3.1.2), and must take.
INVALID: tuple[str, ...] = ("clerr", "ncl", "scalar02", "scalarlg", "mismatch01", "mismatch02")
INVALID += ("badvers", "ltgtruri", "lwsruri", "lwsstart", "trws", "insuf", "multi01")
VALID: tuple[str, ...] = (
    "wsinv",
    "esc01",
    "escnull",
    "lwsdisp",
    "longreq",
    "dblreq",
    "semiuri",
    "transports",
)
VALID += ("mpart01", "unreason", "noreason", "intmeth", "esc02")


def test_all_49_messages_are_there() -> None:
    assert len(MESSAGES) == 49


@pytest.mark.parametrize("name", INVALID)
def test_what_is_no_message_is_not_read(name: str) -> None:
    with pytest.raises(Malformed):
        read(MESSAGES[name])


@pytest.mark.parametrize("name", VALID)
def test_what_is_strange_but_right_is_read(name: str) -> None:
    assert read(MESSAGES[name]).call_id


@pytest.mark.parametrize("name", MESSAGES)
async def test_each_is_survived_and_a_call_goes_on(name: str, exchange: Open) -> None:
    desk = await exchange()
    caller, torturer = await desk.caller(), await desk.caller()
    port = media_port(await caller.call())

    torturer.send(MESSAGES[name])
    for _ in range(8):
        caller.sound.send(port)
    await desk.board.until(lambda: len(desk.board.audio) >= 6)
    await caller.settled()
    after = await (await desk.caller()).call()

    assert status(after) == 200
    assert desk.line.calls >= 2
