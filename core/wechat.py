"""Counts what WeChat lets us send a citizen: so many messages for each thing that they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# "客服消息" of WeChat's documentation, as of 2026-11: after a message, and after a tap on the menu,
# a scan or the beginning of following.
MESSAGES, MESSAGES_HOLD = 5, timedelta(hours=48)
AFTER_ACT, AFTER_ACT_HOLD = 3, timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Be how many messages may still be sent to somebody, and until when."""

    messages: int = 0  # for what they wrote
    messages_until: datetime | None = None  # UTC
    acts: int = 0  # for what they tapped or scanned
    acts_until: datetime | None = None  # UTC

    def after_message(self, at: datetime) -> Allowance:
        """Return the allowance after they wrote something."""
        return replace(self, messages=MESSAGES, messages_until=at + MESSAGES_HOLD)

    def after_act(self, at: datetime) -> Allowance:
        """Return the allowance after they tapped, scanned or began to follow."""
        return replace(self, acts=AFTER_ACT, acts_until=at + AFTER_ACT_HOLD)

    def left(self, now: datetime) -> int:
        """Return how many messages may be sent now."""
        return self._acts(now) + self._messages(now)

    def spent(self, now: datetime) -> Allowance:
        """Return the allowance after one message was sent; what ends first is used first."""
        if self._acts(now):
            return replace(self, acts=self.acts - 1)
        return replace(self, messages=max(0, self.messages - 1))

    def gone(self) -> Allowance:
        """Return the allowance after WeChat said that there is none."""
        return replace(self, messages=0, acts=0)

    def _acts(self, now: datetime) -> int:
        return self.acts if self.acts_until is not None and now < self.acts_until else 0

    def _messages(self, now: datetime) -> int:
        live = self.messages_until is not None and now < self.messages_until
        return self.messages if live else 0
