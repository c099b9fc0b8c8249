"""Builds the whole office on a database of its own: real stores and real rules, fake engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import RowMapping, Table, select

from bot.actions import Actions
from bot.applying import Applying
from bot.following_up import FollowingUp
from bot.item_questions import ItemQuestions
from bot.policy import PolicyQuestions
from bot.talk import Talk
from core.applications import Application
from core.assistant import Assistant
from core.catalogue import Catalogue
from core.contracts import HumanDesk, ItemGuess
from core.conversation import Conversation
from core.messages import Message
from core.ownership import Ownership
from core.store import (
    ApplicationStore,
    ConversationStore,
    Database,
    RemarkStore,
    StaffStore,
    TicketStore,
)
from gateway.catalogue_files import read_catalogue
from tests.fakes.clock import StandingClock
from tests.fakes.desk import FakeDesk, RecordingChannel, RecordingStaffPages
from tests.fakes.engines import FakeDialogue, FakeItemFinder, FakeLookUp, FakeRetriever
from video_desk.desk import VideoDesk

ITEMS = Path(__file__).resolve().parents[2] / "core" / "items"
CATALOGUE: Catalogue = read_catalogue(ITEMS)
CONTRACT, CHANGE, TRAVEL = "YB-SL-0101", "YB-SL-0202", "YB-SL-0301"
REGIONS = ("全国", "青岛市", "天津市")
POPULAR = ("门诊能报多少？", "怎么转医保？")
HOTLINE, HOURS = "12393", "周一至周五 8:30 至 17:30"


@dataclass(frozen=True, slots=True)
class Office:
    """Hold every part that a test may want to look at."""

    clock: StandingClock
    database: Database
    conversations: ConversationStore
    applications: ApplicationStore
    tickets: TicketStore
    remarks: RemarkStore
    staff: StaffStore
    dialogue: FakeDialogue
    retriever: FakeRetriever
    finder: FakeItemFinder
    look_ups: FakeLookUp
    desk: FakeDesk
    channel: RecordingChannel
    staff_pages: RecordingStaffPages
    video_desk: VideoDesk
    applying: Applying
    actions: Actions

    def assistant_with(self, desk: HumanDesk) -> Assistant:
        """Return an assistant that hands over to another desk."""
        return Assistant(
            dialogue=self.dialogue,
            retriever=self.retriever,
            desk=desk,
            conversations=self.conversations,
            ownership=Ownership(self.applications, CATALOGUE),
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
        """Return everything in a table."""
        async with self.database.reading() as connection:
            return list((await connection.execute(select(table))).mappings())


def say(conversation: Conversation, text: str, message_id: str | None = None) -> Message:
    """Build a message of the conversation's citizen."""
    return Message(conversation.id, conversation.channel, text, message_id)


def build_office(database: Database, clock: StandingClock) -> Office:
    """Join all parts."""
    conversations, applications = ConversationStore(database), ApplicationStore(database)
    tickets, remarks = TicketStore(database), RemarkStore(database)
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
        tickets=tickets,
        conversations=conversations,
        citizens=channel,
        staff_pages=staff_pages,
        now=clock,
        opens=clock.at.time().replace(hour=8, minute=30),
        closes=clock.at.time().replace(hour=17, minute=30),
    )
    policy = PolicyQuestions(
        retriever=retriever,
        conversations=conversations,
        regions=lambda: REGIONS,
        popular=POPULAR,
        now=clock,
        item_codes={item.name: item.code for item in CATALOGUE.items},
    )
    questions = ItemQuestions(
        catalogue=CATALOGUE,
        finder=finder,
        policy=policy,
        applications=applications,
        conversations=conversations,
    )
    applying = Applying(
        catalogue=CATALOGUE,
        items=questions,
        applications=applications,
        conversations=conversations,
        now=clock,
    )
    talk = Talk(
        applying=applying,
        catalogue=CATALOGUE,
        conversations=conversations,
        remarks=remarks,
        now=clock,
    )
    return Office(
        clock=clock,
        database=database,
        conversations=conversations,
        applications=applications,
        tickets=tickets,
        remarks=remarks,
        staff=StaffStore(database),
        dialogue=dialogue,
        retriever=retriever,
        finder=finder,
        look_ups=look_ups,
        desk=desk,
        channel=channel,
        staff_pages=staff_pages,
        video_desk=video_desk,
        applying=applying,
        actions=Actions(
            conversations=conversations,
            applications=applications,
            applying=applying,
            following_up=FollowingUp(catalogue=CATALOGUE, applications=applications, now=clock),
            item_questions=questions,
            policy=policy,
            look_ups=look_ups,
            talk=talk,
            now=clock,
        ),
    )


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Be an office with an empty database."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'office.sqlite3'}")
    await database.create_all()
    yield build_office(database, StandingClock())
    await database.close()
