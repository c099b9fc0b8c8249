"""Says how a push is recorded: what it allows us, and how long answering it may take (pure)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from core.store.wechat_inbox import Arrival, Opens
from integrations.wechat.pushes import Kind, Push

LEASE, LEASE_FOR_MEDIA = timedelta(seconds=8), timedelta(seconds=40)
OPENS = {
    **dict.fromkeys((Kind.TEXT, Kind.IMAGE, Kind.VOICE, Kind.LOCATION, Kind.OTHER), Opens.MESSAGES),
    **dict.fromkeys((Kind.CLICK, Kind.SUBSCRIBE, Kind.SCAN), Opens.ACTS),
}
GIVEN_UP, WRONG = timedelta(seconds=14), timedelta(minutes=5)  # of a message's age
MEDIA = (Kind.IMAGE, Kind.VOICE)  # to be fetched, and read or heard


def arrival_of(push: Push) -> Arrival:
    """Return a push as it is recorded."""
    return Arrival(
        key=push.key,
        openid=push.openid,
        kind=push.kind.value,
        message_id=push.message_id,
        content=push.content,
        opens=OPENS.get(push.kind, Opens.NOTHING),
        answered=push.kind is not Kind.NEWS,
    )


def lease_of(kind: str) -> timedelta:
    """Return after how long nobody believes any more that it is being answered."""
    return LEASE_FOR_MEDIA if kind in MEDIA else LEASE


def patience(push: Push, now: datetime) -> float:
    """Return for how many seconds WeChat may still wait for a reply to a message.

    It calls three times, five seconds apart; a dead line may bring all three calls late. What seems
    to be minutes old was not held up by a line: then one of the clocks is wrong.
    """
    age = now - push.at
    return (GIVEN_UP - age).total_seconds() if age < WRONG else math.inf
