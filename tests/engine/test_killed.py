"""Proves that nothing is lost or doubled when the gateway or Rasa is killed in mid-form."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest

from core.answer_json import answer_from_json
from core.messages import Answer, State, Status
from core.privacy import mask_text
from core.receipt import is_receipt_number
from tests.engine.citizen import ANSWER_WITHIN
from tests.engine.killing import kill, start_again, until
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product, Service

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc"),
]

START = "我想办门诊统筹签约"
INSTITUTION = "城关社区卫生服务中心"


@dataclass(frozen=True, slots=True)
class Rows:
    """Look into the product's database."""

    database: Path

    def phases(self, conversation_id: str) -> list[str]:
        """Return the phase of every application of a conversation."""
        return [row[0] for row in self._all("SELECT phase", conversation_id)]

    def numbers(self, conversation_id: str) -> list[str]:
        """Return the receipt numbers of a conversation."""
        return [row[0] for row in self._all("SELECT number", conversation_id)]

    def submissions(self, conversation_id: str) -> int:
        """Return how often the audit says that an application of it was submitted."""
        with closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute(
                "SELECT count(*) FROM audit JOIN applications ON subject = 'application:' || "
                "applications.id WHERE conversation_id = ? AND action = 'submitted'",
                (conversation_id,),
            )
            return int(rows.fetchone()[0])

    def _all(self, select: str, conversation_id: str) -> list[tuple[str, ...]]:
        sentence = f"{select} FROM applications WHERE conversation_id = ?"
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sentence, (conversation_id,)).fetchall()


class Teller:
    """Hold a conversation whose messages have ids, as the page sends them."""

    def __init__(self, client: httpx.Client) -> None:
        """Open the conversation; the client knows the address of the product."""
        self._client = client
        opened = client.post("/api/v1/conversations", json={"channel": "web", "region": "烟台市"})
        opened.raise_for_status()
        self.id = str(opened.json()["conversation_id"])
        self._path = f"/api/v1/conversations/{self.id}/messages"
        self.token = str(opened.json()["token"])
        self._headers = {"Authorization": f"Bearer {self.token}"}
        self._numbers = count(1)

    def says(self, text: str, message_id: str | None = None) -> Answer:
        """Say something once; with the same id, the same thing again."""
        message = {"text": text, "message_id": message_id or f"m{next(self._numbers)}"}
        response = self._client.post(self._path, json=message, headers=self._headers)
        response.raise_for_status()
        return answer_from_json(response.json())

    def goes_to(self, client: httpx.Client) -> None:
        """Talk through another door of the same product from now on."""
        self._client = client

    def says_all(self, *texts: str) -> Answer:
        """Say one thing after the other and return the last answer."""
        return [self.says(text) for text in texts][-1]


@pytest.fixture
def rows(product: Product) -> Rows:
    return Rows(Path(product.settings["YIBAO_DATABASE_URL"].partition(":///")[2]))


@pytest.fixture
def teller(product: Product) -> Iterator[Teller]:
    # A client of its own: connections to a gateway that was killed are of no use to others.
    with httpx.Client(base_url=product.url, timeout=ANSWER_WITHIN, trust_env=False) as client:
        yield Teller(client)


@pytest.fixture
def gateway(product: Product) -> Iterator[Service]:
    """Have the gateway run again for the other tests, whatever happens."""
    yield product.gateway
    if not product.gateway.is_running:
        start_again(product.gateway)


@pytest.fixture
def rasa(product: Product) -> Iterator[Service]:
    """Have Rasa run again for the other tests, whatever happens."""
    yield product.rasa
    if not product.rasa.is_running:
        start_again(product.rasa)


def test_a_form_goes_on_at_the_same_field_after_the_gateway_was_killed(
    teller: Teller, gateway: Service, rows: Rows
) -> None:
    id_number = next_id_number()
    before = teller.says_all(START, NAME, id_number)

    kill(gateway)
    start_again(gateway)

    assert before.turn.awaiting == "mobile"
    after = teller.says(MOBILE)
    assert after.turn.fields == {"name": NAME, "id_number": id_number, "mobile": MOBILE}
    assert after.turn.awaiting == "institution"
    submitted = teller.says_all(INSTITUTION, "确认")
    assert submitted.turn.state is State.SUBMITTED
    assert rows.phases(teller.id) == ["submitted"]


def test_a_question_that_was_under_way_is_answered_once_when_it_is_sent_again(
    teller: Teller, gateway: Service, rows: Rows
) -> None:
    id_number = next_id_number()
    teller.says_all(START, NAME)
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(teller.says, id_number, "lost")
        kill(gateway)
        _ended(lost)
    start_again(gateway)

    first, again = teller.says(id_number, "lost"), teller.says(id_number, "lost")

    assert first.turn.awaiting == "mobile"
    assert first.turn.fields == {"name": NAME, "id_number": id_number}
    assert (again.reply.text, again.turn.seq) == (mask_text(first.reply.text), first.turn.seq)
    assert rows.phases(teller.id) == ["filling"]


def test_a_submission_whose_answer_was_lost_has_one_receipt_and_tells_it(
    teller: Teller, gateway: Service, rows: Rows
) -> None:
    teller.says_all(START, NAME, next_id_number(), MOBILE, INSTITUTION)
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(teller.says, "确认", "yes")
        until(lambda: rows.phases(teller.id) == ["submitted"], "the submission to be stored")
        kill(gateway)
        _ended(lost)
    start_again(gateway)

    first, again = teller.says("确认", "yes"), teller.says("确认", "yes")

    (number,) = rows.numbers(teller.id)
    assert is_receipt_number(number)
    assert rows.submissions(teller.id) == 1
    assert number in first.reply.text
    assert (again.reply, again.turn.number) == (first.reply, first.turn.number)
    assert number in teller.says("查进度").reply.text


def test_a_form_goes_on_at_the_same_field_after_rasa_was_killed(
    teller: Teller, rasa: Service, rows: Rows
) -> None:
    id_number = next_id_number()
    teller.says_all(START, NAME)
    kill(rasa)

    kept = teller.says(id_number, "while it is down")
    start_again(rasa)
    same = teller.says(id_number, "while it is down")
    resumed = teller.says("接着办")

    assert kept.reply.status is Status.ENGINE_FAILED
    assert kept.turn.fields == {"name": NAME}
    assert same.reply == kept.reply
    assert (resumed.turn.awaiting, resumed.turn.fields) == ("id_number", {"name": NAME})
    assert teller.says_all(id_number, MOBILE, INSTITUTION).turn.state is State.CONFIRMING
    assert teller.says("确认").turn.state is State.SUBMITTED
    assert rows.phases(teller.id) == ["submitted"]
    assert rows.submissions(teller.id) == 1


def test_a_form_needs_no_word_to_go_on_after_rasa_was_killed_and_started_again(
    teller: Teller, rasa: Service
) -> None:
    id_number = next_id_number()
    teller.says_all(START, NAME, id_number)

    kill(rasa)
    start_again(rasa)

    after = teller.says(MOBILE)
    assert after.turn.awaiting == "institution"
    assert after.turn.fields == {"name": NAME, "id_number": id_number, "mobile": MOBILE}


def _ended(lost: Future[Answer]) -> None:
    """Wait for an answer that may have been lost with the gateway, or come just before."""
    failure = lost.exception(timeout=ANSWER_WITHIN)
    assert failure is None or isinstance(failure, httpx.TransportError)
