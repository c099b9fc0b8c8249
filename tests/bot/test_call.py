"""Tests bot.call and bot.action_server: Rasa's own JSON in, events and responses out."""

from __future__ import annotations

import copy
from typing import cast

import pytest

from bot.action_server import ActionServer
from bot.acts import Act
from bot.call import call_from_json, result_to_json
from core.errors import NotAuthorised
from core.messages import Answer, Handled, Reply, Status, Turn
from tests.bot.rasa_calls import Json, rasa_body
from tests.fakes.office import Office

BODY = rasa_body("c1.3", "我叫王秀英", Act.GIVE_INFORMATION, confidence=0.6, in_form=True)
OPENED = [
    {"event": "slot", "timestamp": None, "name": "application_answer", "value": None},
    {"event": "active_loop", "timestamp": None, "name": "application_form"},
    {
        "event": "slot",
        "timestamp": None,
        "name": "requested_slot",
        "value": "application_answer",
    },
]


def test_a_call_is_read_from_what_rasa_sends() -> None:
    call = call_from_json(BODY)

    assert call.action == "validate_application_form"
    assert call.conversation_id == "c1"  # without the session of Rasa
    assert (call.text, call.act, call.confidence) == ("我叫王秀英", Act.GIVE_INFORMATION, 0.6)
    assert (call.in_form, call.again) == (True, False)


def test_an_intent_that_is_no_act_was_not_understood() -> None:
    call = call_from_json(rasa_body("c1.0", "呜哩", "nlu_fallback", action="action_not_understood"))

    assert call.act is Act.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("acted", "again"),
    [
        (("action_listen",), False),
        (("action_extract_slots",), False),
        (("action_session_start", "action_listen"), False),
        (("action_extract_slots", "action_start_application"), True),
    ],
)
def test_a_message_answered_already_is_recognised(acted: tuple[str, ...], again: bool) -> None:
    call = call_from_json(rasa_body("c1.0", "签约", Act.START_APPLICATION, acted=acted))

    assert call.again is again


@pytest.mark.parametrize("missing", ["next_action", "sender_id", "tracker"])
def test_a_call_without_its_parts_is_refused(missing: str) -> None:
    body = copy.deepcopy(BODY)
    del body[missing]

    with pytest.raises(ValueError, match=missing):
        call_from_json(body)


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("latest_message", None),
        ("latest_message", {"text": "x", "intent": None}),
        ("latest_message", {"text": "x", "intent": {"name": "greet", "confidence": "high"}}),
        ("latest_message", {"text": "x", "intent": {"name": "greet"}}),
        ("active_loop", "application_form"),
    ],
)
def test_a_call_of_another_shape_is_refused(place: str, wrong: object) -> None:
    body = copy.deepcopy(BODY)
    cast(Json, body["tracker"])[place] = wrong

    with pytest.raises(ValueError, match=r"JSON|float|confidence"):
        call_from_json(body)


@pytest.mark.parametrize(
    ("in_form", "goes_on", "events"),
    [
        (False, False, []),
        (False, True, OPENED),
        (True, True, OPENED[:1]),
        (True, False, [{**OPENED[0], "value": "over"}]),
    ],
)
def test_the_form_of_rasa_follows_the_database(
    in_form: bool, goes_on: bool, events: list[Json]
) -> None:
    result = result_to_json(None, in_form=in_form, goes_on=goes_on)

    assert result == {"events": events, "responses": []}


def test_the_answer_travels_as_one_custom_response() -> None:
    answer = Answer(Reply("好的。", Status.ANSWERED), Turn(Handled.SOCIAL))

    result = result_to_json(answer, in_form=False, goes_on=False)

    (response,) = cast(list[dict[str, dict[str, Json]]], result["responses"])
    assert set(response["custom"]) == {"reply", "turn"}
    assert response["custom"]["reply"]["text"] == "好的。"


async def test_who_knows_the_secret_is_answered(office: Office) -> None:
    conversation = await office.opened()
    server = ActionServer(office.actions, "s3cret")

    result = await server.handle("s3cret", rasa_body(f"{conversation.id}.0", "您好", Act.GREET))

    assert result["events"] == []
    assert result["responses"]


@pytest.mark.parametrize(("right", "given"), [("s3cret", "S3cret"), ("s3cret", ""), ("", "")])
async def test_who_does_not_know_the_secret_is_refused(
    office: Office, right: str, given: str
) -> None:
    server = ActionServer(office.actions, right)

    with pytest.raises(NotAuthorised):
        await server.handle(given, BODY)
