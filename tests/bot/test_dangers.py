"""Tests bot.dangers, and what is said to who is in danger or is being robbed."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.dangers import despairs, tells_of_fraud
from core import wording
from tests.bot.rasa_calls import tell
from tests.fakes.office import Office


@pytest.mark.parametrize(
    "text",
    [
        "有人让我转账",
        "电话里叫我把钱转到安全账户，要我转钱",
        "说我医保卡停用了，让我报验证码",
        "要我把银行卡密码告诉他",
        "刚有人打电话说我医保卡停用了，让我转账，是不是诈骗",
        "是不是骗我验证码的",
        "刚收到短信说我医保要停用让我点链接",
        "我已经转了两万",
    ],
)
def test_who_is_made_to_pay_or_to_give_a_code_away_is_heard(text: str) -> None:
    assert tells_of_fraud(text)


@pytest.mark.parametrize(
    "text",
    [
        "我要转账给医院能报销吗",
        "医保关系转移要多久",
        "医院让我转院",
        "报销的钱怎么转到银行卡",
        "验证码收不到怎么办",
        "你们不会是骗子吧",
        "我转了三次院",
        "打电话问医保怎么办",
    ],
)
def test_what_only_speaks_of_money_and_codes_is_no_fraud(text: str) -> None:
    assert not tells_of_fraud(text)


def test_moving_about_less_is_not_despair() -> None:
    assert despairs("我不想活了")
    assert not despairs("我不想活动，快来人")


@pytest.mark.parametrize("act", [Act.ASK_PRIVACY, Act.OUT_OF_SCOPE, Act.COMPLAIN])
async def test_a_fraud_is_stopped_first_whatever_it_was_taken_for(office: Office, act: Act) -> None:
    told = await tell(office, await office.opened(), "有人让我转账", act)

    assert told.text == wording.FRAUD
    assert "110" in told.text


async def test_a_fraud_holds_on_the_form_but_does_not_drop_it(office: Office) -> None:
    conversation = await office.opened()
    draft = await office.drafted(conversation)

    told = await tell(office, conversation, "有人打电话让我转账", Act.GIVE_INFORMATION)

    assert told.text == wording.FRAUD
    assert await office.applications.in_hand(conversation.id) == draft


async def test_who_no_longer_wants_to_live_is_told_of_who_listens_first(office: Office) -> None:
    told = await tell(office, await office.opened(), "我不想活了", Act.EMERGENCY)

    assert told.text == wording.DESPAIR
    assert told.text.index("12356") < told.text.index("120")


async def test_in_an_emergency_the_form_asks_nothing(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)

    told = await tell(office, conversation, "我爸晕倒了没气了", Act.EMERGENCY)

    assert told.text == wording.EMERGENCY
    assert await office.applications.in_hand(conversation.id) is not None
