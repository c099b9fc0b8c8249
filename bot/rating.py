"""Asks how satisfied a citizen is with one application (好差评), once, and takes the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime

from bot.acts import PEOPLE, Act
from bot.applied import social
from bot.call import Call
from bot.rating_acts import BESIDE, REASONS
from bot.rating_words import CHANGES, Said, satisfaction_in
from bot.remarking import QUESTION, Remarking
from core import rating_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.citation import spoken_day
from core.conversation import Conversation
from core.errors import NotAllowedNow
from core.messages import Answer, Handled, Reply, State, Status, Turn
from core.privacy import mask_text
from core.ratings import CHANGEABLE_FOR, Ask, Asks, Level
from core.ratings import Rating as Given
from core.rectifications import CaseState
from core.remark_subjects import RemarkKind
from core.store import ApplicationStore, RemarkStore
from core.store.ratings import Rated, RatingStore

Method = Callable[[Conversation, Call], Awaitable[Answer]]

LONGEST_CHOICE = 16  # characters in which a sub-indicator is named, perhaps with a number
SURE = 0.45  # confidence from which an act beside a level counts as a request of its own
ABOUT_RATINGS = frozenset({Asks.LEVEL, Asks.WHICH, Asks.ASPECTS, Asks.REASON})
BUSY = frozenset({State.FILLING, State.CONFIRMING})
MINUTES = int(CHANGEABLE_FOR.total_seconds() // 60)


class Rating:
    """Ask for ratings and take them, and whatever else citizens say of the service."""

    def __init__(
        self,
        *,
        ratings: RatingStore,
        remarks: RemarkStore,
        applications: ApplicationStore,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        due_day: Callable[[date, int], date],
        rectification_days: int = 15,
        remark_days: int = 15,
        hotline: str = "12393",
    ) -> None:
        """Take the stores, how working days are counted, and how many of them are promised."""
        self._ratings = ratings
        self._remarks = remarks
        self._applications = applications
        self._catalogue = catalogue
        self._now = now
        self._due_day = due_day
        self._days = rectification_days
        self._remarking = Remarking(
            ratings=ratings,
            remarks=remarks,
            applications=applications,
            now=now,
            due_day=due_day,
            days=remark_days,
            hotline=hotline,
        )

    def methods(self) -> dict[Act, Method]:
        """Return which method answers which act."""
        return {
            Act.RATE: self.rate,
            Act.COMPLAIN: self._remarking.complain,
            Act.FEEDBACK: self._remarking.feedback,
        }

    async def invite(self, conversation_id: str, answer: Answer) -> Answer:
        """Add the invitation to an answer that ends an application; once for each of them."""
        number = answer.turn.rates
        if number is None or answer.reply.wants_human:
            return answer
        silent = replace(answer, turn=replace(answer.turn, rates=None))
        if answer.turn.state in BUSY or answer.turn.awaiting is not None:
            return silent  # a question is open already; there will be another occasion
        if not await self._ratings.invite(number, conversation_id, self._now()):
            return answer if await self._still_asked(conversation_id, number) else silent
        reply = answer.reply
        others = tuple(c for c in reply.choices if c not in say.MARKS)
        return replace(
            answer,
            reply=replace(
                reply,
                text=reply.text + say.INVITE,
                spoken=reply.aloud() + say.INVITE_SPOKEN.format(keys=say.KEYS),
                choices=say.MARKS + others,
            ),
        )

    async def heard(self, conversation: Conversation, call: Call) -> Answer | None:
        """Take what answers our last question about a rating or remark; None: it does not."""
        ask = await self._ratings.asked(conversation.id, self._now())
        if ask is None:
            return await self._second_thought(conversation, call)
        answer = None
        if await self._applications.in_hand(conversation.id) is None:
            if ask.asks in ABOUT_RATINGS:
                answer = await self._about_rating(conversation, call, ask)
            else:
                answer = await self._remarking.heard(conversation, call, ask)
        if answer is None:
            await self._ratings.end_asks(conversation.id)
        return answer

    async def rate(self, conversation: Conversation, call: Call) -> Answer:
        """Rate the application that the citizen filed last, or else this conversation."""
        said = satisfaction_in(call.text)
        application = await self._to_be_rated(conversation)
        if application is None:
            return await self._rate_talk(conversation, call, said)
        if said is not None and said.level is not None:
            return await self._take(conversation, application.number or "", said.level, said)
        item = self._catalogue.item(application.item_code, application.region)
        text = say.RATE_WHAT.format(item=item.name)
        return await self._which(conversation, application.number or "", text, said)

    async def _about_rating(
        self, conversation: Conversation, call: Call, ask: Ask
    ) -> Answer | None:
        said = satisfaction_in(call.text)
        plain = said is not None and said.level is not None and not said.comment
        if ask.asks is Asks.ASPECTS and not QUESTION.search(call.text):
            marked = await self._aspects(conversation, call, ask, said)
            if marked is not None:
                return marked
        sure = call.confidence >= SURE
        beside = BESIDE | REASONS if ask.asks is Asks.REASON else BESIDE
        if not plain and (call.act in PEOPLE or (sure and call.act not in beside)):
            return None
        if ask.asks is Asks.REASON and not plain:
            return await self._reason(conversation, call, ask)
        if said is None:
            return None
        if said.level is None:
            if ask.asks is not Asks.LEVEL:
                return None  # asked which once already
            return await self._which(conversation, ask.about, say.WHICH, said)
        words = replace(said, comment="\n".join(w for w in (ask.note, said.comment) if w))
        return await self._take(conversation, ask.about, said.level, words)

    async def _second_thought(self, conversation: Conversation, call: Call) -> Answer | None:
        """Take "点错了，是满意" after the conversation went on."""
        if not CHANGES.search(call.text):
            return None
        said = satisfaction_in(call.text)
        given = await self._ratings.latest_of(conversation.id)
        if said is None or said.level is None or given is None:
            return None
        if await self._applications.in_hand(conversation.id) is not None:
            return None
        return await self._take(conversation, given.number, said.level, replace(said, comment=""))

    async def _take(
        self, conversation: Conversation, number: str, level: Level, said: Said
    ) -> Answer:
        application = await self._applications.numbered(number)
        now = self._now()
        given = Given(
            number=number,
            application_id=application.id,
            conversation_id=conversation.id,
            item_code=application.item_code,
            channel=conversation.channel,
            level=level,
            rated_at=now,
            comment=mask_text(said.comment),
        )
        try:
            rated = await self._ratings.rate(given, now, self._due_day(now.date(), self._days))
        except NotAllowedNow:
            before = await self._ratings.rating(number)
            stands = say.LEVELS[before.level if before is not None else level]
            text = say.TOO_LATE.format(level=stands, minutes=MINUTES)
            return self._told(application, text)
        return await self._thanked(conversation, application, rated)

    async def _thanked(
        self, conversation: Conversation, application: Application, rated: Rated
    ) -> Answer:
        """Thank for a good rating, or say sorry for a bad one, and ask at most one thing more."""
        rating, case = rated.rating, rated.case
        words = say.CHANGED if rated.changed else say.THANKS
        if rating.level.bad:
            words = say.SORRY
        text = words.format(level=say.LEVELS[rating.level], minutes=MINUTES)
        spoken = ""
        choices: tuple[str, ...] = ()
        asks: Asks | None = None
        if case is not None and case.state is CaseState.WITHDRAWN:
            text += say.CASE_WITHDRAWN
        elif case is not None:
            sentence = say.CASE if rated.opened else say.CASE_STANDS
            text += sentence.format(number=case.number, due=spoken_day(case.due))
        if rating.level.bad and not rating.comment:
            text, asks = text + say.REASON, Asks.REASON
        elif not rating.level.bad and not rating.aspects:
            item = self._catalogue.item(application.item_code, application.region)
            choices, asks = item.rated_on, Asks.ASPECTS
            text, spoken = text + say.ASPECTS, text + say.ASPECTS_SPOKEN
        if asks is not None:
            await self._ratings.ask(Ask(rating.number, conversation.id, asks, self._now()))
        number = case.number if case is not None else None
        return self._told(application, text, choices, number, spoken=spoken)

    async def _aspects(
        self, conversation: Conversation, call: Call, ask: Ask, said: Said | None
    ) -> Answer | None:
        """Mark the sub-indicators named, with the level said now or else with that of the whole."""
        application = await self._applications.numbered(ask.about)
        names = self._catalogue.item(application.item_code, application.region).rated_on
        named = [name for name in names if name in call.text]
        if len(call.text) > LONGEST_CHOICE * max(1, len(named)):
            return None  # it only mentions one
        before = await self._ratings.rating(ask.about)
        if not named or before is None:
            return None
        level = said.level if said is not None and said.level is not None else before.level
        rating = await self._ratings.mark(ask.about, dict.fromkeys(named, level), self._now())
        left = tuple(name for name in names if name not in rating.aspects)
        if not left:
            await self._ratings.end_asks(conversation.id)
        return self._told(application, say.ASPECT_NOTED.format(aspects="、".join(named)), left)

    async def _reason(self, conversation: Conversation, call: Call, ask: Ask) -> Answer | None:
        wants_more = "投诉" in call.text or "举报" in call.text  # which has a number of its own
        if wants_more or QUESTION.search(call.text):
            return None
        application = await self._applications.numbered(ask.about)
        if call.act is Act.DENY:
            await self._ratings.end_asks(conversation.id)
            return self._told(application, say.NO_MATTER)
        if call.act not in REASONS and call.confidence >= SURE:
            return None
        await self._ratings.comment(ask.about, mask_text(call.text), self._now())
        await self._ratings.end_asks(conversation.id)
        return self._told(application, say.REASON_NOTED)

    async def _which(
        self, conversation: Conversation, number: str, text: str, said: Said | None
    ) -> Answer:
        note = mask_text(said.comment) if said is not None else ""
        ask = Ask(number, conversation.id, Asks.WHICH, self._now(), note)
        await self._ratings.ask(ask)
        spoken = say.WHICH_SPOKEN.format(keys=say.KEYS)
        reply = Reply(text, Status.ASKED_BACK, spoken=spoken, choices=say.MARKS)
        return Answer(reply, Turn(Handled.SOCIAL, rates=number))

    async def _rate_talk(self, conversation: Conversation, call: Call, said: Said | None) -> Answer:
        """Take a mark for a conversation in which nothing was filed: it rates no application."""
        if said is None or said.level is None:
            reply = Reply(say.RATE_TALK, Status.ASKED_BACK, choices=say.MARKS)
            return Answer(reply, Turn(Handled.CLARIFY))
        now = self._now()
        kind, text = RemarkKind.RATING.value, mask_text(call.text)
        await self._remarks.add(conversation.id, kind, text, now, now.date())
        thanks = say.RATED_TALK.format(level=say.LEVELS[said.level])
        return social(thanks)

    async def _to_be_rated(self, conversation: Conversation) -> Application | None:
        """Return the newest application that is not rated, or else the newest."""
        filed = await self._applications.submitted(conversation.id)
        for application in filed:
            if await self._ratings.rating(application.number or "") is None:
                return application
        return filed[0] if filed else None

    async def _still_asked(self, conversation_id: str, number: str) -> bool:
        ask = await self._ratings.asked(conversation_id, self._now())
        return ask is not None and ask.about == number

    def _told(
        self,
        application: Application,
        text: str,
        choices: tuple[str, ...] = (),
        case: str | None = None,
        *,
        spoken: str = "",
    ) -> Answer:
        item = self._catalogue.item(application.item_code, application.region)
        aloud = spoken or text
        if case is not None:
            aloud = aloud.replace(case, f"{case[0]} {case[1:5]} {case[5:9]} {case[9:]}")
        reply = Reply(text, Status.ANSWERED, spoken=aloud, choices=choices)
        turn = Turn(Handled.SOCIAL, item=item.name, number=application.number)
        return Answer(reply, turn)
