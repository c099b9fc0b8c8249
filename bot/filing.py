"""Submits confirmed applications, composite ones with all their parts, and never twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.applied import asking
from core import form_wording as say
from core import wording
from core.applications import IN_HAND, UNDER_WAY, Application, Phase
from core.catalogue import Catalogue
from core.conversation import Conversation
from core.form_fields import AskedPart, Form, form_for
from core.messages import Answer, Card, CardRow, Handled, Reply, State, Status, Turn
from core.service_items import ServiceItem
from core.store import ApplicationStore
from core.store.submissions import NotReadBack, PartToFile

DueDay = Callable[[date, int], date]  # (day, working days) -> the day that many later


class Filing:
    """File applications, and find those that are filed already."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        applications: ApplicationStore,
        due_day: DueDay,
        now: Callable[[], datetime],
    ) -> None:
        """Take where applications are stored, and who counts working days."""
        self._catalogue = catalogue
        self._applications = applications
        self._due_day = due_day
        self._now = now

    async def submit(self, form: Form, application: Application) -> Answer:
        """File the application and tell its receipt number, or that it is under way already."""
        item, now = form.item, self._now()
        try:
            accepted = await self._applications.submit(
                application,
                now,
                now.date(),
                self._due(item),
                same=item.same,
                once=item.once,
                parts=[self._part(form, application, part) for part in _wanted(form, application)],
            )
        except NotReadBack as changed:
            if changed.stored.phase not in IN_HAND:
                raise
            anew = form_for(self._catalogue, changed.stored, now.date())
            return asking(anew, changed.stored, self._catalogue, say.CHANGED_MEANWHILE)
        if accepted.id != application.id:
            return await self.doubled(form, application, accepted)
        return await self.told_again(form, accepted)

    async def told_again(self, form: Form, accepted: Application) -> Answer:
        """Tell the receipt once more, to somebody whom the first answer did not reach."""
        parts = await self._applications.parts_of(accepted.id) if form.parts else []
        return self._submitted(form, accepted, parts)

    async def double_of(self, form: Form, application: Application) -> Application | None:
        """Return the application that this one would double, from any conversation."""
        return await self._applications.under_way(application, form.item.same, once=form.item.once)

    async def filed_here(
        self, conversation: Conversation, item: ServiceItem, who: str | None
    ) -> Application | None:
        """Return what this conversation has filed for the item and the same person."""
        for filed in await self._applications.submitted(conversation.id):
            live = filed.phase in _live(item)
            if filed.item_code == item.code and filed.delegate == who and live:
                return filed
        return None

    async def doubled(self, form: Form, application: Application, other: Application) -> Answer:
        """Close a draft whose matter is under way, and say so; the number is for its owner."""
        if application.phase in IN_HAND:
            closed = replace(application, awaiting=None, offered={}).moved_to(Phase.CANCELLED)
            await self._applications.save(closed, self._now())
        own = other.conversation_id == application.conversation_id
        phase = say.UNDER_WAY[other.phase.value]
        text = (
            say.DOUBLED_OWN.format(item=form.name, number=other.number, phase=phase)
            if own
            else say.DOUBLED.format(item=form.name, phase=phase)
        )
        reply = Reply(text, Status.ANSWERED, choices=say.DOUBLED_CHOICES)
        return Answer(
            reply, Turn(Handled.FORM, item=form.name, number=other.number if own else None)
        )

    def _submitted(self, form: Form, accepted: Application, parts: Sequence[Application]) -> Answer:
        item, number = form.item, accepted.number or ""
        text = say.SUBMITTED.format(
            item=item.name, number=number, limit=item.time_limit.text, effect=item.effect
        )
        spoken = text.replace(number, digits_aloud(number))
        cards: tuple[Card, ...] = ()
        if form.parts:
            rows = tuple(_row(part, parts) for part in form.parts_wanted(accepted.fields))
            cards = (Card("progress", item.name, rows),)
            said = wording.numbered([_told(part, parts) for part in _wanted(form, accepted)])
            text += say.PARTS.format(parts=said)
            for number in filter(None, (part.number for part in parts)):
                said = said.replace(number, digits_aloud(number))
            spoken += say.PARTS.format(parts=said)
        reply = Reply(text, Status.ANSWERED, spoken=spoken, choices=("查进度",), cards=cards)
        turn = Turn(Handled.FORM, state=State.SUBMITTED, item=item.name)
        return Answer(reply, replace(turn, number=accepted.number, rates=accepted.number))

    def _part(self, form: Form, application: Application, part: AskedPart) -> PartToFile:
        """Return one part as an application of its own."""
        values = part.values_of(application.fields, form.today)
        later = part.code in form.later
        child = Application(
            id=str(uuid.uuid4()),
            conversation_id=application.conversation_id,
            item_code=part.code,
            phase=Phase.PARKED if later else Phase.CONFIRMING,
            fields=values,
            order=tuple(key for key in application.order if key in values),
            delegate=application.delegate,
            region=application.region,
            parent_id=application.id,
            papers={
                m.name: application.papers[m.name]
                for m in part.item.materials
                if m.name in application.papers
            },
            identity=application.identity,
            delegation_id=application.delegation_id,
        )
        same = part.item.same if not later else ()
        return PartToFile(child, self._due(part.item), same, part.item.once)

    def _due(self, item: ServiceItem) -> date | None:
        """Return the day by which a result is promised; None: done on the spot."""
        days = item.time_limit.working_days
        return self._due_day(self._now().date(), days) if days else None


def digits_aloud(number: str) -> str:
    """Return a receipt number in the groups in which it is read."""
    return " ".join((number[:4], number[4:8], number[8:12], number[12:]))


def _wanted(form: Form, application: Application) -> tuple[AskedPart, ...]:
    return form.parts_wanted(application.fields)


def _live(item: ServiceItem) -> frozenset[Phase]:
    """Return the phases in which an application makes another one for the same thing a double."""
    return UNDER_WAY | {Phase.APPROVED} if item.once else UNDER_WAY


def _filed(part: AskedPart, filed: Sequence[Application]) -> Application | None:
    return next((a for a in filed if a.item_code == part.code), None)


def _row(part: AskedPart, filed: Sequence[Application]) -> CardRow:
    application = _filed(part, filed)
    if application is None:
        return CardRow(part.item.name, say.PART_DOUBLED_STATE)
    if application.number is None:
        return CardRow(part.item.name, say.PART_PARKED_STATE)
    return CardRow(part.item.name, say.PART_FILED_STATE, application.number)


def _told(part: AskedPart, filed: Sequence[Application]) -> str:
    application = _filed(part, filed)
    if application is None:
        return say.PART_DOUBLED.format(part=part.item.name)
    if application.number is None:
        return say.PART_PARKED.format(part=part.item.name)
    return say.PART_FILED.format(part=part.item.name, number=application.number)
