"""Opens, continues, parks and resumes applications in conversation."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.applied import asking, stepped, with_question
from bot.authorising import Authorising, PersonKeeper
from bot.call import Call
from bot.filing import DueDay, Filing
from bot.form import opened, step
from bot.form_answers import Heard
from bot.form_steps import Step
from bot.item_questions import SURELY_NAMED, ItemQuestions
from bot.known_values import CallerNumbers, KnownValues
from bot.relatives import relative_in
from bot.resuming import Resuming, id_tail_in, resume_code_in
from core import form_wording as say
from core import resuming_wording, wording
from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.contracts import ItemGuess
from core.conversation import Conversation
from core.form_changes import settled
from core.form_fields import Form, form_for
from core.messages import Answer, Handled, Reply, Status, Turn
from core.privacy import mask_name
from core.service_items import ServiceItem
from core.store import ApplicationStore, ConversationStore
from core.store.resume_codes import ResumeCodeStore

ANOTHER = re.compile(r"再办|再来|另外|还要|别人|一份")


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
        codes: ResumeCodeStore,
        people: PersonKeeper,
        authorising: Authorising,
        due_day: DueDay,
        callers: CallerNumbers | None = None,
    ) -> None:
        """Take the catalogue, who recognises items and people, and where things are stored.

        `callers` knows the numbers of those who telephone.
        """
        self._catalogue = catalogue
        self._items = items
        self._applications = applications
        self._conversations = conversations
        self._now = now
        self._filing = Filing(
            catalogue=catalogue, applications=applications, due_day=due_day, now=now
        )
        self._known = KnownValues(
            catalogue=catalogue,
            applications=applications,
            people=people,
            authorising=authorising,
            now=now,
            callers=callers,
        )
        self._authorising = authorising
        self._resuming = Resuming(codes=codes, applications=applications, now=now)

    async def start(
        self, conversation: Conversation, call: Call, found: Sequence[ItemGuess] | None = None
    ) -> Answer:
        """Open an application for the item that the citizen names.

        `found` is what the text names, if that was looked up already.
        """
        if found is None:
            found = await self._items.named(call.text)
        in_hand = await self._applications.in_hand(conversation.id)
        if in_hand is None and not found:
            code = await self._items.in_context(conversation, call.text)
            found = (ItemGuess(code, 1.0),) if code is not None else ()
        if in_hand is not None:
            best = found[0] if found else None
            same = best is None or best.code == in_hand.item_code
            if same or best is None or best.score < SURELY_NAMED:
                return self._asking(in_hand, "")
            await self._save(in_hand.moved_to(Phase.PARKED))
        if not found:
            return await self._items.not_offered(conversation, call)
        if len(found) > 1 and found[0].score - found[1].score < self._items.close:
            return await self.which(conversation, call, found)
        item = self._catalogue.item(found[0].code, conversation.region)
        before = ""
        if in_hand is not None:
            parked = self._catalogue.item(in_hand.item_code, in_hand.region)
            before = say.PARKED_FOR_OTHER.format(item=parked.name)
        who = relative_in(call.text) or conversation.delegate
        return await self._open(conversation, call, item, who, before)

    async def start_if_sure(
        self, conversation: Conversation, call: Call, found: Sequence[ItemGuess], least: float
    ) -> Answer | None:
        """Open an application if what was found is as sure as that; none must be in hand."""
        if not found or found[0].score < least:
            return None
        if not self._catalogue.item(found[0].code, conversation.region).fields:
            return None  # there is nothing to open: a question about it is for policy
        return await self.start(conversation, call, found)

    async def which(
        self, conversation: Conversation, call: Call, found: Sequence[ItemGuess]
    ) -> Answer:
        """Ask which item is meant, and keep in mind for whom."""
        whose = relative_in(call.text)
        if whose is not None:
            await self._conversations.remember(conversation.id, delegate=whose)
        region = conversation.region
        return self._items.which(tuple(self._catalogue.item(g.code, region) for g in found))

    async def _open(
        self,
        conversation: Conversation,
        call: Call,
        item: ServiceItem,
        who: str | None,
        before: str,
    ) -> Answer:
        await self._conversations.remember(conversation.id, last_item=item.code)
        if not item.fields:
            return self._items.how(item, before)
        acting = await self._authorising.acting(conversation.id)
        if acting is not None and not acting.covers(item.topic):
            return self._authorising.not_covered(acting)
        if acting is not None:
            who = mask_name(acting.principal_name)
        same = await self._filing.filed_here(conversation, item, who)
        if same is not None and not ANOTHER.search(call.text) and relative_in(call.text) is None:
            reply = Reply(
                text=before + say.START_DUPLICATE.format(item=item.name, number=same.number),
                status=Status.ASKED_BACK,
                choices=("查进度", f"再办一份{item.name}"),
            )
            return Answer(reply, Turn(Handled.CLARIFY, item=item.name))
        parked = await self._applications.parked(conversation.id)
        if parked is not None and parked.item_code == item.code and parked.delegate == who:
            return await self._take_up(parked, before + say.START_EXISTING.format(item=item.name))
        blank = Application(
            str(uuid.uuid4()),
            conversation.id,
            item.code,
            delegate=who,
            region=conversation.region,
            delegation_id=acting.id if acting is not None else None,
        )
        form = self._form(blank)
        known = await self._known.for_form(form, blank)
        first = opened(form, replace(blank, offered=known.values), call.text, before, known.words)
        await self._applications.open_application(first.application, self._now())
        if acting is not None:
            await self._authorising.tell_opened(acting, item.name)
        return await self._told(form, blank, first)

    async def go_on(self, application: Application, heard: Heard) -> Answer | None:
        """Apply one utterance to the application in hand; None means a side question."""
        form = self._form(application)
        done = step(form, application, heard)
        if not done.mine:
            return None
        if done.submit:
            return await self._submit(form, application)
        await self._save(done.application)
        return await self._told(form, application, done)

    async def _submit(self, form: Form, application: Application) -> Answer:
        """File the application; what was filled for somebody else only if they still agree."""
        acting = None
        if application.delegation_id is not None:
            acting = await self._authorising.acting(application.conversation_id)
            if acting is None or acting.id != application.delegation_id:
                return self._authorising.over()
        level = await self._known.level(application)
        answer = await self._filing.submit(form, replace(application, identity=level))
        if acting is not None and answer.turn.number is not None:
            await self._authorising.tell_submitted(acting, form.name, answer.turn.number)
        return answer

    async def told_again(self, conversation: Conversation) -> Answer | None:
        """Tell the receipt to somebody who says yes again because the answer was lost.

        Between filing and answering the gateway may die; what was said last is then the read-back.
        """
        if say.READ_BACK_ENDS not in (conversation.last_reply or ""):
            return None
        latest = await self._applications.latest(conversation.id)
        if latest is None or latest.number is None:
            return None
        return await self._filing.told_again(self._form(latest), latest)

    async def _told(self, form: Form, before: Application, done: Step) -> Answer:
        """Say what became of the application; one whose matter is under way ends here."""
        application = done.application
        if application.in_hand and any(
            application.fields.get(key) != before.fields.get(key) for key in form.item.same
        ):
            other = await self._filing.double_of(form, application)
            if other is not None:
                return await self._filing.doubled(form, application, other)
        answer = stepped(self._form(application), done, self._catalogue)
        if application.phase is Phase.PARKED:
            return await self._resuming.with_code(application, answer)
        return answer

    def after_side_question(self, application: Application, aside: Answer) -> Answer:
        """Return the side answer with the open question behind it."""
        return with_question(aside, self._asking(application, ""))

    async def resume(self, conversation: Conversation, call: Call) -> Answer:
        """Take up the application that was put aside last, or that of the code in the sentence."""
        answer = await self.resume_if_code(conversation, call)
        if answer is not None:
            return answer
        parked = await self._applications.parked(conversation.id)
        if parked is None:
            text = wording.NOTHING_PARKED + resuming_wording.NOTHING_PARKED
            reply = Reply(text, Status.ASKED_BACK, choices=self._items.first_choices(conversation))
            return Answer(reply, Turn(Handled.CLARIFY))
        item = self._catalogue.item(parked.item_code, parked.region)
        return await self._take_up(parked, say.RESUMED.format(item=item.name))

    async def resume_if_code(self, conversation: Conversation, call: Call) -> Answer | None:
        """Go on with an application from elsewhere; None: the text is no code, nor asked for."""
        code = resume_code_in(call.text)
        if code is not None:
            return await self.resume_by_code(conversation, call, code)
        tail = id_tail_in(call.text)
        if tail is None:
            return None
        outcome = await self._resuming.by_tail(conversation.id, tail)
        return await self._moved(conversation, outcome) if outcome is not None else None

    async def resume_by_code(self, conversation: Conversation, call: Call, code: str) -> Answer:
        """Go on with the application for which another conversation got this code."""
        tail = id_tail_in(call.text)
        outcome = await self._resuming.by_code(conversation.id, code, tail)
        return await self._moved(conversation, outcome)

    async def _moved(self, conversation: Conversation, outcome: Application | Answer) -> Answer:
        if isinstance(outcome, Answer):
            return outcome
        in_hand = await self._applications.in_hand(conversation.id)
        if in_hand is not None and in_hand.id != outcome.id:
            await self._save(in_hand.moved_to(Phase.PARKED))
        item = self._catalogue.item(outcome.item_code, outcome.region)
        await self._conversations.remember(conversation.id, last_item=item.code)
        return await self._take_up(outcome, resuming_wording.MOVED.format(item=item.name))

    async def act_for_family(self, conversation: Conversation, call: Call) -> Answer:
        """Note for whom the citizen acts, and start at once if an item is named."""
        who = relative_in(call.text) or "家里人"
        await self._conversations.remember(conversation.id, delegate=who)
        in_hand = await self._applications.in_hand(conversation.id)
        if in_hand is not None:
            noted = replace(in_hand, delegate=who, offered={})  # it was known of another person
            await self._save(noted)
            return self._asking(noted, wording.RELATIVE_NOTED.format(who=who))
        found = await self._items.named(call.text)
        if found:
            return await self.start(replace(conversation, delegate=who), call, found)
        choices = self._items.first_choices(conversation)
        reply = Reply(wording.RELATIVE.format(who=who), Status.ASKED_BACK, choices=choices)
        return Answer(reply, Turn(Handled.CLARIFY, delegate=who))

    async def _take_up(self, parked: Application, before: str) -> Answer:
        taken = settled(self._form(parked), parked)
        await self._save(taken)
        return self._asking(taken, before)

    def _asking(self, application: Application, before: str) -> Answer:
        return asking(self._form(application), application, self._catalogue, before)

    def _form(self, application: Application) -> Form:
        return form_for(self._catalogue, application, self._today())

    async def _save(self, application: Application) -> None:
        await self._applications.save(application, self._now())

    def _today(self) -> date:
        return self._now().date()
