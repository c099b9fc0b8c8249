"""Builds what video calls need in the gateway, and what goes on in their background."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter

from core.assistant import Assistant
from core.photo_taking import PhotoTaking
from core.store.call_links import CallLinkStore
from core.store.call_seats import CallSeatStore
from core.store.calls import CallStore
from core.store.database import Database
from core.store.evidence import EvidenceStore
from core.store.video_calls import VideoCallStore
from gateway.background import Chore
from gateway.calls_api import CallParts, call_routes
from gateway.carriage import Carriage
from gateway.staff import StaffDoor
from gateway.stores import Stores
from integrations.listeners import FanOut, Listeners
from video_desk.call_audience import Audience, Event
from video_desk.call_doors import CallDoors
from video_desk.call_forms import CallForms
from video_desk.call_media import PAUSES, CallMedia
from video_desk.call_moves import CallMoves
from video_desk.call_stream import CallStream
from video_desk.call_talk import CallTalk
from video_desk.calls import VideoCalls
from video_desk.caption_writing import Ears
from video_desk.captions import Captions
from video_desk.desk import VideoDesk
from video_desk.exhibits import Exhibits
from video_desk.sealing import Sealing
from video_desk.supervising import Supervising, Transfers
from video_desk.turn import TurnServer
from video_desk.viewing import CallViewing

LAPSE_EVERY = 5.0  # seconds
SEAL_EVERY = 5.0
CAPTIONS_EVERY = 1.0
FOLLOW_AGAIN = 1.0

Tell = Callable[[str, str, Event], Awaitable[None]]  # call, seat, event


@dataclass(frozen=True, slots=True)
class VideoSide:
    """Hold what the routes use, and what is done in the background."""

    parts: CallParts
    chores: tuple[Chore, ...]
    carriage: Carriage
    media: CallMedia
    captions: Captions | None

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes."""
        return call_routes(self.parts)

    async def close(self) -> None:
        """Let go of the media processes."""
        if self.captions is not None:
            await self.captions.close()
        await self.carriage.close()


def video_side(
    database: Database,
    stores: Stores,
    *,
    evidence: Path,
    recordings: Path,
    assistant: Assistant,
    desk: VideoDesk,
    transfers: Transfers,
    citizens: Listeners,
    staff_pages: Listeners,
    forms: Callable[[Tell], CallForms],
    taking: PhotoTaking,
    door: StaffDoor,
    now: Callable[[], datetime],
    carriage: Carriage,
    turn: TurnServer | None,
    ears: Ears | None = None,
    captions_at_once: int = 0,
    pauses: Sequence[float] = PAUSES,
    fan_out: FanOut | None = None,
) -> VideoSide:
    """Join the stores of one database with the desk, what carries calls, and the form.

    `ears` None: no captions are written; `captions_at_once` tells for how many calls they are.

    `evidence` and `recordings` are the folders of what is sealed and of what is being recorded.
    `fan_out` as for Listeners.
    """
    calls, seats = VideoCallStore(database), CallSeatStore(database)
    consents = CallStore(database)
    audience = Audience(Listeners("calls", fan_out), seats)
    shared_form = forms(audience.one)
    media = CallMedia(
        engine=carriage.engine,
        places=carriage.places,
        calls=calls,
        seats=seats,
        consents=consents,
        audience=audience,
        now=now,
        pauses=pauses,
    )
    doors = CallDoors(
        calls=calls,
        seats=seats,
        links=CallLinkStore(database),
        tickets=stores.tickets,
        conversations=stores.conversations,
        citizens=citizens,
        audience=audience,
        now=now,
    )
    service = VideoCalls(
        calls=calls,
        seats=seats,
        tickets=stores.tickets,
        desk=desk,
        staff_pages=staff_pages,
        audience=audience,
        doors=doors,
        media=media,
        forms=shared_form,
        now=now,
    )
    supervising = Supervising(
        calls=calls,
        seats=seats,
        conversations=stores.conversations,
        transfers=transfers,
        citizens=citizens,
        staff_pages=staff_pages,
        audience=audience,
        media=media,
        now=now,
    )
    talk = CallTalk(
        assistant=assistant,
        desk=desk,
        agents=desk,
        calls=calls,
        conversations=stores.conversations,
        citizens=citizens,
        audience=audience,
        now=now,
    )
    moves = CallMoves(
        service=service,
        supervising=supervising,
        media=media,
        viewing=CallViewing(carriage.viewing),
        forms=shared_form,
        talk=talk,
        seats=seats,
        audience=audience,
    )
    stream = CallStream(
        calls=calls,
        seats=seats,
        service=service,
        doors=doors,
        forms=shared_form,
        talk=talk,
        moves=moves,
        audience=audience,
        desk=desk,
        citizens=citizens,
        turn=turn,
        now=now,
    )
    sealing = Sealing(
        calls=calls,
        conversations=stores.conversations,
        consents=consents,
        evidence=EvidenceStore(database),
        exhibits=Exhibits(evidence),
        forms=shared_form,
        recordings=recordings,
        now=now,
        complete=carriage.complete or carriage.engine.close,
    )
    chores = [
        Chore("seats", service.lapse, LAPSE_EVERY, service.begin),
        Chore("sealing", sealing.step, SEAL_EVERY, alone=database.alone),
    ]
    if carriage.follow is not None:
        follow = carriage.follow

        async def heard() -> None:
            await media.follow(follow)

        chores.append(Chore("media", heard, FOLLOW_AGAIN))
    captions = None
    if ears is not None and carriage.sound is not None:
        captions = Captions(
            calls=calls,
            audience=audience,
            sound=carriage.sound,
            ears=ears,
            at_once=captions_at_once,
        )
        chores.append(Chore("captions", captions.step, CAPTIONS_EVERY))
    return VideoSide(
        parts=CallParts(
            calls=calls,
            seats=seats,
            conversations=stores.conversations,
            tickets=stores.tickets,
            members=stores.staff,
            service=service,
            supervising=supervising,
            doors=doors,
            stream=stream,
            forms=shared_form,
            audience=audience,
            taking=taking,
            staff=door,
            turn=turn,
            now=now,
        ),
        chores=tuple(chores),
        carriage=carriage,
        media=media,
        captions=captions,
    )
