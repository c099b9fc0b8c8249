"""Answers 我的医保: shows personal data to whoever is proven to own it, and to nobody else."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime

from bot.call import Call
from core import identity_wording as say
from core.contracts import IdentityProvider, InsuranceCore
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.identity import Person
from core.insurance_card import Part, card_of, digest
from core.insured import Summary
from core.messages import Answer, Card, Handled, Reply, Status, Turn
from core.store.identity import IdentityStore

logger = logging.getLogger(__name__)

RETURN = "/identity/return"  # where browsers come back to, below our own address
PAGE = "/mine"  # the signed-in page
PHONE = "phone"
# The words that ask for one part only; the first that fits, fits.
PARTS = (
    (Part.ACCOUNT, re.compile(r"余额|账户|个账|卡里|卡上|还有多少钱|剩多少")),
    (Part.SETTLEMENTS, re.compile(r"报销记录|结算|报了多少|花了多少|就医记录|消费记录|账单")),
    (Part.FILINGS, re.compile(r"备案|签约|到期|签的")),
    (Part.CONTRIBUTION, re.compile(r"缴费|交费|缴到|交到|断缴|断交|参保|缴了|交了|单位给")),
)


class MyInsurance:
    """Show what the insurance core knows of the citizen, once they have proven who they are."""

    def __init__(
        self,
        *,
        identity: IdentityStore,
        provider: IdentityProvider,
        core: InsuranceCore,
        public_url: str,
        hotline: str,
        now: Callable[[], datetime],
    ) -> None:
        """Take who vouches and who knows; `public_url` is our own address, for coming back."""
        self._identity = identity
        self._provider = provider
        self._core = core
        self._public_url = public_url.rstrip("/")
        self._hotline = hotline
        self._now = now

    async def my_insurance(self, conversation: Conversation, call: Call) -> Answer:
        """Show card and digest, or say how one proves to be the person they belong to."""
        now, part = self._now(), part_in(call.text)
        person = await self._identity.person(conversation.id, now)
        if person is None:
            return await self.needs_proof(conversation, say.NEEDS_PROOF)
        try:
            summary = await self._core.summary(person.id_number)
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation.id, error)
            reply = Reply(say.CORE_DOWN, Status.ENGINE_FAILED, choices=(say.HUMAN_CHOICE,))
            return Answer(reply, Turn(Handled.DECLINE))
        await self._identity.note_look(conversation.id, person, part.value, now)
        if summary is None:
            reply = Reply(say.NO_RECORD, Status.NO_SOURCE_FOUND, choices=(say.HUMAN_CHOICE,))
            return Answer(reply, Turn(Handled.ANSWER))
        return Answer(self._shown(conversation, summary, part, now), Turn(Handled.ANSWER))

    async def sign_in(self, conversation: Conversation, call: Call) -> Answer:
        """Offer to prove who one is, unless that is done."""
        del call
        person = await self._identity.person(conversation.id, self._now())
        if person is None:
            return await self.needs_proof(conversation, say.SIGN_IN_WHY)
        text = say.SIGN_IN_ALREADY.format(until=clock_time(person.until, self._now()))
        reply = Reply(text, Status.ANSWERED, choices=(say.MY_INSURANCE,))
        return Answer(reply, Turn(Handled.SOCIAL))

    async def needs_proof(self, conversation: Conversation, why: str) -> Answer:
        """Offer the link and, always, the ways that need neither a face nor a smartphone."""
        turn = Turn(Handled.CLARIFY)
        if conversation.channel == PHONE:
            choices: tuple[str, ...] = (say.HUMAN_CHOICE,)
            return Answer(Reply(say.PHONE_NEEDS_PROOF, Status.ASKED_BACK, choices=choices), turn)
        offline = say.WAYS_OFFLINE.format(hotline=self._hotline)
        choices = (say.VIDEO_CHOICE, say.HUMAN_CHOICE)
        try:
            challenge = await self._provider.begin(self._public_url + RETURN)
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation.id, error)
            text = why + say.WAY_ONLINE_DOWN + offline
            return Answer(Reply(text, Status.ASKED_BACK, choices=choices), turn)
        await self._identity.begin(conversation.id, challenge)
        reply = Reply(
            why + say.WAY_ONLINE + offline,
            Status.ASKED_BACK,
            choices=choices,
            cards=(Card("link", say.SIGN_IN_TITLE, link=challenge.url),),
        )
        return Answer(reply, turn)

    def _shown(
        self, conversation: Conversation, summary: Summary, part: Part, now: datetime
    ) -> Reply:
        text = digest(summary, part, now, aloud=False)
        if conversation.channel != PHONE and part is Part.ALL:
            text += say.PAGE_LINK
        return Reply(
            text,
            Status.ANSWERED,
            spoken=digest(summary, part, now, aloud=True),
            choices=say.PART_CHOICES if part is Part.ALL else (say.MY_INSURANCE,),
            cards=(card_of(summary, part, now), Card("link", say.CARD_TITLE, link=PAGE)),
        )


def part_in(text: str) -> Part:
    """Return which part of 我的医保 a text asks for; all of it if it names none."""
    return next((part for part, words in PARTS if words.search(text)), Part.ALL)


def proven_reply(person: Person, name: str, now: datetime) -> Reply:
    """Return what the assistant says once somebody is proven; `name` is masked."""
    text = say.PROVEN.format(name=name, until=clock_time(person.until, now))
    return Reply(text, Status.ANSWERED, choices=(say.MY_INSURANCE,))


def clock_time(moment: datetime, now: datetime) -> str:
    """Return the time of day in the zone of `now`, e.g. 10点05分."""
    local = moment.astimezone(now.tzinfo)
    return f"{local.hour}点{local.minute:02d}分"
