"""Lets a citizen authorise somebody, act under an authorisation, and end one."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.acts import PEOPLE, Act
from bot.call import Call
from bot.relatives import RELATIVES
from core import delegation_wording as say
from core import wording
from core.citation import spoken_day
from core.contracts import Notices
from core.conversation import Conversation
from core.delegations import LENGTHS, SCOPES, Delegation, Evidence, until_of
from core.identity import Person
from core.messages import Answer, Card, CardRow, Handled, Reply, Status, Turn
from core.privacy import mask_name
from core.store.delegations import DelegationStore

CODE = re.compile(r"(?<!\d)\d{4}[\s-]?\d{4}(?!\d)")  # eight digits; six are an application's
OWN_MATTER = re.compile(r"办我?自己的|给?我?自己办|不替.{0,8}办了")
NO = re.compile(r"不授权|不用了|算了|取消|不办了")
EVERYTHING_SAID = re.compile("全部|所有|什么都|都能")
DRAFT_HOLDS = timedelta(minutes=30)
MOST_SLIPS = 5  # wrong codes a day


class PersonKeeper(Protocol):
    """Know who proved their identity in a conversation."""

    async def person(self, conversation_id: str, now: datetime) -> Person | None:
        """Return that person, or None if nobody did or it was too long ago."""
        ...


class Authorising:
    """Make, use and end authorisations in conversation."""

    def __init__(
        self,
        *,
        delegations: DelegationStore,
        people: PersonKeeper,
        notices: Notices,
        now: Callable[[], datetime],
    ) -> None:
        """Take where authorisations are stored, who is known, and who tells the principal."""
        self._delegations = delegations
        self._people = people
        self._notices = notices
        self._now = now

    async def authorise(self, conversation: Conversation, call: Call) -> Answer:
        """Begin an authorisation; only somebody who proved who they are can give one."""
        person = await self._people.person(conversation.id, self._now())
        if person is None:
            return _asked(say.SIGN_IN_FIRST, ("我要认证", wording.HUMAN_CHOICE))
        draft = Delegation(
            id=str(uuid.uuid4()),
            principal_name=person.name,
            principal_id_number=person.id_number,
            made_in=conversation.id,
            evidence=Evidence.VERIFIED,
            made_at=self._now(),
            relation=_relation_in(call.text),
        )
        draft = _with_answers(draft, call.text, self._now())
        await self._delegations.add(draft, "principal")
        return self._next_question(draft)

    async def revoke(self, conversation: Conversation, call: Call) -> Answer:
        """End an authorisation at once; the principal and the agent may."""
        now = self._now()
        acting = await self.acting(conversation.id)
        person = await self._people.person(conversation.id, now)
        if person is None:
            return _asked(say.SIGN_IN_FIRST, ("我要认证", wording.HUMAN_CHOICE))
        granted = await self._delegations.granted_by(person.id_number, now)
        if not granted and acting is not None:
            granted = [acting]
        meant = [one for one in granted if _agent(one) in call.text or one.relation in call.text]
        if len(granted) == 1:
            meant = granted
        if not granted:
            return _told(say.NONE_GRANTED)
        if len(meant) != 1:
            options = tuple(f"取消{_agent(one)}的授权" for one in granted)
            return _asked(say.WHICH_TO_END.format(options=wording.numbered(options)), options)
        by = "principal" if meant[0].principal_id_number == person.id_number else "agent"
        ended = await self._delegations.end(meant[0], by, now)
        await self._tell(ended, "revoked", "")
        return _told(say.ENDED.format(agent=_agent(ended)))

    async def heard(self, conversation: Conversation, call: Call) -> Answer | None:
        """Answer what belongs to an authorisation under way, or return None."""
        code = CODE.search(call.text)
        if code is not None and len(call.text) < 24:
            return await self._code(conversation, re.sub(r"\D", "", code[0]))
        if OWN_MATTER.search(call.text) and await self.acting(conversation.id) is not None:
            await self._delegations.act(conversation.id, None, self._now())
            return _told(say.ACTING_FOR_SELF)
        draft = await self._delegations.draft_in(conversation.id, self._now() - DRAFT_HOLDS)
        if draft is not None and call.act not in PEOPLE | {Act.AUTHORISE_FAMILY}:
            return await self._go_on(draft, call)
        return None

    async def whom(self, conversation: Conversation, call: Call) -> Answer | None:
        """Let an agent who says 替我妈办 act under the authorisation meant; None: there is none."""
        now = self._now()
        person = await self._people.person(conversation.id, now)
        granted = await self._delegations.granted_to(person.id_number, now) if person else []
        meant = [one for one in granted if one.principal_name in call.text]
        meant = meant or [one for one in granted if mask_name(one.principal_name) in call.text]
        if not granted or (len(granted) > 1 and len(meant) != 1):
            if not granted:
                return None
            options = tuple(f"替{mask_name(one.principal_name)}办" for one in granted)
            return _asked(say.WHOM.format(options=wording.numbered(options)), options)
        chosen = (meant or granted)[0]
        await self._delegations.act(conversation.id, chosen.id, now)
        return _told(say.ACTING_FOR.format(principal=mask_name(chosen.principal_name)), chosen)

    async def acting(self, conversation_id: str) -> Delegation | None:
        """Return the authorisation under which the citizen acts, if they proved to be its agent."""
        now = self._now()
        found = await self._delegations.acting_in(conversation_id, now)
        if found is None:
            return None
        person = await self._people.person(conversation_id, now)
        return found if person is not None and person.id_number == found.agent_id_number else None

    async def principal(self, conversation_id: str) -> Person | None:
        """Return for whom the citizen acts, as somebody who agreed to it; None: for themselves."""
        acting = await self.acting(conversation_id)
        if acting is None or acting.until is None:
            return None
        name, number = acting.principal_name, acting.principal_id_number
        return Person(name, number, acting.made_at, acting.until, acting.evidence.value)

    def not_covered(self, delegation: Delegation) -> Answer:
        """Return what is said of an item outside the authorisation's scope."""
        principal, scope = mask_name(delegation.principal_name), "、".join(delegation.scope)
        text = say.NOT_COVERED.format(principal=principal, scope=scope)
        return _asked(text, ("办我自己的", wording.HUMAN_CHOICE))

    def over(self) -> Answer:
        """Return what is said when the authorisation ended before the application was filed."""
        return _asked(say.OVER, ("我要认证", wording.HUMAN_CHOICE))

    async def tell_opened(self, delegation: Delegation, item: str) -> None:
        """Tell the principal what the agent begins in their name."""
        await self._tell(delegation, "opened", item, item=item)

    async def tell_submitted(self, delegation: Delegation, item: str, number: str) -> None:
        """Tell the principal what the agent filed in their name."""
        await self._tell(delegation, "submitted", number, item=item, number=number)

    async def _code(self, conversation: Conversation, code: str) -> Answer:
        now = self._now()
        slips = await self._delegations.slips_since(conversation.id, now - timedelta(days=1))
        guesses = self._delegations.guesses
        if slips >= MOST_SLIPS or await guesses.enough(conversation.id, now):
            return _asked(say.TOO_MANY_CODES, (wording.HUMAN_CHOICE,))
        ended = await self._delegations.end_by_code(code, now)
        if ended is not None:
            await self._tell(ended, "revoked", "")
            return _told(say.ENDED_BY_CODE)
        person = await self._people.person(conversation.id, now)
        if person is None:  # it may have been a guess at the code that ends one
            await self._delegations.slipped(conversation.id, now)
            await guesses.note(conversation.id, now)
            return _asked(say.AGENT_SIGN_IN_FIRST, ("我要认证", wording.HUMAN_CHOICE))
        taken = await self._delegations.take_up(
            code, person.name, person.id_number, conversation.id, now
        )
        if taken is None:
            await guesses.note(conversation.id, now)
            return _asked(say.WRONG_CODE, (wording.HUMAN_CHOICE,))
        await self._delegations.act(conversation.id, taken.id, now)
        await self._tell(taken, "taken_up", "")
        text = say.TAKEN_UP.format(
            principal=mask_name(taken.principal_name),
            scope="、".join(taken.scope),
            day=_day(taken, now),
        )
        return _told(text, taken)

    async def _go_on(self, draft: Delegation, call: Call) -> Answer:
        """Take one answer of the principal: scope, length, then an explicit yes."""
        now = self._now()
        if NO.search(call.text):
            await self._delegations.save(draft.declined(), "principal", now)
            return _told(say.DECLINED)
        if draft.scope and draft.until is not None:
            said_yes = say.YES_TEXT in call.text or call.act is Act.AFFIRM
            return await self._offer(draft, now) if said_yes else self._next_question(draft)
        answered = _with_answers(draft, call.text, now)
        if answered == draft:
            options = SCOPES if not draft.scope else tuple(LENGTHS)
            text = say.SAY_WHICH.format(options=wording.numbered(options))
            return _asked(text, (*options[:4], say.NO_TEXT))
        await self._delegations.save(answered, "principal", now)
        return self._next_question(answered)

    async def _offer(self, draft: Delegation, now: datetime) -> Answer:
        code, stop = (f"{secrets.randbelow(10**8):08d}" for _ in range(2))
        offered = await self._delegations.offer(draft, code, stop, now)
        shown, shown_stop = (f"{digits[:4]} {digits[4:]}" for digits in (code, stop))
        text = say.OFFERED.format(code=shown, stop=shown_stop, relation=offered.relation)
        rows = (CardRow("授权码", shown, "一天内有效，只用一次"), CardRow("取消码", shown_stop))
        card = Card("code", "授权码", rows)
        spoken = _digit_by_digit(
            say.OFFERED_SPOKEN.format(code=shown, stop=shown_stop, relation=offered.relation)
        )
        reply = Reply(text, Status.ANSWERED, spoken=spoken, cards=(card,))
        return Answer(reply, Turn(Handled.ANSWER))

    def _next_question(self, draft: Delegation) -> Answer:
        if not draft.scope:
            options = wording.numbered(SCOPES)
            text = say.ASK_SCOPE.format(relation=draft.relation, options=options)
            return _asked(text, (*SCOPES[:4], say.NO_TEXT))
        scope = "、".join(draft.scope)
        if draft.until is None:
            text = say.ASK_LENGTH.format(scope=scope, options=wording.numbered(tuple(LENGTHS)))
            return _asked(text, (*LENGTHS, say.NO_TEXT))
        day = _day(draft, self._now())
        text = say.ASK_YES.format(relation=draft.relation, scope=scope, day=day)
        return _asked(text, (say.YES_TEXT, say.NO_TEXT))

    async def _tell(self, delegation: Delegation, event: str, key: str, **words: str) -> None:
        if delegation.made_in is None:
            return
        text = say.TOLD_PRINCIPAL[event].format(agent=_agent(delegation), **words)
        await self._notices.add(
            key=f"delegation:{delegation.id}:{event}:{key}",
            conversation_id=delegation.made_in,
            kind="delegation",
            text=text,
            at=self._now(),
        )


def _with_answers(draft: Delegation, text: str, now: datetime) -> Delegation:
    """Return the draft with the scope and the length that a sentence names."""
    scope = draft.scope or _chosen(SCOPES, text)
    length = None
    if draft.until is None and (draft.scope or not text.strip().isdigit()):
        length = next(iter(_chosen(tuple(LENGTHS), text)), None)
    until = until_of(now, LENGTHS[length]) if length else draft.until
    return replace(draft, scope=scope, until=until)


def _chosen(options: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the options named in a text, or the one whose number it is."""
    said = text.strip()
    if said.isdigit() and 0 < int(said) <= len(options):
        return (options[int(said) - 1],)
    named = tuple(option for option in options if option in said)
    return named or ((options[0],) if options == SCOPES and EVERYTHING_SAID.search(said) else ())


def _relation_in(text: str) -> str:
    found = (word for word, names in RELATIVES.items() if any(name in text for name in names))
    return next(found, "家里人")


def _agent(delegation: Delegation) -> str:
    return mask_name(delegation.agent_name) if delegation.agent_name else delegation.relation


def _day(delegation: Delegation, now: datetime) -> str:
    assert delegation.until is not None, "asked only when the length is known"
    return spoken_day(delegation.until.astimezone(now.tzinfo).date())


def _digit_by_digit(text: str) -> str:
    return re.sub(r"\d{4} \d{4}", lambda m: " ".join(m[0].replace(" ", "")), text)


def _asked(text: str, choices: tuple[str, ...]) -> Answer:
    return Answer(Reply(text, Status.ASKED_BACK, choices=choices), Turn(Handled.CLARIFY))


def _told(text: str, acting: Delegation | None = None) -> Answer:
    name = mask_name(acting.principal_name) if acting else None
    return Answer(Reply(text, Status.ANSWERED), Turn(Handled.ANSWER, acting_for=name))
