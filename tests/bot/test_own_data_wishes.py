"""Tests bot.own_data_wishes: what is wanted with one's own data, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.own_data_wishes import Wish, request_number_in, wish_in

SAID = {
    Wish.WITHDRAW: (
        "撤回同意",
        "我要撤回同意",
        "把我的同意撤回吧",
        "撤销我之前的同意",
        "我不同意你们用我的信息了",
        "不再同意你们保存我的个人信息",
        "别用我的资料",
        "取消个人信息授权",
    ),
    Wish.WITHDRAW_SURE: ("确认撤回同意",),
    Wish.WITHDRAW_NOT: ("先不撤回同意",),
    Wish.END_RECORDING: ("不同意录音", "我不同意录音了", "别录音", "不要录我的声音"),
    Wish.COPY: (
        "我要一份我的信息",
        "给我一份我的个人信息",
        "麻烦你给我打印一份我的资料",
        "我想导出我的个人信息",
        "看看你们存的我的信息",
        "你们存了我什么信息",
        "你们都记了我的哪些资料？",
        "把我的信息给我复制一份",
    ),
    Wish.CORRECT: (
        "改一下我的信息",
        "我要更正我的个人信息",
        "我的信息错了",
        "我的资料写错了，改一下",
        "我的信息不对",
        "能不能修改一下我的资料",
    ),
    Wish.DELETE: (
        "删除我的信息",
        "把我的信息都删了吧",
        "帮我删掉我的聊天记录",
        "你们把我的照片和录音删了",
        "清空我的所有记录",
        "我的资料全部给我删掉",
        "能不能删除我的个人信息？",
        "注销我的信息",
    ),
    Wish.DELETE_SURE: ("确认删除我的信息",),
    Wish.DELETE_NOT: ("先不删除", "不删了", "别删"),
}
OTHER = (
    "撤回",
    "撤回20261221000015",
    "撤回申请",
    "我要撤销授权",
    "参保信息变更",
    "变更参保信息",
    "我的参保信息不对",
    "查一下我的医保",
    "看看我的缴费记录",
    "删除家庭成员怎么办",
    "不要删除我的信息，我还要用",
    "我的手机号换了",
    "我要办异地就医备案",
    "同意",
    "我同意",
    "不同意",
    "我要投诉你们泄露我的信息",
    "改一下手机号",
    "录音",
    "我的照片传好了",
)


@pytest.mark.parametrize(("wish", "text"), [(w, t) for w, texts in SAID.items() for t in texts])
def test_plain_words_are_understood(wish: Wish, text: str) -> None:
    assert wish_in(text) is wish


@pytest.mark.parametrize("text", OTHER)
def test_what_is_about_something_else_is_left_alone(text: str) -> None:
    assert wish_in(text) is None


def test_a_number_is_found_in_a_sentence() -> None:
    assert request_number_in("查一下x202612210001办好没") == "X202612210001"
    assert request_number_in("20261221000015") is None
