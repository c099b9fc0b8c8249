"""Tells what belongs to a conversation: its application, the fields, what a hand-off carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.fields import shown
from core.form_fields import GUARDIAN
from core.messages import Answer, State
from core.service_items import ServiceItem
from core.store import ApplicationStore

STATES = {
    Phase.FILLING: State.FILLING,
    Phase.CONFIRMING: State.CONFIRMING,
    Phase.SUBMITTED: State.SUBMITTED,
    Phase.CANCELLED: State.CANCELLED,
    Phase.PARKED: State.IDLE,
    Phase.NOT_NEEDED: State.IDLE,
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
        turn = answer.turn
        if turn.state is State.SUBMITTED and turn.number is not None:
            # The latest may be a part of it that the back office moved in the meantime.
            application: Application | None = await self._applications.numbered(turn.number)
        else:
            application = await self._applications.latest(conversation_id)
        ended = turn.state in {State.SUBMITTED, State.CANCELLED}
        if application is None or not (application.in_hand or ended):
            return answer
        item = self._catalogue.item(application.item_code, application.region)
        if application.in_hand and turn.state is State.IDLE:
            turn = replace(turn, state=STATES[application.phase], awaiting=application.awaiting)
        turn = replace(
            turn,
            item=turn.item or item.name,
            fields=application.fields,
            field_labels=_labels(item, application.fields),
            delegate=application.delegate or turn.delegate,
        )
        return replace(answer, turn=turn)

    async def carried(self, conversation_id: str) -> tuple[str | None, Mapping[str, str]]:
        """Return the item's name and the masked fields, by label, that go with a hand-off."""
        application = await self._applications.latest(conversation_id)
        if application is None:
            return None, {}
        item = self._catalogue.item(application.item_code, application.region)
        fields = {
            f.label: shown(f, application.fields[f.key])
            for f in (*item.fields, GUARDIAN)
            if f.key in application.fields
        }
        return item.name, fields


def _labels(item: ServiceItem, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return what each field that may be asked, or was answered, is called."""
    asked = {f.key: f.label for f in item.fields_for(values)}
    answered = {f.key: f.label for f in (*item.fields, GUARDIAN) if f.key in values}
    return asked | answered
