"""Tells what belongs to a conversation: its application, the fields, what a hand-off carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.fields import shown
from core.messages import Answer, State
from core.store import ApplicationStore

STATES = {
    Phase.FILLING: State.FILLING,
    Phase.CONFIRMING: State.CONFIRMING,
    Phase.SUBMITTED: State.SUBMITTED,
    Phase.CANCELLED: State.CANCELLED,
}


class Ownership:
    """Look up what belongs to a conversation."""

    def __init__(self, applications: ApplicationStore, catalogue: Catalogue) -> None:
        """Take where applications are stored and what their items ask for."""
        self._applications = applications
        self._catalogue = catalogue

    async def in_hand(self, conversation_id: str) -> Application | None:
        """Return the application that is being filled, if any."""
        return await self._applications.in_hand(conversation_id)

    async def with_fields(self, conversation_id: str, answer: Answer) -> Answer:
        """Return the answer with the fields captured so far, for their owner's eyes only.

        Answers are stored and travel through Rasa without them.
        """
        application = await self._applications.latest(conversation_id)
        turn = answer.turn
        ended = turn.state in {State.SUBMITTED, State.CANCELLED}
        if application is None or not (application.in_hand or ended):
            return answer
        item = self._catalogue.item(application.item_code)
        if application.in_hand and turn.state is State.IDLE:
            turn = replace(turn, state=STATES[application.phase], awaiting=application.awaiting)
        turn = replace(
            turn,
            item=turn.item or item.name,
            fields=application.fields,
            field_labels={f.key: f.label for f in item.fields_for(application.fields)},
            delegate=application.delegate or turn.delegate,
        )
        return replace(answer, turn=turn)

    async def carried(self, conversation_id: str) -> tuple[str | None, Mapping[str, str]]:
        """Return the item's name and the masked fields, by label, that go with a hand-off."""
        application = await self._applications.latest(conversation_id)
        if application is None:
            return None, {}
        item = self._catalogue.item(application.item_code)
        fields = {
            f.label: shown(f, application.fields[f.key])
            for f in item.fields
            if f.key in application.fields
        }
        return item.name, fields
