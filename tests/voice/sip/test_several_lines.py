"""Checks two real lines behind a real kamailio with the product's own configuration."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from launch.places import CHECKOUT
from launch.tools import program
from tests.ports import free_port
from tests.voice.sip import sipp
from tests.voice.sip.conftest import Exchange, Open
from tests.voice.sip.line_process import line_process
from tests.voice.sip.programs import running_kamailio
from tests.voice.sip.raw_caller import RawCaller
from voice.line import HungUp
from voice.sip.mended import TrueAlaw

pytestmark = [
    pytest.mark.sip,
    pytest.mark.skipif(program("kamailio") is None, reason="kamailio is not installed"),
    pytest.mark.skipif(shutil.which("sipp") is None, reason="sipp is not installed"),
]
CONF = CHECKOUT / "conf"
SOUND = TrueAlaw().encode(bytes(16_000))


@asynccontextmanager
async def in_front_of(folder: Path, *lines: int) -> AsyncIterator[int]:
    """Run kamailio in front of the lines at these ports; only 127.0.0.1 may call. Give its port."""
    port = free_port()
    listed = [f"1 sip:127.0.0.1:{line} 0 0 duid=line{line}" for line in lines]
    (folder / "lines").write_text("\n".join([*listed, ""]), "utf-8")
    (folder / "trunks").write_text("1 127.0.0.1 32 0 trunk\n", "utf-8")
    told = {
        "SIP_ADDRESS": f"udp:127.0.0.1:{port}",
        "LINES": f'"{folder / "lines"}"',
        "TRUNKS": f'"{folder / "trunks"}"',
    }
    defines = [part for name, value in told.items() for part in ("-A", f"{name}={value}")]
    async with running_kamailio(folder, CONF / "kamailio.cfg", *defines):
        caller = await RawCaller.open(port)
        try:
            await answers(caller, port)
        finally:
            caller.close()
        yield port


async def answers(caller: RawCaller, port: int) -> None:
    """Wait until kamailio answers OPTIONS."""
    async with asyncio.timeout(15):
        while True:
            caller.send(options(port, caller.port))
            try:
                await caller.next(0.3)
            except TimeoutError:
                continue
            return


def options(port: int, own: int, agent: str = "pbx", host: str = "127.0.0.1") -> str:
    return "\r\n".join(
        [
            f"OPTIONS sip:12393@127.0.0.1:{port} SIP/2.0",
            f"Via: SIP/2.0/UDP {host}:{own};branch=z9hG4bK{own}{agent};rport",
            f"From: <sip:1@{host}>;tag=1",
            f"To: <sip:12393@127.0.0.1:{port}>",
            f"Call-ID: {own}{agent}",
            "CSeq: 1 OPTIONS",
            f"User-Agent: {agent}",
            "Max-Forwards: 70",
            "Content-Length: 0",
            "",
            "",
        ]
    )


def caller(folder: Path, name: str, port: int, milliseconds: int) -> asyncio.Task[sipp.Outcome]:
    """Call, speak for so long, and hang up."""
    own = folder / name
    own.mkdir()
    (own / "caller.alaw").write_bytes(SOUND)
    back = "[routes]"  # the way through kamailio, which it asked to stay on
    steps = (
        sipp.invite() + sipp.expect(200, rrs=True),
        sipp.message("ACK [next_url] SIP/2.0", "1 ACK", back, retransmit=False),
        sipp.talk(),
        sipp.pause(milliseconds),
        sipp.message("BYE [next_url] SIP/2.0", "9 BYE", back) + sipp.expect(200),
    )
    return asyncio.create_task(sipp.run_sipp(own, sipp.scenario(*steps), port, seconds=30))


def calls_at(desk: Exchange) -> int:
    return len(desk.board.lines)


async def any_of(*waiting: Coroutine[object, object, object]) -> None:
    """Wait until one of these is over, and for no other."""
    tasks = [asyncio.create_task(one) for one in waiting]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


async def test_calls_are_spread_and_a_killed_line_costs_only_its_own(
    exchange: Open, tmp_path: Path
) -> None:
    desk = await exchange()
    async with (
        line_process() as other,
        in_front_of(tmp_path, other.port, desk.line.ports["udp"]) as port,
    ):
        first = caller(tmp_path, "first", port, 7_000)
        # Two that call in the same moment find the same line the least loaded.
        await any_of(other.called(), desk.board.until(lambda: calls_at(desk) > 0, 10))
        second = caller(tmp_path, "second", port, 7_000)
        # One each: the line here has one call, and both callers are answered.
        await desk.board.until(lambda: len(desk.board.audio) > 20, 10)
        assert calls_at(desk) == 1

        await other.kill()
        heard = len(desk.board.audio)
        third = await caller(tmp_path, "third", port, 300)

        assert third.code == 0, third.screen
        assert calls_at(desk) == 2
        await desk.board.until(lambda: len(desk.board.audio) > heard + 50, 5)
        outcomes = [await first, await second]

    assert sorted(outcome.code == 0 for outcome in outcomes) == [False, True]
    ended = [event for event in desk.board.events if isinstance(event, HungUp)]
    assert ended == [HungUp(by_caller=True, why="bye")] * 2


async def test_a_full_line_is_passed_over(exchange: Open, tmp_path: Path) -> None:
    small = await exchange(max_calls=1, max_announcements=0, rtp_ports=(33000, 33498))
    large = await exchange(rtp_ports=(33500, 34998))
    async with in_front_of(tmp_path, small.line.ports["udp"], large.line.ports["udp"]) as port:
        calls = [caller(tmp_path, f"call{n}", port, 1_500) for n in range(4)]
        outcomes = [await call for call in calls]

    assert [outcome.code for outcome in outcomes] == [0, 0, 0, 0]
    assert (calls_at(small), calls_at(large)) == (1, 3)


async def test_strangers_and_scanners_hear_nothing(exchange: Open, tmp_path: Path) -> None:
    desk = await exchange()
    async with in_front_of(tmp_path, desk.line.ports["udp"]) as port:
        stranger, trunk = await RawCaller.open(port, "127.0.0.2"), await RawCaller.open(port)
        stranger.send(options(port, stranger.port, host="127.0.0.2"))
        trunk.send(options(port, trunk.port, "friendly-scanner"))

        with pytest.raises(TimeoutError):
            await stranger.next(0.5)
        with pytest.raises(TimeoutError):
            await trunk.next(0.1)
        trunk.send(options(port, trunk.port))
        assert (await trunk.next(2.0)).startswith("SIP/2.0 200")

        for attempt in range(20):
            trunk.send(options(port, trunk.port, f"sipvicious{attempt}"))
        trunk.send(options(port, trunk.port, "banned"))
        with pytest.raises(TimeoutError):
            await trunk.next(0.5)
        stranger.close()
        trunk.close()
