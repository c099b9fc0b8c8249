"""Proves that two gateways are one product, also while parts of it are killed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import httpx
import pytest

from core.messages import State
from tests.cluster.people import Agent, door, next_of, stream
from tests.cluster.running_cluster import RunningCluster
from tests.engine.citizen import ANSWER_WITHIN
from tests.engine.killing import start_again, until
from tests.engine.test_killed import INSTITUTION, START, Teller
from tests.people import MOBILE, NAME, next_id_number

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc"),
]

GATEWAYS = ("gateway-1", "gateway-2")
RASAS = ("rasa-1", "rasa-2")


@pytest.fixture
def whole(cluster: RunningCluster) -> Iterator[RunningCluster]:
    """Have everything run again for the other tests, whatever happens."""
    yield cluster
    for one in (cluster.redis, *cluster.gateways):
        if not one.is_running:
            start_again(one)
    for backend, servers in (("whole", GATEWAYS), ("rasa", RASAS)):
        for server in servers:
            cluster.order(f"set server {backend}/{server} state ready")
    until(lambda: cluster.hears(1) and cluster.hears(2), "both gateways to hear each other")


def submissions(cluster: RunningCluster, teller: Teller) -> list[str]:
    """Return the receipts of a conversation, one for each submission in the audit trail."""
    return cluster.database.order(
        "SELECT number FROM applications JOIN audit ON subject = 'application:' || applications.id"
        f" WHERE conversation_id = '{teller.id}' AND action = 'submitted'",
        "yibao",
    ).split()


def recorded(cluster: RunningCluster, teller: Teller, message_id: str) -> bool:
    """Tell whether a message of a citizen is a row."""
    told = cluster.database.order(
        "SELECT count(*) FROM lines"
        f" WHERE conversation_id = '{teller.id}' AND message_id = '{message_id}'",
        "yibao",
    )
    return told != "0"


def test_a_form_begun_at_one_gateway_goes_on_at_the_other(whole: RunningCluster) -> None:
    with door(whole.url_of(1)) as first, door(whole.url_of(2)) as second:
        teller = Teller(first)
        doors = cycle((second, first))
        for text in (START, NAME, next_id_number(), MOBILE, INSTITUTION):
            teller.goes_to(next(doors))
            confirming = teller.says(text)
        teller.goes_to(first)
        filed = teller.says("确认", "yes")
        teller.goes_to(second)
        again = teller.says("确认", "yes")

    assert confirming.turn.state is State.CONFIRMING
    assert filed.turn.state is State.SUBMITTED
    assert again.turn.number == filed.turn.number
    assert submissions(whole, teller) == [filed.turn.number]


def test_a_form_goes_on_though_another_rasa_takes_each_turn(whole: RunningCluster) -> None:
    id_number = next_id_number()
    rasas = cycle(RASAS)

    with door(whole.url) as client:
        teller = Teller(client)
        awaited = []
        for text in (START, NAME, id_number, "需要什么材料", MOBILE, INSTITUTION, "确认"):
            whole.only("rasa", next(rasas), RASAS)
            answer = teller.says(text)
            awaited.append(answer.turn.awaiting)
        # The Rasa that did not see the end has a form that is open still: it must not matter.
        whole.only("rasa", next(rasas), RASAS)
        after = teller.says("你好")

    assert awaited == ["name", "id_number", "mobile", "mobile", "institution", None, None]
    assert answer.turn.state is State.SUBMITTED
    assert after.turn.state is State.IDLE
    assert submissions(whole, teller) == [answer.turn.number]


def test_what_is_said_at_one_gateway_reaches_the_page_at_the_other(whole: RunningCluster) -> None:
    with (
        door(whole.url_of(1)) as first,
        door(whole.url_of(2)) as second,
    ):
        teller, agent = Teller(first), Agent(second, whole)
        with stream(whole.url_of(1), teller) as page, agent.stream(whole.url_of(2)) as desk:
            next_of(page, "welcome")
            next_of(desk, "tickets")
            teller.says("转人工")
            next_of(desk, "tickets")
            ticket = agent.accepts(teller)
            stage = next_of(page, "stage")
            while stage["stage"] != "agent":
                stage = next_of(page, "stage")
            agent.says(ticket, "您好，我是王工")
            heard = next_of(page, "agent")
            page.send(json.dumps({"type": "message", "text": "我想问参保", "message_id": "m9"}))
            asked = next_of(desk, "message")

    assert heard["text"] == "您好，我是王工"
    assert (asked["ticket_id"], asked["text"]) == (ticket, "我想问参保")


def test_an_address_may_complain_at_all_gateways_together_as_often_as_at_one(
    whole: RunningCluster,
) -> None:
    sender = {"X-Forwarded-For": "203.0.113.77"}
    complaint = {"text": "窗口排队太久"}
    said = []
    for number in (1, 2, 1, 2, 1, 2, 1):
        url = f"{whole.url_of(number)}/api/v1/complaints"
        said.append(httpx.post(url, json=complaint, headers=sender, trust_env=False).status_code)

    assert said == [201] * 5 + [429] * 2


def test_the_next_turn_works_after_a_gateway_was_killed_in_the_middle_of_one(
    whole: RunningCluster,
) -> None:
    with door(whole.url) as client:
        teller = Teller(client)
        teller.says_all(START, NAME, next_id_number(), MOBILE, INSTITUTION)
        whole.only("whole", "gateway-1", GATEWAYS)
        with ThreadPoolExecutor(1) as threads, stream(whole.url, teller) as page:
            next_of(page, "welcome")
            lost = threads.submit(teller.says, "确认", "yes")
            until(lambda: recorded(whole, teller, "yes"), "the message to be recorded")
            whole.gateways[0].kill()
            failure = lost.exception(timeout=ANSWER_WITHIN)
        whole.order("set server whole/gateway-2 state ready")
        # As the page does: the same message again, and the stream again from the last line on.
        filed = teller.says("确认", "yes")
        with stream(whole.url, teller) as page:
            next_of(page, "welcome")
            shown = [next_of(page, "reply") for _ in range(7)][-1]

    assert failure is None or isinstance(failure, httpx.HTTPError)
    assert filed.turn.state is State.SUBMITTED
    assert shown["turn"]["number"] == filed.turn.number  # type: ignore[index]
    assert submissions(whole, teller) == [filed.turn.number]


def test_everything_goes_on_while_redis_is_away_and_it_is_used_again_when_it_is_back(
    whole: RunningCluster,
) -> None:
    with door(whole.url_of(1)) as first, door(whole.url_of(2)) as second:
        teller, agent = Teller(first), Agent(second, whole)
        teller.says("转人工")
        ticket = agent.accepts(teller)
        other = Teller(second)
        other.says_all(START, NAME)
        with stream(whole.url_of(1), teller) as page:
            next_of(page, "welcome")
            whole.redis.kill()
            until(lambda: not whole.hears(1) and not whole.hears(2), "Redis to be missed")
            agent.says(ticket, "没有 Redis 的时候")
            without = next_of(page, "agent")
            filed = other.says_all(next_id_number(), MOBILE, INSTITUTION, "确认")
            whole.redis.start()
            until(lambda: whole.hears(1) and whole.hears(2), "Redis to be found")
            agent.says(ticket, "Redis 回来了")
            again = next_of(page, "agent")

    assert (without["text"], again["text"]) == ("没有 Redis 的时候", "Redis 回来了")
    assert filed.turn.state is State.SUBMITTED
    assert submissions(whole, other) == [filed.turn.number]
