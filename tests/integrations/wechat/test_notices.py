"""Tests what reaches a citizen whom no message reaches any more."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from core.wechat_tables import wechat_outbox
from integrations.wechat.notices import read_form
from tests.fakes.office import Office
from tests.integrations.wechat.scripted_wechat import hangs, refuses
from tests.integrations.wechat.test_outbox import known, later, put, states
from tests.integrations.wechat.wechat_office import WeChatOffice, open_wechat

FIELDS = {"character_string1": "number", "thing2": "text", "time3": "time"}


def form(way: str) -> str:
    return json.dumps({"way": way, "id": "template-1", "fields": FIELDS})


@pytest.fixture(params=["template", "subscription"])
async def noticing(office: Office, request: pytest.FixtureRequest) -> AsyncIterator[WeChatOffice]:
    desk = open_wechat(office, notice=form(request.param))
    await known(desk)
    desk.office.clock.pass_by(timedelta(hours=49))
    yield desk
    await desk.channel.close()


async def test_a_result_goes_as_a_notice_when_no_message_may_be_sent(
    noticing: WeChatOffice,
) -> None:
    await put(noticing, "您的门诊统筹签约已经办好了，明天起就能用。", kind="notice")

    await noticing.again()
    await noticing.again()

    (notice,) = noticing.wechat.notices
    assert notice["touser"] == "o1"
    assert notice["template_id"] == "template-1"
    assert notice["data"]["character_string1"] == {"value": "YB1"}  # type: ignore[index]
    assert len(notice["data"]["thing2"]["value"]) <= 20  # type: ignore[index]
    assert await states(noticing) == ["sent"]


async def test_what_is_no_notice_waits_for_the_citizen(noticing: WeChatOffice) -> None:
    await put(noticing, "工作人员说的话")

    await noticing.again()

    assert noticing.wechat.notices == []
    assert await states(noticing) == ["parked"]


@pytest.mark.parametrize("code", [43004, 43101, 40037, 47003])
async def test_a_notice_that_is_refused_waits_for_the_citizen(
    noticing: WeChatOffice, code: int
) -> None:
    await put(noticing, "结果", kind="notice")
    noticing.wechat.fail("send", refuses(code))
    noticing.wechat.fail("bizsend", refuses(code))

    await noticing.again()
    later(noticing, 400)
    await noticing.again()

    assert noticing.wechat.faults_used == 1
    assert await states(noticing) == ["parked"]
    assert "结果" in await noticing.say("在吗")


async def test_a_template_that_nobody_confirmed_goes_again_under_the_same_id(
    office: Office,
) -> None:
    desk = open_wechat(office, notice=form("template"))
    await known(desk)
    later(desk, 49 * 3600)
    await put(desk, "结果", kind="notice")
    seen: list[str] = []

    def lost(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content)["client_msg_id"])
        return hangs(request)

    desk.wechat.fail("send", lost)
    await desk.again()
    later(desk, 2)
    await desk.again()

    assert [n["client_msg_id"] for n in desk.wechat.notices] == seen
    assert await states(desk) == ["sent"]
    await desk.channel.close()


async def test_a_subscription_that_nobody_confirmed_is_not_sent_again(office: Office) -> None:
    desk = open_wechat(office, notice=form("subscription"))
    await known(desk)
    later(desk, 49 * 3600)
    await put(desk, "结果", kind="notice")
    desk.wechat.fail("bizsend", hangs)

    await desk.again()
    later(desk, 400)
    await desk.again()

    assert desk.wechat.notices == []
    assert await states(desk) == ["unsure"]
    await desk.channel.close()


async def test_a_citizen_who_may_be_written_to_gets_a_message_and_no_notice(
    office: Office,
) -> None:
    desk = open_wechat(office, notice=form("template"))
    await known(desk)
    await put(desk, "结果", kind="notice")

    await desk.again()

    assert desk.wechat.notices == []
    assert desk.wechat.texts() == ["结果"]
    rows = [r for r in await office.rows(wechat_outbox) if r["key"].startswith("test:")]
    assert [(r["way"], dict(r["body"])) for r in rows] == [("custom", {})]
    await desk.channel.close()


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"way": "template", "id": 1, "fields": {}}',
        '{"way": "post", "id": "x", "fields": {}}',
        '{"way": "template", "id": "x", "fields": {"thing1": "id_number"}}',
    ],
)
def test_a_setting_that_describes_no_notice_stops_the_start(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_form(text, "")


def test_without_a_setting_there_are_no_notices() -> None:
    assert read_form(" ", "") is None
