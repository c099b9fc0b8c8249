"""Serves the pages of cases and accounts on the real routes, with a database of its own."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import TypeVar

import httpx
import uvicorn
from fastapi import FastAPI, Response
from PIL import Image

from core.applications import Application
from core.office_hours import OfficeHours
from core.ratings import Level, Rating
from core.remark_subjects import RemarkKind
from core.store import (
    ApplicationStore,
    CaseworkStore,
    ConversationStore,
    Database,
    IdentityStore,
    NoticeStore,
    OwnDataStore,
    PushChoiceStore,
    RatingStore,
    RectificationStore,
    RemarkStore,
    StaffStore,
    TicketStore,
)
from core.store.audit_trail import AuditTrail
from core.store.presence import PresenceStore
from gateway.cases_api import case_routes
from gateway.catalogue_files import read_catalogue
from gateway.colleagues_api import colleague_routes
from gateway.headers import Headers
from gateway.items_api import item_routes
from gateway.openid_api import LEFT, RETURN, openid_routes
from gateway.own_data_desk_api import OwnDataDeskParts, own_data_desk_routes
from gateway.pages.libraries import Libraries
from gateway.pages.routes import staff_page_routes, static_files
from gateway.problems import install
from gateway.rectification_api import RectificationParts, rectification_routes
from gateway.remarks_desk_api import RemarkDeskParts, remark_desk_routes
from gateway.settings import Settings
from gateway.signs import Signs
from gateway.staff import StaffDoor
from gateway.staff_api import StaffParts, staff_routes
from gateway.staff_side import account_parts
from gateway.unmasking_api import unmasking_routes
from integrations.listeners import Listeners
from tests.browser.account_office import serve_accounts
from tests.fakes.bureau import CALENDAR, CONTRACT, HOTLINE, Bureau
from tests.fakes.clock import StandingClock
from tests.fakes.desk import RecordingChannel, RecordingStaffPages
from tests.fakes.keys import KEYS
from tests.fakes.openid_provider import FakeProvider
from tests.gateway.case_desk import CHEAP, PASSWORD, case_parts
from video_desk.desk import VideoDesk

T = TypeVar("T")
CHECKOUT = Path(__file__).resolve().parents[2]
CATALOGUE = read_catalogue(CHECKOUT / "core" / "items")
ME, COLLEAGUE, EDITOR = "1001", "1002", "1003"
WITHIN = 15  # working days of a rectification


@dataclass(frozen=True, slots=True)
class CaseOffice:
    """Be the running server, with what a test may put into it."""

    url: str
    bureau: Bureau
    ratings: RatingStore
    rectifications: RectificationStore
    remarks: RemarkStore
    own_data: OwnDataStore
    looks: list[str]  # ids of the photographs that were looked at
    loop: asyncio.AbstractEventLoop
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    def do(self, work: Coroutine[object, object, T]) -> T:
        """Do something in the server's own loop, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=20)

    def filed(self, code: str = CONTRACT, *, due: int = 5, **changes: object) -> Application:
        """File an application that is due so many working days from today, below zero: before."""
        today = self.bureau.clock().date()
        day = CALENDAR.after(today, due) if due >= 0 else today + timedelta(days=due)
        return self.do(self.bureau.filed(next(self._numbers), code, "c1", due=day, **changes))

    def rated(self, level: Level, comment: str = "") -> str:
        """Let the citizen rate an application; return the number of the case, if there is one."""
        application, now = self.filed(), self.bureau.clock()
        given = Rating(
            application.number or "",
            application.id,
            application.conversation_id,
            application.item_code,
            "web",
            level,
            now,
            aspects={"办事效率": level},
            comment=comment,
        )
        rated = self.do(self.ratings.rate(given, now, CALENDAR.after(now.date(), WITHIN)))
        return rated.case.number if rated.case is not None else ""

    def complained(self, words: str) -> str:
        """Let somebody complain; return the number of the remark."""
        now = self.bureau.clock()
        kind, due = RemarkKind.COMPLAINT.value, CALENDAR.after(now.date(), WITHIN)
        return self.do(self.remarks.add("c1", kind, words, now, now.date(), due=due))


@contextmanager
def running_office(
    folder: Path, settings_at: Callable[[int], Settings] = lambda _: Settings()
) -> Iterator[CaseOffice]:
    """Serve for the time of the block; `settings_at` a port may name a provider at our side."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="case office")
    thread.start()

    def do(work: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(timeout=20)

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = settings_at(port)
    office, app, database = do(_opened(folder, loop, settings))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    serving = asyncio.run_coroutine_threadsafe(server.serve(sockets=[listening]), loop)
    try:
        yield CaseOffice(
            settings.public_url or f"http://127.0.0.1:{port}",
            office.bureau,
            office.ratings,
            office.rectifications,
            office.remarks,
            office.own_data,
            office.looks,
            loop,
        )
    finally:
        server.should_exit = True
        serving.result(timeout=20)
        do(database.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=20)
        loop.close()


async def _opened(
    folder: Path, loop: asyncio.AbstractEventLoop, settings: Settings
) -> tuple[CaseOffice, FastAPI, Database]:
    database = Database(f"sqlite+aiosqlite:///{folder / 'cases.sqlite3'}", KEYS)
    await database.create_all()
    bureau = Bureau(
        clock=StandingClock(),
        database=database,
        conversations=ConversationStore(database),
        applications=ApplicationStore(database),
        casework=CaseworkStore(database, catalogue=CATALOGUE, calendar=CALENDAR, hotline=HOTLINE),
        notices=NoticeStore(database),
        choices=PushChoiceStore(database),
        staff=StaffStore(database),
        channel=RecordingChannel(),
    )
    await bureau.conversation()
    office = CaseOffice(
        url="",
        bureau=bureau,
        ratings=RatingStore(database),
        rectifications=RectificationStore(database),
        remarks=RemarkStore(database),
        own_data=OwnDataStore(database),
        looks=[],
        loop=loop,
    )
    door = StaffDoor(bureau.staff, now=bureau.clock, session=timedelta(hours=8), hasher=CHEAP)
    for name, display_name, duty in (
        (ME, "王工", "desk"),
        (COLLEAGUE, "李工", "desk"),
        (EDITOR, "赵编辑", "knowledge"),
    ):
        await door.add(name, display_name, PASSWORD, (duty,))
    return office, _app(office, door, settings), database


def _app(office: CaseOffice, door: StaffDoor, settings: Settings) -> FastAPI:
    bureau, app = office.bureau, FastAPI()
    now = bureau.clock
    install(app)
    app.add_middleware(Headers)
    work = case_parts(bureau, door, CATALOGUE)
    app.include_router(case_routes(work))
    app.include_router(unmasking_routes(work))
    proven, casework, notices = IdentityStore(bureau.database), bureau.casework, bureau.notices
    mine = OwnDataDeskParts(office.own_data, proven, casework, CATALOGUE, notices, door, now)
    app.include_router(own_data_desk_routes(mine))
    app.include_router(
        rectification_routes(
            RectificationParts(
                rectifications=office.rectifications,
                ratings=office.ratings,
                remarks=office.remarks,
                applications=bureau.applications,
                catalogue=CATALOGUE,
                trail=AuditTrail(bureau.database),
                door=door,
                now=now,
                due_day=CALENDAR.after,
                days_left=CALENDAR.between,
                rectification_days=WITHIN,
                target=0.7,
            )
        )
    )
    app.include_router(
        remark_desk_routes(
            RemarkDeskParts(
                remarks=office.remarks,
                rectifications=office.rectifications,
                notices=bureau.notices,
                trail=AuditTrail(bureau.database),
                door=door,
                now=now,
                due_day=CALENDAR.after,
                rectification_days=WITHIN,
            )
        )
    )
    account = account_parts(settings, bureau.database, door, Listeners(), httpx.AsyncClient())
    app.include_router(
        staff_routes(
            StaffParts(
                door=door,
                desk=_idle_desk(bureau),
                listeners=Listeners(),
                signs=Signs(PresenceStore(bureau.database), now),
                ring_event=_nothing_rings,
                now=now,
                account=account,
            )
        )
    )
    serve_accounts(app, account, bureau.database)
    app.include_router(openid_routes(account))
    if issuer := settings.openid.issuer:
        provider = FakeProvider(now, settings.public_url + RETURN, issuer)
        provider.leaves = settings.public_url + LEFT
        provider.claims = {"employee_number": ME}
        app.router.routes.extend(provider.app.routes)
    app.include_router(item_routes(CATALOGUE))
    app.include_router(colleague_routes(bureau.staff, door))

    @app.get("/api/v1/photos/{photo_id}")
    async def photo(photo_id: str) -> Response:
        office.looks.append(photo_id)
        return Response(_picture(), media_type="image/jpeg")

    app.router.routes.extend(staff_page_routes(Libraries(None)).routes)
    app.mount("/static", static_files())
    return app


async def _nothing_rings(staff: str) -> None:
    """Return what rings at a colleague: nothing does here."""
    del staff


def _idle_desk(bureau: Bureau) -> VideoDesk:
    return VideoDesk(
        tickets=TicketStore(bureau.database),
        conversations=bureau.conversations,
        citizens=bureau.channel,
        staff_pages=RecordingStaffPages(),
        now=bureau.clock,
        hours=OfficeHours(CALENDAR, time(0), time(0)),
    )


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1400, 900), "#c8d8d0").save(written, "JPEG")
    return written.getvalue()
