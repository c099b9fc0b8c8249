"""Starts the Rasa server, with two costs of every turn taken out.

Run by `python -m launch run` in Rasa's environment. Reads from the environment:
YIBAO_RASA_MODEL, YIBAO_RASA_PORT, YIBAO_RASA_TOKEN, YIBAO_ACTION_URL, YIBAO_ACTION_SECRET,
YIBAO_MODELS; YIBAO_RASA_HOST where gateways on other machines ask (the loopback otherwise): the
webhook takes no password, so only an inner network may reach it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def make_turns_cheap() -> None:
    """Replace what costs most of the time of a turn in Rasa 3.6.21.

    Half of it goes into checking the meta-schema of the action server's answer on every call;
    the rest grows with the conversation, because the whole history is sent every time. Our
    action server needs the last message only: applications live in the gateway's database.
    """
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.trackers import DialogueStateTracker

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    def call_format(
        self: RemoteAction, tracker: DialogueStateTracker, domain: Any
    ) -> dict[str, Any]:
        acted = []
        for event in reversed(tracker.events):
            if event.type_name == "user":
                break
            if event.type_name == "action":
                acted.append(event.action_name)
        intent = tracker.latest_message.intent or {} if tracker.latest_message else {}
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {
                "latest_message": {
                    "text": tracker.latest_message.text if tracker.latest_message else "",
                    "metadata": tracker.latest_message.metadata if tracker.latest_message else {},
                    "intent": {
                        "name": intent.get("name"),
                        "confidence": float(intent.get("confidence") or 0.0),
                    },
                },
                "active_loop": {"name": tracker.active_loop_name},
                "actions_since_message": acted,
            },
        }

    RemoteAction._validate_action_result = validate
    RemoteAction._action_call_format = call_format


def main() -> None:
    """Hand over to Rasa's own command line."""
    os.chdir(HERE)
    sys.path.insert(0, str(HERE))
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TICKET_LOCK_LIFETIME", "10")  # seconds; 60 blocks a citizen for long
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Rasa reads its token from the command line only; rewriting argv here keeps it out of `ps`.
    sys.argv = [
        *("rasa", "run", "--enable-api", "-i", os.environ.get("YIBAO_RASA_HOST", "127.0.0.1")),
        *("-p", os.environ["YIBAO_RASA_PORT"], "-m", os.environ["YIBAO_RASA_MODEL"]),
        *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        f"--auth-token={os.environ.pop('YIBAO_RASA_TOKEN')}",  # a token may begin with a dash
    ]
    make_turns_cheap()
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
