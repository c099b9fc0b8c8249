"""Reads what Rasa asks of the action server, and writes what it expects back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.acts import Act
from core.answer_json import answer_to_json
from core.messages import Answer

FORM = "application_form"
CONTINUE_FORM = f"validate_{FORM}"
SEGMENT = "."
WARM_UP = "warm-up"  # the conversation of a turn that only wakes Rasa


@dataclass(frozen=True, slots=True)
class Call:
    """Be one request of Rasa to carry out an action."""

    action: str
    conversation_id: str
    text: str  # cleaned
    act: Act  # what the citizen meant
    confidence: float  # 0..1
    in_form: bool  # whether Rasa believes that an application is being filled
    again: bool  # whether one of our actions already answered this very message
    turn: str = ""  # its name, as we gave it to Rasa with the message; empty: none


def call_from_json(body: Mapping[str, object]) -> Call:
    """Return the call; raise ValueError for anything that Rasa would not send."""
    try:
        tracker = _object(body["tracker"])
        message = _object(tracker["latest_message"])
        intent = _object(message["intent"])
        action = str(body["next_action"])
        acted = tracker["actions_since_message"]
        name = str(intent["name"] or "")
        return Call(
            action=action,
            conversation_id=str(body["sender_id"]).rsplit(SEGMENT, 1)[0],
            text=str(message["text"] or ""),
            act=act_named(name),
            confidence=float(str(intent["confidence"])),
            in_form=_object(tracker["active_loop"]).get("name") == FORM,
            again=isinstance(acted, list) and any(_is_ours(str(name)) for name in acted),
            turn=str(_object(message.get("metadata") or {}).get("turn") or ""),
        )
    except KeyError as error:
        raise ValueError(f"not an action call: {error} is missing") from error


def result_to_json(answer: Answer | None, *, in_form: bool, goes_on: bool) -> dict[str, object]:
    """Return events and responses for Rasa.

    `in_form` is what Rasa believes, `goes_on` what is true in our database: the events make
    Rasa's form follow it. Custom-mapped slots and loop events: Rasa 3.6 action server protocol.
    """
    events: list[dict[str, object]] = []
    if in_form:
        events.append(_slot("application_answer", None if goes_on else "over"))
    elif goes_on:
        events = [
            _slot("application_answer", None),
            {"event": "active_loop", "timestamp": None, "name": FORM},
            _slot("requested_slot", "application_answer"),
        ]
    responses = [] if answer is None else [{"custom": answer_to_json(answer)}]
    return {"events": events, "responses": responses}


def act_named(name: str) -> Act:
    """Return the act of that name; what we do not know was not understood."""
    return Act(name) if name in Act.__members__.values() else Act.NOT_UNDERSTOOD


def _is_ours(action: str) -> bool:
    return action.startswith("action_") and action not in {
        "action_listen",
        "action_session_start",
        "action_extract_slots",
    }


def _slot(name: str, value: str | None) -> dict[str, object]:
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")
    return value
