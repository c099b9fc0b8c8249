"""Files an application and rates it, for tests of what a rating leads to."""

from __future__ import annotations

from datetime import date

from core.applications import Application, Phase
from core.ratings import Level, Rating
from core.store.ratings import RatingStore
from tests.fakes.office import CONTRACT, Office

DUE, LATER = date(2027, 1, 12), date(2027, 2, 2)
DAY = date(2026, 12, 21)


async def rated(
    office: Office, level: Level, *, code: str = CONTRACT, channel: str = "web", key: str = "a1"
) -> Rating:
    """File an application in a conversation of its own, and rate it."""
    conversation = await office.opened()
    ready = Application(key, conversation.id, code, Phase.CONFIRMING)
    await office.applications.open_application(ready, office.clock())
    done = await office.applications.submit(ready, office.clock(), DAY, None)
    number = done.number or ""
    given = Rating(number, key, conversation.id, code, channel, level, office.clock())
    await RatingStore(office.database).rate(given, office.clock(), DUE)
    return given
