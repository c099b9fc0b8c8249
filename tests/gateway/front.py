"""Builds the gateway around the fake office, and speaks to it as a browser does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from pydantic import SecretStr

from bot.action_server import ActionServer
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.photo_taking import PhotoTaking
from core.store import EntryStore, LookupStore, PopularStore, ReleaseStore
from core.store.teams import TeamStore
from gateway.afterwards import afterwards
from gateway.api import CitizenParts
from gateway.app import make_app
from gateway.carriage import Carriage
from gateway.desk_side import desk_side
from gateway.editorial_side import editorial_side
from gateway.leaflet import Office as LeafletOffice
from gateway.limits import Buckets, Limits
from gateway.observing.side import ObservingSide, observing_side
from gateway.own_data_side import own_data
from gateway.pages_side import pages_side
from gateway.parts import Parts
from gateway.personal_side import personal_side
from gateway.policies_api import PolicyParts
from gateway.popular_api import PopularParts
from gateway.published_entries import PublishedEntries
from gateway.rating_side import Promises, rating_side
from gateway.readiness import Readiness
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.staff_api import StaffParts
from gateway.staff_side import account_parts
from gateway.voice_side import voice_side
from integrations.listeners import Listeners
from integrations.photographs.files import PhotoFiles
from integrations.photographs.reader import RapidOcrReader
from integrations.web_chat import WebChat
from knowledge_base.importing.importer import Importer
from knowledge_base.lookups.lookups import Lookups
from knowledge_base.serving import ServedKnowledge
from tests.fakes.engines import FakeServed, LoadedIndex
from tests.fakes.office import CALENDAR, CATALOGUE, HOTLINE, HOURS, POPULAR, REGIONS, Office
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.citizen import Citizen as Citizen
from tests.knowledge_base.ngram_embedder import NGRAM_WEIGHTS, NgramEmbedder
from video_desk.desk import VideoDesk
from video_desk.no_media import NoMedia

Json = dict[str, object]
SECRET = "only Rasa knows"
PHONE_SECRET = "only the phone process knows"
PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes
IMPORTER = Importer()  # shared: it loads a dictionary with the first file


@dataclass(frozen=True, slots=True)
class Front:
    """Hold the gateway and a browser."""

    office: Office
    parts: Parts
    app: FastAPI
    http: httpx.AsyncClient
    served: ServedKnowledge  # the real index of the editorial side
    observing: ObservingSide
    citizens: Listeners  # who is connected

    async def citizen(self, **body: str) -> Citizen:
        """Open a conversation."""
        opened = (await self.http.post("/api/v1/conversations", json=body)).json()
        return Citizen(self, opened["conversation_id"], opened["token"])

    async def signed_in(
        self, name: str = "1001", display_name: str = "王工", duties: Iterable[str] = ("desk",)
    ) -> None:
        """Open an account, and let the browser sign in."""
        await self.parts.staff.door.add(name, display_name, PASSWORD, duties)
        body = {"name": name, "password": PASSWORD}
        assert (await self.http.post("/api/v1/staff/session", json=body)).status_code == 204

    async def staff_stream(self) -> BrowserSocket:
        """Return the stream of the staff's page, opened with a ticket, not yet connected."""
        ticket = (await self.http.post("/api/v1/staff/stream-ticket")).json().get("ticket", "")
        return self.socket(f"/api/v1/staff/stream?ticket={ticket}")

    def socket(self, path: str) -> BrowserSocket:
        """Return a WebSocket of this browser, not yet connected."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return BrowserSocket(self.app, path, cookie)


def code_of(name: str) -> str | None:
    """Return the code of the item of that name."""
    item = CATALOGUE.named(name)
    return item.code if item is not None else None


def open_front(office: Office, folder: Path) -> Front:
    """Join the parts as gateway.parts does, with the engines of the office.

    The index of the editorial side is a real one on an embedder of our own; it lies in `folder`.
    """
    listeners, staff_listeners = Listeners(), Listeners()
    desk = VideoDesk(
        tickets=office.tickets,
        conversations=office.conversations,
        citizens=listeners,
        staff_pages=staff_listeners,
        now=office.clock,
        hours=OfficeHours(CALENDAR, time(8, 30), time(17, 30)),
        teams=TeamStore(office.database),
    )
    assistant = office.assistant_with(desk)
    door = StaffDoor(office.staff, now=office.clock, session=timedelta(hours=8), hasher=CHEAP)

    embedder = NgramEmbedder()
    served = ServedKnowledge(
        embedder, folder, weights=NGRAM_WEIGHTS, today=lambda: office.clock().date()
    )

    entries = PublishedEntries(
        EntryStore(office.database), ReleaseStore(office.database), lambda: served.number
    )
    stores = office.stores
    client = httpx.AsyncClient(transport=httpx.ASGITransport(FastAPI()))
    ownership = Ownership(stores.applications, CATALOGUE)
    files = PhotoFiles(folder / "photos")
    after = afterwards(
        stores,
        office.engines,
        office.bureau,
        settings=Settings(),
        client=client,
        door=door,
        ownership=ownership,
        channel=listeners,
        invite=office.rating.invite,
        now=office.clock,
    )
    taking = PhotoTaking(
        conversations=stores.conversations,
        photos=stores.photos,
        pictures=files,
        reader=RapidOcrReader(),
        taker=office.bot.photographs,
        desk=desk,
        ownership=ownership,
        recorder=office.recorder,
        now=office.clock,
    )
    take = Buckets(lambda: office.clock().timestamp()).take
    staffed = desk_side(
        office.database,
        stores,
        office.bureau,
        office.bot,
        settings=Settings(
            evidence=folder / "evidence",
            media_recordings=folder / "media",
            phone_secret=SecretStr(PHONE_SECRET),
        ),
        assistant=assistant,
        desk=desk,
        ownership=ownership,
        taking=taking,
        citizens=listeners,
        staff_pages=staff_listeners,
        door=door,
        now=office.clock,
        carriage=Carriage(NoMedia(), NoMedia(), None, NoMedia().aclose),
        turn=None,
        served=FakeServed(regions=REGIONS),
        take=take,
    )
    policies = PolicyParts(
        entries=entries,
        catalogue=CATALOGUE,
        press=None,
        office=LeafletOffice("医疗保障局（示例）", HOTLINE, HOURS),
        public_url="",
        now=office.clock,
    )
    popular = PopularStore(office.database)
    parts = Parts(
        database=office.database,
        client=client,
        desk=staffed,
        personal=personal_side(
            stores,
            office.engines,
            taking=taking,
            files=files,
            rights=own_data(stores, files, office.folder / "recordings", CALENDAR, office.clock),
            catalogue=CATALOGUE,
            door=door,
            channel=listeners,
            public_url="http://test",
            secure_cookies=False,
            now=office.clock,
        ),
        afterwards=replace(after, chores=()),
        ratings=rating_side(
            stores,
            catalogue=CATALOGUE,
            calendar=CALENDAR,
            door=door,
            notices=stores.notices,
            now=office.clock,
            hotline=HOTLINE,
            promises=Promises(),
            take=take,
        ),
        assistant=assistant,
        action_server=ActionServer(office.actions, SECRET),
        action_timeout=3.0,
        readiness=Readiness(
            dialogue=office.dialogue, index=LoadedIndex(), database=office.database
        ),
        citizens=CitizenParts(
            assistant=assistant,
            conversations=office.conversations,
            remarks=office.remarks,
            retriever=office.retriever,
            catalogue=CATALOGUE,
            versions=office.stores.versions,
            web_chat=WebChat(
                assistant=assistant,
                conversations=office.conversations,
                desk=desk,
                listeners=listeners,
            ),
            now=office.clock,
            info={"name": "医疗保障局（示例）", "hotline": "12393", "hours": "工作日"},
            regions=lambda: REGIONS,
            limits=Limits(take),
        ),
        staff=StaffParts(
            door=door,
            desk=desk,
            listeners=staff_listeners,
            signs=staffed.queue.signs,
            ring_event=staffed.queue.ringing.ring_event,
            now=office.clock,
            account=account_parts(Settings(), office.database, door, staff_listeners, client),
            item_code=code_of,
        ),
        admin=editorial_side(
            office.database,
            door=door,
            served=served,
            retriever=served,
            embedder=embedder,
            reader=IMPORTER,
            now=office.clock,
        ),
        look_ups=Lookups(
            LookupStore(office.database),
            CATALOGUE,
            regions=lambda: REGIONS,
            now=office.clock,
            hotline=HOTLINE,
        ),
        policies=policies,
        pages=pages_side(Settings(), stores, policies, popular, office.bot.following_up),
        voice=replace(
            voice_side(
                Settings(speech_socket=folder / "speech.sock", models=folder),
                conversations=office.conversations,
                entries=entries,
                catalogue=CATALOGUE,
            ),
            chores=(),
        ),
        now=office.clock,
        popular=PopularParts(popular=popular, chosen=POPULAR, now=office.clock),
    )
    data = Settings(database_url=f"sqlite+aiosqlite:///{folder.parent / 'db.sqlite3'}")
    observing = observing_side(data, parts, office.meters)
    app = make_app(parts, observing)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="http://test")
    return Front(office, parts, app, http, served, observing, listeners)
