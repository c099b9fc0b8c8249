"""Checks that one name goes with a turn from the channel through Rasa to the database's row."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.acts import Act
from bot.dialogue import RasaDialogue
from core.assistant import Assistant
from core.ownership import Ownership
from core.tables import lines, staff
from core.turn_names import TURN, turn_name
from gateway.json_logs import JsonLines
from tests.bot.rasa_calls import rasa_body
from tests.fakes.office import CATALOGUE, HOTLINE, HOURS, Office, say
from tests.gateway.front import SECRET, Front
from tests.sample_fields import WOMAN


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Collect what our own loggers write, at every level."""
    text, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(text), root.level
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.setLevel(before)
    root.removeHandler(handler)


def rasa_of(front: Front) -> RasaDialogue:
    """Return a dialogue whose Rasa asks the gateway's action server, as the real one does."""

    async def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        body = rasa_body(asked["sender"], asked["message"], Act.GREET)
        tracker = body["tracker"]
        assert isinstance(tracker, dict)
        tracker["latest_message"]["metadata"] = asked["metadata"]
        token = TURN.set("")  # it is another process
        acted = await front.http.post(
            "/rasa/actions", json=body, headers={"X-Action-Secret": SECRET}
        )
        TURN.reset(token)
        return httpx.Response(200, json=acted.json()["responses"])

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return RasaDialogue(client, url="http://rasa", timeout=1.0)


def assistant_with(office: Office, dialogue: RasaDialogue) -> Assistant:
    """Return the assistant of the office with another dialogue."""
    return Assistant(
        dialogue=dialogue,
        retriever=office.retriever,
        desk=office.desk,
        conversations=office.conversations,
        ownership=Ownership(office.applications, CATALOGUE),
        recorder=office.recorder,
        now=office.clock,
        hotline=HOTLINE,
        hours=HOURS,
    )


async def test_the_same_name_stands_in_every_line_of_a_turn_and_is_the_key_of_its_row(
    front: Front, written: io.StringIO
) -> None:
    office = front.office
    conversation = await office.opened()

    await assistant_with(office, rasa_of(front)).answer(
        say(conversation, f"您好，我的身份证是{WOMAN}", "m1")
    )

    (row,) = [row for row in await office.rows(lines) if row["who"] == "citizen"]
    name = turn_name(row["conversation_id"], row["seq"])
    logged = [json.loads(line) for line in written.getvalue().splitlines()]
    named = {line["logger"]: line["turn"] for line in logged if "turn" in line}
    assert named["bot.action_server"] == named["core.recording"] == name
    assert WOMAN not in written.getvalue()
    assert TURN.get() == ""


def test_a_line_is_one_json_object_with_the_error_in_it(written: io.StringIO) -> None:
    try:
        raise ValueError("not so")
    except ValueError:
        logging.getLogger("gateway.x").exception("step %d\nfailed", 3)

    (line,) = written.getvalue().splitlines()
    logged = json.loads(line)
    assert (logged["level"], logged["logger"]) == ("ERROR", "gateway.x")
    assert logged["message"] == "step 3\nfailed"
    assert "ValueError: not so" in logged["error"]
    assert "turn" not in logged


async def test_an_error_of_the_database_does_not_tell_what_was_to_be_stored(office: Office) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with office.database.writing() as connection:
            await connection.execute(insert(staff).values(name="1001", display_name=WOMAN))

    assert WOMAN not in str(refused.value)
