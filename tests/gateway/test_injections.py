"""Says the corpus of injections wherever a citizen can say something: it stays text (R20)."""

from __future__ import annotations

import json
from datetime import date

import httpx
import pytest

from bot.dialogue import RasaDialogue
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.fields import problem_with, read_back
from core.messages import Message
from core.photos import DocumentKind, PhotoReading
from core.privacy import mask_text
from core.service_items import Field, FieldKind
from gateway.plain_page import told_page
from tests.fakes.clock import MONDAY_MORNING
from tests.gateway.front import Front
from tests.injections import EVALUATED, TEXTS

SAID = [text for text in TEXTS if text.strip()]
NAME = Field("name", "姓名", FieldKind.NAME, "叫什么？", "核对", sensitive=False)
NOTE = Field("note", "说明", FieldKind.TEXT, "说明？", "核对", sensitive=False)
LINK = "http"  # begins what a page would turn into a link, had it not come from a citizen


@pytest.mark.parametrize("first", range(0, len(SAID), 30))
async def test_what_is_typed_or_recognised_is_kept_as_it_was_said(front: Front, first: int) -> None:
    """Speech that was recognised comes the same way as what is typed."""
    texts = SAID[first : first + 30]
    own = await front.citizen()

    answers = [await own.say(text, f"m{number}") for number, text in enumerate(texts)]
    kept = (await front.http.get(f"{own.path}/transcript", headers=own.headers)).json()["lines"]

    assert [answer.status_code for answer in answers] == [200] * len(texts)
    assert {answer.headers["content-type"] for answer in answers} == {"application/json"}
    said = [line["text"] for line in kept if line["who"] == "citizen"]
    assert said == [mask_text(text) for text in texts]
    replies = "".join(line["text"] for line in kept if line["who"] != "citizen")
    assert EVALUATED not in replies
    assert LINK not in replies


async def test_rasa_is_given_texts_and_never_an_order() -> None:
    bodies: list[dict[str, str]] = []

    def rasa(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(500)

    client = httpx.AsyncClient(transport=httpx.MockTransport(rasa))
    dialogue = RasaDialogue(client, url="http://rasa", timeout=1.0)
    for text in SAID:
        with pytest.raises(EngineUnavailable):
            await dialogue.answer(
                Message("c1", "web", text), Conversation("c1", "web", MONDAY_MORNING)
            )

    assert len(bodies) == len(SAID)
    assert not [body for body in bodies if body["message"].startswith("/")]


async def test_a_complaint_reaches_staff_as_it_was_written(front: Front) -> None:
    texts = [text for text in SAID if len(text.strip()) >= 2]
    await front.signed_in()
    remarks, at = front.office.remarks, front.office.clock()
    for text in texts:
        await remarks.add(None, "complaint", text, at, at.date(), due=at.date())

    shown = await front.http.get("/api/v1/desk/remarks")

    assert shown.headers["content-type"] == "application/json"
    assert shown.headers["x-content-type-options"] == "nosniff"
    known = {one["text"] for one in shown.json()["remarks"]}
    assert [text for text in texts if text not in known] == []


def test_no_name_of_a_person_is_one_of_them() -> None:
    """A nickname, or a name read from a card, is judged by this rule before it is used."""
    taken = [text for text in SAID if problem_with(NAME, text, {}, date(2026, 12, 21)) is None]

    assert taken == []


def test_what_was_read_from_a_picture_is_read_back_as_it_stands() -> None:
    readings = [PhotoReading(DocumentKind.DIAGNOSIS, {"diagnosis": text}) for text in SAID]

    back = [read_back(NOTE, reading.values["diagnosis"]) for reading in readings]

    assert back == SAID


def test_a_page_for_people_shows_them_as_text() -> None:
    for text in TEXTS:
        page = bytes(told_page("标题", text, 404).body).decode()
        inside = page.partition('<p role="status">')[2].partition("</p>")[0]
        assert not set("<>\"'") & set(inside), text
