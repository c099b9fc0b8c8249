"""Checks that a recording becomes a film with both pictures, the voices and the form's lines."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from core.errors import EngineUnavailable
from video_desk.composing import FormLine, as_srt, compose
from video_desk.media.recording import Recording

SECONDS, FPS = 3, 15


def recorded(path: Path, citizen: str = "VP8") -> Path:
    """Write a recording: the citizen is dark, the agent bright; family never came."""
    recording = Recording(path, 0.0, {"citizen": citizen, "agent": "VP8", "family": "VP8"})
    recording.open()
    encoders = {"citizen": _encoder(citizen), "agent": _encoder("VP8")}
    voice = av.CodecContext.create("libopus", "w")
    assert isinstance(voice, av.AudioCodecContext)
    voice.sample_rate, voice.layout, voice.format = 48_000, "mono", "s16"
    for number in range(SECONDS * FPS):
        now = number / FPS
        for seat, grey in (("citizen", 60), ("agent", 180)):
            frame = av.VideoFrame.from_ndarray(np.full((240, 320, 3), grey, np.uint8), "rgb24")
            frame.pts = number
            for packet in encoders[seat].encode(frame):
                recording.write(seat, "video", bytes(packet), number * 6000, now)
    for number in range(SECONDS * 50):
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.int16), "s16", "mono")
        sound.sample_rate, sound.pts = 48_000, number * 960
        for packet in voice.encode(sound):
            for seat in ("citizen", "agent"):
                recording.write(seat, "audio", bytes(packet), number * 960, number / 50)
    recording.close()
    return path


def _encoder(codec: str) -> av.VideoCodecContext:
    encoder = av.CodecContext.create({"VP8": "libvpx", "H264": "libx264"}[codec], "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = 320, 240, "yuv420p"
    encoder.time_base = Fraction(1, FPS)
    if codec == "H264":  # as browsers send it: headers with every whole picture
        encoder.options = {"tune": "zerolatency", "x264-params": "repeat-headers=1:annexb=1"}
    return encoder


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize("codec", ["VP8", "H264"])
def test_a_film_shows_the_citizen_left_and_the_agent_right(tmp_path: Path, codec: str) -> None:
    recording, film = recorded(tmp_path / "r-1.mkv", codec), tmp_path / "r-1.mp4"

    compose(recording, film, [FormLine(0.5, "王工填写：姓名")], seconds=120.0)

    with av.open(str(film)) as container:
        kinds = sorted(stream.type for stream in container.streams)
        frames = [f for f in container.decode(video=0) if f.time and 1.0 < f.time < 2.0]
        picture = frames[0].to_ndarray(format="gray")
    middle = picture.shape[1] // 2
    assert kinds == ["audio", "subtitle", "video"]
    assert picture[:, : middle - 20].mean() == pytest.approx(60, abs=12)
    assert picture[:, middle + 20 :].mean() == pytest.approx(180, abs=12)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_a_film_that_cannot_be_written_is_no_film(tmp_path: Path) -> None:
    recording, film = recorded(tmp_path / "r-1.mkv"), tmp_path / "r-1.mp4"
    film.mkdir()

    with pytest.raises(EngineUnavailable):
        compose(recording, film, [], seconds=60.0)


def test_lines_of_the_form_do_not_overlap() -> None:
    lines = [FormLine(1.0, "甲"), FormLine(2.5, "乙"), FormLine(3700.25, "丙")]

    assert as_srt(lines).splitlines()[:7] == [
        *("1", "00:00:01,000 --> 00:00:02,500", "甲", ""),
        *("2", "00:00:02,500 --> 00:00:08,500", "乙"),
    ]
    assert "01:01:40,250" in as_srt(lines)
