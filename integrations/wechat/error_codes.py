"""Says what to do about WeChat's error codes (pure)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Policy(StrEnum):
    """Name what an error code means for us."""

    RENEW = "renew"  # the access token is no good: one new one, one more try
    LATER = "later"  # WeChat is busy, and says that nothing was done
    TOMORROW = "tomorrow"  # the day's number of calls is used up
    OTHER_WAY = "other_way"  # not to this citizen now: another way, or when they write again
    TOO_LONG = "too_long"
    MISCONFIGURED = "misconfigured"  # somebody has to change something in a console
    OFF = "off"  # the account may not do this at all
    REFUSED = "refused"  # never in this form


POLICIES = {
    **dict.fromkeys((40001, 40014, 42001), Policy.RENEW),
    **dict.fromkeys((-1, 45011), Policy.LATER),
    45009: Policy.TOMORROW,
    **dict.fromkeys((45015, 45047, 43004, 43101, 48002), Policy.OTHER_WAY),
    45002: Policy.TOO_LONG,
    **dict.fromkeys((40013, 40125, 40164, 40243, 61004, 89503), Policy.MISCONFIGURED),
    48001: Policy.OFF,
}
BEIJING = ZoneInfo("Asia/Shanghai")
PAUSES = tuple(timedelta(seconds=s) for s in (1, 2, 4, 15, 60, 300))


def policy(code: int) -> Policy:
    """Return what to do about an error code."""
    return POLICIES.get(code, Policy.REFUSED)


def midnight(now: datetime) -> datetime:
    """Return when WeChat counts anew."""
    tomorrow = now.astimezone(BEIJING).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), BEIJING)


def pause(failures: int) -> timedelta:
    """Return how long to wait after so many failures."""
    return PAUSES[min(failures, len(PAUSES) - 1)]
