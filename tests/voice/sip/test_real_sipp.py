"""Tests the line with sipp and sipsak, real programs over real sockets."""

from __future__ import annotations

import asyncio
import audioop
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from tests.voice.sip import sipp
from tests.voice.sip.conftest import Exchange, Open
from voice.line import Held, HungUp, Key
from voice.sip.mended import TrueAlaw

pytestmark = [
    pytest.mark.sip,
    pytest.mark.skipif(shutil.which("sipp") is None, reason="sipp is not installed"),
]
TONE = b"".join(
    (12000 if (at // 8) % 2 else -12000).to_bytes(2, "little", signed=True) for at in range(16000)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "caller.alaw").write_bytes(TrueAlaw().encode(TONE))
    return tmp_path


async def ran(
    desk: Exchange, folder: Path, *steps: str, transport: str = "u1", options: tuple[str, ...] = ()
) -> sipp.Outcome:
    name = {"u1": "udp", "t1": "tcp", "l1": "tls"}[transport]
    port = desk.line.ports[name]  # type: ignore[index]
    outcome = await sipp.run_sipp(
        folder, sipp.scenario(*steps), port, "-t", transport, *options, seconds=15
    )
    assert outcome.code == 0, outcome.screen
    return outcome


@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_a_call_with_sound_both_ways(transport: str, exchange: Open, folder: Path) -> None:
    desk = await exchange(tcp_port=0)

    await ran(
        desk,
        folder,
        sipp.answered(),
        sipp.talk(),
        sipp.pause(1500),
        sipp.bye(),
        transport=transport,
    )

    assert await desk.board.hung_up() == HungUp(by_caller=True, why="bye")
    loud = [frame for frame in desk.board.audio if audioop.rms(frame, 2) > 5000]
    assert 55 <= len(loud) <= 80
    assert desk.line.counts.packets_lost == 0
    assert desk.line.counts.packets_sent >= 65


async def test_a_caller_who_gives_up(exchange: Open, folder: Path) -> None:
    desk = await exchange(ring_seconds=10.0)
    cancel = sipp.message(
        "CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0",
        "1 CANCEL",
        dialog=False,
    ).replace("branch=[branch]", "branch=[branch-4]")
    ack = sipp.message(
        "ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0", "1 ACK", retransmit=False
    ).replace("branch=[branch]", "branch=[branch-7]")

    await ran(
        desk,
        folder,
        sipp.invite(),
        sipp.expect(180),
        cancel,
        '<recv response="200"></recv><recv response="487"></recv>',
        ack,
    )

    assert desk.line.counts.cancelled == 1


@pytest.mark.parametrize("keys", [96, 101])
async def test_keys_with_the_payload_type_of_the_offer(
    keys: int, exchange: Open, folder: Path
) -> None:
    desk = await exchange()
    presses = "".join(
        sipp.act(f'<exec play_pcap_audio="{folder}/{name}.pcap"/>') + sipp.pause(500)
        for name in ("one", "two", "star", "pound")
    )
    for name, code in {"one": 1, "two": 2, "star": 10, "pound": 11}.items():
        (folder / f"{name}.pcap").write_bytes(sipp.key_capture(code, keys))

    await ran(desk, folder, sipp.answered(keys=keys), sipp.pause(200), presses, sipp.bye())

    await desk.board.hung_up()
    pressed = [each.digit for each in desk.board.events if isinstance(each, Key)]
    assert pressed == ["1", "2", "*", "#"]


async def test_holding_and_coming_back(exchange: Open, folder: Path) -> None:
    desk = await exchange()

    await ran(
        desk,
        folder,
        sipp.answered(),
        sipp.pause(200),
        sipp.again("sendonly", 2),
        sipp.pause(300),
        sipp.again("sendrecv", 3),
        sipp.pause(200),
        sipp.bye(),
    )

    await desk.board.hung_up()
    assert [each for each in desk.board.events if isinstance(each, Held)] == [
        Held(True),
        Held(False),
    ]


async def test_a_transfer_that_comes_off(exchange: Open, folder: Path) -> None:
    desk = await exchange(transfer_targets=("80",))
    running = asyncio.create_task(
        ran(
            desk,
            folder,
            sipp.answered(),
            sipp.asked("REFER", 202),
            sipp.notify("SIP/2.0 180 Ringing", "active;expires=60", 2),
            sipp.notify("SIP/2.0 200 OK", "terminated;reason=noresource", 3),
            sipp.asked("BYE"),
        )
    )
    await desk.board.until(lambda: len(desk.board.lines) == 1, 8)

    accepted = await desk.board.lines[0].transfer("8001", {"subject": "人工"})
    await running

    assert accepted
    assert await desk.board.hung_up() == HungUp(by_caller=False, why="transferred")


async def test_forty_calls_a_second_are_all_answered(exchange: Open, folder: Path) -> None:
    desk = await exchange(max_calls=200, max_setups=200.0)

    await ran(
        desk,
        folder,
        sipp.answered(),
        sipp.pause(300),
        sipp.bye(),
        options=("-m", "120", "-r", "40", "-l", "120"),
    )

    assert desk.line.counts.answered == 120
    assert desk.line.calls == 0


@pytest.mark.skipif(shutil.which("sipsak") is None, reason="sipsak is not installed")
async def test_sipsak_finds_the_line_alive(exchange: Open) -> None:
    desk = await exchange()
    program = shutil.which("sipsak") or "sipsak"

    sipsak = await asyncio.create_subprocess_exec(
        program,
        *("-v", "-s", f"sip:12393@127.0.0.1:{desk.line.ports['udp']}", "-H", "127.0.0.1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(10):
        screen, _ = await sipsak.communicate()

    assert sipsak.returncode == 0, screen
    assert b"200 OK" in screen


async def test_a_scanner_sweep_does_not_disturb_a_call(exchange: Open, folder: Path) -> None:
    """Sweep with 3000 packets (scanners, nonsense, RFC 4475) beside a call, and listen."""
    desk = await exchange(bad_requests=20)
    torture = [path.read_bytes() for path in sorted(sipp.TORTURE.glob("*.dat"))]
    scanner, listener = await desk.caller("127.0.0.2"), await desk.caller()
    answer = await listener.call()
    stamps = listener.sound.stamped()
    running = asyncio.create_task(
        ran(desk, folder, sipp.answered(), sipp.talk(), sipp.pause(2500), sipp.bye())
    )

    sent = 0
    while not running.done():
        for number in range(10):
            scanner.send(scanner.request("OPTIONS", "", "User-Agent: friendly-scanner"))
            scanner.send(torture[(sent + number) % len(torture)])
            scanner.send(b"\x00\x01nonsense\r\n\r\n")
        sent += 30
        await asyncio.sleep(0.02)
    await running
    times = stamps.times()

    gaps = sorted(b - a for a, b in pairwise(times))
    assert answer.startswith("SIP/2.0 200")
    assert sent >= 3000
    assert desk.line.counts.bans >= 1
    assert desk.line.counts.packets_lost == 0  # of sipp's media
    assert len(times) >= 120  # of ours, in 2.5 s
    assert gaps[int(len(gaps) * 0.99)] < 0.08
    assert not stamps.missing()
