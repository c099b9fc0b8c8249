"""Builds what Rasa sends to the action server, in Rasa's own shape, and reads what it gets back."""

from __future__ import annotations

from typing import cast

from bot.acts import Act
from bot.call import call_from_json
from core.conversation import Conversation
from tests.fakes.office import Office

Json = dict[str, object]


def rasa_body(
    sender: str,
    text: str,
    act: Act | str,
    *,
    confidence: float = 0.95,
    action: str | None = None,
    in_form: bool = False,
    acted: tuple[str, ...] = ("action_listen",),
) -> Json:
    """Return the body of POST /rasa/actions as Rasa 3.6 writes it, less what nobody reads."""
    return {
        "next_action": action or ("validate_application_form" if in_form else f"action_{act}"),
        "sender_id": sender,
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": sender,
            "slots": {"application_answer": None, "requested_slot": None},
            "latest_message": {
                "text": text,
                "intent": {"name": str(act), "confidence": confidence},
                "entities": [],
            },
            "active_loop": {"name": "application_form"} if in_form else {},
            "latest_action_name": acted[-1],
            "actions_since_message": list(acted),
        },
    }


class Told:
    """Be what Rasa was told: one answer, and what its form does."""

    def __init__(self, result: Json) -> None:
        self.events = cast(list[Json], result["events"])
        responses = cast(list[dict[str, Json]], result["responses"])
        self.answers = len(responses)
        custom = responses[0]["custom"] if responses else {}
        self.reply = cast(Json, custom.get("reply", {}))
        self.turn = cast(Json, custom.get("turn", {}))
        self.text = str(self.reply.get("text", ""))
        self.choices = cast(list[str], self.reply.get("choices", []))


async def tell(
    office: Office,
    conversation: Conversation,
    text: str,
    act: Act,
    *,
    confidence: float = 0.95,
    action: str | None = None,
) -> Told:
    """Let Rasa call for this text as it would: inside its form if an application is in hand."""
    in_form = await office.applications.in_hand(conversation.id) is not None
    body = rasa_body(
        f"{conversation.id}.0", text, act, confidence=confidence, in_form=in_form, action=action
    )
    return Told(await office.actions.run(call_from_json(body)))
