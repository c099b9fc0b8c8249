"""Lets a citizen with a filed application talk to bot.rating, as bot.actions would."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from bot.acts import Act
from bot.call import Call
from bot.rating import Rating
from core.applications import Application, Phase
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, State, Status, Turn
from core.store.ratings import RatingStore
from core.store.rectifications import RectificationStore
from core.working_days import WorkingCalendar
from tests.fakes.office import CATALOGUE, CONTRACT, HOTLINE, Office

NEW_YEAR = WorkingCalendar(frozenset({date(2027, 1, 1)}), frozenset(), date(2027, 12, 31))
IN_FIFTEEN_DAYS = date(2027, 1, 12)  # working days after 21 December 2026, New Year's Day apart
ASPECTS = CATALOGUE.item(CONTRACT).rated_on
DONE = Reply("办好了。", Status.ANSWERED, choices=("查进度",))


@dataclass(frozen=True, slots=True)
class RatingTalk:
    """Hold one conversation, and what it is stored in."""

    office: Office
    rating: Rating
    ratings: RatingStore
    rectifications: RectificationStore
    conversation: Conversation

    async def filed(self, code: str = CONTRACT, **fields: str) -> str:
        """File an application in this conversation; return its receipt number."""
        ready = Application(
            str(uuid.uuid4()), self.conversation.id, code, Phase.CONFIRMING, fields=fields
        )
        clock = self.office.clock
        await self.office.applications.open_application(ready, clock())
        done = await self.office.applications.submit(ready, clock(), clock().date(), None)
        return done.number or ""

    async def invited(self, number: str, state: State = State.SUBMITTED) -> Answer:
        """Let an answer end that application."""
        done = Answer(DONE, Turn(Handled.FORM, state=state, number=number, rates=number))
        return await self.rating.invite(self.conversation.id, done)

    async def heard(
        self, text: str, act: Act = Act.GIVE_INFORMATION, confidence: float = 0.9
    ) -> Answer | None:
        """Say something; None: it was about something else."""
        return await self.rating.heard(self.conversation, self.call(text, act, confidence))

    async def say(self, text: str, act: Act, confidence: float = 0.9) -> Answer:
        """Say something that is answered, by what was asked last or by the method of the act."""
        answer = await self.heard(text, act, confidence)
        if answer is not None:
            return answer
        call = self.call(text, act, confidence)
        return await self.rating.methods()[act](self.conversation, call)

    def call(self, text: str, act: Act, confidence: float) -> Call:
        """Return what Rasa asks for when this is said."""
        return Call(f"action_{act}", self.conversation.id, text, act, confidence, False, False)


async def begun(office: Office) -> RatingTalk:
    """Open a conversation."""
    ratings = RatingStore(office.database)
    rating = Rating(
        ratings=ratings,
        remarks=office.remarks,
        applications=office.applications,
        catalogue=CATALOGUE,
        now=office.clock,
        due_day=NEW_YEAR.after,
        hotline=HOTLINE,
    )
    return RatingTalk(
        office, rating, ratings, RectificationStore(office.database), await office.opened()
    )


async def asked(office: Office) -> tuple[RatingTalk, str]:
    """Open a conversation, file an application and let the citizen be asked to rate it."""
    talk = await begun(office)
    number = await talk.filed(mobile="13800138000")
    await talk.invited(number)
    return talk, number
