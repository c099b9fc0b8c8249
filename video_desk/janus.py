"""Lets a Janus server carry calls: a MediaEngine for more of them than our own processes carry."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import httpx

from core.errors import EngineUnavailable
from video_desk.janus_recordings import folder_of, make_whole, recorded_in, written_within
from video_desk.janus_requests import of_room
from video_desk.janus_room import JanusRoom
from video_desk.janus_session import JanusRefused, JanusSession, Told, objects
from video_desk.media.places import Seat

logger = logging.getLogger(__name__)

NO_SUCH_ROOM = 426
SURELY_OVER = 60.0  # seconds; Janus ends a session of which it hears nothing after 20
CONVERTED_WITHIN = 600.0  # seconds for one stream; an hour of pictures takes a few

Happened = Callable[[str, str, str], None]  # room, seat, connection state


class JanusServer:
    """Fulfil MediaEngine, Viewing and Loaded with one Janus server, reached over HTTP.

    What it knows of its rooms is lost with it: who reconnects is let in anew. A call's pages are
    served by one gateway at a time.
    """

    def __init__(
        self, url: str, secret: str, recordings: Path, *, there: Path | None = None
    ) -> None:
        """Take its address (ending in /janus), its secret, and the folder of recordings.

        `there`: what Janus calls that folder, if it lies on another machine.
        """
        self.name = url
        self._secret = secret
        self._recordings = recordings
        self._there = there or recordings
        self._http = httpx.AsyncClient(base_url=url)
        self._session: JanusSession | None = None
        self._control = 0
        self._rooms: dict[str, JanusRoom] = {}
        self._followers: set[Happened] = set()
        self._connecting = asyncio.Lock()
        self._closing = asyncio.Lock()
        self._taking: set[asyncio.Task[None]] = set()

    async def join(self, room: str, seat: Seat, offer: str) -> str:
        """Return the SDP answer to the offer of whoever takes the seat."""
        session = await self._up()
        try:
            known = self._room(room)
            await known.open(session, self._control)
            return await known.join(session, seat, offer)
        except ValueError as error:
            raise EngineUnavailable(f"Janus ({error})") from error

    async def viewing(self, room: str, seat_id: str) -> str | None:
        """Return the SDP offer of a second connection, on which the seat's page sees the others."""
        session = await self._up()
        known = self._rooms.get(room)
        return await known.viewing(session, seat_id) if known is not None else None

    async def view(self, room: str, seat_id: str, answer: str) -> None:
        """Take the page's SDP answer to that offer."""
        session = await self._up()
        if room in self._rooms:
            await self._rooms[room].view(session, seat_id, answer)

    async def leave(self, room: str, seat_id: str) -> None:
        """Take a seat's connections down."""
        if room in self._rooms:
            await self._rooms[room].leave(await self._up(), seat_id)

    async def attend(self, room: str, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        if room in self._rooms:
            await self._rooms[room].attend(await self._up(), seat)

    async def record(self, room: str, *, wanted: bool) -> None:
        """Begin or end the recording; a room may be told before anybody sits in it."""
        session = await self._up()
        await self._room(room).record(session, wanted=wanted)

    async def close(self, room: str) -> Sequence[str]:
        """Close the room and return the names of what Janus recorded, not composed yet."""
        await self._end(room)
        return await asyncio.to_thread(recorded_in, folder_of(self._recordings, room))

    async def complete(self, room: str) -> None:
        """Make one file of what was recorded of a call that is over; may be done again.

        Raises EngineUnavailable if that cannot be done yet.
        """
        folder = folder_of(self._recordings, room)
        if not await asyncio.to_thread(folder.is_dir):
            return
        try:
            is_whole = await self._end(room)
        except EngineUnavailable:
            if await asyncio.to_thread(written_within, folder, SURELY_OVER):
                raise  # nobody told Janus that the call is over: it may be recording still
            is_whole = True
        if not is_whole:
            raise EngineUnavailable(f"Janus, which ends its recording of {room}")
        await asyncio.to_thread(make_whole, self._recordings, room, seconds=CONVERTED_WITHIN)

    async def load(self) -> Mapping[str, object]:
        """Return how many rooms there are, of whatever gateway."""
        session = await self._up()
        body = {"request": "list", "admin_key": self._secret}
        told = await session.ask(self._control, body)
        return {"rooms": len(objects(told.data.get("list")))}

    async def follow(self, happened: Happened) -> None:
        """Tell (room, seat, connection state) until cancelled; how it stands now comes first."""
        for name, room in self._rooms.items():
            for seat, state in room.news():
                happened(name, seat, state)
        self._followers.add(happened)
        try:
            await asyncio.Event().wait()
        finally:
            self._followers.discard(happened)

    async def aclose(self) -> None:
        """End the session, and with it every connection."""
        if self._session is not None:
            await self._session.close()
        await asyncio.gather(*self._taking, return_exceptions=True)
        await self._http.aclose()

    async def _end(self, room: str) -> bool:
        """Close the room, one caller after the other; False: its files are whole in a moment.

        So it is with the room of a gateway before us, whose recordings we cannot end one by one.
        """
        async with self._closing:
            known = self._rooms.pop(room, None)
            session = await self._up()
            if known is not None:
                await known.close(session, self._control)
                return True
            try:
                await session.ask(self._control, of_room("destroy", room, self._secret))
            except JanusRefused as refused:
                if refused.code != NO_SUCH_ROOM:
                    raise
                return True
            return False

    def _room(self, name: str) -> JanusRoom:
        if name not in self._rooms:
            folder = str(folder_of(self._there, name))
            self._rooms[name] = JanusRoom(name, folder, self._secret, self._changed)
        return self._rooms[name]

    async def _up(self) -> JanusSession:
        """Return the session, a new one if there is none or the last one was lost."""
        async with self._connecting:
            if self._session is None or not self._session.is_open:
                if self._session is not None:
                    await self._session.close()
                session = JanusSession(self._http, self._secret, self._happened, self._lost)
                await session.open()
                self._session, self._control = session, await session.attach()
            return self._session

    def _happened(self, told: Told) -> None:
        room = next((r for r in self._rooms.values() if r.has(told.handle)), None)
        if room is None or self._session is None:
            return
        task = asyncio.create_task(self._take(room, self._session, told))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)

    async def _take(self, room: JanusRoom, session: JanusSession, told: Told) -> None:
        try:
            await room.take(session, told)
        except EngineUnavailable as error:
            logger.info("room %s: %s", room.name, error)

    def _lost(self) -> None:
        """Forget every room: Janus has forgotten them, and the pages will come back."""
        rooms, self._rooms = self._rooms, {}
        for name, room in rooms.items():
            room.lose()
            self._rooms[name] = JanusRoom(
                name, str(folder_of(self._there, name)), self._secret, self._changed
            )
            self._rooms[name].wanted = room.wanted

    def _changed(self, room: str, seat: str, state: str) -> None:
        for follower in self._followers:
            follower(room, seat, state)
