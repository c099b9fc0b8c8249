"""Decodes the voice of one seat into the sound that a recogniser hears; mends its gaps."""

from __future__ import annotations

import av
from av.audio.codeccontext import AudioCodecContext

from video_desk.media.caption_tap import VoicePacket

RATE = 16_000  # hertz, signed 16-bit mono
CLOCK = 48_000  # RTP timestamps a second (RFC 7587)
LONGEST_GAP = 1.0  # seconds that are filled with silence; longer ones are a new beginning
SAMPLE = b"\x00\x00"
_WRAPS = 1 << 32


class VoiceSound:
    """Be the ear's end of one voice."""

    def __init__(self) -> None:
        """Open a decoder."""
        codec = av.CodecContext.create("libopus", "r")
        assert isinstance(codec, AudioCodecContext), "PyAV is built with Opus"
        self._codec = codec
        self._codec.sample_rate, self._codec.layout = CLOCK, "mono"
        self._codec.format = "s16"
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        self._due: int | None = None  # timestamp of the next packet if none is missing

    def pcm(self, packet: VoicePacket) -> bytes:
        """Return the packet's sound at RATE, silence before it for what was lost or not sent.

        A packet that came too late, or is no Opus, is no sound.
        """
        missing = 0 if self._due is None else _distance(self._due, packet.timestamp)
        if missing < 0:
            return b""
        try:
            frames = self._codec.decode(av.Packet(packet.opus))
        except av.FFmpegError:
            return b""
        samples = sum(frame.samples for frame in frames)
        self._due = (packet.timestamp + samples * CLOCK // self._codec.sample_rate) % _WRAPS
        gap = min(missing / CLOCK, LONGEST_GAP)
        sound = [
            bytes(out.planes[0])[: out.samples * 2] for f in frames for out in self._at_rate(f)
        ]
        return silence(gap) + b"".join(sound)

    def _at_rate(self, frame: av.AudioFrame) -> list[av.AudioFrame]:
        frame.pts = None  # the resampler must not fill our gaps a second time
        return self._resampler.resample(frame)


def silence(seconds: float) -> bytes:
    """Return that much silence."""
    return SAMPLE * round(seconds * RATE)


def _distance(due: int, timestamp: int) -> int:
    """Return how far a timestamp is after another, less than 0 if before; they wrap around."""
    ahead = (timestamp - due) % _WRAPS
    return ahead if ahead < _WRAPS // 2 else ahead - _WRAPS
