"""Is the door through which Rasa asks for actions: POST /rasa/actions on the gateway."""

from __future__ import annotations

import hmac
import logging

from bot.actions import Actions
from bot.call import call_from_json
from core.errors import NotAuthorised
from core.stretches import Stretch, stretch
from core.turn_names import continuing

logger = logging.getLogger(__name__)


class ActionServer:
    """Check who asks, read the call, carry it out."""

    def __init__(self, actions: Actions, secret: str) -> None:
        """Take the actions, and the secret that only our Rasa knows."""
        self._actions = actions
        self._secret = secret

    async def handle(self, secret: str, body: dict[str, object]) -> dict[str, object]:
        """Return the events and responses for one call; raise NotAuthorised or ValueError."""
        # Without a secret nobody may ask: an empty one would match a missing header.
        if not self._secret or not hmac.compare_digest(secret.encode(), self._secret.encode()):
            raise NotAuthorised("the action secret is wrong")
        call = call_from_json(body)
        # Rasa asks in a request of its own, perhaps another gateway.
        with continuing(call.turn), stretch(Stretch.ACTION):
            logger.debug("action %s for %s", call.action, call.conversation_id)
            return await self._actions.run(call)
