"""Tests what is sent, how often, and what becomes of what cannot be sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.store.wechat_outbox import OutboxStore
from core.wechat_messages import Outgoing
from core.wechat_tables import wechat_outbox
from tests.integrations.wechat.scripted_wechat import (
    refuses,
)
from tests.integrations.wechat.wechat_office import WeChatOffice, event_xml


async def known(desk: WeChatOffice, openid: str = "o1") -> None:
    """Let somebody write, so that five messages may follow."""
    await desk.say("你好", openid)


async def put(desk: WeChatOffice, *texts: str, openid: str = "o1", kind: str = "text") -> None:
    """Put messages into the outbox, as staff or the system would."""
    number = len(await desk.office.rows(wechat_outbox))
    outgoing = [
        Outgoing(f"test:{openid}:{number + n}", kind, {"text": text, "number": "YB1"})
        for n, text in enumerate(texts)
    ]
    await OutboxStore(desk.office.database).add(openid, outgoing, None, 0, desk.office.clock())


async def states(desk: WeChatOffice) -> list[str]:
    """Return the states of what was put, in order."""
    rows = await desk.office.rows(wechat_outbox)
    return [row["state"] for row in rows if row["key"].startswith("test:")]


def later(desk: WeChatOffice, seconds: float) -> None:
    desk.office.clock.pass_by(timedelta(seconds=seconds))


async def test_a_backlog_of_twelve_answers_goes_as_few_messages(desk: WeChatOffice) -> None:
    await known(desk)
    answers = [f"第{n}个回答。" + "内容" * 60 for n in range(12)]
    await put(desk, *answers)

    await desk.again()

    assert len(desk.wechat.sent) <= 5
    assert "\n\n".join(desk.wechat.texts()) == "\n\n".join(answers)
    assert set(await states(desk)) == {"sent"}


async def test_what_goes_beyond_five_messages_is_parked_and_rides_later(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, *(f"{n}" + "长" * 597 for n in range(6)))

    await desk.again()

    assert len(desk.wechat.sent) == 5
    assert await states(desk) == ["sent"] * 5 + ["parked"]
    later(desk, 60)
    await desk.again()
    assert len(desk.wechat.sent) == 5
    seen = await desk.say("在")
    assert "知道了。" in seen
    later(desk, 6)
    await desk.again()
    assert desk.wechat.texts()[-1].startswith("5长")


async def test_after_a_tap_on_the_menu_three_messages_go_within_a_minute(
    desk: WeChatOffice,
) -> None:
    await desk.see(await desk.push(event_xml("CLICK", "say:查进度")))
    await put(desk, *(f"{n}" + "长" * 590 for n in range(4)))

    await desk.again()

    assert len(desk.wechat.sent) == 3
    assert await states(desk) == ["sent"] * 3 + ["parked"]


async def test_a_minute_after_a_tap_nothing_goes(desk: WeChatOffice) -> None:
    await desk.see(await desk.push(event_xml("CLICK", "say:查进度")))
    later(desk, 61)
    await put(desk, "太晚了")

    await desk.again()

    assert desk.wechat.sent == []
    assert await states(desk) == ["parked"]


async def test_after_48_hours_nothing_goes_and_the_next_reply_carries_it(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    later(desk, 48 * 3600 + 1)
    await put(desk, "结果出来了")

    await desk.again()

    assert desk.wechat.sent == []
    seen = await desk.say("在吗")
    assert seen.index("结果出来了") < seen.index("知道了。")
    assert await states(desk) == ["sent"]
    await desk.again()
    assert desk.wechat.sent == []


async def test_a_token_that_is_no_good_is_replaced_once_and_the_message_sent_once(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, "一")
    await desk.again()
    given = desk.wechat.tokens_given
    desk.wechat.valid = ""  # WeChat forgets what it gave

    await put(desk, "二")
    await desk.again()

    assert desk.wechat.texts() == ["一", "二"]
    assert desk.wechat.tokens_given - given == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_tokens_that_are_refused_for_ever_are_not_fetched_for_ever(
    desk: WeChatOffice, code: int
) -> None:
    await known(desk)
    await put(desk, "一")
    desk.wechat.fail("send", *[refuses(code)] * 50)

    for _ in range(10):
        await desk.again()

    assert desk.wechat.faults_used == 2
    assert desk.wechat.tokens_given <= 3
    assert await states(desk) == ["waiting"]
    desk.wechat.faults.clear()
    later(desk, 61)
    await desk.again()
    assert desk.wechat.texts() == ["一"]


async def test_a_process_that_died_while_sending_leaves_nothing_unsent(
    desk: WeChatOffice,
) -> None:
    await known(desk)
    await put(desk, "一")
    store, now = OutboxStore(desk.office.database), desk.office.clock()
    await store.claim("o1", "dead", now, now + timedelta(seconds=40))

    await desk.again()
    assert desk.wechat.sent == []  # its lease holds
    later(desk, 41)
    await desk.again()

    assert desk.wechat.texts() == ["一"]


async def test_two_processes_never_send_the_same(desk: WeChatOffice) -> None:
    await known(desk)
    await put(desk, "一")
    store, now = OutboxStore(desk.office.database), desk.office.clock()

    first, _ = await store.claim("o1", "a", now, now + timedelta(seconds=40))
    second, _ = await store.claim("o1", "b", now, now + timedelta(seconds=40))

    assert (len(first), second) == (1, [])


async def test_one_citizen_s_trouble_holds_up_nobody_else(desk: WeChatOffice) -> None:
    await known(desk, "o1")
    await known(desk, "o2")
    await put(desk, "甲", openid="o1")
    await put(desk, "乙", openid="o2")
    desk.wechat.fail("send", refuses(45015))

    await desk.again()

    assert len(desk.wechat.sent) == 1
    assert sorted(await states(desk)) == ["parked", "sent"]
