"""Measures what the telephone line carries: `python -m bench.voice_line` (needs sipp)."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench._capture import Capture, Seen
from bench._figures import percentile, show_load, show_table
from bench._memory import resident
from bench._telephone import PORTS
from launch.places import CHECKOUT
from tests.voice.sip import sipp

CALLS = (20, 100)  # at the same time
SECONDS = 20  # of talk
SET_UPS = 50  # a second
TICKS = 100  # of a process's clock in /proc, a second
PRESSES = 20
ROWS = ("", *(f"{calls} calls" for calls in CALLS))


@dataclass(slots=True)
class Measured:
    """Be what was measured with so many calls."""

    processor: float  # per cent of one core
    memory_at_rest: float  # MiB
    memory: float
    sent: int
    received: int
    lost: int
    missing: int
    gaps: list[float]  # milliseconds between packets of ours
    overlooked: int  # by the capture: if there are any, what follows is worth little
    share: float  # per cent of the packets that the talk's time asks for
    keys: list[float]  # milliseconds from a key's first packet to the dialogue
    good: bool


class Line:
    """Be the process that serves."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process, self.port = process, port
        self.keys: list[float] = []
        self.counts: dict[str, int] = {}
        self._reading = asyncio.get_running_loop().create_task(self._read())

    @classmethod
    async def started(cls) -> Line:
        """Start it and wait until it listens."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bench._telephone", "0"),
            cwd=CHECKOUT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        return cls(process, int(await process.stdout.readline()))

    async def stopped(self) -> None:
        """End it; its counts are known then."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self._reading
        await self.process.wait()

    def processor(self) -> float:
        """Return the seconds of processor it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Return what it weighs, in MiB."""
        return resident(self.process.pid) * 1024

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := (await self.process.stdout.readline()).decode():
            if line.startswith("key "):
                self.keys.append(float(line.split()[1]))
            else:
                self.counts = json.loads(line)


def main() -> None:
    """Measure and print."""
    if shutil.which("sipp") is None:
        print("sipp is not installed: apt-get install sip-tester")
        return
    show_load("at the start")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))
    show_load("at the end")


async def _measure(folder: Path) -> None:
    (folder / "caller.alaw").write_bytes((b"\x35" * 8 + b"\xb5" * 8) * 1000)
    found = [await _talking(folder, calls) for calls in CALLS]
    shown: list[tuple[str, Callable[[Measured], str]]] = [
        ("all calls went well", lambda one: "yes" if one.good else "NO"),
        ("processor, % of one core", lambda one: f"{one.processor:.1f}"),
        ("memory at rest, MiB", lambda one: f"{one.memory_at_rest:.0f}"),
        ("memory with the calls, MiB", lambda one: f"{one.memory:.0f}"),
        ("packets to us / lost", lambda one: f"{one.received} / {one.lost}"),
        ("packets from us / left out", lambda one: f"{one.sent} / {one.missing}"),
        ("packets the capture overlooked", lambda one: str(one.overlooked)),
        ("of our time sent, %", lambda one: f"{one.share:.2f}"),
        ("between our packets, p50 ms", lambda one: f"{percentile(one.gaps, 50):.1f}"),
        ("between our packets, p99 ms", lambda one: f"{percentile(one.gaps, 99):.1f}"),
        ("between our packets, p99.9 ms", lambda one: f"{percentile(one.gaps, 99.9):.1f}"),
        ("between our packets, most ms", lambda one: f"{max(one.gaps, default=0):.1f}"),
        ("key to dialogue, p50 ms", lambda one: f"{percentile(one.keys, 50):.1f}"),
        ("key to dialogue, most ms", lambda one: f"{max(one.keys, default=0):.1f}"),
        ("keys pressed / told", lambda one: f"{PRESSES} / {len(one.keys)}"),
    ]
    rows = [(name, *(show(one) for one in found)) for name, show in shown]
    show_table(f"Telephone line, {SECONDS} s of A-law both ways", ROWS, rows)
    await _set_ups(folder)


async def _talking(folder: Path, calls: int) -> Measured:
    line = await Line.started()
    at_rest = line.memory()
    capture = Capture(PORTS)
    milliseconds = 1000 * SECONDS
    steps = (sipp.answered(), sipp.talk(), sipp.pause(milliseconds), sipp.bye())
    options = ("-m", str(calls), "-l", str(calls), "-r", "25")
    apart = _folder(folder, "talking")
    talking = asyncio.create_task(
        sipp.run_sipp(apart, sipp.scenario(*steps), line.port, *options, seconds=SECONDS + 30)
    )
    await asyncio.sleep(calls / 25 + 1)
    before, since = line.processor(), time.monotonic()
    pressing = await _pressing(_folder(folder, "pressing"), line.port)
    await asyncio.sleep(max(0.0, SECONDS - 3 - (time.monotonic() - since)))
    used = (line.processor() - before) / (time.monotonic() - since)
    memory = line.memory()
    outcome = await talking
    capture.stop()
    await line.stopped()
    streams = [seen for seen in capture.streams.values() if len(seen.times) > 50 * SECONDS / 2]
    pressed = sorted(capture.presses.values())
    return Measured(
        processor=100 * used,
        memory_at_rest=at_rest,
        memory=memory,
        sent=line.counts["packets_sent"],
        received=line.counts["packets_received"],
        lost=line.counts["packets_lost"],
        missing=sum(seen.missing() for seen in streams),
        gaps=[1000 * gap for seen in streams for gap in seen.gaps()],
        overlooked=capture.overlooked,
        share=_share(streams),
        keys=[1000 * (told - at) for at, told in zip(pressed, line.keys, strict=False)],
        good=outcome.code == 0 and pressing and line.counts["answered"] == calls + 1,
    )


def _share(streams: Sequence[Seen]) -> float:
    """Return how much of the time between first and last packet was sent, in per cent."""
    wanted = sum(round((seen.times[-1] - seen.times[0]) * 50) + 1 for seen in streams)
    return 100 * sum(len(seen.times) for seen in streams) / wanted if wanted else 0.0


async def _pressing(folder: Path, port: int) -> bool:
    """Press keys on one more call."""
    for number in range(PRESSES):
        capture = sipp.key_capture(1, 101, at=number)
        (folder / f"key{number}.pcap").write_bytes(capture)
    presses = "".join(
        sipp.act(f'<exec play_pcap_audio="{folder}/key{number}.pcap"/>') + sipp.pause(350)
        for number in range(PRESSES)
    )
    steps = (sipp.answered(), sipp.pause(200), presses, sipp.bye())
    outcome = await sipp.run_sipp(folder, sipp.scenario(*steps), port, seconds=30)
    return outcome.code == 0


async def _set_ups(folder: Path) -> None:
    line = await Line.started()
    calls = 8 * SET_UPS
    steps = (sipp.answered(), sipp.pause(500), sipp.bye())
    options = ("-m", str(calls), "-l", str(calls), "-r", str(SET_UPS))
    apart = _folder(folder, "setting-up")
    before, since = line.processor(), time.monotonic()
    outcome = await sipp.run_sipp(apart, sipp.scenario(*steps), line.port, *options, seconds=40)
    used = (line.processor() - before) / (time.monotonic() - since)
    await line.stopped()
    answered, repeated = line.counts["answered"], line.counts["repeated"]
    good = "yes" if outcome.code == 0 else "NO"
    row = (SET_UPS, calls, answered, repeated, f"{100 * used:.0f}", good)
    head = ("a second", "calls", "answered", "repeated requests", "% of a core", "all went well")
    show_table("Setting up calls", head, [row])


def _folder(folder: Path, name: str) -> Path:
    """Return a folder for one run of sipp, with its sound."""
    own = Path(tempfile.mkdtemp(prefix=name, dir=folder))
    (own / "caller.alaw").write_bytes((folder / "caller.alaw").read_bytes())
    return own


if __name__ == "__main__":
    main()
