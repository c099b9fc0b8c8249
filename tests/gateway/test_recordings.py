"""Tests recorded calls: both sides in step, whole after a kill, forgotten in time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import wave
from array import array
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from gateway.recorded_line import RecordedLine
from gateway.recordings import (
    HEADER,
    Recording,
    forget_recordings,
    mend_recordings,
    recording_path,
)
from voice.line import FRAME_BYTES, RATE, Audio, HungUp, Key, LineEvent

ID = "6f1d6b5e-0000-4000-8000-000000000000"
FRAME = FRAME_BYTES // 2  # samples


def at_once(work: Callable[[], None]) -> None:
    work()


class FakeLine:
    """Fulfil AudioLine: bring the events it was given, remember what was played."""

    caller, called, call_id = "13800138000", "12393", "call-1"

    def __init__(self, events: list[LineEvent]) -> None:
        self._events = events
        self.played = b""
        self.transferred: list[str] = []

    async def events(self) -> AsyncIterator[LineEvent]:
        for event in self._events:
            yield event

    def play(self, pcm: bytes) -> None:
        self.played += pcm

    def stop(self) -> float:
        return 1.5

    def queued(self) -> float:
        return 2.5

    async def transfer(self, to: str, context: Mapping[str, str]) -> bool:
        self.transferred.append(to)
        return True

    async def hang_up(self) -> None:
        self.played += b"bye"


def tone(value: int, frames: int = 1) -> bytes:
    return array("h", [value] * FRAME * frames).tobytes()


def sides(path: Path) -> tuple[list[int], list[int]]:
    """Return one sample of each 20 ms of the caller, and of us."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, RATE, 2)
        both = array("h", file.readframes(file.getnframes()))
    return list(both[0 :: 2 * FRAME]), list(both[1 :: 2 * FRAME])


def folders(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir())


async def heard(line: RecordedLine) -> list[LineEvent]:
    return [event async for event in line.events()]


async def test_what_the_caller_heard_lies_beside_what_they_said(tmp_path: Path) -> None:
    events: list[LineEvent] = [Audio(tone(n)) for n in (1, 2, 3, 4)]
    line = RecordedLine(FakeLine([*events, HungUp(True, "bye")]))
    path = recording_path(tmp_path, date(2026, 12, 21), ID)
    line.record(Recording(path, at_once))
    line.play(tone(9, 2))

    passed = await heard(line)

    assert passed == [*events, HungUp(True, "bye")]
    assert sides(path) == ([1, 2, 3, 4], [9, 9, 0, 0])
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.name == "2026-12-21"


async def test_what_was_cut_off_was_not_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    inner = FakeLine([])
    line = RecordedLine(inner)

    async def events() -> AsyncIterator[LineEvent]:
        yield Audio(tone(1))
        line.stop()  # the caller interrupts
        line.play(tone(7))
        yield Audio(tone(2))
        yield Audio(tone(3))

    inner.events = events  # type: ignore[method-assign]
    line.record(Recording(path, at_once))
    line.play(tone(9, 5))
    await heard(line)

    assert sides(path) == ([1, 2, 3], [9, 7, 0])


async def test_without_a_yes_nothing_is_written(tmp_path: Path) -> None:
    line = RecordedLine(FakeLine([Audio(tone(1)), Key("1", 0.0), HungUp(True, "bye")]))

    assert len(await heard(line)) == 3
    assert folders(tmp_path) == []


async def test_a_yes_in_the_middle_records_from_there_and_a_no_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    inner = FakeLine([])
    line = RecordedLine(inner)

    async def events() -> AsyncIterator[LineEvent]:
        yield Audio(tone(1))
        line.record(Recording(path, at_once))
        yield Audio(tone(2))
        line.finish()
        yield Audio(tone(3))

    inner.events = events  # type: ignore[method-assign]
    line.play(tone(8) + tone(9) + tone(9))
    await heard(line)

    assert sides(path) == ([2], [9])


async def test_everything_else_goes_to_the_line(tmp_path: Path) -> None:
    inner = FakeLine([])
    line = RecordedLine(inner)

    line.play(tone(1))
    assert (line.stop(), line.queued()) == (1.5, 2.5)
    assert await line.transfer("80", {})
    await line.hang_up()
    assert (line.caller, line.called, line.call_id) == (inner.caller, inner.called, inner.call_id)
    assert inner.transferred == ["80"]
    assert inner.played.endswith(b"bye")


def test_a_killed_process_leaves_a_file_that_every_player_takes(tmp_path: Path) -> None:
    path = tmp_path / "2026-12-21" / f"{ID}.wav"
    code = (
        "import os, signal, sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from pathlib import Path\n"
        "from gateway.recordings import Recording\n"
        "thread = ThreadPoolExecutor(1)\n"
        "recording = Recording(Path(sys.argv[1]), thread.submit)\n"
        "for _ in range(125):\n"
        "    recording.add(b'\\1\\0' * 160, b'\\2\\0' * 160)\n"
        "thread.submit(lambda: None).result()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60)

    caller, ours = sides(path)
    assert (len(caller), len(ours)) == (100, 100)  # two whole seconds of two and a half
    assert set(caller) == {1}
    assert set(ours) == {2}


def test_a_file_that_was_cut_off_in_mid_write_is_mended_at_the_next_start(
    tmp_path: Path,
) -> None:
    path = tmp_path / "2026-12-21" / f"{ID}.wav"
    recording = Recording(path, at_once)
    for _ in range(50):
        recording.add(tone(1), tone(2))
    recording.close()
    with path.open("ab") as file:
        file.write(b"\3\0\4\0\5")  # more than the header names, and not a whole sample

    first, again = mend_recordings(tmp_path), mend_recordings(tmp_path)

    assert (first, again) == (1, 0)
    assert path.stat().st_size == HEADER + 50 * FRAME * 4 + 4
    assert len(sides(path)[0]) == 51


async def test_a_full_disk_ends_the_recording_and_not_the_call(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = RecordedLine(FakeLine([Audio(tone(1))] * 60))
    line.record(Recording(tmp_path / "file" / "a.wav", at_once))  # its folder cannot be made

    assert len(await heard(line)) == 60


async def test_writing_happens_in_one_thread_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with ThreadPoolExecutor(1) as thread:
        recording = Recording(path, thread.submit)
        for number in range(300):
            recording.add(tone(number), b"")
            await asyncio.sleep(0)
        recording.close()

    assert sides(path)[0] == list(range(300))


def test_recordings_are_deleted_when_their_days_are_over(tmp_path: Path) -> None:
    for day in ("2026-09-20", "2026-09-22", "2026-12-21"):
        (tmp_path / day).mkdir()
        (tmp_path / day / f"{ID}.wav").touch()
    (tmp_path / "notes").mkdir()

    forgotten = forget_recordings(tmp_path, date(2026, 12, 21), 90)

    assert forgotten == 1
    assert folders(tmp_path) == ["2026-09-22", "2026-12-21", "notes"]


def test_a_recording_never_leaves_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="badly formed"):
        recording_path(tmp_path, date(2026, 12, 21), "../../etc/passwd")
