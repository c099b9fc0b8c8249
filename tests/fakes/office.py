"""Builds the whole office on a database of its own: real stores and real rules, fake engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import RowMapping, Table, select

from bot.actions import Actions
from bot.applying import Applying
from bot.rating import Rating
from core.applications import Application
from core.assistant import Assistant
from core.calling_back import CallingBack
from core.catalogue import Catalogue
from core.contracts import HumanDesk, ItemGuess
from core.conversation import Conversation
from core.messages import Message
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.recording import TurnRecorder
from core.store import (
    ApplicationStore,
    ConversationStore,
    Database,
    RatingStore,
    RemarkStore,
    StaffStore,
    TicketStore,
)
from core.store.call_backs import CallBackStore
from core.versions import Version
from core.working_days import WorkingCalendar
from gateway.catalogue_files import read_catalogue
from gateway.dialogue_side import Bureau, DialogueSide, Engines, PersonDesk, dialogue_side
from gateway.observing.meters import Meters
from gateway.own_data_side import own_data
from gateway.queue_side import waiting_room
from gateway.rating_side import Promises
from gateway.scripts import writing
from gateway.stores import Stores, open_stores
from integrations.identity import NoIdentityProvider
from integrations.insurance_core.absent import NoInsuranceCore
from integrations.photographs.files import PhotoFiles
from tests.fakes.clock import StandingClock
from tests.fakes.desk import FakeDesk, RecordingChannel, RecordingStaffPages
from tests.fakes.engines import FakeDialogue, FakeItemFinder, FakeLookUp, FakeRetriever
from tests.fakes.keys import KEYS, opened
from video_desk.desk import VideoDesk

ITEMS = Path(__file__).resolve().parents[2] / "core" / "items"
CATALOGUE: Catalogue = read_catalogue(ITEMS)
CONTRACT, CHANGE, TRAVEL = "YB-SL-0101", "YB-SL-0202", "YB-SL-0301"
REGIONS = ("全国", "青岛市", "天津市")
ASKED_MOST = ("门诊能报多少？", "怎么转医保？")
POPULAR: dict[str, tuple[str, ...]] = {version.value: ASKED_MOST for version in Version}
CALENDAR = WorkingCalendar(frozenset({date(2027, 1, 1)}), frozenset(), date(2027, 12, 31))
HOTLINE, HOURS = "12393", "周一至周五 8:30 至 17:30"
OFFICE_HOURS = OfficeHours(CALENDAR, time(8, 30), time(17, 30))


@dataclass(frozen=True, slots=True)
class Office:
    """Hold every part that a test may want to look at."""

    clock: StandingClock
    database: Database
    stores: Stores
    engines: Engines
    bureau: Bureau
    dialogue: FakeDialogue
    retriever: FakeRetriever
    finder: FakeItemFinder
    look_ups: FakeLookUp
    desk: FakeDesk
    channel: RecordingChannel
    staff_pages: RecordingStaffPages
    video_desk: VideoDesk
    bot: DialogueSide
    recorder: TurnRecorder
    meters: Meters
    folder: Path  # of pictures and recordings

    @property
    def conversations(self) -> ConversationStore:
        """Return where conversations are stored."""
        return self.stores.conversations

    @property
    def applications(self) -> ApplicationStore:
        """Return where applications are stored."""
        return self.stores.applications

    @property
    def tickets(self) -> TicketStore:
        """Return where tickets are stored."""
        return self.stores.tickets

    @property
    def remarks(self) -> RemarkStore:
        """Return where remarks are stored."""
        return self.stores.remarks

    @property
    def staff(self) -> StaffStore:
        """Return where accounts are stored."""
        return self.stores.staff

    @property
    def ratings(self) -> RatingStore:
        """Return where ratings are stored."""
        return self.stores.ratings

    @property
    def rating(self) -> Rating:
        """Return what takes ratings."""
        return self.bot.rating

    @property
    def applying(self) -> Applying:
        """Return what walks through applications."""
        return self.bot.applying

    @property
    def actions(self) -> Actions:
        """Return what answers Rasa."""
        return self.bot.actions

    def assistant_with(self, desk: HumanDesk) -> Assistant:
        """Return an assistant that hands over to another desk."""
        return Assistant(
            dialogue=self.dialogue,
            retriever=self.retriever,
            desk=desk,
            conversations=self.conversations,
            ownership=Ownership(self.applications, CATALOGUE),
            recorder=self.recorder,
            now=self.clock,
            hotline=HOTLINE,
            hours=HOURS,
        )

    @property
    def assistant(self) -> Assistant:
        """Return a new assistant, as after a restart, that hands over to the fake desk."""
        return self.assistant_with(self.desk)

    async def opened(self, persona: str = "standard", region: str | None = None) -> Conversation:
        """Open a conversation."""
        conversation, _, _ = await self.assistant.open("web", region=region, persona=persona)
        return conversation

    async def drafted(
        self, conversation: Conversation, application: Application | None = None
    ) -> Application:
        """Open an application for a conversation."""
        draft = application or Application(
            "a1", conversation.id, CONTRACT, fields={"name": "王秀英"}, awaiting="id_number"
        )
        await self.applications.open_application(draft, self.clock())
        return draft

    async def rows(self, table: Table) -> list[RowMapping]:
        """Return everything in a table, what is sealed opened."""
        async with self.database.reading() as connection:
            return opened((await connection.execute(select(table))).mappings().all(), table)


def say(conversation: Conversation, text: str, message_id: str | None = None) -> Message:
    """Build a message of the conversation's citizen."""
    return Message(conversation.id, conversation.channel, text, message_id)


def build_office(
    database: Database, clock: StandingClock, folder: Path = Path("no-files")
) -> Office:
    """Join all parts; `folder` holds pictures and recordings."""
    meters = Meters()
    stores = open_stores(database, CATALOGUE, CALENDAR, HOTLINE, meters.tell)
    dialogue, retriever, desk = FakeDialogue(), FakeRetriever(), FakeDesk()
    finder = FakeItemFinder(
        {
            "签约": ItemGuess(CONTRACT, 0.95),
            "慢特病": ItemGuess(CHANGE, 0.95),
            "异地": ItemGuess(TRAVEL, 0.95),
        }
    )
    look_ups = FakeLookUp()
    channel, staff_pages = RecordingChannel(), RecordingStaffPages()
    video_desk = VideoDesk(
        tickets=stores.tickets,
        conversations=stores.conversations,
        citizens=channel,
        staff_pages=staff_pages,
        now=clock,
        hours=OFFICE_HOURS,
    )
    engines = Engines(retriever, finder, look_ups, NoIdentityProvider(), NoInsuranceCore())
    bureau = Bureau(
        catalogue=CATALOGUE,
        calendar=CALENDAR,
        regions=lambda: REGIONS,
        popular=POPULAR,
        hotline=HOTLINE,
        public_url="http://test",
        promises=Promises(),
        hours=OFFICE_HOURS,
        hours_said=HOURS,
    )
    bot = dialogue_side(
        stores,
        engines,
        bureau,
        clock,
        people_of(database, stores, video_desk, channel, clock),
        own_data(stores, PhotoFiles(folder / "photos"), folder / "recordings", CALENDAR, clock),
    )
    return Office(
        clock=clock,
        database=database,
        stores=stores,
        engines=engines,
        bureau=bureau,
        dialogue=dialogue,
        retriever=retriever,
        finder=finder,
        look_ups=look_ups,
        desk=desk,
        channel=channel,
        staff_pages=staff_pages,
        video_desk=video_desk,
        bot=bot,
        recorder=TurnRecorder(stores.conversations, clock, meters.tell, writing()),
        meters=meters,
        folder=folder,
    )


def people_of(
    database: Database,
    stores: Stores,
    desk: VideoDesk,
    channel: RecordingChannel,
    clock: StandingClock,
) -> PersonDesk:
    """Join the queue and the call-backs of a database."""
    ownership = Ownership(stores.applications, CATALOGUE)

    async def changed() -> None:
        """Tell nobody."""

    calling_back = CallingBack(
        store=CallBackStore(database, places=1, hotline=HOTLINE),
        conversations=stores.conversations,
        ownership=ownership,
        hours=OFFICE_HOURS,
        changed=changed,
        now=clock,
    )
    queue = waiting_room(
        database, stores, desk=desk, ownership=ownership, citizens=channel, now=clock
    )
    return PersonDesk(queue, calling_back)


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    """Be an office with an empty database."""
    database = Database(database_url, KEYS)
    await database.create_all()
    yield build_office(database, StandingClock(), tmp_path)
    await database.close()
