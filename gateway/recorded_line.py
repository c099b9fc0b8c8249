"""Lets a call be recorded from the moment its caller agrees; fulfils AudioLine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from gateway.recordings import Recording
from voice.line import FRAME_BYTES, Audio, AudioLine, HungUp, LineEvent


class RecordedLine:
    """Pass everything on, and keep both sides of it while a recording runs."""

    def __init__(self, line: AudioLine) -> None:
        """Take the line."""
        self._line = line
        self._recording: Recording | None = None
        self._playing = bytearray()  # what the caller hears next

    @property
    def caller(self) -> str:
        """Return the caller's number or URI user part; "" when withheld."""
        return self._line.caller

    @property
    def called(self) -> str:
        """Return the number or URI user part that was called."""
        return self._line.called

    @property
    def call_id(self) -> str:
        """Return our own id of the call, for logs."""
        return self._line.call_id

    def record(self, recording: Recording) -> None:
        """Begin to record; a second time changes nothing."""
        if self._recording is None:
            self._recording = recording

    def finish(self) -> None:
        """End the recording, e.g. because the caller takes their consent back."""
        recording, self._recording = self._recording, None
        if recording is not None:
            recording.close()

    async def events(self) -> AsyncIterator[LineEvent]:
        """Yield what happens on the line."""
        try:
            async for event in self._line.events():
                if isinstance(event, Audio):
                    self._heard(event.pcm)
                elif isinstance(event, HungUp):
                    self.finish()
                yield event
        finally:
            self.finish()

    def play(self, pcm: bytes) -> None:
        """Queue audio behind what is queued."""
        self._playing += pcm
        self._line.play(pcm)

    def stop(self) -> float:
        """Drop what is queued; return how many seconds of it were not played."""
        self._playing.clear()
        return self._line.stop()

    def queued(self) -> float:
        """Return how many seconds are still to be played."""
        return self._line.queued()

    async def transfer(self, to: str, context: Mapping[str, str]) -> bool:
        """Ask the caller's side to call `to` instead."""
        return await self._line.transfer(to, context)

    async def hang_up(self) -> None:
        """End the call."""
        await self._line.hang_up()

    def _heard(self, pcm: bytes) -> None:
        """Put 20 ms of the caller beside the 20 ms that they hear meanwhile."""
        # Both sides tick alike, so counting what came in tells what went out.
        ours = bytes(self._playing[:FRAME_BYTES])
        del self._playing[:FRAME_BYTES]
        if self._recording is not None:
            self._recording.add(pcm, ours)
