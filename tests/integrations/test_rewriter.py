"""Checks the talk with a language model: what it is asked, and that no fault gets through."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest

from core.contracts import Rewriter
from integrations.rewriter import ChatRewriter
from tests.core.policies import YANTAI
from tests.fakes.language_model import KEY, MODEL, FakeLanguageModel, Fault, StallingTransport

QUESTION = "俺转医保得几天"
FAITHFUL = "转医保，15个工作日就办好。"


def rewriter(
    client: httpx.AsyncClient,
    *,
    key: str = "",
    model: str = MODEL,
    url: str = "http://model.local/v1",
) -> Rewriter:
    return ChatRewriter(client, url=url, model=model, key=key, timeout=1.5)


async def test_faithful_words_are_given_back() -> None:
    server = FakeLanguageModel(f"\n{FAITHFUL}\n")

    words = await rewriter(server.client()).rewrite(QUESTION, YANTAI)

    assert words == FAITHFUL
    assert server.requests == 1


async def test_the_model_reads_its_task_the_passage_and_the_question_and_is_not_to_invent() -> None:
    server = FakeLanguageModel(FAITHFUL)

    await rewriter(server.client()).rewrite(QUESTION, YANTAI)

    (asked,) = server.asked
    assert [message.role for message in asked.messages] == ["system", "user"]
    assert "不得增加" in asked.messages[0].content
    for part in (YANTAI.text, YANTAI.plain, QUESTION):
        assert part in asked.messages[1].content
        assert part not in asked.messages[0].content
    assert (asked.model, asked.temperature) == (MODEL, 0)


async def test_the_key_is_shown_to_a_server_that_wants_one() -> None:
    server = FakeLanguageModel(FAITHFUL, key=KEY)

    with_key = await rewriter(server.client(), key=KEY).rewrite(QUESTION, YANTAI)
    without = await rewriter(server.client()).rewrite(QUESTION, YANTAI)

    assert (with_key, without) == (FAITHFUL, None)
    assert server.requests == 2


@pytest.mark.parametrize("url", ["http://model.local/v1", "http://model.local/v1/"])
async def test_a_slash_at_the_end_of_the_address_does_not_matter(url: str) -> None:
    server = FakeLanguageModel(FAITHFUL)

    assert await rewriter(server.client(), url=url).rewrite(QUESTION, YANTAI) == FAITHFUL


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
async def test_whatever_goes_wrong_the_reviewed_words_are_used_and_nobody_asks_again(
    fault: Fault,
) -> None:
    server = FakeLanguageModel(FAITHFUL, fault)

    words = await rewriter(server.client()).rewrite(QUESTION, YANTAI)

    assert words is None
    assert server.requests == 1


async def test_a_model_that_is_not_there_is_no_rewriting() -> None:
    server = FakeLanguageModel(FAITHFUL)

    assert await rewriter(server.client(), model="another").rewrite(QUESTION, YANTAI) is None
    assert (server.requests, server.asked) == (1, [])


async def test_a_server_that_recovers_is_used_again() -> None:
    server = FakeLanguageModel(FAITHFUL, Fault.SERVER_ERROR)
    ours = rewriter(server.client())
    first = await ours.rewrite(QUESTION, YANTAI)

    server.plan.fault = Fault.NONE
    second = await ours.rewrite(QUESTION, YANTAI)

    assert (first, second) == (None, FAITHFUL)


@pytest.mark.parametrize(
    "error", [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.ConnectError, httpx.ReadError]
)
async def test_a_server_that_is_slow_or_gone_is_waited_for_no_longer_than_said(
    error: type[httpx.TransportError],
) -> None:
    transport = StallingTransport(error)

    async with httpx.AsyncClient(transport=transport, timeout=60) as client:
        words = await rewriter(client).rewrite(QUESTION, YANTAI)

    assert words is None
    assert transport.waited == [1.5]


async def test_a_server_that_sends_bit_by_bit_is_not_waited_for_either() -> None:
    class Trickling(httpx.AsyncBaseTransport):
        """Be a connection over which nothing comes, though nobody says so."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            """Never come to an end."""
            await asyncio.Event().wait()
            raise AssertionError

    async with httpx.AsyncClient(transport=Trickling()) as client:
        ours = ChatRewriter(client, url="http://model.local", model=MODEL, key="", timeout=0.01)
        words = await asyncio.wait_for(ours.rewrite(QUESTION, YANTAI), 5)

    assert words is None


@pytest.mark.parametrize(
    "strayed",
    [
        "转医保，20个工作日办好。",
        "转医保，15个工作日办好，打12393问问。",
        "转医保，15个工作日办好，见www.a.cn。",
        "",
        "好的。" * 60,
    ],
)
async def test_words_that_stray_from_the_passage_are_thrown_away(strayed: str) -> None:
    server = FakeLanguageModel(strayed)

    assert await rewriter(server.client()).rewrite(QUESTION, YANTAI) is None


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.NULL_CONTENT])
async def test_the_log_names_the_entry_and_neither_question_nor_answer(
    fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    server = FakeLanguageModel(FAITHFUL, fault)

    with caplog.at_level(logging.DEBUG, logger="integrations.rewriter"):
        await rewriter(server.client(), key=KEY).rewrite(QUESTION, YANTAI)

    assert YANTAI.document_id in caplog.text
    for secret in (QUESTION, FAITHFUL, KEY):
        assert secret not in caplog.text
