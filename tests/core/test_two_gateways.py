"""Tests core.store on PostgreSQL with two gateways: what one was given, the other is not."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from core.applications import Application
from core.contracts import Ticket
from core.errors import NotAllowedNow
from core.messages import Message
from core.store import (
    ApplicationStore,
    InboxStore,
    OutboxStore,
    StaffStore,
    TicketStore,
)
from core.tables import applications, lines, tickets
from core.wechat_messages import Outgoing
from core.wechat_tables import wechat_inbox
from tests.core.gateway_process import DAY, LEASE, NOW, push, ready
from tests.core.two_gateways import Pair, pair
from tests.fakes.clock import StandingClock
from tests.fakes.office import build_office

__all__ = ["pair"]

ROOT = Path(__file__).parents[2]


async def test_two_processes_with_the_same_work_are_given_each_thing_once(pair: Pair) -> None:
    messages, to_file = 40, 20
    store = ApplicationStore(pair.first)
    for number in range(to_file):
        await store.open_application(ready(number), NOW)

    told = await asyncio.to_thread(_two_processes, pair.url, messages, to_file)

    assert len(await pair.rows(wechat_inbox)) == messages
    # Of each citizen the oldest push is somebody's at once; the others wait for their turn.
    holders = {row["holder"] for row in await pair.rows(wechat_inbox)}
    mine = [number for one in told for number in one["mine"]]
    assert len(mine) == len(set(mine)) == 5
    assert holders <= {"first", "second", None}
    assert told[0]["said"] == told[1]["said"]  # the same message is the same line
    said = [row for row in await pair.rows(lines) if row["who"] == "citizen"]
    assert sorted(row["seq"] for row in said) == list(range(2, messages + 2))
    assert told[0]["receipts"] == told[1]["receipts"]
    assert len(set(told[0]["receipts"])) == to_file
    stored = {row["number"] for row in await pair.rows(applications)}
    assert stored == set(told[0]["receipts"])


async def test_the_same_message_at_two_gateways_is_answered_once(pair: Pair) -> None:
    offices = [build_office(gateway, StandingClock()) for gateway in (pair.first, pair.second)]
    talk = await offices[0].opened()

    answers = await asyncio.gather(
        *(
            office.assistant.answer(Message(talk.id, "web", "异地就医怎么备案", "m1"))
            for office in (*offices, *offices)
        )
    )

    said = [one for one in await pair.rows(lines) if one["conversation_id"] == talk.id]
    assert [one["who"] for one in sorted(said, key=lambda one: one["seq"])] == [
        *("assistant", "citizen", "assistant"),
    ]
    assert len({answer.turn.seq for answer in answers if answer is not None}) == 1
    asked = [len(office.dialogue.heard) for office in offices]
    assert sorted(asked) == [0, 1]


async def test_receipt_numbers_of_two_gateways_have_no_gap_and_no_double(pair: Pair) -> None:
    stores = [ApplicationStore(pair.first), ApplicationStore(pair.second)]
    for number in range(24):
        await stores[0].open_application(ready(number), NOW)

    filed = await asyncio.gather(
        *(stores[n % 2].submit(ready(n), NOW, DAY, None) for n in range(24))
    )

    counted = sorted(int((one.number or "")[8:13]) for one in filed)
    assert counted == list(range(1, 25))


async def test_of_two_agents_at_two_gateways_one_has_the_ticket(pair: Pair) -> None:
    stores = [TicketStore(pair.first), TicketStore(pair.second)]
    await stores[0].enqueue(Ticket("t1", "c1", "text", None, {}, NOW))

    outcomes = await asyncio.gather(
        stores[0].accept("t1", "1001", NOW),
        stores[1].accept("t1", "1002", NOW),
        return_exceptions=True,
    )

    assert {type(one) for one in outcomes} == {NotAllowedNow, Ticket}
    won = next(one for one in outcomes if isinstance(one, Ticket))
    assert [row["agent"] for row in await pair.rows(tickets)] == [won.agent]


async def test_of_two_colleagues_at_two_gateways_one_answers_for_the_case(pair: Pair) -> None:
    for name in ("1001", "1002"):
        await StaffStore(pair.first).add(name, name, "hash", ("desk",))
    await ApplicationStore(pair.first).open_application(ready(1), NOW)
    filed = await ApplicationStore(pair.first).submit(ready(1), NOW, DAY, None)
    number = filed.number or ""

    outcomes = await asyncio.gather(
        pair.casework(pair.first).take(number, "1001", NOW),
        pair.casework(pair.second).take(number, "1002", NOW),
        return_exceptions=True,
    )

    assert {type(one) for one in outcomes} == {Application, NotAllowedNow}
    won = next(one for one in outcomes if isinstance(one, Application))
    assert [row["owner"] for row in await pair.rows(applications)] == [won.owner]


async def test_two_outboxes_never_hold_the_same_message_and_a_lease_ends(pair: Pair) -> None:
    outboxes = [OutboxStore(pair.first), OutboxStore(pair.second)]
    await InboxStore(pair.first).take(push(0), NOW, "first", LEASE)
    await outboxes[0].add("o0", [Outgoing("k1", "text", {"text": "办好了"})], None, 0, NOW)

    claimed = await asyncio.gather(
        *(outboxes[n % 2].claim("o0", f"gateway-{n % 2}", NOW, NOW + LEASE) for n in range(6))
    )
    early, _ = await outboxes[1].claim("o0", "late", NOW + LEASE / 2, NOW + LEASE * 2)
    late, _ = await outboxes[1].claim("o0", "late", NOW + LEASE, NOW + LEASE * 2)

    assert sorted(len(found) for found, _ in claimed) == [0, 0, 0, 0, 0, 1]
    assert early == []
    assert [one.key for one in late] == ["k1"]  # whoever held it is taken for dead


async def test_a_push_whose_gateway_died_is_answered_by_the_other_after_its_lease(
    pair: Pair,
) -> None:
    inboxes = [InboxStore(pair.first), InboxStore(pair.second)]
    _, mine = await inboxes[0].take(push(0), NOW, "first", LEASE)

    again, doubled = await inboxes[1].take(push(0), NOW, "second", LEASE)
    early = await inboxes[1].claim_next("o0", "second", NOW + LEASE / 2, lambda _: LEASE)
    late = await inboxes[1].claim_next("o0", "second", NOW + LEASE, lambda _: LEASE)

    assert (mine, doubled) == (True, False)
    assert early is None
    assert late == again


def _two_processes(url: str, messages: int, to_file: int) -> list[dict[str, list[str]]]:
    command = [sys.executable, "-m", "tests.core.gateway_process", url]
    running = [
        subprocess.Popen(
            [*command, name, str(messages), str(to_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
        )
        for name in ("first", "second")
    ]
    try:
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        return [json.loads(one.communicate(timeout=120)[0]) for one in running]
    finally:
        for one in running:
            one.kill()
            one.wait()
