"""Builds what brings citizens and staff together: telephone, queue and video calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter

from core.assistant import Assistant
from core.ownership import Ownership
from core.photo_taking import PhotoTaking
from core.store import Database
from gateway.background import Chore
from gateway.carriage import Carriage
from gateway.dialogue_side import Bureau, DialogueSide
from gateway.limits import Take
from gateway.phone_side import PhoneSide, phone_side
from gateway.published_answers import Served
from gateway.queue_side import QueueSide, queue_side, waiting_room
from gateway.settings import Settings
from gateway.shared_form_side import shared_form_side
from gateway.staff import StaffDoor
from gateway.stores import Stores
from gateway.video_side import VideoSide, video_side
from integrations.listeners import FanOut, Listeners
from video_desk.caption_writing import Ears
from video_desk.desk import VideoDesk
from video_desk.turn import TurnServer


@dataclass(frozen=True, slots=True)
class DeskSide:
    """Hold what the routes use, and what is done in the background."""

    phone: PhoneSide
    queue: QueueSide
    video: VideoSide

    @property
    def chores(self) -> tuple[Chore, ...]:
        """Return what is done in the background."""
        return (*self.phone.chores, *self.queue.chores, *self.video.chores)

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return (*self.phone.routes(), *self.queue.routes(), *self.video.routes())


def desk_side(
    database: Database,
    stores: Stores,
    bureau: Bureau,
    bot: DialogueSide,
    *,
    settings: Settings,
    assistant: Assistant,
    desk: VideoDesk,
    ownership: Ownership,
    taking: PhotoTaking,
    citizens: Listeners,
    staff_pages: Listeners,
    door: StaffDoor,
    now: Callable[[], datetime],
    carriage: Carriage,
    turn: TurnServer | None,
    served: Served,
    take: Take,
    ears: Ears | None = None,
    fan_out: FanOut | None = None,
) -> DeskSide:
    """Join the parts; `carriage` carries the calls, `take` counts who comes too often.

    `ears` hear what captions are written of; None: there are none. `fan_out` as for Listeners.
    """
    waiting = waiting_room(
        database, stores, desk=desk, ownership=ownership, citizens=citizens, now=now
    )
    phone = phone_side(
        database,
        stores,
        settings=settings,
        calendar=bureau.calendar,
        hotline=bureau.hotline,
        assistant=assistant,
        ownership=ownership,
        staff_pages=staff_pages,
        regions=served.regions,
        door=door,
        waiting=waiting,
        served=served,
        now=now,
        take=take,
    )
    queue = queue_side(
        database,
        stores,
        desk=desk,
        catalogue=bureau.catalogue,
        waiting=waiting,
        calling_back=phone.call_backs.calling_back,
        citizens=citizens,
        staff_pages=staff_pages,
        own_citizens=citizens.here,
        own_staff=staff_pages.here,
        door=door,
        regions=served.regions,
        overflow=timedelta(minutes=settings.queue_overflow),
        hotline=bureau.hotline,
        now=now,
        take=take,
    )
    video = video_side(
        database,
        stores,
        evidence=settings.evidence,
        recordings=settings.media_recordings,
        assistant=assistant,
        desk=desk,
        transfers=queue.handing_on,
        citizens=citizens,
        staff_pages=staff_pages,
        forms=shared_form_side(
            database,
            stores,
            bureau,
            bot,
            evidence=settings.evidence,
            ownership=ownership,
            citizens=citizens,
            now=now,
        ),
        taking=taking,
        door=door,
        now=now,
        carriage=carriage,
        turn=turn,
        ears=ears,
        captions_at_once=settings.captions_at_once,
        fan_out=fan_out,
    )
    return DeskSide(phone, queue, video)
