"""Takes complaints (投诉举报) and suggestions (意见反馈) in conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from bot.acts import Act
from bot.call import Call
from bot.spoken_numbers import numbers
from core import rating_wording as say
from core import wording
from core.citation import spoken_day
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.privacy import mask_mobile, mask_text
from core.ratings import Ask, Asks
from core.remark_subjects import RemarkKind, Subject, only_a_wish, reports_fraud, subject_of
from core.store import ApplicationStore, RemarkStore
from core.store.ratings import RatingStore
from core.store.remarks import HERE, PHONE, Remark

# What goes on with a complaint rather than turning to something else.
GOES_ON = frozenset(
    {
        Act.COMPLAIN,
        Act.FEEDBACK,
        Act.RATE,
        Act.ABUSE,
        Act.NOT_UNDERSTOOD,
        Act.GIVE_INFORMATION,
        Act.OUT_OF_SCOPE,
    }
)
QUESTION = re.compile(r"[？?]|怎么|多少|能不能|可不可以|哪[里儿个些]")
SHORT = 12  # characters; a wish is said in few words
SOME_DIGITS = 6  # from here on somebody tried to give a number


class Remarking:
    """Record what citizens complain of and suggest, and how they want to be answered."""

    def __init__(
        self,
        *,
        ratings: RatingStore,
        remarks: RemarkStore,
        applications: ApplicationStore,
        now: Callable[[], datetime],
        due_day: Callable[[date, int], date],
        days: int,
        hotline: str,
    ) -> None:
        """Take where remarks are stored, and in how many working days they are answered."""
        self._ratings = ratings
        self._remarks = remarks
        self._applications = applications
        self._now = now
        self._due_day = due_day
        self._days = days
        self._hotline = hotline

    async def complain(self, conversation: Conversation, call: Call) -> Answer:
        """Record a complaint, or a report of fraud, and give its number; nobody need sign in."""
        kind = RemarkKind.REPORT if reports_fraud(call.text) else RemarkKind.COMPLAINT
        number, due = await self._add(conversation, kind, call.text)
        await self._ask(conversation, number, Asks.DETAILS)
        words = say.REPORT if kind is RemarkKind.REPORT else say.COMPLAINT
        if only_a_wish(call.text):
            words = say.COMPLAINT_BARE
        text = words.format(number=number, due=spoken_day(due), hotline=self._hotline)
        return _told(text, number, (wording.HUMAN_CHOICE,), Handled.ANSWER)

    async def feedback(self, conversation: Conversation, call: Call) -> Answer:
        """Record a suggestion and give its number."""
        if reports_fraud(call.text):
            return await self.complain(conversation, call)
        number, due = await self._add(conversation, RemarkKind.FEEDBACK, call.text)
        if only_a_wish(call.text):
            await self._ask(conversation, number, Asks.DETAILS)
            return _told(say.FEEDBACK_BARE.format(number=number), number)
        text = say.FEEDBACK.format(number=number, due=spoken_day(due))
        return await self._next(conversation, number, text, subject_of(call.text))

    async def heard(self, conversation: Conversation, call: Call, ask: Ask) -> Answer | None:
        """Take the answer to what was asked about a remark; None: it is about something else."""
        if ask.asks is Asks.DETAILS:
            return await self._details(conversation, call, ask)
        if ask.asks is Asks.SUBJECT:
            return await self._subject(conversation, call, ask)
        if ask.asks is Asks.REPLY_BY:
            return await self._reply_by(conversation, call, ask)
        return await self._phone(conversation, call, ask)

    async def _details(self, conversation: Conversation, call: Call, ask: Ask) -> Answer | None:
        if call.act not in GOES_ON or QUESTION.search(call.text):
            return None
        remark = await self._remarks.add_words(ask.about, mask_text(call.text), self._now())
        kind, subject = RemarkKind(remark.kind), subject_of(remark.text)
        if reports_fraud(remark.text):
            kind = RemarkKind.REPORT
        await self._remarks.sort(remark.number, kind.value, subject, self._now())
        if kind is RemarkKind.REPORT:
            await self._ask(conversation, remark.number, Asks.DETAILS)
            return _told(say.REPORT_DETAILS_NOTED.format(number=remark.number), remark.number)
        text = say.DETAILS_NOTED.format(number=remark.number, due=_due(remark))
        if kind is RemarkKind.FEEDBACK:
            return await self._next(conversation, remark.number, text, subject)
        await self._ask(conversation, remark.number, Asks.DETAILS)
        return _told(text, remark.number, (wording.HUMAN_CHOICE,))

    async def _subject(self, conversation: Conversation, call: Call, ask: Ask) -> Answer | None:
        chosen = [s for s, name in say.SUBJECTS.items() if name in call.text]
        if len(chosen) != 1 or len(call.text) > SHORT or QUESTION.search(call.text):
            return None
        await self._remarks.sort(ask.about, RemarkKind.FEEDBACK.value, chosen[0], self._now())
        return await self._next(conversation, ask.about, "", chosen[0])

    async def _reply_by(self, conversation: Conversation, call: Call, ask: Ask) -> Answer | None:
        mobile = _mobile_in(call.text)
        if mobile is None and (len(call.text) > SHORT or QUESTION.search(call.text)):
            return None
        if mobile is None and "电话" not in call.text:
            if "这里" not in call.text and "这儿" not in call.text:
                return None
            await self._remarks.wish(ask.about, HERE, None, self._now())
            await self._ratings.end_asks(conversation.id)
            return _told(say.HERE_NOTED, ask.about)
        mobile = mobile or await self._known_mobile(conversation)
        if mobile is None:
            await self._ask(conversation, ask.about, Asks.PHONE)
            return _told(say.PHONE, ask.about)
        return await self._noted(conversation, ask, mobile)

    async def _phone(self, conversation: Conversation, call: Call, ask: Ask) -> Answer | None:
        mobile = _mobile_in(call.text)
        if mobile is not None:
            return await self._noted(conversation, ask, mobile)
        if sum(len(n.digits) for n in numbers(call.text)) < SOME_DIGITS:
            return None
        await self._ask(conversation, ask.about, Asks.REPLY_BY)
        return _told(say.PHONE_MISSED, ask.about, (say.HERE, say.BY_PHONE))

    async def _noted(self, conversation: Conversation, ask: Ask, mobile: str) -> Answer:
        await self._remarks.wish(ask.about, PHONE, mobile, self._now())
        await self._ratings.end_asks(conversation.id)
        return _told(say.PHONE_NOTED.format(phone=mask_mobile(mobile)), ask.about)

    async def _known_mobile(self, conversation: Conversation) -> str | None:
        """Return the number that the citizen left with an application: nothing is asked twice."""
        filed = await self._applications.submitted(conversation.id)
        return next((a.fields["mobile"] for a in filed if a.fields.get("mobile")), None)

    async def _next(
        self, conversation: Conversation, number: str, text: str, subject: Subject | None
    ) -> Answer:
        """Ask what is still not known about a suggestion, one thing at a time."""
        if subject is None:
            await self._ask(conversation, number, Asks.SUBJECT)
            return _told(text + say.SUBJECT, number, tuple(say.SUBJECTS.values()))
        await self._ask(conversation, number, Asks.REPLY_BY)
        return _told(text + say.REPLY_BY, number, (say.HERE, say.BY_PHONE))

    async def _add(
        self, conversation: Conversation, kind: RemarkKind, text: str
    ) -> tuple[str, date]:
        now = self._now()
        due = self._due_day(now.date(), self._days)
        number = await self._remarks.add(
            conversation.id,
            kind.value,
            mask_text(text),
            now,
            now.date(),
            due=due,
            subject=subject_of(text),
        )
        return number, due

    async def _ask(self, conversation: Conversation, number: str, asks: Asks) -> None:
        await self._ratings.ask(Ask(number, conversation.id, asks, self._now()))


def _told(
    text: str, number: str, choices: tuple[str, ...] = (), handled: Handled = Handled.SOCIAL
) -> Answer:
    aloud = text.replace(number, f"{number[0]} {number[1:5]} {number[5:9]} {number[9:]}")
    return Answer(Reply(text, Status.ANSWERED, spoken=aloud, choices=choices), Turn(handled))


def _due(remark: Remark) -> str:
    return spoken_day(remark.due) if remark.due is not None else ""


def _mobile_in(text: str) -> str | None:
    found = {n.digits for n in numbers(text) if n.is_mobile}
    return found.pop() if len(found) == 1 else None
