"""Keeps Rasa's memory short: the truth about a conversation lies in our database."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class ShortMemory(InMemoryTrackerStore):
    """Hold the trackers of the most recent conversations, in memory only.

    Losing one is harmless: the action server re-opens the form from the stored application.
    Nothing that a citizen said reaches the disk through Rasa.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        capacity: int = 2000,
        **kwargs: Any,
    ) -> None:
        """Take the number of conversations to remember."""
        super().__init__(domain, event_broker, **kwargs)
        self._capacity = int(capacity)
        self.store = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember the tracker and forget the one that was silent longest."""
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self._capacity:
            self.store.popitem(last=False)
