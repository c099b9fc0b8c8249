"""Is the one place that touches the insides of aiortc, to pass packets on without decoding them.

aiortc 1.16 decodes what it receives and encodes what it sends, and reports no arrivals to the
sender. Here a receiver hands every packet to whoever listens, and a sender takes packets made by
others; NACK, PLI and REMB stay in the hands of aiortc's own classes where they can.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import Any

from aiortc import clock
from aiortc import codecs as aiortc_codecs
from aiortc import rtcrtpreceiver as receiving
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtcrtpparameters import (
    RTCRtcpFeedback,
    RTCRtpCodecParameters,
    RTCRtpHeaderExtensionParameters,
)
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTP_HISTORY_SIZE,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpSrPacket,
    RtpPacket,
    pack_remb_fci,
    unpack_remb_fci,
    unwrap_rtx,
)

from video_desk.media.arrivals import Arrivals
from video_desk.media.bitrate_cap import BitrateCap
from video_desk.media.renumbering import Renumbering
from video_desk.media.silent_track import SilentTrack

logger = logging.getLogger(__name__)

PINNED = "1.16.0"
ARRIVAL_NUMBERS = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
EXTENSION_ID = 5  # aiortc itself uses 1 to 3
ASK_EVERY = 0.3  # seconds between two requests for a whole picture
PASSED_ON = {"audio/opus", "video/vp8", "video/h264"}

Sink = Callable[[RtpPacket, "Incoming"], Awaitable[None]]


def install() -> None:
    """Teach aiortc what we negotiate; call it once, before the first connection."""
    if version("aiortc") != PINNED:
        raise RuntimeError(f"aiortc {version('aiortc')} is not {PINNED}: check every line here")
    for kind in ("audio", "video"):
        known = aiortc_codecs.HEADER_EXTENSIONS[kind]
        if any(extension.uri == ARRIVAL_NUMBERS for extension in known):
            return
        known.append(RTCRtpHeaderExtensionParameters(id=EXTENSION_ID, uri=ARRIVAL_NUMBERS))
        for codec in aiortc_codecs.CODECS[kind]:
            if codec.mimeType.lower() in PASSED_ON:
                codec.rtcpFeedback.append(RTCRtcpFeedback(type="transport-cc"))
            if codec.mimeType == "audio/opus":  # RFC 7587: lost packets are mended by the next
                codec.parameters.update({"minptime": 10, "useinbandfec": 1})
    insides: Any = receiving
    insides.decoder_worker = lambda *_: None  # its thread would decode; no packet reaches it


def prefer_vp8(transceivers: Sequence[Any]) -> None:
    """Put VP8 before what else both sides can: the answer's first codec is what pages send.

    Call it between the offer and the answer. H.264 stays for pages that know nothing else.
    """
    for transceiver in transceivers:
        known = list(transceiver._codecs)
        transceiver._codecs = sorted(known, key=partial(_rank, known))


def _rank(codecs: Sequence[Any], codec: Any) -> int:
    named = codec
    if codec.name.lower() == "rtx":  # it stays with what it retransmits
        wanted = codec.parameters.get("apt")
        named = next((c for c in codecs if c.payloadType == wanted), codec)
    return 0 if named.name.lower() == "vp8" else 1


@dataclass(slots=True)
class Reporting:
    """Report the arrivals of one connection to whoever sends on it."""

    transport: Any  # an RTCDtlsTransport, whose insides are not declared
    arrivals: Arrivals = field(default_factory=Arrivals)
    media_ssrc: int = 0

    @property
    def received(self) -> int:
        """Return how many bytes came over the connection, be it RTP or reports."""
        return int(self.transport._RTCDtlsTransport__rx_bytes)

    async def run(self) -> None:
        """Report until cancelled."""
        while True:
            await asyncio.sleep(self.arrivals.next_after)
            report = self.arrivals.report(1, self.media_ssrc)
            if report is not None:
                await _send(self.transport, report)


class Incoming:
    """Be one stream that somebody sends us: count it, mend it, pass it on."""

    def __init__(self, receiver: Any, kind: str, reporting: Reporting) -> None:
        """Take over what `receiver` does with its packets."""
        self.kind = kind
        self.codec = ""  # VP8, H264 or opus, once a packet came
        self.packets = 0
        self.last_at = 0.0  # monotonic seconds of the last packet
        self.sinks: dict[str, Sink] = {}
        self._ssrc: int | None = None
        self._asked_at = -ASK_EVERY
        self._receiver = receiver  # an RTCRtpReceiver, whose insides are not declared
        self._reporting = reporting
        self._missing = receiving.NackGenerator()
        self._receiver._handle_rtp_packet = self._arrived

    async def ask_for_picture(self) -> None:
        """Ask for a picture that can be shown without those before it (PLI), not too often."""
        now = time.monotonic()
        if self.kind == "video" and self._ssrc is not None and now - self._asked_at > ASK_EVERY:
            self._asked_at = now
            await self._receiver._send_rtcp_pli(self._ssrc)

    async def limit(self, bits: int) -> None:
        """Ask the sender for no more than so many bit/s (REMB)."""
        own = self._receiver._RTCRtpReceiver__rtcp_ssrc
        if own is not None and self._ssrc is not None:
            fci = pack_remb_fci(bits, [self._ssrc])
            packet = RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=own, media_ssrc=0, fci=fci)
            await self._receiver._send_rtcp(packet)

    async def _arrived(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        """Stand in for RTCRtpReceiver._handle_rtp_packet."""
        del arrival_time_ms  # counted from the epoch and rounded: too coarse for reports
        now = time.monotonic()
        number = packet.extensions.transport_sequence_number
        if number is not None:
            self._reporting.media_ssrc = packet.ssrc
            self._reporting.arrivals.add(number, now)
        receiver = self._receiver
        codecs = receiver._RTCRtpReceiver__codecs
        codec = codecs.get(packet.payload_type)
        if codec is None:
            return
        streams = receiver._RTCRtpReceiver__remote_streams
        if packet.ssrc not in streams:
            streams[packet.ssrc] = receiving.StreamStatistics(codec.clockRate)
        streams[packet.ssrc].add(packet)
        if codec.name.lower() == "rtx":
            original = receiver._RTCRtpReceiver__rtx_ssrc.get(packet.ssrc)
            wanted = codec.parameters.get("apt")
            if original is None or len(packet.payload) < 2 or wanted not in codecs:
                return
            packet = unwrap_rtx(packet, payload_type=wanted, ssrc=original)
            codec = codecs[wanted]
        if self.kind == "video" and self._missing.add(packet):
            await receiver._send_rtcp_nack(packet.ssrc, sorted(self._missing.missing))
        self._ssrc, self.codec = packet.ssrc, codec.name
        self.packets += 1
        self.last_at = now
        if packet.payload:
            for sink in list(self.sinks.values()):
                await sink(packet, self)


class Frames:
    """Put the packets of one video together to whole pictures, in order."""

    def __init__(self) -> None:
        """Begin with no packet."""
        self._waiting = JitterBuffer(capacity=512, is_video=True)

    def add(self, packet: RtpPacket, codec: str) -> tuple[bytes, int] | None:
        """Return the next whole picture with its RTP timestamp (90 kHz), if there is one now."""
        kind = RTCRtpCodecParameters(mimeType=f"video/{codec}", clockRate=90_000)
        try:
            data = aiortc_codecs.depayload(kind, packet.payload)
        except ValueError:  # broken on the way
            return None
        copy = RtpPacket(sequence_number=packet.sequence_number, timestamp=packet.timestamp)
        insides: Any = copy
        insides._data = data
        _, frame = self._waiting.add(copy)
        return None if frame is None else (frame.data, frame.timestamp)


class Outgoing:
    """Be one stream that we send to somebody: packets of an Incoming, renumbered."""

    def __init__(self, transceiver: Any) -> None:
        """Take over what the transceiver's sender sends."""
        self._sender = transceiver.sender  # an RTCRtpSender, whose insides are not declared
        self._transceiver = transceiver
        self._source: Incoming | None = None
        self._cap = BitrateCap()
        self._numbers = Renumbering(
            clock_rate=48_000 if self._sender.kind == "audio" else 90_000,
            first_sequence=random.randrange(0x8000),  # noqa: S311 - RFC 3550 wants no secret
            first_timestamp=random.randrange(1 << 31),  # noqa: S311
        )
        self._usual_rtcp = self._sender._handle_rtcp_packet
        self._sender._handle_rtcp_packet = self._told
        self._sender._send_keyframe = self._picture_wanted
        self._sender.replaceTrack(SilentTrack(self._sender.kind))
        self._asking: asyncio.Task[None] | None = None

    @property
    def source(self) -> Incoming | None:
        """Return whose packets go out, if anybody's."""
        return self._source

    async def show(self, source: Incoming | None) -> None:
        """Send the packets of `source` from now on; None: of nobody."""
        if source is self._source:
            return
        key = str(id(self))
        if self._source is not None:
            self._source.sinks.pop(key, None)
        self._source = source
        if source is not None:
            source.sinks[key] = self._pass_on
            await source.ask_for_picture()

    async def stop(self) -> None:
        """Let go of the source."""
        await self.show(None)
        if self._asking is not None:
            self._asking.cancel()

    async def _pass_on(self, packet: RtpPacket, source: Incoming) -> None:
        sender = self._sender
        mid = sender._RTCRtpSender__mid
        codec = next((c for c in self._transceiver._codecs if c.name == source.codec), None)
        if mid is None or codec is None:  # not connected yet, or the two speak no common codec
            return
        sequence, timestamp = self._numbers.numbers(
            packet.ssrc, packet.sequence_number, packet.timestamp, time.monotonic()
        )
        copy = RtpPacket(codec.payloadType, packet.marker, sequence, timestamp, sender._ssrc)
        copy.payload = packet.payload
        copy.extensions.abs_send_time = (clock.current_ntp_time() >> 14) & 0x00FFFFFF
        copy.extensions.mid = mid
        copy.extensions.audio_level = packet.extensions.audio_level
        sender._RTCRtpSender__rtp_history[sequence % RTP_HISTORY_SIZE] = copy
        known = sender._RTCRtpSender__rtp_header_extensions_map
        if not await _send(sender.transport, copy.serialize(known)):
            return
        sender._RTCRtpSender__ntp_timestamp = clock.current_ntp_time()
        sender._RTCRtpSender__rtp_timestamp = timestamp
        sender._RTCRtpSender__octet_count += len(packet.payload)
        sender._RTCRtpSender__packet_count += 1

    def _picture_wanted(self) -> None:
        """Pass a PLI of the receiver on to the source; at most one is on its way."""
        if self._source is not None and (self._asking is None or self._asking.done()):
            self._asking = asyncio.ensure_future(self._source.ask_for_picture())

    async def _told(self, packet: AnyRtcpPacket) -> None:
        """Stand in for RTCRtpSender._handle_rtcp_packet: pass limits on to the source."""
        source = self._source
        if isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
            try:
                bits, _ = unpack_remb_fci(packet.fci)
            except ValueError:
                return
            if source is not None:
                await source.limit(min(bits, self._cap.bits))
            return
        await self._usual_rtcp(packet)
        if isinstance(packet, RtcpRrPacket | RtcpSrPacket) and self._sender.kind == "video":
            mine = [r for r in packet.reports if r.ssrc == self._sender._ssrc]
            if mine and source is not None:
                before = self._cap.bits
                if self._cap.after(mine[0].fraction_lost / 256) < before:
                    await source.limit(self._cap.bits)


async def _send(transport: Any, data: bytes) -> bool:
    try:
        await transport._send_rtp(data)
    except ConnectionError:  # not connected yet, or no more
        return False
    return True
