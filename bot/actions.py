"""Carries out what Rasa asks for: one method per dialogue act, the application in hand first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.acts import GUESSED, Act
from bot.applied import social
from bot.applying import Applying
from bot.authorising import Authorising
from bot.call import CONTINUE_FORM, WARM_UP, Call, act_named, result_to_json
from bot.contacts import contact_in, mobile_in
from bot.dangers import tells_of_fraud
from bot.following_up import FollowingUp
from bot.form_answers import YES, Heard
from bot.form_hearing import ASKS
from bot.item_questions import ItemQuestions
from bot.my_insurance import MyInsurance
from bot.opening import CERTAIN, least_to_open
from bot.own_data_talk import OwnDataTalk
from bot.papers import Papers
from bot.person_offered import takes_person
from bot.policy import PolicyQuestions
from bot.queueing import Queueing
from bot.rating import Rating
from bot.reminding import Reminding
from bot.service_hours import ServiceHours
from bot.short_words import as_meant
from bot.talk import IN_FORM, Talk, fraud
from bot.versions import Versions
from core import follow_up_wording, wording
from core.applications import Application
from core.assistant import wants_person
from core.contracts import ItemGuess, LookUp
from core.conversation import Conversation
from core.messages import Answer, Handled, Status, Turn
from core.privacy import mask_name, mask_text
from core.receipt import receipt_in
from core.store import ApplicationStore, ConversationStore
from core.versions import ENLARGES, SWITCHES

# What may be a wish that is told rather than said: which item it is about is asked.
UNCLEAR = frozenset({Act.GIVE_INFORMATION, Act.NOT_UNDERSTOOD})
BARE_NAME = 4  # characters of 报销 or 异地备案, by which nobody says what they want of it
LONGEST_LOOKED_UP = 60  # characters; a longer story names many things in passing
SURE = 0.45  # confidence from which the classifier may overrule a plausible field value
# To take these for something else does more harm than to take something else for them.
SAFE_WHEN_UNSURE = frozenset(
    {Act.EMERGENCY, Act.HUMAN_AGENT, Act.HANDOVER_VIDEO, Act.HANDOVER_PHONE}
)
# What may ask for a table: a drug's share, the nearest counter, what is done in the village.
LOOKED_UP = frozenset(
    {
        Act.POLICY_QUESTION,
        Act.ASK_WHERE,
        Act.ASK_ELIGIBILITY,
        Act.ASK_STEPS,
        Act.LIST_ITEMS,
        Act.CAPABILITY,
        Act.NOT_UNDERSTOOD,
        Act.GIVE_INFORMATION,
        Act.OUT_OF_SCOPE,
    }
)
# What opens questions of its own, which a form would take the answers to.
NOT_IN_FORM = frozenset({Act.AUTHORISE_FAMILY, Act.RATE})
# Behind these the open question of a form is not asked: nobody answers it now, or it was in them.
ALONE = frozenset({Act.HANDOVER_PHONE, Act.EMERGENCY, Act.GOODBYE, Act.REPEAT, Act.SLOWER})
AWAKE = social("")

Method = Callable[[Conversation, Call], Awaitable[Answer]]


class Actions:
    """Answer Rasa's calls."""

    def __init__(
        self,
        *,
        conversations: ConversationStore,
        applications: ApplicationStore,
        applying: Applying,
        following_up: FollowingUp,
        item_questions: ItemQuestions,
        policy: PolicyQuestions,
        look_ups: LookUp,
        talk: Talk,
        papers: Papers,
        rating: Rating,
        my_insurance: MyInsurance,
        authorising: Authorising,
        reminding: Reminding,
        now: Callable[[], datetime],
        service_hours: ServiceHours,
        versions: Versions | None = None,
        queueing: Queueing | None = None,
        own_data: OwnDataTalk | None = None,
    ) -> None:
        """Take what knows the answers; without `queueing` a person phones when they can."""
        self._conversations = conversations
        self._applications = applications
        self._applying = applying
        self._following_up = following_up
        self._item_questions = item_questions
        self._policy = policy
        self._look_ups = look_ups
        self._rating = rating
        self._authorising = authorising
        self._versions = versions
        self._queueing = queueing
        self._own_data = own_data
        self._now = now
        self._service_hours = service_hours
        self._methods: dict[Act, Method] = {
            Act.START_APPLICATION: applying.start,
            Act.RESUME_APPLICATION: applying.resume,
            Act.QUERY_PROGRESS: following_up.progress,
            Act.ACT_FOR_FAMILY: self._act_for_family,
            Act.ASK_MATERIALS: item_questions.materials,
            Act.ASK_TIME_LIMIT: item_questions.time_limit,
            Act.ASK_WHERE: item_questions.where,
            Act.ASK_ELIGIBILITY: item_questions.eligibility,
            Act.ASK_STEPS: item_questions.steps,
            Act.LIST_ITEMS: item_questions.list_items,
            Act.MISSING_PAPERS: papers.missing_papers,
            Act.WITHDRAW_APPLICATION: following_up.withdraw,
            Act.REMINDERS: reminding.reminders,
            Act.MY_INSURANCE: my_insurance.my_insurance,
            Act.SIGN_IN: my_insurance.sign_in,
            Act.AUTHORISE_FAMILY: authorising.authorise,
            Act.REVOKE_AUTHORISATION: authorising.revoke,
            **talk.methods(),
            **policy.methods(),
            **rating.methods(),
        }
        if queueing is not None:
            self._methods[Act.HANDOVER_PHONE] = queueing.call_back

    async def run(self, call: Call) -> dict[str, object]:
        """Carry out one call and return the JSON that Rasa expects."""
        if call.conversation_id == WARM_UP:
            return result_to_json(AWAKE, in_form=False, goes_on=False)
        in_hand = await self._applications.in_hand(call.conversation_id)
        if call.again:  # Rasa enters the form right after the action that opened it
            return result_to_json(None, in_form=call.in_form, goes_on=in_hand is not None)
        conversation = await self._conversations.conversation(call.conversation_id)
        call = as_meant(call, conversation.last_reply, in_form=in_hand is not None)
        answer = fraud() if tells_of_fraud(call.text) else None
        if answer is None and self._versions is not None:
            answer = await self._versions.heard(conversation, call, in_hand)
        if answer is None and self._own_data is not None:
            told = await self._own_data.heard(conversation, call, in_hand)
            answer = await self._then_asked(conversation.id, told)
        if answer is None:
            answer = await self._rating.heard(conversation, call)
        if answer is None and self._queueing is not None:
            answer = await self._queueing.heard(conversation, call)
        if answer is None:
            answer = await self._then_asked(conversation.id, self._service_hours.answer(call.text))
        if answer is None:
            answer = self._person_offered(conversation, call, in_hand)
        if answer is None and in_hand is not None:
            answer = await self._continue(conversation, call, in_hand)
        elif answer is None:
            answer = await self._aside(conversation, call, in_hand=False)
        heard = answer.turn.intent if answer.turn.intent in (SWITCHES, ENLARGES) else None
        answer = await self._rating.invite(conversation.id, answer)
        acting = await self._authorising.acting(conversation.id)
        turn = replace(
            answer.turn,
            intent=heard or call.act.value,
            confidence=call.confidence,
            persona=answer.turn.persona or conversation.persona,
            script=answer.turn.script or conversation.script,
            acting_for=mask_name(acting.principal_name) if acting is not None else None,
        )
        goes_on = await self._applications.in_hand(call.conversation_id) is not None
        return result_to_json(replace(answer, turn=turn), in_form=call.in_form, goes_on=goes_on)

    async def _then_asked(self, conversation_id: str, aside: Answer | None) -> Answer | None:
        """Return what was told beside a form with its open question; None: nothing was."""
        if aside is None or aside.reply.status is not Status.ANSWERED:
            return aside
        in_hand = await self._applications.in_hand(conversation_id)  # it may be gone by now
        return aside if in_hand is None else self._applying.after_side_question(in_hand, aside)

    def _person_offered(
        self, conversation: Conversation, call: Call, in_hand: Application | None
    ) -> Answer | None:
        """Call the person who was offered last, or go on without; None: neither was said."""
        match takes_person(conversation.last_reply, call.text):
            case True:
                return wants_person("text", intent=call.act.value, confidence=call.confidence)
            case False if in_hand is not None:
                return self._applying.after_side_question(in_hand, social(wording.GO_ON_IN_FORM))
            case _:
                return None

    async def _continue(
        self, conversation: Conversation, call: Call, application: Application
    ) -> Answer:
        """Give the utterance to the form first; a side question is answered, then asked on."""
        heard = Heard(
            call.text,
            call.act,
            sure=call.confidence >= SURE,
            certain=call.confidence >= CERTAIN,
        )
        told = conversation.last_reply or ""
        if call.act is not Act.PLAIN_WORDS or wording.SOURCES not in told:  # else that is meant
            answer = await self._applying.go_on(application, heard)
            if answer is not None:
                return answer
        aside = await self._aside(conversation, call, in_hand=True)
        sure = heard.sure or call.act in SAFE_WHEN_UNSURE
        if aside.reply.wants_human or (call.act in ALONE and sure):
            return aside
        current = await self._applications.in_hand(conversation.id)
        if current is None or current.id != application.id or aside.turn.awaiting is not None:
            return aside  # the citizen turned to another item, or named this one again
        return self._applying.after_side_question(current, aside)

    async def _looked_up(
        self, conversation: Conversation, text: str, region: str | None
    ) -> Answer | None:
        """Answer from a table; what was asked back is remembered until the region is told."""
        reply = await self._look_ups.answer(text, region=region, now=self._now())
        if reply is None:
            return None
        if reply.status is Status.ASKED_BACK:
            await self._conversations.remember(conversation.id, last_question=mask_text(text))
        return Answer(reply, Turn(Handled.ANSWER))

    async def _looked_up_there(self, conversation: Conversation, call: Call) -> Answer | None:
        """Go on with what was asked of a table, now that the region is told."""
        region = self._policy.region_in(call.text)
        if region is None or conversation.last_question is None:
            return None
        answer = await self._looked_up(conversation, conversation.last_question, region)
        if answer is not None:
            await self._conversations.remember(conversation.id, region=region)
        return answer

    async def _aside(self, conversation: Conversation, call: Call, *, in_hand: bool) -> Answer:
        """Answer what does not belong to the form; `in_hand`: there is one."""
        act = self._act(call)
        for hear in (self._authorising.heard, self._applying.resume_if_code):
            heard = await hear(conversation, call)
            if heard is not None:
                return heard
        told = conversation.last_reply or ""
        phone_only = mobile_in(call.text) is not None and follow_up_wording.NONE in told
        if receipt_in(call.text) or contact_in(call.text) or phone_only:
            return await self._following_up.progress(conversation, call)
        if act in LOOKED_UP and len(call.text) <= LONGEST_LOOKED_UP:
            looked_up = await self._looked_up(conversation, call.text, conversation.region)
            if looked_up is not None:
                return looked_up
        if act is Act.SET_REGION:
            looked_up = await self._looked_up_there(conversation, call)
            if looked_up is not None:
                return looked_up
        unsure = call.confidence < SURE and act not in SAFE_WHEN_UNSURE
        least = least_to_open(call, act, unsure=unsure)
        found: Sequence[ItemGuess] = ()
        if least is not None and not in_hand:
            found = await self._item_questions.named(call.text)
            opened = await self._applying.start_if_sure(conversation, call, found, least)
            if opened is not None:
                return opened
        named = act in UNCLEAR or (unsure and len(call.text) <= BARE_NAME)
        perhaps = found if named else ()
        if unsure or perhaps:
            answer = await self._policy.answer_if_known(conversation, call)
            if answer is not None:
                return answer
        if perhaps:
            return await self._applying.which(conversation, call, perhaps)
        if unsure and act in GUESSED:
            act = Act.POLICY_QUESTION if ASKS.search(call.text) else Act.NOT_UNDERSTOOD
        if in_hand and act in IN_FORM:
            return social(wording.GO_ON_IN_FORM if YES.fullmatch(call.text) else IN_FORM[act])
        if in_hand and act in NOT_IN_FORM:
            return social(wording.LATER_IN_FORM)
        return await self._methods[act](conversation, call)

    async def _act_for_family(self, conversation: Conversation, call: Call) -> Answer:
        """Act under an authorisation if there is one, else note for whom the form is filled."""
        under = await self._authorising.whom(conversation, call)
        return under or await self._applying.act_for_family(conversation, call)

    def _act(self, call: Call) -> Act:
        """Return the act whose method answers: Rasa's rule names it, except inside the form."""
        if call.action == CONTINUE_FORM:
            return call.act
        return act_named(call.action.removeprefix("action_"))
