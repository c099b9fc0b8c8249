"""Gives the people of a call pictures and voices: through our media process, or directly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core import call_wording
from core.calls import Attention, Call, CallSeat, CallState, Engine, Recording, Role
from core.errors import EngineUnavailable, NotAllowedNow, NotFound
from core.store.call_seats import CallSeatStore
from core.store.calls import CallStore
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience
from video_desk.engines import MediaEngine
from video_desk.media.places import Attention as RoomAttention
from video_desk.media.places import Role as RoomRole
from video_desk.media.places import Seat, placing_of

logger = logging.getLogger(__name__)

CONSENT = "video_recording"  # kind, in the ledger of consents
PAUSES = (0.5, 1.0)  # seconds; a media process that died is back within them
LOOK_EVERY = 5.0  # seconds between two looks whether direct calls may be forwarded again
LOOKS = 2  # in a row that must find a place
MOST_LOOKS = 32  # in a row, of a call that had to be given up again and again
Follow = Callable[[Callable[[str, str, str], None]], Awaitable[None]]


class Places(Protocol):
    """Tell whether the media process of a room can carry a call."""

    async def has_place(self, room: str) -> bool:
        """Tell whether it can carry one more."""
        ...

    async def answers(self, room: str) -> bool:
        """Tell whether it is there."""
        ...


class CallMedia:
    """Choose the engine, connect seats, record; the room bears the id of the call."""

    def __init__(
        self,
        *,
        engine: MediaEngine,
        places: Places,
        calls: VideoCallStore,
        seats: CallSeatStore,
        consents: CallStore,
        audience: Audience,
        now: Callable[[], datetime],
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        """Take the engine, the stores, and how long to wait between attempts, in seconds."""
        self._engine = engine
        self._places = places
        self._calls = calls
        self._seats = seats
        self._consents = consents
        self._audience = audience
        self._now = now
        self._pauses = tuple(pauses)
        self._found: dict[str, int] = {}  # direct call -> looks in a row that found a place
        self._wanted: dict[str, int] = {}  # call -> how many it needs, if not the usual

    async def offer(self, call: Call, seat: CallSeat, sdp: str) -> str | None:
        """Return the SDP answer; None: the pages were told to connect to each other directly."""
        if call.engine is Engine.PEER:
            await self._audience.one(call.id, seat.id, engine_event(Engine.PEER))
            return None
        others = [s for s in await self._seats.seats(call.id) if s.linked]
        if not others and not await self._places.has_place(call.id):
            logger.warning("call %s: no place in the media process", call.id)
            await self.use(call.id, Engine.PEER)
            return None
        answer = await self._joined(call.id, seat, sdp)
        if answer is not None and call.agreed:
            await self._record(call.id)
        return None if await self._too_late(call) else answer

    async def leg(self, call: Call, seat_id: str, sdp: str) -> str:
        """Return the SDP answer to an agent's page that brings a seat's stream to be recorded.

        Only while the pages are connected directly: nothing is forwarded, both legs are recorded.
        """
        if call.engine is not Engine.PEER or seat_id not in {"agent", "citizen"}:
            raise NotAllowedNow(f"call {call.id} is forwarded", call_wording.BAD_OFFER)
        try:
            answer = await self._engine.join(call.id, Seat(seat_id, RoomRole(seat_id)), sdp)
        except EngineUnavailable as error:
            raise NotAllowedNow(str(error), call_wording.NO_MEDIA) from error
        if call.agreed:
            await self._record(call.id)
        if await self._too_late(call):
            raise NotAllowedNow(f"call {call.id} has ended", call_wording.CALL_ENDED)
        return answer

    async def use(self, call_id: str, engine: Engine) -> None:
        """Let every page of a call connect anew in another way."""
        call = await self._calls.use_engine(call_id, engine, self._now())
        for seat in await self._seats.seats(call_id):
            await self._seats.note_link(call_id, seat.id, linked=False)
        await self._audience.all(call_id, places_event({}))
        await self._audience.all(call_id, engine_event(engine))
        if engine is Engine.PEER:
            await self._runs(call, runs=False)  # until the legs of both are brought

    async def forwarded(self, call: Call) -> None:
        """Let our media process carry the call, or raise NotAllowedNow."""
        if call.engine is Engine.FORWARD:
            return
        if not await self._places.has_place(call.id):
            raise NotAllowedNow(f"call {call.id} is direct", call_wording.NO_SUPERVISION_NOW)
        await self.use(call.id, Engine.FORWARD)

    async def return_to_forwarding(self) -> None:
        """Let our media process carry the direct calls again that it has had a place for twice.

        One call at a look: each takes a place. Who has to be given up again waits twice as long.
        """
        open_calls = await self._calls.open_calls()
        direct = [call for call in open_calls if call.engine is Engine.PEER]
        self._found = {call.id: self._found.get(call.id, 0) for call in direct}
        self._wanted = {c.id: self._wanted[c.id] for c in open_calls if c.id in self._wanted}
        returned = False
        for call in direct:
            if returned or not await self._places.has_place(call.id):
                self._found[call.id] = 0
                continue
            self._found[call.id] += 1
            wanted = self._wanted.get(call.id, LOOKS)
            if self._found[call.id] >= wanted:
                self._found[call.id] = 0
                self._wanted[call.id] = min(MOST_LOOKS, 2 * wanted)
                await self.use(call.id, Engine.FORWARD)
                returned = True

    async def leave(self, call: Call, seat_id: str) -> None:
        """Take a seat's connection down; a media process that is gone has done so."""
        try:
            await self._engine.leave(call.id, seat_id)
        except EngineUnavailable as error:
            logger.info("call %s: %s", call.id, error)

    async def attend(self, call: Call, seat: CallSeat) -> None:
        """Let a supervisor take part in another way."""
        try:
            await self._engine.attend(call.id, _room_seat(seat))
        except EngineUnavailable as error:
            logger.info("call %s: %s", call.id, error)

    async def ask(self, call: Call) -> None:
        """Show everybody how it stands with the recording; the citizen is asked by it."""
        await self._audience.all(call.id, recording_event(call))

    async def consent(self, call: Call, *, agreed: bool) -> None:
        """Keep what the citizen said to these very words, and record, or do not."""
        now = self._now()
        await self._consents.consent(
            call.conversation_id,
            given=agreed,
            version=call_wording.RECORDING_VERSION,
            text=call_wording.ASK_RECORDING,
            at=now,
            kind=CONSENT,
        )
        answered = await self._calls.answer_recording(call.id, agreed=agreed, at=now)
        if agreed:
            await self._record(call.id)
            return
        try:
            await self._engine.record(call.id, wanted=False)
        except EngineUnavailable as error:
            logger.info("call %s: %s", call.id, error)
        await self._audience.all(call.id, recording_event(answered))

    async def heard(self, room: str, seat_id: str, state: str) -> None:
        """Take what a media process tells of a connection, or of who appears where."""
        try:
            call = await self._calls.call(room)
        except NotFound:
            return  # a room of somebody else
        if call.state is CallState.ENDED:
            return
        shown = placing_of(state)
        connected = shown is None and state == "connected"
        if connected and call.agreed and call.recording is Recording.OFF:
            await self._runs(call, runs=True)  # packets flow, and the first one begins the file
        if call.engine is not Engine.FORWARD:
            return
        if shown is not None:
            await self._audience.one(room, seat_id, places_event(shown))
        elif await self._seats.note_link(room, seat_id, linked=connected):
            await self._audience.seats_changed(room)

    async def follow(self, follow: Follow) -> None:
        """Take in whatever the media processes tell, in order, until cancelled.

        Direct calls come back to them meanwhile.
        """
        told: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()

        async def take() -> None:
            while True:
                await self.heard(*await told.get())

        async def look() -> None:
            while True:
                await asyncio.sleep(LOOK_EVERY)
                await self.return_to_forwarding()

        async with asyncio.TaskGroup() as group:
            group.create_task(take())
            group.create_task(look())
            await follow(lambda *event: told.put_nowait(event))

    async def close(self, call: Call) -> None:
        """Let the room go; its recordings are whole afterwards."""
        try:
            await self._engine.close(call.id)
        except EngineUnavailable as error:
            logger.info("call %s: %s", call.id, error)

    async def _joined(self, call_id: str, seat: CallSeat, sdp: str) -> str | None:
        for pause in (*self._pauses, None):
            try:
                return await self._engine.join(call_id, _room_seat(seat), sdp)
            except EngineUnavailable as error:
                if await self._places.answers(call_id):
                    # It is there and does not like the offer: the page makes a better one.
                    raise NotAllowedNow(str(error), call_wording.BAD_OFFER) from error
                if pause is not None:
                    await asyncio.sleep(pause)
        logger.warning("call %s: the media process is gone", call_id)
        await self.use(call_id, Engine.PEER)
        return None

    async def _too_late(self, call: Call) -> bool:
        """Tell whether the call ended while somebody joined; its room is closed again if so.

        Otherwise something might be recorded when all is sealed. The page has heard of the end.
        """
        ended = (await self._calls.call(call.id)).state is CallState.ENDED
        if ended:
            await self.close(call)
        return ended

    async def _record(self, call_id: str) -> None:
        """Record; the file begins with the first packet, and not before somebody is connected."""
        try:
            await self._engine.record(call_id, wanted=True)
        except EngineUnavailable as error:
            logger.info("call %s: %s", call_id, error)
            await self._runs(await self._calls.call(call_id), runs=False)
            return
        call = await self._calls.call(call_id)
        linked = any(seat.linked for seat in await self._seats.seats(call_id))
        await self._runs(call, runs=linked or call.recording is Recording.ON)

    async def _runs(self, call: Call, *, runs: bool) -> None:
        """Store and show whether the recording runs; before somebody agreed, it does not."""
        if not call.agreed:
            return
        if call.recording is not (Recording.ON if runs else Recording.OFF):
            call = await self._calls.note_recording(call.id, runs=runs, at=self._now())
        await self._audience.all(call.id, recording_event(call))


def engine_event(engine: Engine) -> dict[str, object]:
    """Return the event that tells a page how to connect."""
    return {"type": "engine", "engine": engine.value}


def places_event(shown: Mapping[str, str]) -> dict[str, object]:
    """Return the event that tells a page who appears in which place; {}: nobody knows."""
    return {"type": "places", "places": dict(shown)}


def recording_event(call: Call) -> dict[str, object]:
    """Return the event that tells how it stands with the recording, and asks if nobody did."""
    return {"type": "recording", **recording_json(call)}


def recording_json(call: Call) -> dict[str, object]:
    """Return how it stands with the recording; `text` are the words to agree to."""
    asked = call.recording is Recording.ASKED
    return {"state": call.recording.value, "text": call_wording.ASK_RECORDING if asked else None}


def _room_seat(seat: CallSeat) -> Seat:
    attention = seat.attention if seat.role is Role.SUPERVISOR else Attention.BARGE
    return Seat(seat.id, RoomRole(seat.role.value), RoomAttention(attention.value))
