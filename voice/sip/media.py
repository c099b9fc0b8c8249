"""Carries one call's audio: plays what is queued, tells what comes in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import cycle

from voice.line import FRAME_BYTES, FRAME_SECONDS, Audio, Key
from voice.sip.heartbeat import Heartbeat
from voice.sip.keys import KeyReader
from voice.sip.media_source import MediaSource
from voice.sip.mended import MendedSession
from voice.sip.networks import Networks
from voice.sip.offer import Terms
from voice.sip.pace import made_up
from voice.sip.play_queue import PlayQueue
from voice.sip.rtp_ports import RtpPorts

SILENCE_AFTER = 0.1  # seconds without packets before silence is told in their stead
ATTEMPTS = 20  # ports tried: others may use some of our range
SILENCE = bytes(FRAME_BYTES)


class Media:
    """Be one RTP session with its two directions."""

    def __init__(
        self, session: MendedSession, port: int, noise: Sequence[bytes], heartbeat: Heartbeat
    ) -> None:
        self.port = port
        self.queue = PlayQueue()
        self.keys = KeyReader()
        self.tell: Callable[[Audio | Key], None] | None = None
        self.held = False
        self._session = session
        self._noise = cycle(noise)
        self._time = asyncio.get_running_loop().time
        self._rest = b""
        self._told_until = self._time()  # how far the audio that was told reaches
        self.heard_at = self._told_until  # when the newest packet came
        session.on_audio = self._audio
        session.on_key_packet = self._key_packet
        session.on_packet = self._packet
        self._heartbeat = heartbeat
        self._ticket = heartbeat.join(self._beat)

    @classmethod
    async def open(
        cls,
        host: str,
        ports: RtpPorts,
        terms: Terms,
        allowed: Networks,
        noise: Sequence[bytes],
        heartbeat: Heartbeat,
        *,
        announced: bool = True,
    ) -> Media:
        """Bind ports; raise OSError if none can be had.

        `announced`: the terms are the other side's; if not, it has still to tell its address.
        """
        for _ in range(ATTEMPTS):
            port = ports.take()
            if port is None:
                break
            source = MediaSource(allowed, terms.address if announced else None)
            try:
                session = await MendedSession.opened(host, port, terms.codec, terms.keys, source)
            except OSError:
                ports.give_back(port)
                continue
            return cls(session, port, noise, heartbeat)
        raise OSError("no media port is free")

    def agree(self, terms: Terms) -> None:
        """Go by what an offer or answer said."""
        self._session.change(terms.codec, terms.keys)
        self.keys.clock_rate = terms.keys_rate
        if terms.direction != "inactive":
            self._session.source.announced(terms.address)
        if self.held and not terms.held:
            self._told_until = self.heard_at = self._time()
        self.held = terms.held

    @property
    def session(self) -> MendedSession:
        """Return the RTP session, for figures."""
        return self._session

    async def close(self) -> None:
        """Send and hear no more."""
        self._heartbeat.leave(self._ticket)
        self.tell = None
        self.queue.drop()
        await self._session.close()

    def _beat(self, missed: int) -> None:
        if self.held:
            self._session.skip(missed + 1)
            return
        packets, skipped = made_up(missed)
        for _ in range(packets):
            frame = self.queue.next()
            self._session.send_frame(next(self._noise) if frame is None else frame, skipped=skipped)
        now = self._time()
        if now - self.heard_at > SILENCE_AFTER and now - self._told_until > SILENCE_AFTER:
            # They stopped sending (silence suppression, a key, loss): time goes on all the same.
            for _ in range(int((now - self._told_until) / FRAME_SECONDS)):
                self._tell_audio(SILENCE)

    def _packet(self) -> None:
        self.heard_at = self._time()

    def _audio(self, pcm: bytes, _timestamp: int) -> None:
        if self.held:  # it is their music, not the caller
            return
        whole = self._rest + pcm
        cut = len(whole) - len(whole) % FRAME_BYTES
        for at in range(0, cut, FRAME_BYTES):
            self._tell_audio(whole[at : at + FRAME_BYTES])
        self._rest = whole[cut:]

    def _tell_audio(self, frame: bytes) -> None:
        now = self._time()
        # Their clock is not ours: what was told may run ahead or lag behind, but not for ever.
        latest, earliest = now + 2 * SILENCE_AFTER, now - 2 * SILENCE_AFTER
        self._told_until = min(latest, max(earliest, self._told_until + FRAME_SECONDS))
        if self.tell is not None:
            self.tell(Audio(frame))

    def _key_packet(self, payload: bytes, timestamp: int) -> None:
        key = self.keys.packet(payload, timestamp, self._time())
        if key is not None and self.tell is not None:
            self.tell(key)
