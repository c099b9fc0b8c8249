"""Opens, continues, parks and submits applications in conversation."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.call import Call
from bot.form import Step, ask, said_before, step, take
from bot.form_answers import Heard
from bot.form_moves import begin
from bot.item_questions import ItemQuestions
from bot.relatives import relative_in
from core import form_wording as say
from core import wording
from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.contracts import ItemGuess
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, State, Status, Turn
from core.ownership import STATES
from core.service_items import ServiceItem
from core.store import ApplicationStore, ConversationStore

ANOTHER = re.compile(r"再办|再来|另外|还要|别人|一份")
SURELY_ANOTHER_ITEM = 0.8  # score from which a different item may interrupt the one in hand


class Applying:
    """Walk citizens through applications."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        items: ItemQuestions,
        applications: ApplicationStore,
        conversations: ConversationStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take the catalogue, who recognises items, and where applications are stored."""
        self._catalogue = catalogue
        self._items = items
        self._applications = applications
        self._conversations = conversations
        self._now = now

    async def start(self, conversation: Conversation, call: Call) -> Answer:
        """Open an application for the item that the citizen names."""
        found = await self._items.named(call.text)
        in_hand = await self._applications.in_hand(conversation.id)
        if in_hand is None and not found:
            code = await self._items.in_context(conversation, call.text)
            found = (ItemGuess(code, 1.0),) if code is not None else ()
        if in_hand is not None:
            best = found[0] if found else None
            if best is None or best.code == in_hand.item_code:
                return self._asking(in_hand, "")
            if best.score < SURELY_ANOTHER_ITEM:
                return self._asking(in_hand, "")
            await self._save(in_hand.moved_to(Phase.PARKED))
        if not found:
            return await self._items.not_offered(conversation, call)
        if len(found) > 1 and found[0].score - found[1].score < self._items.close:
            return self._items.which(tuple(self._catalogue.item(g.code) for g in found))
        item = self._catalogue.item(found[0].code)
        before = ""
        if in_hand is not None:
            parked = self._catalogue.item(in_hand.item_code)
            before = say.PARKED_FOR_OTHER.format(item=parked.name)
        who = relative_in(call.text) or conversation.delegate
        return await self._open(conversation, call, item, who, before)

    async def start_if_named(self, conversation: Conversation, call: Call) -> Answer | None:
        """Open an application if the text surely speaks of one item and none is in hand."""
        found = await self._items.named(call.text)
        if not found or found[0].score < SURELY_ANOTHER_ITEM:
            return None
        if await self._applications.in_hand(conversation.id) is not None:
            return None
        return await self.start(conversation, call)

    async def _open(
        self,
        conversation: Conversation,
        call: Call,
        item: ServiceItem,
        who: str | None,
        before: str,
    ) -> Answer:
        await self._conversations.remember(conversation.id, last_item=item.code)
        filed = await self._applications.submitted(conversation.id)
        same = next((a for a in filed if a.item_code == item.code), None)
        if same is not None and not ANOTHER.search(call.text) and relative_in(call.text) is None:
            reply = Reply(
                text=say.START_DUPLICATE.format(item=item.name, number=same.number),
                status=Status.ASKED_BACK,
                choices=("查进度", f"再办一份{item.name}"),
            )
            return Answer(reply, Turn(Handled.CLARIFY, item=item.name))
        parked = await self._applications.parked(conversation.id)
        if parked is not None and parked.item_code == item.code:
            return await self._take_up(parked, before + say.START_EXISTING.format(item=item.name))
        started = begin(
            item, Application(str(uuid.uuid4()), conversation.id, item.code, delegate=who)
        )
        # What the first sentence already says is not asked again.
        first = take(item, started, call.text, self._today())
        application = first.application
        await self._applications.open_application(application, self._now())
        materials = "、".join(m.name for m in item.materials if who or "代办" not in m.needed_when)
        intro = say.START.format(
            item=item.name,
            relative=say.START_FOR.format(who=who) if who else "",
            materials=materials,
            total=len(item.fields_for({})),
        )
        return self._stepped(item, said_before(before + intro, first))

    async def go_on(self, application: Application, heard: Heard) -> Answer | None:
        """Apply one utterance to the application in hand; None means a side question."""
        item = self._catalogue.item(application.item_code)
        done = step(item, application, heard, self._today())
        if not done.mine:
            return None
        if done.submit:
            return await self._submit(item, application)
        await self._save(done.application)
        return self._stepped(item, done)

    def after_side_question(self, application: Application, aside: Answer) -> Answer:
        """Return the side answer with the open question behind it."""
        on = self._asking(application, "")
        reply = replace(
            aside.reply,
            text=f"{aside.reply.text}\n\n{on.reply.text}",
            spoken=f"{aside.reply.aloud()}{on.reply.aloud()}",
            choices=on.reply.choices,
        )
        turn = replace(on.turn, handled=aside.turn.handled)
        return Answer(reply, turn)

    async def resume(self, conversation: Conversation, call: Call) -> Answer:
        """Take up the application that was put aside last."""
        del call
        parked = await self._applications.parked(conversation.id)
        if parked is None:
            reply = Reply(wording.NOTHING_PARKED, Status.ASKED_BACK, choices=self._names())
            return Answer(reply, Turn(Handled.CLARIFY))
        item = self._catalogue.item(parked.item_code)
        return await self._take_up(parked, say.RESUMED.format(item=item.name))

    async def act_for_family(self, conversation: Conversation, call: Call) -> Answer:
        """Note for whom the citizen acts, and start at once if an item is named."""
        who = relative_in(call.text) or "家里人"
        await self._conversations.remember(conversation.id, delegate=who)
        in_hand = await self._applications.in_hand(conversation.id)
        if in_hand is not None:
            noted = replace(in_hand, delegate=who)
            await self._save(noted)
            return self._asking(noted, wording.RELATIVE_NOTED.format(who=who))
        if await self._items.named(call.text):
            return await self.start(replace(conversation, delegate=who), call)
        reply = Reply(wording.RELATIVE.format(who=who), Status.ASKED_BACK, choices=self._names())
        return Answer(reply, Turn(Handled.CLARIFY, delegate=who))

    async def _take_up(self, parked: Application, before: str) -> Answer:
        item = self._catalogue.item(parked.item_code)
        taken = begin(item, parked)
        await self._save(taken)
        return self._asking(taken, before)

    async def _submit(self, item: ServiceItem, application: Application) -> Answer:
        today = self._today()
        days = item.time_limit.working_days
        due = after_working_days(today, days) if days else None
        accepted = await self._applications.submit(application, self._now(), today, due)
        number = accepted.number or ""
        text = say.SUBMITTED.format(
            item=item.name, number=number, limit=item.time_limit.text, effect=item.effect
        )
        spoken = text.replace(number, " ".join(_groups(number)))
        choices = ("查进度", *wording.RATE_MARKS[:2])
        reply = Reply(text + say.RATE_INVITE, Status.ANSWERED, spoken=spoken, choices=choices)
        return Answer(reply, Turn(Handled.FORM, state=State.SUBMITTED, item=item.name))

    def _asking(self, application: Application, before: str) -> Answer:
        item = self._catalogue.item(application.item_code)
        return self._stepped(item, ask(item, application, before))

    def _stepped(self, item: ServiceItem, done: Step) -> Answer:
        application = done.application
        reply = Reply(done.said, Status.ASKED_BACK, spoken=done.spoken, choices=done.choices)
        if application.phase in {Phase.CANCELLED, Phase.PARKED}:
            reply = replace(reply, status=Status.ANSWERED)
        return Answer(
            reply,
            Turn(
                Handled.FORM,
                state=STATES.get(application.phase, State.IDLE),
                item=item.name,
                awaiting=application.awaiting if application.in_hand else None,
                error_on=done.error_on,
                delegate=application.delegate,
            ),
        )

    async def _save(self, application: Application) -> None:
        await self._applications.save(application, self._now())

    def _names(self) -> tuple[str, ...]:
        return tuple(f"我想办{item.name}" for item in self._catalogue.items[:4])

    def _today(self) -> date:
        return self._now().date()


def after_working_days(day: date, count: int) -> date:
    """Return the day `count` working days later; weekends only, public holidays are not known."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _groups(number: str) -> list[str]:
    return [number[:4], number[4:8], number[8:12], number[12:]]
