"""Builds what applies for the small items, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import RowMapping, Table, select

from bot.acts import Act
from bot.applying import Applying
from bot.authorising import Authorising
from bot.call import Call
from bot.form_answers import Heard
from bot.item_questions import ItemQuestions
from bot.papers import Papers
from bot.photographs import Photographs
from bot.policy import PolicyQuestions
from core.applications import Application
from core.contracts import ItemGuess
from core.conversation import Conversation
from core.identity import Person
from core.messages import Answer
from core.photos import DocumentKind, Photo, PhotoReading
from core.store import (
    ApplicationStore,
    ConversationStore,
    Database,
    DelegationStore,
    NoticeStore,
)
from core.store.conversations import Line
from core.store.resume_codes import ResumeCodeStore
from tests.bot.small_items import CATALOGUE
from tests.fakes.clock import StandingClock
from tests.fakes.engines import FakeItemFinder, FakeRetriever
from tests.fakes.keys import KEYS, opened


class FakePeople:
    """Fulfil PersonKeeper from a list."""

    def __init__(self) -> None:
        self.known: dict[str, Person] = {}

    async def person(self, conversation_id: str, now: datetime) -> Person | None:
        """Return who proved their identity there."""
        del now
        return self.known.get(conversation_id)


class FakeCallers:
    """Fulfil CallerNumbers from a list."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    async def claimed_mobile(self, conversation_id: str) -> str | None:
        """Return the number from which somebody calls."""
        return self.numbers.get(conversation_id)


class NumberedCodes:
    """Draw codes in an order that a test knows."""

    def __init__(self) -> None:
        self.next = ["123456", "123456", "654321", "111222", "222333", "333444"]

    def __call__(self) -> str:
        """Return the next code."""
        return self.next.pop(0)


@dataclass
class SmallOffice:
    """Hold every part that a test may want to look at."""

    clock: StandingClock
    database: Database
    conversations: ConversationStore
    applications: ApplicationStore
    codes: ResumeCodeStore
    people: FakePeople
    callers: FakeCallers
    retriever: FakeRetriever
    finder: FakeItemFinder
    questions: ItemQuestions
    applying: Applying
    photographs: Photographs
    papers: Papers
    opened_so_far: list[str] = field(default_factory=list)

    async def opened(self, region: str | None = None, source: str = "") -> Conversation:
        """Open a conversation."""
        number = len(self.opened_so_far) + 1
        conversation = Conversation(f"c{number}", "web", self.clock(), region=region)
        line = Line(0, self.clock(), "assistant", "您好")
        await self.conversations.open_conversation(conversation, f"{number:064}", line, source)
        self.opened_so_far.append(conversation.id)
        return conversation

    async def says(self, conversation: Conversation, *texts: str, act: Act | None = None) -> Answer:
        """Say one sentence after the other; return the last answer."""
        return [await self._said(conversation, text, act) for text in texts][-1]

    async def _said(self, conversation: Conversation, text: str, act: Act | None) -> Answer:
        conversation = await self.conversations.conversation(conversation.id)
        in_hand = await self.applications.in_hand(conversation.id)
        call = call_of(conversation, text, act)
        if in_hand is not None:
            answer = await self.applying.go_on(in_hand, Heard(text, call.act, act is not None))
            assert answer is not None, "a side question"
            return answer
        return await self.applying.start(conversation, call)

    async def in_hand(self, conversation: Conversation) -> Application:
        """Return what is being filled."""
        application = await self.applications.in_hand(conversation.id)
        assert application is not None
        return application

    async def shows(
        self,
        conversation: Conversation,
        kind: DocumentKind,
        *,
        material: str | None = None,
        problems: tuple[str, ...] = (),
        **values: str,
    ) -> Answer:
        """Hand in a photograph."""
        reading = PhotoReading(kind, values, problems)
        photo = Photo("p1", conversation.id, None, material, reading, "0" * 64, 1, 1, self.clock())
        return await self.photographs.take(conversation, photo)

    async def rows(self, table: Table) -> list[RowMapping]:
        """Return everything in a table, what is sealed opened."""
        async with self.database.reading() as connection:
            return opened((await connection.execute(select(table))).mappings().all(), table)


def call_of(conversation: Conversation, text: str, act: Act | None = None) -> Call:
    """Build what Rasa asks for this text."""
    return Call(
        action="action",
        conversation_id=conversation.id,
        text=text,
        act=act or Act.GIVE_INFORMATION,
        confidence=0.9,
        in_form=False,
        again=False,
    )


@pytest.fixture
async def small(database_url: str) -> AsyncIterator[SmallOffice]:
    """Be an office for the small items, with an empty database."""
    database = Database(database_url, KEYS)
    await database.create_all()
    clock = StandingClock()
    conversations, applications = ConversationStore(database), ApplicationStore(database)
    codes, people = ResumeCodeStore(database, NumberedCodes()), FakePeople()
    callers = FakeCallers()
    retriever = FakeRetriever()
    words = {"签约": 0, "慢特病": 1, "备案": 2, "报销": 3, "转移": 4, "新生儿": 5, "生育费": 6}
    words |= {"出生一件事": 7, "电子凭证": 8}
    finder = FakeItemFinder({w: ItemGuess(CATALOGUE.items[n].code, 0.95) for w, n in words.items()})
    policy = PolicyQuestions(
        retriever=retriever,
        conversations=conversations,
        regions=lambda: ("全国",),
        popular={},
        now=clock,
        item_codes={},
    )
    questions = ItemQuestions(
        catalogue=CATALOGUE,
        finder=finder,
        policy=policy,
        applications=applications,
        conversations=conversations,
    )
    yield SmallOffice(
        clock,
        database,
        conversations,
        applications,
        codes,
        people,
        callers,
        retriever,
        finder,
        questions,
        Applying(
            catalogue=CATALOGUE,
            items=questions,
            applications=applications,
            conversations=conversations,
            now=clock,
            codes=codes,
            people=people,
            authorising=Authorising(
                delegations=DelegationStore(database),
                people=people,
                notices=NoticeStore(database),
                now=clock,
            ),
            callers=callers,
            due_day=lambda day, count: day + timedelta(days=count),
        ),
        Photographs(catalogue=CATALOGUE, applications=applications, now=clock),
        Papers(catalogue=CATALOGUE, items=questions, applications=applications),
    )
    await database.close()


def person(name: str, id_number: str, clock: StandingClock) -> Person:
    """Build somebody for whom a provider vouches."""
    return Person(name, id_number, clock(), clock() + timedelta(hours=1), "test")
