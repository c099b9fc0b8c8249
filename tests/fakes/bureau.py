"""Builds what follows a submission, on a database and a small catalogue of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import RowMapping, Table, select, update

from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.contact import contact_key
from core.conversation import Conversation
from core.receipt import receipt_number
from core.service_items import Field, FieldKind, Material, Part, Sector, ServiceItem, TimeLimit, Way
from core.store.applications import ApplicationStore
from core.store.casework import CaseworkStore
from core.store.conversations import ConversationStore, Line
from core.store.database import Database
from core.store.notices import NoticeStore
from core.store.push_choices import PushChoiceStore
from core.store.staff import StaffStore
from core.tables import applications
from core.working_days import WorkingCalendar
from tests.fakes.clock import StandingClock
from tests.fakes.desk import RecordingChannel
from tests.fakes.keys import KEYS, opened
from tests.people import ID_NUMBER, MOBILE
from tests.people import NAME as PERSON

CONTRACT, TRAVEL, CHRONIC = "YB-SL-0101", "YB-SL-0301", "YB-SL-0202"
NEWBORN, MATERNITY, BIRTH = "YB-SL-0502", "YB-SL-0401", "YB-SL-0902"
WANG, LI = "1001", "1002"
HOTLINE = "12393"
NEW_YEAR = date(2027, 1, 1)
CALENDAR = WorkingCalendar(frozenset({NEW_YEAR}), frozenset(), date(2026, 12, 31))
FIELDS = (
    Field("name", "姓名", FieldKind.NAME, "叫什么？", "核对", sensitive=False),
    Field("id_number", "身份证号", FieldKind.ID_NUMBER, "号码？", "核对", sensitive=True),
    Field("mobile", "手机号", FieldKind.MOBILE, "手机？", "联系", sensitive=True),
)
END = Field("end_date", "回来日期", FieldKind.DATE, "哪天回来？", "期限")


def small_item(code: str, name: str, *extra: Field, parts: tuple[Part, ...] = ()) -> ServiceItem:
    """Build an item that keeps every rule of the catalogue."""
    return ServiceItem(
        code=code,
        name=name,
        topic="示例",
        summary=name,
        who="参保人",
        materials=(Material("有效身份证件", "总是需要"),),
        ways=(Way("counter", "到窗口办"),),
        steps=("受理", "审核"),
        flow=("提交", "等结果"),
        time_limit=TimeLimit(5, "5个工作日", "示例"),
        standard="限时办结",
        sectors=(Sector.RESIDENT,),
        rated_on=("办事效率",),
        basis=("示例",),
        asked_as=tuple(
            f"{word}{name}" for word in ("办", "我要办", "想办", "怎么办", "帮我办", "去办")
        ),
        updated=date(2026, 11, 22),
        effect="办结后生效",
        fields=(*FIELDS, *extra),
        parts=parts,
    )


CATALOGUE = Catalogue(
    (
        small_item(CONTRACT, "门诊统筹签约"),
        small_item(TRAVEL, "临时外出就医人员备案", END),
        small_item(CHRONIC, "门诊慢特病变更"),
        small_item(NEWBORN, "新生儿参保登记"),
        small_item(MATERNITY, "生育医疗费支付"),
        small_item(BIRTH, "出生一件事", parts=(Part(NEWBORN), Part(MATERNITY))),
    )
)


@dataclass(frozen=True, slots=True)
class Bureau:
    """Hold every part that a test may want to look at."""

    clock: StandingClock
    database: Database
    conversations: ConversationStore
    applications: ApplicationStore
    casework: CaseworkStore
    notices: NoticeStore
    choices: PushChoiceStore
    staff: StaffStore
    channel: RecordingChannel

    async def conversation(self, conversation_id: str = "c1", source: str = "") -> Conversation:
        """Open a conversation."""
        conversation = Conversation(conversation_id, "web", self.clock())
        greeting = Line(0, self.clock(), "assistant", "您好")
        await self.conversations.open_conversation(conversation, "hash", greeting, source)
        return conversation

    async def colleagues(self) -> None:
        """Open the accounts of two members of staff."""
        await self.staff.add(WANG, "王工", "hash", ("desk",))
        await self.staff.add(LI, "李工", "hash", ("desk",))

    async def filed(
        self, count: int = 1, code: str = CONTRACT, conversation_id: str = "c1", **changes: object
    ) -> Application:
        """Store an application that was submitted just now; `count` numbers it."""
        now = self.clock()
        application = Application(
            id=f"a{count}",
            conversation_id=conversation_id,
            item_code=code,
            phase=Phase.SUBMITTED,
            fields={"name": PERSON, "id_number": ID_NUMBER, "mobile": MOBILE},
            number=receipt_number(now.date(), count),
            submitted_at=now,
            due=CALENDAR.after(now.date(), 5),
        )
        application = replace(application, **changes)  # type: ignore[arg-type]
        await self.applications.open_application(application, now)
        async with self.database.writing() as connection:
            await connection.execute(
                update(applications)
                .where(applications.c.id == application.id)
                .values(contact=contact_key(MOBILE, ID_NUMBER[-4:]))
            )
        return application

    async def birth(self) -> tuple[Application, Application, Application]:
        """Store a composite matter with two parts."""
        whole = await self.filed(1, BIRTH)
        first = await self.filed(2, NEWBORN, parent_id=whole.id)
        second = await self.filed(3, MATERNITY, parent_id=whole.id)
        return whole, first, second

    async def now_of(self, application: Application) -> Application:
        """Return an application as it stands."""
        return (await self.casework.case(application.number or "")).application

    async def rows(self, table: Table) -> list[RowMapping]:
        """Return everything in a table, what is sealed opened."""
        async with self.database.reading() as connection:
            return opened((await connection.execute(select(table))).mappings().all(), table)


@pytest.fixture
async def bureau(database_url: str) -> AsyncIterator[Bureau]:
    """Be a bureau with an empty database, one conversation and two members of staff."""
    database = Database(database_url, KEYS)
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
    await bureau.colleagues()
    yield bureau
    await database.close()
