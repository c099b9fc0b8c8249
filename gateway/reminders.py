"""Looks regularly for what citizens should be told, and delivers it by day."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from core import follow_up_wording as say
from core import push_wording
from core.applications import Application
from core.case_notices import reminder_notice
from core.casework import ENDING_WITHIN, Reminder, end_of, reminder
from core.catalogue import Catalogue
from core.errors import EngineUnavailable
from core.insured import Summary
from core.pushes import WITHIN, Known, may_push, recommended
from core.quiet_hours import is_quiet
from core.store.casework import CaseworkStore
from core.store.notices import PUSH, REMINDER, Notice, NoticeStore
from core.store.push_choices import PushChoice, PushChoiceStore
from core.working_days import WorkingCalendar
from gateway.notice_delivery import NoticeDelivery

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=15)
PARKED_FOR, PARKED_TOO_LONG = timedelta(days=2), timedelta(days=30)

Summaries = Callable[[str], Awaitable[Summary | None]]  # of whoever signed in to a conversation


class Reminders:
    """Make notices from rules, and deliver all notices; quiet from 21:00 to 8:00."""

    def __init__(
        self,
        *,
        casework: CaseworkStore,
        notices: NoticeStore,
        choices: PushChoiceStore,
        delivery: NoticeDelivery,
        catalogue: Catalogue,
        calendar: WorkingCalendar,
        summaries: Summaries,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores; `summaries` gives the core's word on who proved who they are."""
        self._casework = casework
        self._notices = notices
        self._choices = choices
        self._delivery = delivery
        self._catalogue = catalogue
        self._calendar = calendar
        self._summaries = summaries
        self._now = now
        self._looked: datetime | None = None

    async def step(self) -> int:
        """Make what is due and deliver it; return how many citizens were told."""
        now = self._now()
        if is_quiet(now):  # also makes nothing: a "tomorrow" of tonight is wrong in the morning
            return 0
        if self._looked is None or now - self._looked >= LOOK_EVERY:
            await self.look()
            self._looked = now
        return await self._delivery.deliver()

    async def look(self) -> None:
        """Store what the rules say should be told today; what was told before stays told."""
        now = self._now()
        today = now.date()
        for application in await self._casework.overdue_on(today):
            await self._casework.promise_anew(application.number or "", now)
        notices = [
            *self._of_papers_and_ends(
                [
                    *await self._casework.waiting_for_papers(),
                    *await self._casework.approved_ending(
                        today, today + timedelta(days=ENDING_WITHIN)
                    ),
                ],
            ),
            *await self._of_parked(now),
        ]
        known = await self._notices.known([notice.key for notice in notices])
        for notice in notices:
            if notice.key not in known:
                await self._add(notice)
        for choice in await self._choices.all_on():
            await self._recommend(choice, now)

    def _of_papers_and_ends(self, applications: list[Application]) -> list[Notice]:
        today = self._now().date()
        notices = []
        for application in applications:
            kind = reminder(application, today, self._calendar)
            if kind is None:
                continue
            day = end_of(application) if kind is Reminder.ENDING else application.answer_by
            notices.append(
                Notice(
                    f"{kind}:{application.number}:{day}",
                    application.conversation_id,
                    REMINDER,
                    reminder_notice(application, self._name(application), kind),
                    application.number,
                    (say.PROGRESS_CHOICE,),
                )
            )
        return notices

    async def _of_parked(self, now: datetime) -> list[Notice]:
        parked = await self._casework.parked_between(now - PARKED_TOO_LONG, now - PARKED_FOR)
        return [
            Notice(
                f"parked:{application.id}",
                application.conversation_id,
                REMINDER,
                say.NOTICE_PARKED.format(item=self._name(application)),
                choices=(say.RESUME_CHOICE,),
            )
            for application in parked
        ]

    async def _recommend(self, choice: PushChoice, now: datetime) -> None:
        """Recommend what a citizen agreed to, within the cap (智能推荐)."""
        made = await self._notices.pushes_since(choice.conversation_id, now - WITHIN)
        if not may_push(made):
            return
        known = Known(
            tuple(await self._casework.of_conversation(choice.conversation_id)),
            await self._summary(choice.conversation_id),
        )
        for push in recommended(known, choice.kinds, now.date()):
            if not may_push(made):
                return
            notice = Notice(
                f"push:{choice.conversation_id}:{push.key}",
                choice.conversation_id,
                PUSH,
                push.said(),
                choices=(*push.choices, push_wording.OFF_CHOICE),
            )
            made += await self._add(notice)

    async def _summary(self, conversation_id: str) -> Summary | None:
        try:
            return await self._summaries(conversation_id)
        except EngineUnavailable:
            return None  # what their own applications show is enough for today

    async def _add(self, notice: Notice) -> bool:
        return await self._notices.add(
            key=notice.key,
            conversation_id=notice.conversation_id,
            kind=notice.kind,
            text=notice.text,
            at=self._now(),
            number=notice.number,
            choices=notice.choices,
        )

    def _name(self, application: Application) -> str:
        return self._catalogue.item(application.item_code, application.region).name
