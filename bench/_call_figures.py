"""Reads from getStats what a page of a call gets and sends, between two looks."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import Page

# Summed over what is connected now, as fake_camera.WATCH collects it.
READ = """
async () => {
  const read = { frames: 0, freezes: 0, concealed: 0, samples: 0, mended: 0, voices: 0,
                 received: 0, sent: 0, rtt: null, room: null, width: 0, sends: false };
  for (const peer of window.peersOfTest.filter((one) => one.connectionState === "connected")) {
    for (const one of (await peer.getStats()).values()) {
      if (one.type === "inbound-rtp") {
        read.received += one.bytesReceived ?? 0;
        if (one.kind === "video") {
          read.frames += one.framesDecoded ?? 0;
          read.freezes += one.totalFreezesDuration ?? 0;
          read.width = Math.max(read.width, one.frameWidth ?? 0);
        } else {
          read.concealed += one.concealedSamples ?? 0;
          read.samples += one.totalSamplesReceived ?? 0;
          read.mended += (one.fecPacketsReceived ?? 0) - (one.fecPacketsDiscarded ?? 0);
          read.voices += one.packetsReceived ?? 0;
        }
      } else if (one.type === "outbound-rtp") {
        read.sent += one.bytesSent ?? 0;
        read.sends ||= one.kind === "video" && one.active !== false && one.framesEncoded > 0;
      } else if (one.type === "candidate-pair" && one.nominated) {
        read.rtt = one.currentRoundTripTime ?? read.rtt;
        read.room = one.availableOutgoingBitrate ?? read.room;
      }
    }
  }
  return read;
}
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Be the counters of one page at a time."""

    at: float  # monotonic seconds
    frames: int
    freezes: float  # seconds of stillness
    concealed: int  # samples of sound that were made up
    samples: int
    mended: int  # packets of sound that were made of what the next one says of them (Opus FEC)
    voices: int  # packets of sound that came
    received: int  # bytes of pictures and voices
    sent: int
    rtt: float | None  # seconds; None: not known yet
    room: float | None  # bit/s that the browser believes it may send; None: not known
    width: int  # pixels of the picture that comes
    sends: bool  # whether a picture is sent

    @classmethod
    def of(cls, page: Page) -> Look:
        """Take a look at a page."""
        read = page.evaluate(READ)
        return cls(
            at=time.monotonic(),
            **{name: read[name] for name in cls.__slots__ if name != "at"},
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Be what one page got between two looks."""

    fps: float
    still: float  # seconds of stillness
    concealed: float  # share of the sound that was made up
    mended: float  # packets of sound made by FEC, as a share of those that came
    kbits_in: float
    kbits_out: float
    rtt: float  # milliseconds; not a number if it is not known
    room: float  # kbit/s
    width: int
    sends: bool

    @classmethod
    def between(cls, before: Look, after: Look) -> Figures:
        """Return the difference."""
        seconds = after.at - before.at
        samples = after.samples - before.samples
        return cls(
            fps=(after.frames - before.frames) / seconds,
            still=after.freezes - before.freezes,
            concealed=(after.concealed - before.concealed) / samples if samples else 1.0,
            mended=(after.mended - before.mended) / max(1, after.voices - before.voices),
            kbits_in=(after.received - before.received) / seconds / 125,
            kbits_out=(after.sent - before.sent) / seconds / 125,
            rtt=float("nan") if after.rtt is None else after.rtt * 1000,
            room=float("nan") if after.room is None else after.room / 1000,
            width=after.width,
            sends=after.sends,
        )
