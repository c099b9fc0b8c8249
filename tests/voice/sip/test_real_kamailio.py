"""Tests the line behind kamailio: registration and calls through a proxy."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.voice.sip import sipp
from tests.voice.sip.conftest import Exchange, Open
from tests.voice.sip.programs import kamailio
from voice.line import HungUp
from voice.sip.registration import RegistrationState
from voice.sip.settings import Account, Transport

pytestmark = [
    pytest.mark.sip,
    pytest.mark.skipif(shutil.which("kamailio") is None, reason="kamailio is not installed"),
    pytest.mark.skipif(shutil.which("sipp") is None, reason="sipp is not installed"),
]


async def until(desk: Exchange, state: RegistrationState) -> None:
    """Wait for the registrar; it has no event for us, only its answer."""
    async with asyncio.timeout(8):
        while desk.line.registered is not state:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(("transport", "algorithm"), [("udp", "SHA-256"), ("tcp", "MD5")])
async def test_the_line_registers_and_is_called_through_the_proxy(
    transport: Transport, algorithm: str, exchange: Open, tmp_path: Path
) -> None:
    async with kamailio(tmp_path, algorithm) as port:
        own = Account(
            f"127.0.0.1:{port}", "12393", "geheim", domain="pbx.example", transport=transport
        )
        desk = await exchange(tcp_port=0, account=own)
        await until(desk, RegistrationState.REGISTERED)
        running = asyncio.create_task(
            sipp.run_sipp(
                tmp_path,
                sipp.scenario(sipp.answered(), sipp.asked("BYE")),
                port,
                seconds=15,
            )
        )
        await desk.board.until(lambda: len(desk.board.lines) == 1, 10)
        await desk.board.lines[0].hang_up()  # goes back through the proxy's Record-Route
        outcome = await running

    assert outcome.code == 0, outcome.screen
    assert await desk.board.hung_up() == HungUp(by_caller=False, why="hang_up")


async def test_a_wrong_password_does_not_register(exchange: Open, tmp_path: Path) -> None:
    async with kamailio(tmp_path, "MD5") as port:
        own = Account(f"127.0.0.1:{port}", "12393", "falsch", domain="pbx.example")
        desk = await exchange(account=own)
        await until(desk, RegistrationState.WAITING)
        outcome = await sipp.run_sipp(
            tmp_path, sipp.scenario(sipp.invite(), sipp.expect(404)), port, seconds=10
        )

    assert "404 <----------         1" in outcome.screen, outcome.screen
    assert desk.board.lines == []
