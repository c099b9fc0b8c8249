"""Verifies the audit trail once a day, and remembers what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from core.audit import Flaw
from core.store.audit_trail import AuditTrail
from gateway.audit_anchors import Anchors

logger = logging.getLogger(__name__)

EVERY = timedelta(days=1)
AFTER_START = timedelta(minutes=10)  # what citizens need first comes first


class AuditCheck:
    """Look whether it is time, and read the trail from its beginning to its end."""

    every = 60.0  # seconds between two looks whether it is time

    def __init__(self, trail: AuditTrail, anchors: Anchors, now: Callable[[], datetime]) -> None:
        """Take where the trail and its anchors are, and the clock."""
        self._trail = trail
        self._anchors = anchors
        self._now = now
        self._due = now() + AFTER_START
        self.verified_at: datetime | None = None  # None: not since this gateway was started
        self.rows = 0  # that were as they were written
        self.flaw: Flaw | None = None

    async def step(self) -> None:
        """Verify if it is time."""
        if self._now() >= self._due:
            await self.verify()

    async def verify(self) -> None:
        """Verify now."""
        self.rows, self.flaw = await self._trail.first_flaw(list(self._anchors.all()))
        self.verified_at = self._now()
        self._due = self.verified_at + EVERY
        if self.flaw is not None:
            logger.error("audit trail: row %d is not as it was written", self.flaw.number)
