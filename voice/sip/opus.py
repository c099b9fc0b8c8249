"""Speaks Opus through PyAV: aiortp's own wrapper wants a library that is not packaged."""

from __future__ import annotations

import av
from aiortp.codecs.base import Codec
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from voice.line import FRAME_BYTES, RATE

CLOCK = 48000  # RFC 7587: whatever the sound's own rate
BITS_A_SECOND = 24000


class Opus(Codec):
    """Take and give 8000 Hz PCM, whatever is inside."""

    def __init__(self) -> None:
        encoder = av.CodecContext.create("libopus", "w")
        decoder = av.CodecContext.create("opus", "r")
        if not isinstance(encoder, AudioCodecContext) or not isinstance(decoder, AudioCodecContext):
            raise TypeError("PyAV has no Opus")
        encoder.sample_rate, encoder.layout, encoder.format = RATE, "mono", "s16"
        encoder.bit_rate = BITS_A_SECOND
        encoder.options = {"application": "voip", "frame_duration": "20", "packet_loss": "5"}
        decoder.sample_rate, decoder.layout = CLOCK, "mono"
        self._encoder, self._decoder = encoder, decoder
        self._to_line = AudioResampler("s16", "mono", RATE)
        self._sent = 0

    @property
    def name(self) -> str:
        """Return the codec's name."""
        return "opus"

    @property
    def sample_rate(self) -> int:
        """Return the rate of the PCM."""
        return RATE

    @property
    def samples_per_frame(self) -> int:
        """Return how far the RTP clock goes in 20 ms."""
        return CLOCK // 50

    def encode(self, pcm: bytes) -> bytes:
        """Return 20 ms as one packet."""
        frame = AudioFrame("s16", "mono", FRAME_BYTES // 2)
        frame.planes[0].update(pcm[:FRAME_BYTES].ljust(FRAME_BYTES, b"\0"))
        frame.sample_rate, frame.pts = RATE, self._sent
        self._sent += FRAME_BYTES // 2
        return b"".join(bytes(packet) for packet in self._encoder.encode(frame))

    def decode(self, payload: bytes) -> bytes:
        """Return the PCM of one packet; raise av.FFmpegError if it is none."""
        found = []
        for frame in self._decoder.decode(av.Packet(payload)):
            for resampled in self._to_line.resample(frame):
                found.append(bytes(resampled.planes[0])[: resampled.samples * 2])
        return b"".join(found)
