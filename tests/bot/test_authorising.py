"""Tests how an authorisation is given, used and ended in conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.acts import Act
from bot.authorising import Authorising
from bot.call import Call
from core.conversation import Conversation
from core.identity import Person
from core.messages import Answer, Status
from core.store.delegations import DelegationStore
from tests.fakes.office import Office

MOTHER = ("王秀英", "370602194503120029")
SON = ("王小军", "370602197008150013")


@dataclass
class KnownPeople:
    """Vouch for whomever a test names."""

    proven: dict[str, Person] = field(default_factory=dict)

    async def person(self, conversation_id: str, now: datetime) -> Person | None:
        found = self.proven.get(conversation_id)
        return found if found is not None and now < found.until else None


@dataclass
class RememberedNotices:
    """Remember what citizens were told, once per key."""

    told: dict[str, tuple[str, str]] = field(default_factory=dict)

    async def add(
        self, *, key: str, conversation_id: str, kind: str, text: str, at: datetime
    ) -> bool:
        del kind, at
        if key in self.told:
            return False
        self.told[key] = (conversation_id, text)
        return True


@dataclass
class Family:
    """Hold two conversations, the mother's and the son's, and what serves them."""

    authorising: Authorising
    people: KnownPeople
    notices: RememberedNotices
    mother: Conversation
    son: Conversation
    office: Office

    async def says(self, who: Conversation, text: str, act: Act = Act.NOT_UNDERSTOOD) -> Answer:
        call = Call("action_x", who.id, text, act, 0.9, in_form=False, again=False)
        heard = await self.authorising.heard(who, call)
        if heard is not None:
            return heard
        methods = {
            Act.AUTHORISE_FAMILY: self.authorising.authorise,
            Act.REVOKE_AUTHORISATION: self.authorising.revoke,
        }
        return await methods[act](who, call)

    def prove(self, who: Conversation, person: tuple[str, str]) -> None:
        now = self.office.clock()
        self.people.proven[who.id] = Person(*person, now, now + timedelta(minutes=30), "模拟")


@pytest.fixture
async def family(office: Office) -> Family:
    people, notices = KnownPeople(), RememberedNotices()
    authorising = Authorising(
        delegations=DelegationStore(office.database),
        people=people,
        notices=notices,
        now=office.clock,
    )
    mother, son = await office.opened(), await office.opened()
    family = Family(authorising, people, notices, mother, son, office)
    family.prove(mother, MOTHER)
    family.prove(son, SON)
    return family


async def code_of(family: Family, scope: str = "异地就医") -> tuple[str, str]:
    await family.says(family.mother, "授权给我儿子帮我办", Act.AUTHORISE_FAMILY)
    await family.says(family.mother, scope)
    await family.says(family.mother, "半年")
    offered = await family.says(family.mother, "确认授权", Act.AFFIRM)
    codes = re.findall(r"\d{4} \d{4}", offered.reply.text)
    return codes[0], codes[1]


async def test_nobody_authorises_before_they_proved_who_they_are(family: Family) -> None:
    family.people.proven.clear()

    answer = await family.says(family.mother, "授权给我儿子", Act.AUTHORISE_FAMILY)

    assert "我要认证" in answer.reply.choices
    assert "窗口" in answer.reply.text
    assert "人工" in answer.reply.text


async def test_scope_length_and_an_explicit_yes_are_asked_one_by_one(family: Family) -> None:
    scope = await family.says(family.mother, "授权给我儿子帮我办", Act.AUTHORISE_FAMILY)
    length = await family.says(family.mother, "4")
    yes = await family.says(family.mother, "半年")

    assert "儿子" in scope.reply.text
    assert "门诊统筹" in length.reply.text
    assert yes.reply.choices[0] == "确认授权"
    assert "2027年" in yes.reply.text
    assert family.notices.told == {}


async def test_what_the_first_sentence_says_is_not_asked_again(family: Family) -> None:
    answer = await family.says(
        family.mother, "授权给我闺女办异地就医，办三个月", Act.AUTHORISE_FAMILY
    )

    assert answer.reply.choices[0] == "确认授权"


async def test_the_agent_takes_it_up_with_the_code_and_the_principal_is_told(
    family: Family,
) -> None:
    code, _ = await code_of(family)

    answer = await family.says(family.son, f"授权码{code}")

    assert answer.turn.acting_for == "王**"
    acting = await family.authorising.acting(family.son.id)
    assert acting is not None
    assert acting.covers("异地就医")
    assert not acting.covers("费用报销")
    assert [told[0] for told in family.notices.told.values()] == [family.mother.id]


async def test_an_agent_who_did_not_prove_who_they_are_does_not_get_in(family: Family) -> None:
    code, _ = await code_of(family)
    del family.people.proven[family.son.id]

    answer = await family.says(family.son, code)

    assert answer.reply.status is Status.ASKED_BACK
    assert await family.authorising.acting(family.son.id) is None
    family.prove(family.son, SON)
    assert (await family.says(family.son, code)).turn.acting_for == "王**"


async def test_acting_stops_when_the_agents_proof_is_over(family: Family) -> None:
    code, _ = await code_of(family)
    await family.says(family.son, code)

    del family.people.proven[family.son.id]

    assert await family.authorising.acting(family.son.id) is None


async def test_the_principal_ends_it_at_once(family: Family) -> None:
    code, _ = await code_of(family)
    await family.says(family.son, code)

    answer = await family.says(family.mother, "别让他替我办了", Act.REVOKE_AUTHORISATION)

    assert "取消" in answer.reply.text
    assert await family.authorising.acting(family.son.id) is None


async def test_the_stop_code_ends_it_from_any_conversation_without_proof(family: Family) -> None:
    code, stop = await code_of(family)
    await family.says(family.son, code)
    elsewhere = await family.office.opened()

    await family.says(elsewhere, stop)

    assert await family.authorising.acting(family.son.id) is None


async def test_codes_cannot_be_guessed(family: Family) -> None:
    await code_of(family)
    for n in range(5):
        await family.says(family.son, f"0000 000{n}")
        family.office.clock.pass_by(timedelta(seconds=1))

    answer = await family.says(family.son, "0000 0009")

    assert "太多" in answer.reply.text


async def test_who_proved_nothing_cannot_guess_the_code_that_ends_one_either(
    family: Family,
) -> None:
    code, stop = await code_of(family)
    await family.says(family.son, code)
    stranger = await family.office.opened()
    for n in range(5):
        await family.says(stranger, f"0000 000{n}")
        family.office.clock.pass_by(timedelta(seconds=1))

    answer = await family.says(stranger, stop)

    assert "太多" in answer.reply.text
    assert await family.authorising.acting(family.son.id) is not None


async def test_the_citizen_goes_back_to_their_own_matters(family: Family) -> None:
    code, _ = await code_of(family)
    await family.says(family.son, code)

    await family.says(family.son, "办我自己的")

    assert await family.authorising.acting(family.son.id) is None
