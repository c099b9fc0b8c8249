"""Answers policy questions from reviewed text, for the region where the citizen is insured."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.acts import Act
from bot.applied import social
from bot.call import Call
from bot.context import joined, leans_back, names_nothing
from bot.form_hearing import ASKS
from bot.offered import items_offered
from bot.short_words import is_no_chinese
from bot.spoken_cards import is_card
from bot.spoken_numbers import numbers
from core import wording
from core.contracts import Found, Passage, Retriever, Rewriter, Verdict
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.policy_answer import HOTLINE, policy_answer
from core.privacy import mask_text
from core.store import ConversationStore
from core.version_wording import first_choices
from core.versions import Version

HARDLY = 0.45  # confidence below which a question need not be about an illness
SURELY_OUT = 0.6  # confidence from which what is not ours is not even looked up
# What an illness costs is ours, what to take for it is not: 老伴高血压要长年吃药，能多报点不.
MONEY = re.compile(
    r"报销|[能可给再多少]报|报[多点一不]|医保|待遇|补助|补贴|优惠|减免|免费|免不免|自费|起付|花钱|多少钱"
)
REGION_SUFFIXES = ("省", "市", "州", "地区", "盟")


FEWEST = 3  # questions that old people are offered at once (rule 27 of the elder rules)
MOST_MISSES = 2  # in a row, until a person is called though a question is open
MOST_JOINED = 5  # passages that a question and the one before it may be answered from


class PolicyQuestions:
    """Answer from the knowledge base, or say that there is no source."""

    def __init__(
        self,
        *,
        retriever: Retriever,
        conversations: ConversationStore,
        regions: Callable[[], Sequence[str]],
        popular: Mapping[str, Sequence[str]],
        now: Callable[[], datetime],
        item_codes: Mapping[str, str],
        rewriter: Rewriter | None = None,
        hotline: str = HOTLINE,
    ) -> None:
        """Take the knowledge base, the regions it covers, and the questions asked most.

        `popular` are by version; `item_codes` are those of the service items by name; without a
        `rewriter` answers are the reviewed words.
        """
        self._retriever = retriever
        self._conversations = conversations
        self._regions = regions
        self._popular = popular
        self._now = now
        self._item_codes = item_codes
        self._rewriter = rewriter
        self._hotline = hotline

    def methods(self) -> dict[Act, Callable[[Conversation, Call], Awaitable[Answer]]]:
        """Return which method answers which act."""
        return {
            Act.POLICY_QUESTION: self.answer,
            Act.SET_REGION: self.set_region,
            Act.POPULAR_QUESTIONS: self.popular,
            Act.NOT_UNDERSTOOD: self.not_understood,
            Act.GIVE_INFORMATION: self.not_understood,
            Act.OUT_OF_SCOPE: self.out_of_scope,
            Act.MEDICAL_ADVICE: self.medical_advice,
            Act.PLAIN_WORDS: self.plain_words,
            Act.ASK_WHY: self.why,
        }

    async def answer(self, conversation: Conversation, call: Call) -> Answer:
        """Answer a policy question, or say that there is no source."""
        return await self._said(conversation, call, await self._found(conversation, call))

    async def answer_if_known(self, conversation: Conversation, call: Call) -> Answer | None:
        """Answer from a reviewed source, or return None if there is none."""
        found = await self._found(conversation, call)
        if found.verdict is Verdict.UNSURE:
            return None
        return await self._said(conversation, call, found)

    async def ruled(self, conversation: Conversation, call: Call, code: str) -> Answer | None:
        """Answer what a document rules on that service item, or return None."""
        found = await self._found(conversation, call)
        if found.verdict is Verdict.UNSURE:
            return None
        codes = {self._item_codes.get(name) for name in found.passages[0].items}
        return await self._said(conversation, call, found) if code in codes else None

    async def _found(self, conversation: Conversation, call: Call) -> Found:
        """Search for the question; one that names no matter is about the one before it.

        Joined to the question before, it finds again what was just told: the answer is what comes
        after that, if it may be trusted by itself.
        """
        region, before = conversation.region, conversation.last_question
        if before is None and names_nothing(call.text):
            return Found(Verdict.UNSURE, (), None)  # 多少钱 was answered with anything that costs
        if before is not None and leans_back(call.text):
            both = joined(before, call.text)
            found = await self._retriever.search(
                both, region=region, limit=MOST_JOINED, version=conversation.persona
            )
            further = _further(found, conversation.last_entry)
            if further is not None:
                return further
        return await self._retriever.search(call.text, region=region, version=conversation.persona)

    async def _said(self, conversation: Conversation, call: Call, found: Found) -> Answer:
        """Remember question, region and matter for what follows, and word the answer."""
        learnt: dict[str, str | None] = {}
        if conversation.last_question is None or not leans_back(call.text):
            learnt["last_question"] = mask_text(call.text)
        if found.region is not None and found.region in self._regions():
            learnt["region"] = found.region
        rewritten = None
        if found.verdict is Verdict.FOUND:
            best = found.passages[0]
            learnt |= self._told(best)
            if self._rewriter is not None:
                rewritten = await self._rewriter.rewrite(mask_text(call.text), best)
        await self._conversations.remember(conversation.id, **learnt)
        today = self._now().date()
        return policy_answer(
            found,
            today,
            rewritten,
            hotline=self._hotline,
            short=conversation.persona == Version.ELDER,
            placed=conversation.region is not None,
        )

    async def set_region(self, conversation: Conversation, call: Call) -> Answer:
        """Take note of the region; answer the last question again for it."""
        region = self.region_in(call.text)
        if region is None:
            reply = Reply(
                wording.REGION_UNKNOWN,
                Status.ASKED_BACK,
                choices=tuple(f"我是{name}的" for name in self._regions()[:5]),
            )
            return Answer(reply, Turn(Handled.CLARIFY))
        await self._conversations.remember(conversation.id, region=region)
        asks = ASKS.search(call.text.rstrip("?？")) is not None  # 转到烟台，得跑回济南一趟吗
        if asks:
            answer = await self.answer_if_known(replace(conversation, region=region), call)
            if answer is not None:
                return answer
        if conversation.last_question is not None:
            found = await self._retriever.search(
                conversation.last_question, region=region, version=conversation.persona
            )
            told = found.passages[0].document_id if found.passages else None
            if found.verdict is Verdict.FOUND and (asks or told != conversation.last_entry):
                await self._conversations.remember(conversation.id, **self._told(found.passages[0]))
                short = conversation.persona == Version.ELDER
                return policy_answer(found, self._now().date(), short=short)
        text = wording.REGION_SET.format(region=region)
        return Answer(Reply(text, Status.ASKED_BACK), Turn(Handled.SOCIAL))

    def _told(self, passage: Passage) -> dict[str, str | None]:
        """Return what to remember of the passage that answers: what follows may lean on it."""
        items = [self._item_codes[name] for name in passage.items if name in self._item_codes]
        return {"last_entry": passage.document_id, "last_item": items[0] if items else None}

    async def popular(self, conversation: Conversation, call: Call) -> Answer:
        """Offer the questions that are asked most."""
        del call
        short = conversation.persona == Version.ELDER
        questions = tuple(self._popular[conversation.persona][: FEWEST if short else None])
        text = wording.POPULAR + wording.numbered(questions)
        reply = Reply(text, Status.ASKED_BACK, choices=questions[:5])
        return Answer(reply, Turn(Handled.CLARIFY))

    async def out_of_scope(self, conversation: Conversation, call: Call) -> Answer:
        """Decline what is not ours; of what may be ours only say what is known of it."""
        if is_no_chinese(call.text):
            return await self.not_understood(conversation, call)
        if call.confidence < SURELY_OUT:
            return await self.answer(conversation, call)
        reply = Reply(wording.OUT_OF_SCOPE, Status.DECLINED, choices=wording.GREETING_CHOICES[-1:])
        return Answer(reply, Turn(Handled.DECLINE))

    async def medical_advice(self, conversation: Conversation, call: Call) -> Answer:
        """Decline to advise on an illness; what is asked about money is answered all the same."""
        if MONEY.search(call.text) or call.confidence < HARDLY:
            return await self.answer(conversation, call)
        return Answer(Reply(wording.MEDICAL_ADVICE, Status.DECLINED), Turn(Handled.DECLINE))

    async def not_understood(self, conversation: Conversation, call: Call) -> Answer:
        """Try the knowledge base; then ask back, and the second time call a person."""
        if any(n.is_id_number or n.is_mobile or is_card(n) for n in numbers(call.text)):
            reply = Reply(
                wording.UNASKED_NUMBER,
                Status.ASKED_BACK,
                choices=first_choices(conversation.persona),
            )
            return Answer(reply, Turn(Handled.SOCIAL))
        answer = await self.answer_if_known(conversation, call)
        if answer is not None:
            return answer
        items = items_offered(conversation.last_reply)
        if items and conversation.misses < MOST_MISSES:  # 她叫刘淑珍: nothing asked for a name
            text = wording.FIRST_WHICH + wording.ASK_WHICH_ITEM + wording.numbered(items)
            return Answer(Reply(text, Status.ASKED_BACK, choices=items), Turn(Handled.CLARIFY))
        if conversation.misses >= 1:
            reply = Reply(wording.STILL_NOT_UNDERSTOOD, Status.HANDED_OVER, wants_human=True)
            return Answer(reply, Turn(Handled.HANDOFF))
        if is_no_chinese(call.text):
            text = wording.NOT_CHINESE + wording.ENGLISH_NOTE.format(hotline=self._hotline)
            reply = Reply(
                text,
                Status.ASKED_BACK,
                spoken=wording.NOT_CHINESE,
                choices=(wording.HUMAN_CHOICE,),
            )
            return Answer(reply, Turn(Handled.CLARIFY))
        reply = Reply(
            wording.UNDERSTAND_FAILED,
            Status.ASKED_BACK,
            spoken=wording.UNDERSTAND_FAILED_SPOKEN,
            choices=tuple(
                dict.fromkeys((*first_choices(conversation.persona), wording.HUMAN_CHOICE))
            ),
        )
        return Answer(reply, Turn(Handled.CLARIFY))

    async def plain_words(self, conversation: Conversation, call: Call) -> Answer:
        """Say the last answer in the words that were reviewed for the ear, or once more."""
        del call
        last = conversation.last_reply or ""
        if conversation.last_question is None:
            return social(wording.PLAIN_WORDS_FAILED)
        entry = None
        if wording.SOURCES in last and conversation.last_entry is not None:
            entry = await self._retriever.entry(conversation.last_entry)
        text = entry.spoken if entry is not None and entry.spoken else last
        return social(wording.PLAIN_WORDS_AGAIN.format(text=text))

    async def why(self, conversation: Conversation, call: Call) -> Answer:
        """Say what numbers are asked for, or that nothing is written of the reason of a rule."""
        if wording.SOURCES in (conversation.last_reply or "") and leans_back(call.text):
            return social(wording.RULE_UNEXPLAINED.format(hotline=self._hotline))
        if leans_back(call.text):
            return social(wording.WHY_WHAT)
        return social(wording.PRIVACY)

    def region_in(self, text: str) -> str | None:
        """Return the region that a text names, if it is one of ours; of two that of the insurance.

        她在青岛住院，参保在烟台 is about Yantai.
        """
        named = {}
        for region in self._regions():
            short = region
            for suffix in REGION_SUFFIXES:
                short = short.removesuffix(suffix)
            if short in text:
                named[region] = short
        insured = (
            region
            for region, short in named.items()
            if re.search(
                rf"(?:参保地?|医保)[是在]{{0,2}}{short}|{short}[市州]?的?(?:参保|医保)", text
            )
        )
        return next(insured, next(iter(named), None))


def _further(found: Found, told: str | None) -> Found | None:
    """Return what was found beyond the entry that was told last; None: nothing to be trusted."""
    if found.verdict is Verdict.UNSURE:
        return None
    trusted = tuple(p for p in found.passages[: found.sure] if p.document_id != told)
    if not trusted:
        return None
    return replace(found, passages=trusted, sure=len(trusted), differing=())
