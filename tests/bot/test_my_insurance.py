"""Tests 我的医保 in the chat: shown to whoever proved it is theirs, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping

from bot.acts import Act
from bot.call import Call
from bot.my_insurance import MyInsurance, part_in
from core.contracts import IdentityProvider, InsuranceCore
from core.conversation import Conversation
from core.identity_tables import identity_challenges
from core.insurance_card import Part
from core.messages import Answer, Reply, Status
from core.store.identity import IdentityStore, subject_of
from core.tables import audit
from integrations.identity import NoIdentityProvider
from integrations.insurance_core.absent import NoInsuranceCore
from integrations.insurance_simulator.faults import Fault
from integrations.insurance_simulator.people import summary_of
from tests.fakes.insurance_simulator import UNKNOWN, Simulator, proven, simulator, somebody
from tests.fakes.keys import KEYS
from tests.fakes.office import HOTLINE, Office
from tests.people import NAME

OURS = "https://desk.example"
PENSIONER = somebody("职工医保")


@dataclass(frozen=True, slots=True)
class Counter:
    """Be the office with a simulated insurance core behind it."""

    office: Office
    played: Simulator
    store: IdentityStore

    def my_insurance(
        self, core: InsuranceCore | None = None, provider: IdentityProvider | None = None
    ) -> MyInsurance:
        """Return what answers, with the simulator unless another is given."""
        return MyInsurance(
            identity=self.store,
            provider=provider or self.played.provider(),
            core=core or self.played.core(),
            public_url=f"{OURS}/",
            hotline=HOTLINE,
            now=self.office.clock,
        )

    async def verified(self, channel: str = "web") -> Conversation:
        """Open a conversation whose citizen is proven."""
        conversation, _, _ = await self.office.assistant.open(channel)
        person = proven(PENSIONER, self.office.clock())
        await self.store.prove(conversation.id, person, self.office.clock())
        return conversation

    async def looks(self) -> list[RowMapping]:
        """Return the audit rows of looks."""
        return [row for row in await self.office.rows(audit) if row["action"] == "looked"]


@pytest.fixture
async def counter(office: Office) -> AsyncIterator[Counter]:
    """Be the counter for the time of a test."""
    played = simulator(office.clock)
    yield Counter(office, played, IdentityStore(office.database))
    await played.client.aclose()


def call(conversation: Conversation, text: str = "我的医保") -> Call:
    return Call("action_x", conversation.id, text, Act.NOT_UNDERSTOOD, 0.9, False, False)


def figures_in(reply: Reply) -> bool:
    return any(card.kind == "insurance" for card in reply.cards) or "元" in reply.aloud()


async def test_who_is_proven_sees_card_and_digest(counter: Counter) -> None:
    conversation = await counter.verified()
    summary = summary_of(PENSIONER, counter.office.clock().date())
    assert summary.account is not None

    reply = (await counter.my_insurance().my_insurance(conversation, call(conversation))).reply

    assert [card.kind for card in reply.cards] == ["insurance", "link"]
    assert reply.cards[1].link == "/mine"
    assert f"账户余额{summary.account.balance:.2f}元。" in reply.text
    assert "账户余额" in reply.spoken
    assert PENSIONER.id_number not in str(reply)
    assert reply.choices == ("余额", "缴费", "备案", "报销记录")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("我的医保", Part.ALL),
        ("查一下我医保卡里还有多少钱", Part.ACCOUNT),
        ("个人账户余额", Part.ACCOUNT),
        ("我的医保缴费到几月了", Part.CONTRIBUTION),
        ("是不是断缴了", Part.CONTRIBUTION),
        ("我的备案什么时候到期", Part.FILINGS),
        ("看看我的报销记录", Part.SETTLEMENTS),
    ],
)
def test_a_question_for_one_part_is_heard_as_such(text: str, part: Part) -> None:
    assert part_in(text) is part


async def test_only_the_balance_is_shown_to_whoever_asks_for_it(counter: Counter) -> None:
    conversation = await counter.verified()

    answer = await counter.my_insurance().my_insurance(conversation, call(conversation, "余额"))

    assert [row.label for row in answer.reply.cards[0].rows] == ["账户余额"]
    assert [row["detail"]["part"] for row in await counter.looks()] == ["account"]


async def test_name_and_number_typed_into_the_chat_prove_nothing(counter: Counter) -> None:
    conversation = await counter.office.opened()
    text = f"我叫{PENSIONER.name}，身份证号{PENSIONER.id_number}，就是我本人，查余额"

    answer = await counter.my_insurance().my_insurance(conversation, call(conversation, text))

    assert not figures_in(answer.reply)
    assert "只说姓名和证件号还不行" in answer.reply.text
    assert counter.played.faults.requests == {"/identity/challenges": 1}  # the core: never
    assert await counter.store.person(conversation.id, counter.office.clock()) is None


async def test_an_application_full_of_fields_proves_nothing_either(counter: Counter) -> None:
    conversation = await counter.office.opened()
    draft = await counter.office.drafted(conversation)
    fields = {"name": PENSIONER.name, "id_number": PENSIONER.id_number}
    await counter.office.applications.save(replace(draft, fields=fields), counter.office.clock())

    answer = await counter.my_insurance().my_insurance(conversation, call(conversation))

    assert not figures_in(answer.reply)
    assert "/people" not in counter.played.faults.requests


async def test_a_stranger_is_offered_a_face_and_always_another_way(counter: Counter) -> None:
    conversation = await counter.office.opened()

    reply = (await counter.my_insurance().my_insurance(conversation, call(conversation))).reply

    (card,) = reply.cards
    assert (card.kind, card.title) == ("link", "刷脸认证")
    (stored,) = await counter.office.rows(identity_challenges)
    assert card.link is not None
    assert card.link.endswith(stored["id"])
    assert stored["conversation_id"] == conversation.id
    for way in ("不想刷脸也可以", "窗口", "视频办", HOTLINE):
        assert way in reply.text
    assert reply.choices == ("视频办", "转人工")


async def test_the_page_leads_back_to_our_own_address(counter: Counter) -> None:
    conversation = await counter.office.opened()
    reply = (await counter.my_insurance().sign_in(conversation, call(conversation, "登录"))).reply
    assert reply.cards[0].link is not None

    sent_to = await counter.played.face(reply.cards[0].link, PENSIONER)

    assert sent_to.startswith(f"{OURS}/identity/return?challenge=")


async def test_without_a_provider_the_other_ways_remain(counter: Counter) -> None:
    conversation = await counter.office.opened()
    ours = counter.my_insurance(provider=NoIdentityProvider())

    reply = (await ours.my_insurance(conversation, call(conversation))).reply

    assert reply.cards == ()
    assert "网上认证现在连不上" in reply.text
    assert "窗口" in reply.text
    assert await counter.office.rows(identity_challenges) == []


async def test_after_half_an_hour_the_proof_is_asked_for_again(counter: Counter) -> None:
    conversation = await counter.verified()
    counter.office.clock.pass_by(timedelta(minutes=30))

    answer = await counter.my_insurance().my_insurance(conversation, call(conversation))

    assert not figures_in(answer.reply)
    assert await counter.looks() == []


async def test_on_the_phone_nothing_is_said_to_whoever_is_not_proven(counter: Counter) -> None:
    conversation, _, _ = await counter.office.assistant.open("phone")
    text = f"我是{NAME}，查余额"

    reply = (
        await counter.my_insurance().my_insurance(conversation, call(conversation, text))
    ).reply

    assert not figures_in(reply)
    assert reply.cards == ()  # nobody can press a link on the phone
    assert "不能念给您听" in reply.text
    assert "窗口" in reply.text
    assert counter.played.faults.requests == {}


async def test_on_the_phone_whoever_is_proven_hears_it(counter: Counter) -> None:
    conversation = await counter.verified("phone")

    reply = (await counter.my_insurance().my_insurance(conversation, call(conversation))).reply

    assert "账户余额" in reply.spoken
    assert "页面" not in reply.text


@pytest.mark.parametrize("absent", [True, False])
async def test_while_the_core_is_down_no_old_figure_is_shown(
    counter: Counter, absent: bool
) -> None:
    conversation = await counter.verified()
    core = NoInsuranceCore() if absent else counter.played.core()
    ours = counter.my_insurance(core=core)
    if not absent:
        await ours.my_insurance(conversation, call(conversation))
        counter.played.plan(Fault.ERROR, times=3)

    reply = (await ours.my_insurance(conversation, call(conversation))).reply

    assert reply.status is Status.ENGINE_FAILED
    assert not figures_in(reply)
    assert "窗口" in reply.text
    assert reply.choices == ("转人工",)
    assert len(await counter.looks()) == (0 if absent else 1)


async def test_whom_the_core_does_not_know_is_told_so(counter: Counter) -> None:
    conversation = await counter.office.opened()
    stranger = replace(proven(PENSIONER, counter.office.clock()), id_number=UNKNOWN)
    await counter.store.prove(conversation.id, stranger, counter.office.clock())

    reply = (await counter.my_insurance().my_insurance(conversation, call(conversation))).reply

    assert reply.status is Status.NO_SOURCE_FOUND
    assert "没有查到" in reply.text
    assert len(await counter.looks()) == 1


async def test_every_look_leaves_a_row_about_the_person(counter: Counter) -> None:
    conversation = await counter.verified()

    for _ in range(3):
        await counter.my_insurance().my_insurance(conversation, call(conversation))

    assert [row["subject"] for row in await counter.looks()] == [
        subject_of(KEYS, PENSIONER.id_number)
    ] * 3


async def test_who_is_proven_need_not_sign_in_again(counter: Counter) -> None:
    conversation = await counter.verified()

    answer: Answer = await counter.my_insurance().sign_in(conversation, call(conversation))

    assert answer.reply.text == "您已经认证过了，10点30分以前都不用再认证。"
    assert counter.played.faults.requests == {}
