"""Lists what staff and the assistant never say to citizens (服务禁语), and what is said instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Be words of one kind, and a better sentence."""

    words: tuple[str, ...]
    instead: str


FORBIDDEN = (
    Forbidden(("不知道", "我不清楚"), "我帮您问清楚，请稍等。"),
    Forbidden(
        ("不归我管", "不是我的事", "不关我的事", "找别人去"), "这件事由同事办，我帮您转过去。"
    ),
    Forbidden(("你自己看", "自己去看", "自己查", "自己上网查"), "我念给您听。"),
    Forbidden(
        ("刚才不是说了", "不是跟你说了", "说了多少遍", "听不懂吗", "听不懂人话"),
        "我再说一遍，您慢慢听。",
    ),
    Forbidden(("快点", "急什么", "等着吧", "催什么"), "不着急，您慢慢来。"),
    Forbidden(("下班了", "明天再来"), "今天办不完，我给您约好明天回电。"),
    Forbidden(
        ("爱办不办", "爱信不信", "有意见找领导", "你去投诉"),
        "您的意见我记下来，并告诉您向哪里反映。",
    ),
    Forbidden(
        ("规定就是这样", "没办法", "不可能"), "规定是这样说的，我念给您听，再看看有没有别的办法。"
    ),
    Forbidden(
        ("验证码发给我", "告诉我验证码", "密码告诉我", "告诉我密码"), "我们从不要密码和验证码。"
    ),
)
