"""Tests the line with baresip: sound, keys, TLS, encrypted media, Opus."""

from __future__ import annotations

import audioop
import shutil
import wave
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.voice.sip.conftest import Open
from tests.voice.sip.programs import baresip
from tests.voice.sip.test_streams import certificate
from voice.line import HungUp, Key

pytestmark = [
    pytest.mark.sip,
    pytest.mark.skipif(shutil.which("baresip") is None, reason="baresip is not installed"),
]
SECOND = b"".join(
    (9000 if (at // 10) % 2 else -9000).to_bytes(2, "little", signed=True) for at in range(8000)
)


def loud(frames: list[bytes]) -> int:
    return sum(audioop.rms(frame, 2) > 1500 for frame in frames)


def heard_by_baresip(folder: Path) -> int:
    """Return how many tenths of a second of our loud sound it recorded."""
    found = 0
    for path in folder.glob("dump-*-dec.wav"):
        with wave.open(str(path)) as recording:
            step = recording.getframerate() // 10
            while data := recording.readframes(step):
                found += audioop.rms(data, 2) > 4000
    return found


@pytest.mark.parametrize(
    ("name", "account", "secure"),
    [
        ("A-law over UDP", "audio_codecs=PCMA/8000/1", ""),
        ("mu-law over UDP", "audio_codecs=PCMU/8000/1", ""),
        ("A-law over TCP", "audio_codecs=PCMA/8000/1", "tcp"),
        ("encrypted over TLS", "audio_codecs=PCMA/8000/1;mediaenc=srtp-mand", "tls"),
        ("Opus over UDP", "audio_codecs=opus/48000/2", ""),
    ],
)
async def test_a_telephone_talks_listens_and_presses_keys(
    name: str, account: str, secure: str, exchange: Open, tmp_path: Path
) -> None:
    own = certificate(tmp_path)
    desk = await exchange(
        tcp_port=0,
        tls_port=0,
        certificate=own,
        srtp="required" if secure == "tls" else "off",
        codecs=("OPUS", "PCMA", "PCMU"),
    )
    transport = secure or "udp"
    port = desk.line.ports[transport]  # type: ignore[index]
    with wave.open(str(tmp_path / "caller.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(SECOND * 20)
    trusted = f"sip_cafile {own.authorities}" if secure == "tls" else ""

    async with baresip(tmp_path, account, certificate=trusted) as telephone:
        await telephone.do("dial", f"sip:12393@127.0.0.1:{port};transport={transport}")
        await desk.board.until(lambda: len(desk.board.lines) == 1, 10)
        desk.board.lines[0].play(SECOND)
        await desk.board.until(lambda: loud(desk.board.audio) > 40, 10)
        for digit in "1#":
            await telephone.do("sndcode", digit)
        await desk.board.until(lambda: len(keys(desk.board.events)) == 2, 10)
        await telephone.do("hangup")
        ended = await desk.board.hung_up(10)

    assert keys(desk.board.events) == ["1", "#"], name
    assert ended == HungUp(by_caller=True, why="bye")
    assert heard_by_baresip(tmp_path) >= 8


def keys(events: Sequence[object]) -> list[str]:
    return [event.digit for event in events if isinstance(event, Key)]
