"""Declares what a call needs of the shared form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

Json = Mapping[str, object]


class CallForms(Protocol):
    """Be the form that everybody in a call looks at; refusals are NotAllowedNow with a sentence.

    What changes is told to the pages by the form itself.
    """

    async def shown(self, call_id: str, seat: str) -> Json | None:
        """Return the form as that seat may see it; None: no item is open."""
        ...

    async def lock(self, call_id: str, seat: str, field: str) -> object:
        """Keep a field for one seat."""
        ...

    async def unlock(self, call_id: str, seat: str, field: str) -> object:
        """Let a field go."""
        ...

    async def set(self, call_id: str, seat: str, field: str, value: str, version: int) -> object:
        """Write a field."""
        ...

    async def choose(self, call_id: str, seat: str, code: str) -> object:
        """Open an item."""
        ...

    async def confirm(self, call_id: str, seat: str, way: str) -> object:
        """Take the citizen's confirmation; way: button, key, voice."""
        ...

    async def unconfirm(self, call_id: str, seat: str) -> object:
        """Take the confirmation back."""
        ...

    async def sign(self, call_id: str, seat: str, png: bytes) -> object:
        """Take the citizen's signature."""
        ...

    async def submit(self, call_id: str, seat: str, display_name: str) -> object:
        """Hand the application in."""
        ...

    async def photographed(self, call_id: str, seat: str, photo_id: str) -> object:
        """Take what stands on a photograph into the form."""
        ...

    async def edits(self, call_id: str) -> Sequence[tuple[datetime, str]]:
        """Return when what happened to the form, in words without values, oldest first."""
        ...
