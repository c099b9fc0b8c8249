"""Makes of a recording a film that anybody can watch: both pictures, both voices, the form."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av

from core.errors import EngineUnavailable

HEIGHT = 480  # pixels of each picture
SHOWN_FOR = 6.0  # seconds for which a line of the form stays
PROBLEM = 500  # characters of ffmpeg's last words


@dataclass(frozen=True, slots=True)
class FormLine:
    """Say what happened to the form at one moment."""

    at: float  # seconds after the recording began
    text: str


def compose(recording: Path, film: Path, lines: Sequence[FormLine], *, seconds: float) -> None:
    """Write an MP4: citizen left, agent right, voices mixed, the form's timeline as subtitles.

    It costs about 0.1 processor seconds a second and up to `seconds` in all; raises
    EngineUnavailable if ffmpeg fails.
    """
    streams = _streams(recording)
    videos = [index for seat, kind, index in streams if kind == "video"]
    voices = [index for seat, kind, index in streams if kind == "audio"]
    subtitles = film.with_suffix(".srt")
    subtitles.write_text(as_srt(lines), "utf-8")
    pictures = "".join(
        f"[0:{index}]fps=15,scale=-2:{HEIGHT},setsar=1[v{n}];" for n, index in enumerate(videos)
    )
    side_by_side = "".join(f"[v{n}]" for n in range(len(videos)))
    mixed = "".join(f"[0:{index}]" for index in voices)
    graph = (
        f"{pictures}{side_by_side}hstack=inputs={len(videos)}[v];"
        f"{mixed}amix=inputs={len(voices)}:duration=longest[a]"
        if len(videos) > 1
        else f"[0:{videos[0]}]scale=-2:{HEIGHT}[v];{mixed}amix=inputs={len(voices)}[a]"
    )
    command = [
        *("ffmpeg", "-nostdin", "-y", "-loglevel", "error", "-i", str(recording)),
        *("-i", str(subtitles), "-filter_complex", graph, "-map", "[v]", "-map", "[a]"),
        *("-map", "1:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "28"),
        *("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-c:s", "mov_text"),
        *("-metadata:s:s:0", "language=chi", "-movflags", "+faststart", str(film)),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineUnavailable("ffmpeg") from error
    finally:
        subtitles.unlink(missing_ok=True)
    if done.returncode != 0:
        raise EngineUnavailable(f"ffmpeg: {done.stderr.decode(errors='replace')[-PROBLEM:]}")


def as_srt(lines: Sequence[FormLine]) -> str:
    """Return the lines as SubRip; each stays until the next one, at most six seconds."""
    blocks = []
    for number, line in enumerate(lines):
        until = line.at + SHOWN_FOR
        if number + 1 < len(lines):
            until = min(until, max(lines[number + 1].at, line.at + 0.2))
        blocks.append(f"{number + 1}\n{_clock(line.at)} --> {_clock(until)}\n{line.text}\n")
    return "\n".join(blocks) or "1\n00:00:00,000 --> 00:00:01,000\n（表单没有改动）\n"


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"


def _streams(recording: Path) -> list[tuple[str, str, int]]:
    """Return (seat, kind, index) of the streams that hold anything but fillers, citizen first."""
    with av.open(str(recording)) as container:
        named = []
        for stream in container.streams:
            seat, _, kind = stream.metadata.get("title", "").partition(" ")
            named.append((seat, kind, stream.index))
        heard = {packet.stream.index for packet in container.demux() if packet.size}
    speaking = {seat for seat, kind, index in named if kind == "audio" and index in heard}
    chosen = [one for one in named if one[0] in speaking and one[2] in heard]
    order = {"citizen": 0, "agent": 1}
    return sorted(chosen, key=lambda one: (order.get(one[0], 2), one[2]))
