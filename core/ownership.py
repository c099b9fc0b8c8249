"""Tells what belongs to a conversation: its application, the fields, what a hand-off carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.applications import Application
from core.catalogue import Catalogue
from core.fields import shown
from core.messages import Answer
from core.store import ApplicationStore


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
        if application is None:
            return answer
        labels = {f.key: f.label for f in self._catalogue.item(application.item_code).fields}
        turn = replace(
            answer.turn,
            fields=application.fields,
            field_labels=labels,
            delegate=application.delegate or answer.turn.delegate,
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
