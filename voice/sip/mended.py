"""Mends what aiortp 0.8.0 gets wrong, and is the only file that knows its insides.

tests/voice/sip/test_mended.py fails as soon as either version moves: read the sources again then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import pylibsrtp
from aiortp import RTPSession
from aiortp.codecs.base import Codec as MediaCodec
from aiortp.codecs.g711 import PcmaCodec, PcmuCodec
from aiortp.packet import RtpPacket, is_rtcp
from aiortp.transport import RtpTransport

from voice.sip.media_source import MediaSource
from voice.sip.offer import Codec

AIOSIPUA, AIORTP = "0.7.1", "0.8.0"  # what these mends were written for
COMFORT_NOISE = 13  # payload type (RFC 3551)
NO_KEYS = -1  # a payload type that no packet has
HEADER_BYTES = 12
FLIPPED = bytes(byte ^ 0x80 for byte in range(256))

logger = logging.getLogger(__name__)


class TrueAlaw(PcmaCodec):
    """Be A-law with the sign bit of G.711: aiortp has it upside down, both ways."""

    def encode(self, pcm: bytes) -> bytes:
        """Return A-law bytes."""
        return super().encode(pcm).translate(FLIPPED)

    def decode(self, payload: bytes) -> bytes:
        """Return PCM."""
        return super().decode(payload.translate(FLIPPED))


class QuietTransport(RtpTransport):
    """Be a socket that does not answer STUN to strangers, and that can encrypt."""

    protect: Callable[[bytes], bytes] | None = None

    @classmethod
    def instead_of(cls, other: RtpTransport) -> QuietTransport:
        """Take a bound transport's place."""
        own = cls(other._on_rtp, other._on_rtcp)
        own._transport = other._transport
        if other._transport is not None:
            other._transport.set_protocol(own)
        return own

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Hand it on as RTP or RTCP."""
        if is_rtcp(data):
            self._on_rtcp(data, addr)
        else:
            self._on_rtp(data, addr)

    def error_received(self, exc: Exception) -> None:
        """Leave it: the other side closed its port a moment before its BYE came."""
        logger.debug("media socket: %s", exc)

    def send(self, data: bytes, addr: tuple[str, int] | None = None) -> None:
        """Send, encrypted if it was agreed."""
        super().send(data if self.protect is None else self.protect(data), addr)


class MendedSession(RTPSession):
    """Be an RTP session that listens to one source only and can leave packets out.

    aiortp follows whoever sends (symmetric_rtp) or trusts the offer blindly, decodes any payload
    type as audio, raises for short telephone events and tells keys only when they are let go.
    """

    source: MediaSource
    on_key_packet: Callable[[bytes, int], None] | None = None
    on_packet: Callable[[], None] | None = None
    refused = 0  # packets of strangers, unknown payload types and broken encryption
    _unprotect: pylibsrtp.Session | None = None

    @classmethod
    async def opened(
        cls, host: str, port: int, codec: Codec, keys: int | None, source: MediaSource
    ) -> MendedSession:
        """Bind both ports; raise OSError if they are taken."""
        session = cls(
            payload_type=codec.payload_type,
            codec=media_codec(codec),
            clock_rate=codec.clock_rate,
            dtmf_payload_type=NO_KEYS if keys is None else keys,
            skip_audio_gaps=True,  # else 3 % loss costs 11 % of the audio (measured)
            jitter_prefetch=2,
            cn_payload_type=COMFORT_NOISE,
        )
        session.source = source
        try:
            await session._bind_transports((host, port), source.destination or (host, 9))
        except OSError:
            if session._rtp_transport is not None:
                session._rtp_transport.close()
            raise
        if session._rtp_transport is None or session._rtcp_transport is None:
            raise OSError("no media ports")
        session._rtp_transport = QuietTransport.instead_of(session._rtp_transport)
        session._rtcp_transport = QuietTransport.instead_of(session._rtcp_transport)
        if session._sender is not None and session._codec is not None:
            session._sender._transport = session._rtp_transport
            session._sender.timestamp_increment = session._codec.samples_per_frame
        return session

    def encrypt(self, ours: bytes, theirs: bytes) -> None:
        """Encrypt what is sent and received from now on (SRTP with these master keys)."""
        out = pylibsrtp.Session(_policy(ours, pylibsrtp.Policy.SSRC_ANY_OUTBOUND))
        self._unprotect = pylibsrtp.Session(_policy(theirs, pylibsrtp.Policy.SSRC_ANY_INBOUND))
        if isinstance(self._rtp_transport, QuietTransport):
            self._rtp_transport.protect = out.protect
        if isinstance(self._rtcp_transport, QuietTransport):
            self._rtcp_transport.protect = out.protect_rtcp

    def change(self, codec: Codec, keys: int | None) -> None:
        """Go on with what a later offer agreed."""
        if codec.payload_type != self._payload_type:
            self._payload_type = codec.payload_type
            self._codec = media_codec(codec)
            self._jitter_buffer.reset()
            if self._sender is not None:
                self._sender._payload_type = codec.payload_type
                self._sender.timestamp_increment = self._codec.samples_per_frame
        self._dtmf_payload_type = NO_KEYS if keys is None else keys

    def send_frame(self, pcm: bytes, *, skipped: int) -> None:
        """Send 20 ms of PCM; `skipped` frames before it were never sent.

        The timestamp moves on over the gap and the marker says that a talkspurt begins, so the
        listener's jitter buffer does not take it for loss.
        """
        if self._sender is None or self._closed or self._codec is None:
            return
        self.skip(skipped)
        if self.source.destination is None:
            self.skip(1)
            return
        if self.source.destination != self._remote_addr:
            self.update_remote(self.source.destination)
        payload = self._codec.encode(pcm)
        self._sender.send_frame_auto(payload, marker=int(skipped > 0), addr=self._remote_addr)

    def skip(self, frames: int) -> None:
        """Send nothing for so many frames, but let the time pass."""
        if self._sender is not None:
            for _ in range(frames):
                self._sender.advance_timestamp()

    @property
    def received(self) -> int:
        """Return how many packets came."""
        return 0 if self._stream_stats is None else self._stream_stats.packets_received

    @property
    def lost(self) -> int:
        """Return how many packets of theirs never came."""
        return 0 if self._stream_stats is None else max(0, self._stream_stats.packets_lost)

    @property
    def sent(self) -> int:
        """Return how many packets we sent."""
        return 0 if self._sender is None else self._sender.packets_sent

    def _handle_rtp(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) < HEADER_BYTES or not self.source.takes((addr[0], addr[1])):
            self.refused += 1
            return
        if self._unprotect is not None:
            try:
                data = self._unprotect.unprotect(data)
            except (pylibsrtp.Error, ValueError):
                self.refused += 1
                return
        kind = data[1] & 0x7F
        if kind == self._dtmf_payload_type:
            try:
                packet = RtpPacket.parse(data)
            except ValueError:
                packet = RtpPacket()
            if len(packet.payload) < 4:
                self.refused += 1
                return
            if self.on_key_packet is not None:
                self.on_key_packet(packet.payload, packet.timestamp)
        elif kind not in (self._payload_type, COMFORT_NOISE):
            self.refused += 1
            return
        if self.on_packet is not None:
            self.on_packet()
        super()._handle_rtp(data, addr)

    def _handle_rtcp(self, data: bytes, addr: tuple[str, int]) -> None:
        # Reports come from the same host as the media; the port may be any.
        known = self.source.locked or self.source.destination
        if known is None or addr[0] != known[0]:
            self.refused += 1
            return
        if self._unprotect is not None:
            try:
                data = self._unprotect.unprotect_rtcp(data)
            except (pylibsrtp.Error, ValueError):
                self.refused += 1
                return
        super()._handle_rtcp(data, addr)

    def _send_rtcp_report(self) -> None:
        if self.source.destination is not None:
            super()._send_rtcp_report()

    def _send_bye(self) -> None:
        if self.source.destination is not None:
            super()._send_bye()


def media_codec(codec: Codec) -> MediaCodec:
    """Return what encodes and decodes."""
    if codec.name == "OPUS":
        from voice.sip.opus import Opus  # PyAV takes tens of MB: only who switches it on pays

        return Opus()
    return TrueAlaw() if codec.name == "PCMA" else PcmuCodec()


def _policy(key: bytes, ssrc_type: int) -> pylibsrtp.Policy:
    profile = pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80
    return pylibsrtp.Policy(key=key, ssrc_type=ssrc_type, srtp_profile=profile)
