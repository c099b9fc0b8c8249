"""Is one room on a Janus server: who sends into it, and who is shown where."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.errors import EngineUnavailable
from video_desk import janus_requests as requests
from video_desk.janus_requests import Stream
from video_desk.janus_session import JanusRefused, JanusSession, Object, Told, objects
from video_desk.media.places import SILENT, Role, Seat, placed, placing

logger = logging.getLogger(__name__)

ROOM_IS_THERE = 427

Changed = Callable[[str, str, str], None]  # room, seat, what happened


@dataclass(slots=True)
class Sitting:
    """Be a seat: a connection that brings its stream, and maybe one on which it sees the others."""

    seat: Seat
    feed: str  # what it sends bears this name in the room
    streams: dict[str, Stream]  # kind -> what it sends
    publisher: int = 0  # handles
    viewer: int = 0
    is_up: bool = False  # its stream can be shown
    state: str = "new"  # what was told of its connection
    quiet: set[str] = field(default_factory=set)  # mids of which nothing arrives any more
    answer: str | None = None  # of the page, about the connection on which it sees
    shown: dict[int, str] = field(default_factory=dict)  # place -> seat id
    told: dict[int, str] | None = None  # what of it was told
    showing: dict[str, Stream] = field(default_factory=dict)  # mid of the page -> of whom


class JanusRoom:
    """Let the people of one call see and hear one another through Janus's VideoRoom.

    A handle of Janus is one connection, and one that sends into a room receives nothing: a page has
    two. Janus offers the second; its three pairs are there from the beginning, show a feed that
    sends nothing, and are switched to others as people come and go: nothing is negotiated again.
    """

    def __init__(self, name: str, folder: str, secret: str, changed: Changed) -> None:
        """Take where its recordings go, as Janus sees it."""
        self.name = name
        self.wanted = False  # whether a recording is
        self._folder = folder
        self._secret = secret
        self._changed = changed
        self._nobody = ""  # the feed that sends nothing
        self._sittings: dict[str, Sitting] = {}
        self._lock = asyncio.Lock()

    @property
    def seats(self) -> tuple[str, ...]:
        """Return who sits here."""
        return tuple(self._sittings)

    def news(self) -> Sequence[tuple[str, str]]:
        """Return how it stands now: (seat, what would have been told of it)."""
        standing = [(seat_id, sitting.state) for seat_id, sitting in self._sittings.items()]
        return standing + [(seat_id, placing(s.shown)) for seat_id, s in self._sittings.items()]

    def has(self, handle: int) -> bool:
        """Tell whether a handle is one of this room's."""
        return any(handle in {s.publisher, s.viewer} for s in self._sittings.values())

    async def open(self, session: JanusSession, control: int) -> None:
        """Make the room, or find it and let go whoever sits there from before us."""
        async with self._lock:
            if self._nobody:
                return
            try:
                await session.ask(control, requests.creation(self.name, self._secret, self._folder))
            except JanusRefused as refused:
                if refused.code != ROOM_IS_THERE:
                    raise
            listing = requests.of_room("listparticipants", self.name, self._secret)
            there = objects((await session.ask(control, listing)).data.get("participants"))
            for one in there:
                if not one.get(requests.DUMMY):
                    kick = requests.of_room("kick", self.name, self._secret, id=one.get("id"))
                    await session.ask(control, kick)
            self._nobody = next(str(one.get("id")) for one in there if one.get(requests.DUMMY))

    async def join(self, session: JanusSession, seat: Seat, offer: str) -> str:
        """Give the seat to whoever made this offer; who held it before is let go."""
        read = requests.offered(offer)
        async with self._lock:
            feed = f"{seat.id}.{secrets.token_hex(4)}"
            streams = {kind: (feed, mid) for kind, mid in read.mids.items()}
            fresh = Sitting(seat, feed, streams, publisher=await session.attach())
            record = self._recorded(seat) if self.wanted else {}
            body = requests.publishing(self.name, self._secret, feed, record)
            before = self._sittings.get(seat.id)
            # From here on it counts: its stream may be up before we hear the answer.
            self._sittings[seat.id] = fresh
            try:
                told = await session.ask(
                    fresh.publisher, body, requests.description("offer", read.sdp)
                )
                if told.sdp is None:
                    raise EngineUnavailable("Janus")
            except EngineUnavailable:
                del self._sittings[seat.id]
                if before is not None:
                    self._sittings[seat.id] = before
                await session.detach(fresh.publisher)
                raise
            await self._place_everybody(session)
            if before is not None:
                await self._let_go(session, before)
            return told.sdp

    async def viewing(self, session: JanusSession, seat_id: str) -> str | None:
        """Return Janus's offer of a connection on which the seat's page sees the others."""
        async with self._lock:
            sitting = self._sittings.get(seat_id)
            if sitting is None:
                return None
            if sitting.viewer:
                await session.detach(sitting.viewer)
            sitting.viewer, sitting.answer = await session.attach(), None
            body = requests.viewing(self.name, self._secret, self._nobody)
            told = await session.ask(sitting.viewer, body)
            sitting.showing = requests.wanted_streams({}, {}, self._nobody)
            await self._place_everybody(session)
            return told.sdp

    async def view(self, session: JanusSession, seat_id: str, answer: str) -> None:
        """Take the page's answer to that offer."""
        async with self._lock:
            sitting = self._sittings.get(seat_id)
            if sitting is not None and sitting.viewer:
                sitting.answer = answer
                await self._start(session, sitting)

    async def leave(self, session: JanusSession, seat_id: str) -> None:
        """Take a seat's connections down; do nothing if nobody sits there."""
        async with self._lock:
            gone = self._sittings.pop(seat_id, None)
            if gone is not None:
                await self._place_everybody(session)
                await self._let_go(session, gone)

    async def attend(self, session: JanusSession, seat: Seat) -> None:
        """Let a supervisor take part in another way."""
        async with self._lock:
            if seat.id in self._sittings:
                self._sittings[seat.id].seat = seat
                await self._place_everybody(session)

    async def record(self, session: JanusSession, *, wanted: bool) -> None:
        """Begin or end the recording of everybody but supervisors."""
        async with self._lock:
            self.wanted = wanted
            await self._record(session)

    async def take(self, session: JanusSession, told: Told) -> None:
        """Take what Janus tells of a handle."""
        async with self._lock:
            for sitting in list(self._sittings.values()):
                if told.handle == sitting.viewer:
                    await self._settle(session, sitting, told)
                elif told.handle != sitting.publisher:
                    continue
                elif told.kind == "webrtcup":
                    sitting.is_up = True
                    self._tell(sitting, "connected")
                    await self._place_everybody(session)
                elif told.kind == "media":
                    self._arrives(sitting, told)
                elif told.kind in {"hangup", "detached"}:
                    await self._fallen(session, sitting)

    async def close(self, session: JanusSession, control: int) -> None:
        """Let everybody go and end the recording."""
        async with self._lock:
            self.wanted = False
            await self._record(session)  # its files are whole before anybody reads them
            destruction = requests.of_room("destroy", self.name, self._secret)
            try:
                await session.ask(control, destruction)
            except JanusRefused as refused:
                logger.info("room %s: %s", self.name, refused)
            for sitting in self._sittings.values():
                await self._let_go(session, sitting)
            self._sittings = {}

    def lose(self) -> None:
        """Tell that everybody is gone: Janus is."""
        for sitting in self._sittings.values():
            self._tell(sitting, "closed")
        self._sittings = {}

    def _tell(self, sitting: Sitting, state: str) -> None:
        if state != sitting.state:
            sitting.state = state
            self._changed(self.name, sitting.seat.id, state)

    def _arrives(self, sitting: Sitting, told: Told) -> None:
        """Tell of who fell silent altogether, or is heard of again."""
        change = sitting.quiet.discard if told.is_receiving else sitting.quiet.add
        change(told.mid)
        silent = sitting.quiet >= {mid for _, mid in sitting.streams.values()}
        self._tell(sitting, SILENT if silent else "connected")

    async def _record(self, session: JanusSession) -> None:
        for sitting in self._sittings.values():
            body = self._recorded(sitting.seat)
            if not body:
                continue
            try:
                await session.ask(sitting.publisher, {"request": "configure", **body})
            except JanusRefused as refused:  # one who has just gone; the others are recorded
                logger.info("room %s: %s", self.name, refused)

    async def _fallen(self, session: JanusSession, fallen: Sitting) -> None:
        fallen.is_up = False
        self._tell(fallen, "closed")
        for viewer in self._sittings.values():  # Janus itself took the stream off them
            kept = {mid: s for mid, s in viewer.showing.items() if s[0] != fallen.feed}
            viewer.showing = kept
        await self._place_everybody(session)

    async def _place_everybody(self, session: JanusSession) -> None:
        seats = [sitting.seat for sitting in self._sittings.values()]
        feeds = {s.seat.id: s.streams for s in self._sittings.values() if s.is_up}
        for sitting in self._sittings.values():
            sitting.shown = placed(sitting.seat, seats, sitting.shown)
            if sitting.shown != sitting.told:
                sitting.told = dict(sitting.shown)
                self._changed(self.name, sitting.seat.id, placing(sitting.shown))
            wanted = requests.wanted_streams(sitting.shown, feeds, self._nobody)
            body = requests.switching(sitting.showing, wanted) if sitting.viewer else None
            if body is None:
                continue
            try:
                told = await session.ask(sitting.viewer, body)
                sitting.showing = wanted
                await self._settle(session, sitting, told)
            except JanusRefused as refused:  # whoever was to be shown has just gone
                logger.info("room %s: %s", self.name, refused)

    async def _settle(self, session: JanusSession, sitting: Sitting, told: Told) -> None:
        """Answer for the page if Janus offers again.

        It does when somebody shown was lost and somebody else is put there. Nothing changes for the
        page, whose answer would be the one it gave.
        """
        if told.sdp_type == "offer" and sitting.answer:
            await self._start(session, sitting)

    async def _start(self, session: JanusSession, sitting: Sitting) -> None:
        jsep = requests.description("answer", sitting.answer or "")
        await session.ask(sitting.viewer, {"request": "start"}, jsep)

    async def _let_go(self, session: JanusSession, sitting: Sitting) -> None:
        for handle in (sitting.publisher, sitting.viewer):
            if handle:
                await session.detach(handle)

    def _recorded(self, seat: Seat) -> Object:
        if seat.role is Role.SUPERVISOR:
            return {}
        at = int(time.time() * 1000)
        return requests.recorded(seat.id, self.name, self._secret, at, wanted=self.wanted)
