"""Builds what the telephone needs in the gateway: calls, call-backs, what callers prefer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from core import phone_wording
from core.assistant import Assistant
from core.calling_back import CallingBack
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.store.call_backs import CallBackStore
from core.store.callers import CallerStore
from core.store.calls import CallStore
from core.store.database import Database
from core.store.desk_notices import DeskNoticeStore
from core.working_days import WorkingCalendar
from gateway.background import Chore
from gateway.call_backs_api import CallBackParts, call_back_routes
from gateway.hourly_limit import HourlyLimit
from gateway.limits import Take
from gateway.observing.line_reports import LineReports
from gateway.phone_api import PhoneParts, phone_routes, read_extensions
from gateway.phone_calls import NUMBERS_KEPT, Asked, PhoneCalls
from gateway.published_answers import PublishedAnswers, Served
from gateway.retention import in_force, settled
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.stores import Stores
from video_desk.desk import StaffPages
from video_desk.waiting import Waiting

TIDY_EVERY = 3600.0  # seconds
MOST_BOOKINGS = 10  # from one address in an hour
CONSENT = Asked(phone_wording.CONSENT_VERSION, phone_wording.ASK_CONSENT)


@dataclass(frozen=True, slots=True)
class PhoneSide:
    """Hold what the routes use, and what is done in the background."""

    call_backs: CallBackParts
    phone: PhoneParts
    chores: tuple[Chore, ...]

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return (call_back_routes(self.call_backs), phone_routes(self.phone))


def phone_side(
    database: Database,
    stores: Stores,
    *,
    settings: Settings,
    calendar: WorkingCalendar,
    hotline: str,
    assistant: Assistant,
    ownership: Ownership,
    staff_pages: StaffPages,
    regions: Callable[[], Sequence[str]],
    door: StaffDoor,
    waiting: Waiting,
    served: Served,
    now: Callable[[], datetime],
    take: Take,
) -> PhoneSide:
    """Join the stores of one database with the desk's pages, the clock and the calendar."""
    store = CallBackStore(database, places=settings.call_backs_per_slot, hotline=hotline)
    notices = DeskNoticeStore(database)
    promises = calling_back(
        database,
        stores,
        settings=settings,
        calendar=calendar,
        ownership=ownership,
        staff_pages=staff_pages,
        now=now,
    )
    calls = PhoneCalls(
        assistant=assistant,
        calls=CallStore(database),
        callers=CallerStore(database),
        conversations=stores.conversations,
        tickets=stores.tickets,
        staff_pages=staff_pages,
        regions=regions,
        asked=CONSENT,
        versions=stores.versions,
        now=now,
    )

    async def tidy() -> None:
        await calls.tidy()
        await store.forget_numbers(now() - NUMBERS_KEPT)

    async def notice() -> str | None:
        current = await notices.current()
        return current.text if current is not None else None

    async def leave_queue(conversation_id: str) -> None:
        await waiting.leave(conversation_id, called_later=True)

    return PhoneSide(
        call_backs=CallBackParts(
            calling_back=promises,
            store=store,
            conversations=stores.conversations,
            door=door,
            changed=_tells(staff_pages),
            limit=HourlyLimit("call-backs", take, MOST_BOOKINGS),
            now=now,
        ),
        phone=PhoneParts(
            calls=calls,
            calling_back=promises,
            greeting=phone_wording.GREETING,
            recording=settings.phone_recording,
            extensions=read_extensions(settings.phone_extensions),
            staff=stores.staff,
            secret=settings.phone_secret.get_secret_value(),
            notice=notice,
            leave_queue=leave_queue,
            answers=PublishedAnswers(served, now),
            line=LineReports(),
            kept=in_force(stores.terms, settled(settings)),
        ),
        chores=(Chore("phone", tidy, TIDY_EVERY, alone=database.alone),),
    )


def calling_back(
    database: Database,
    stores: Stores,
    *,
    settings: Settings,
    calendar: WorkingCalendar,
    ownership: Ownership,
    staff_pages: StaffPages,
    now: Callable[[], datetime],
) -> CallingBack:
    """Return what the dialogue books calls with; it keeps nothing that the database does not."""
    return CallingBack(
        store=CallBackStore(
            database, places=settings.call_backs_per_slot, hotline=settings.hotline
        ),
        conversations=stores.conversations,
        ownership=ownership,
        hours=OfficeHours(calendar, settings.opens, settings.closes),
        changed=_tells(staff_pages),
        now=now,
    )


def _tells(staff_pages: StaffPages) -> Callable[[], Awaitable[None]]:
    async def changed() -> None:
        await staff_pages.tell_all({"type": "call_backs_changed"})

    return changed
