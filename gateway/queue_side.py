"""Builds what the queue needs in the gateway: teams, presence, rings, notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter

from core.calling_back import CallingBack
from core.catalogue import Catalogue
from core.contracts import Channel
from core.ownership import Ownership
from core.store.database import Database
from core.store.desk_notices import DeskNoticeStore
from core.store.hand_ons import HandOnStore
from core.store.offers import OfferStore
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from gateway.background import Chore
from gateway.duty_api import DutyParts, duty_routes
from gateway.hourly_limit import HourlyLimit
from gateway.limits import Take
from gateway.signs import Signs
from gateway.staff import StaffDoor
from gateway.staff_api import ItemCode, ticket_json
from gateway.stores import Stores
from gateway.teams_api import QueueParts, queue_routes
from video_desk.citizen_lines import CitizenLines
from video_desk.desk import StaffPages, VideoDesk
from video_desk.handing_on import HandingOn
from video_desk.notice_board import NoticeBoard
from video_desk.ringing import Ringing
from video_desk.waiting import Waiting

RING_EVERY = 1.0  # seconds between two looks at what rings
MOST_BOOKINGS = 10  # from one address in an hour


@dataclass(frozen=True, slots=True)
class QueueSide:
    """Hold what the routes use, and what is done in the background."""

    queue: QueueParts
    duty: DutyParts
    ringing: Ringing
    signs: Signs
    item_code: ItemCode
    chores: tuple[Chore, ...]

    @property
    def handing_on(self) -> HandingOn:
        """Return what gives tickets to other teams and colleagues."""
        return self.duty.handing_on

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return (queue_routes(self.queue), duty_routes(self.duty))


def waiting_room(
    database: Database,
    stores: Stores,
    *,
    desk: VideoDesk,
    ownership: Ownership,
    citizens: Channel,
    now: Callable[[], datetime],
) -> Waiting:
    """Return what moves those who wait; it keeps nothing that the database does not."""
    return Waiting(
        desk=desk,
        tickets=stores.tickets,
        teams=TeamStore(database),
        ownership=ownership,
        lines=CitizenLines(conversations=stores.conversations, citizens=citizens, now=now),
        now=now,
    )


def queue_side(
    database: Database,
    stores: Stores,
    *,
    desk: VideoDesk,
    catalogue: Catalogue,
    waiting: Waiting,
    calling_back: CallingBack,
    citizens: Channel,
    staff_pages: StaffPages,
    door: StaffDoor,
    regions: Callable[[], Sequence[str]],
    overflow: timedelta,
    hotline: str,
    now: Callable[[], datetime],
    take: Take,
    own_citizens: Channel | None = None,
    own_staff: StaffPages | None = None,
) -> QueueSide:
    """Join the stores with the desk; `overflow` is the wait after which a call-back is offered.

    `own_citizens` and `own_staff` reach only the pages of this gateway; None: there is no other.
    """
    teams, presence, offers = TeamStore(database), PresenceStore(database), OfferStore(database)
    notices, hand_ons = DeskNoticeStore(database), HandOnStore(database)
    lines = CitizenLines(conversations=stores.conversations, citizens=citizens, now=now)

    def item_code(name: str) -> str | None:
        item = catalogue.named(name)
        return item.code if item is not None else None

    ringing = Ringing(
        desk=desk,
        tickets=stores.tickets,
        offers=offers,
        presence=presence,
        teams=teams,
        hand_ons=hand_ons,
        notices=NoticeBoard(notices, own_citizens or citizens),
        lines=lines,
        citizens=citizens,
        staff_pages=own_staff or staff_pages,
        item_code=item_code,
        shown=lambda ticket: ticket_json(ticket, now(), item_code),
        overflow=overflow,
        now=now,
    )
    return QueueSide(
        queue=QueueParts(
            waiting=waiting,
            desk=desk,
            tickets=stores.tickets,
            teams=teams,
            notices=notices,
            conversations=stores.conversations,
            calling_back=calling_back,
            limit=HourlyLimit("called while waiting", take, MOST_BOOKINGS),
            hotline=hotline,
        ),
        duty=DutyParts(
            door=door,
            staff=stores.staff,
            desk=desk,
            presence=presence,
            offers=offers,
            teams=teams,
            hand_ons=hand_ons,
            handing_on=HandingOn(
                desk=desk,
                hand_ons=hand_ons,
                teams=teams,
                staff=stores.staff,
                lines=lines,
                staff_pages=staff_pages,
                now=now,
            ),
            notices=notices,
            staff_pages=staff_pages,
            regions=regions,
            now=now,
        ),
        ringing=ringing,
        signs=Signs(presence, now),
        item_code=item_code,
        chores=(Chore("ringing", ringing.step, RING_EVERY, ringing.begin),),
    )
