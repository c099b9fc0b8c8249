"""Tests the routes about one's own data: for its owner, for the proven person, for staff."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from core import own_data_wording as say
from core.applications import Application, Phase
from core.identity import Person
from core.own_data_tables import own_data_requests
from core.privacy import mask_id_number, mask_mobile
from core.store.identity import subject_of
from core.tables import audit
from gateway.account_api import COOKIE
from gateway.own_data_side import own_data, own_data_side
from gateway.problems import install
from gateway.staff import StaffDoor
from integrations.photographs.files import PhotoFiles
from tests.fakes.keys import KEYS
from tests.fakes.office import CALENDAR, CATALOGUE, CONTRACT, Office
from tests.gateway.case_desk import ANNA, CHEAP, PASSWORD
from tests.people import ID_NUMBER, MOBILE
from tests.sample_fields import WOMAN

DESK = "/api/v1/desk/own-data"


@dataclass(frozen=True, slots=True)
class Door:
    """Hold the routes, a citizen's token and the office behind them."""

    office: Office
    http: httpx.AsyncClient
    staff: StaffDoor
    id: str
    headers: dict[str, str]

    @property
    def own(self) -> str:
        """Return where the citizen's own data is."""
        return f"/api/v1/conversations/{self.id}/own-data"

    async def ask(self, right: str, **body: str) -> httpx.Response:
        """Ask for something."""
        asked = {"right": right, **body}
        return await self.http.post(f"{self.own}/requests", json=asked, headers=self.headers)

    async def prove(self) -> None:
        """Prove who speaks."""
        now = self.office.clock()
        person = Person("王秀英", ID_NUMBER, now, now + timedelta(minutes=30), "test")
        await self.office.stores.identity.prove(self.id, person, now)

    async def file(self, name: str, id_number: str, number: str) -> None:
        """File an application for somebody in this conversation."""
        fields = {"name": name, "id_number": id_number, "mobile": MOBILE}
        filed = Application(
            name, self.id, CONTRACT, Phase.SUBMITTED, fields, number=number,
            submitted_at=self.office.clock(),
        )  # fmt: skip
        await self.office.applications.open_application(filed, self.office.clock())

    async def sign_in(self) -> None:
        """Sign a member of staff in."""
        await self.staff.add(ANNA, "王工", PASSWORD, ("desk",))
        self.http.cookies.set(COOKIE, await self.staff.sign_in(ANNA, PASSWORD))


@pytest.fixture
async def door(office: Office) -> AsyncIterator[Door]:
    """Serve the routes over an office with one citizen."""
    clock = office.clock
    staff = StaffDoor(office.staff, now=clock, session=timedelta(hours=8), hasher=CHEAP)
    files = PhotoFiles(office.folder / "photos")
    rights = own_data(office.stores, files, office.folder / "recordings", CALENDAR, clock)
    side = own_data_side(office.stores, rights=rights, catalogue=CATALOGUE, door=staff, now=clock)
    app = FastAPI()
    install(app)
    for routes in side.routes():
        app.include_router(routes)
    conversation, token, _ = await office.assistant.open("web")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield Door(office, http, staff, conversation.id, {"Authorization": f"Bearer {token}"})


async def test_a_request_has_a_number_a_promise_and_a_state(door: Door) -> None:
    asked = await door.ask("correct", words="手机号写错了")
    empty = await door.ask("correct")

    body = asked.json()
    assert (asked.status_code, empty.status_code) == (201, 422)
    assert (body["number"], body["due"], body["state"]) == ("X202612210001", "2027-01-12", "open")
    listed = await door.http.get(f"{door.own}/requests", headers=door.headers)
    assert [one["number"] for one in listed.json()["requests"]] == ["X202612210001"]


async def test_a_stranger_can_ask_for_nothing(door: Door) -> None:
    wrong = {"Authorization": "Bearer wrong"}

    answers = [
        await door.http.post(f"{door.own}/requests", json={"right": "delete"}, headers=wrong),
        await door.http.get(f"{door.own}/requests", headers=wrong),
        await door.http.get(door.own, headers=wrong),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert await door.office.rows(own_data_requests) == []


async def test_a_copy_is_for_the_proven_person_and_leaves_others_out(door: Door) -> None:
    await door.file("王秀英", ID_NUMBER, "20261221000015")
    await door.file("李建国", WOMAN, "20261221000023")
    refused = await door.http.get(door.own, headers=door.headers)
    await door.prove()

    copy = (await door.http.get(door.own, headers=door.headers)).json()

    assert refused.status_code == 403
    mine, others = copy["applications"]
    assert (mine["number"], mine["fields"]["身份证号"]) == ("20261221000015", ID_NUMBER)
    assert (others["number"], others["fields"]) == ("20261221000023", {})
    assert WOMAN not in str(copy)
    looked = [row for row in await door.office.rows(audit) if row["action"] == "looked"]
    assert [row["subject"] for row in looked] == [subject_of(KEYS, ID_NUMBER)]


async def test_the_page_of_a_copy_opens_with_a_button_and_for_a_while_only(door: Door) -> None:
    await door.file("王秀英", ID_NUMBER, "20261221000015")
    await door.prove()
    page = (await door.ask("copy")).json()["page"]

    arrived = await door.http.get(page)
    opened = await door.http.post(page)
    door.office.clock.pass_by(timedelta(minutes=16))
    late = await door.http.post(page)

    assert ID_NUMBER not in arrived.text
    assert ID_NUMBER in opened.text
    assert say.FILE_LEFT_OUT in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    assert (late.status_code, ID_NUMBER in late.text) == (410, False)
    copied = [row["action"] for row in await door.office.rows(audit) if row["action"] == "copied"]
    assert copied == ["copied"]


async def test_the_page_opens_for_nobody_who_is_proven_after_it_was_asked_for(door: Door) -> None:
    await door.file("王秀英", ID_NUMBER, "20261221000015")
    await door.prove()
    page = (await door.ask("copy")).json()["page"]
    now = door.office.clock()
    other = Person("李建国", WOMAN, now, now + timedelta(minutes=30), "test")
    await door.office.stores.identity.prove(door.id, other, now)

    refused = await door.http.post(page)
    await door.prove()
    opened = await door.http.post(page)

    assert (refused.status_code, WOMAN in refused.text) == (410, False)
    assert (opened.status_code, ID_NUMBER in opened.text) == (200, True)


async def test_a_copy_is_plain_text_whatever_was_written(door: Door) -> None:
    await door.file("<script>alert(1)</script>", ID_NUMBER, "20261221000015")
    await door.prove()

    opened = await door.http.post((await door.ask("copy")).json()["page"])

    assert "<script>" not in opened.text
    assert "&lt;script&gt;" in opened.text


async def test_staff_answer_once_and_the_citizen_is_told(door: Door) -> None:
    await door.ask("correct", words=f"手机号应该是{MOBILE}")
    nobody = await door.http.get(DESK)
    await door.sign_in()
    number = "X202612210001"

    listed = (await door.http.get(DESK)).json()["requests"]
    words = (await door.http.get(f"{DESK}/{number}")).json()["words"]
    body = {"outcome": "done", "text": "手机号已经改好。"}
    answered = await door.http.post(f"{DESK}/{number}/answer", json=body)
    other = await door.http.post(
        f"{DESK}/{number}/answer", json={"outcome": "refused", "text": "不能改。"}
    )

    assert nobody.status_code == 401
    assert MOBILE not in str(listed)
    assert MOBILE in words
    assert answered.json()["state"] == "done"
    assert (other.status_code, other.json()["detail"]) == (409, say.ANSWERED_ALREADY)
    (notice,) = await door.office.stores.notices.due(door.office.clock(), 9)
    assert notice.text == "您的“更正信息”有答复了，编号 X202612210001。手机号已经改好。"
    assert (await door.http.get(DESK)).json()["requests"] == []


async def test_staff_see_whose_request_it_is_masked(door: Door) -> None:
    await door.ask("correct", words="名字写错了")
    await door.sign_in()
    path = f"{DESK}/X202612210001"

    nobody = (await door.http.get(path)).json()
    await door.file("王秀英", ID_NUMBER, "20261221000015")
    await door.prove()
    listed = (await door.http.get(DESK)).text
    body = (await door.http.get(path)).json()

    assert (nobody["person"], nobody["applications"]) == (None, [])
    (filed,) = body["applications"]
    whose = {one["label"]: one["masked"] for one in filed["whose"]}
    assert body["person"] == {"name": "王**", "id_number": mask_id_number(ID_NUMBER)}
    assert (filed["number"], filed["item"]) == ("20261221000015", "门诊统筹签约")
    assert whose == {
        "姓名": "王**",
        "身份证号": mask_id_number(ID_NUMBER),
        "手机号": mask_mobile(MOBILE),
    }
    assert not any(one in f"{listed}{body}" for one in ("王秀英", ID_NUMBER, MOBILE))


async def test_a_request_nobody_answered_is_late_after_its_day(door: Door) -> None:
    await door.ask("correct", words="名字写错了")
    await door.sign_in()
    door.office.clock.pass_by(timedelta(days=23))

    door.http.cookies.set(COOKIE, await door.staff.sign_in(ANNA, PASSWORD))
    (one,) = (await door.http.get(DESK)).json()["requests"]

    assert one["overdue"] is True


async def test_a_copy_tells_being_filmed_from_being_recorded_on_the_telephone(door: Door) -> None:
    await door.prove()
    for kind in ("recording", "video_recording"):
        await door.office.stores.calls.consent(
            door.id, given=True, version="1", text="可以吗", at=door.office.clock(), kind=kind
        )

    copy = (await door.http.get(door.own, headers=door.headers)).json()

    assert [one["what"] for one in copy["consents"]] == ["通话录音", "视频录像"]
