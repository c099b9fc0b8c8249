"""Counts how many customer messages a citizen's own acts allow, and until when; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from integrations.wechat_simulator.refusals import Refused

HOUR, MINUTE = 3600.0, 60.0
TYPING_LASTS = 15.0  # seconds
TYPING_WITHIN = 30.0  # seconds after the citizen's last message


class Act(StrEnum):
    """Name what a citizen does that lets the account write to them."""

    MESSAGE = "message"
    MENU = "menu"  # click and scancode buttons only
    SUBSCRIBE = "subscribe"
    SCAN = "scan"


# 客服消息: how many, within how many seconds
ALLOWED = {
    Act.MESSAGE: (5, 48 * HOUR),
    Act.MENU: (3, MINUTE),
    Act.SUBSCRIBE: (3, MINUTE),
    Act.SCAN: (3, MINUTE),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Be what is left of one act."""

    left: int
    until: float  # Unix seconds


class Allowance:
    """Keep what the account may still send to one citizen."""

    def __init__(self) -> None:
        """Begin with nothing allowed."""
        self._allowed: dict[Act, Allowed] = {}
        self._last_message = float("-inf")
        self._typing_until = float("-inf")

    def acted(self, act: Act, now: float) -> None:
        """Account for what the citizen did; each act of a kind begins its count anew."""
        number, seconds = ALLOWED[act]
        self._allowed[act] = Allowed(number, now + seconds)
        if act is Act.MESSAGE:
            self._last_message = now

    def check(self, now: float) -> None:
        """Refuse if no customer message is allowed: 45015 too late, 45047 too many."""
        self._pick(now)

    def spend(self, now: float) -> None:
        """Account for a customer message, of what ends soonest; it ends the typing."""
        act = self._pick(now)
        allowed = self._allowed[act]
        self._allowed[act] = Allowed(allowed.left - 1, allowed.until)
        self._typing_until = float("-inf")

    def left(self, now: float) -> int:
        """Return how many are left at this time."""
        return sum(one.left for one in self._allowed.values() if one.until > now)

    def withdraw(self) -> None:
        """Forget everything: the citizen has unsubscribed."""
        self._allowed.clear()

    def type(self, now: float, *, begins: bool) -> None:
        """Begin or end 正在输入; refuse what comes too late or twice."""
        if now - self._last_message > TYPING_WITHIN:
            raise Refused(45080)
        if begins and self.is_typing(now):
            raise Refused(45081)
        self._typing_until = now + TYPING_LASTS if begins else float("-inf")

    def is_typing(self, now: float) -> bool:
        """Tell whether 正在输入 is shown."""
        return now < self._typing_until

    def _pick(self, now: float) -> Act:
        live = [act for act, one in self._allowed.items() if one.until > now]
        if not live:
            raise Refused(45015)
        able = [act for act in live if self._allowed[act].left > 0]
        if not able:
            raise Refused(45047)
        return min(able, key=lambda act: self._allowed[act].until)
