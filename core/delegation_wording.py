"""Holds every sentence about acting for somebody else under authorisation."""

from __future__ import annotations

SIGN_IN_FIRST = (
    "授权别人替您办事，要先确认是您本人。您可以刷脸认证，也可以带身份证到窗口办。"
    "还可以说“人工”，在视频里请工作人员办。"
)
AGENT_SIGN_IN_FIRST = "这是授权码。请先做身份认证，确认是您本人。然后再把授权码发一遍。"
ASK_SCOPE = "好的，授权{relation}替您办事。您想让{relation}替您办哪些事？{options}。"
ASK_LENGTH = "好的，{scope}。授权多长时间？{options}。到期自动失效，随时可以取消。"
ASK_YES = (
    "我念一遍：您授权{relation}替您办“{scope}”，到{day}为止。"
    "{relation}办的每一件事，我都会告诉您。对的话，请说“确认授权”。"
)
OFFERED = (
    "授权好了。请把授权码 {code} 告诉{relation}，一天之内有效，只能用一次。"
    "{relation}在自己的手机上认证以后，把授权码发给我就行。"
    "想取消，随时说“取消授权”；认证不方便时，发取消码 {stop} 也能取消。"
)
OFFERED_SPOKEN = (
    "授权好了。授权码是{code}。请告诉{relation}，一天之内有效，只能用一次。"
    "{relation}证明是本人以后，告诉我授权码就行。"
    "想取消，随时说“取消授权”。也可以说取消码，{stop}。"
)
SAY_WHICH = "请从这几个里选一个：{options}。不想授权了，说“不授权了”。"
DECLINED = "好的，没有授权给任何人。"
YES_TEXT = "确认授权"
NO_TEXT = "不授权了"
TAKEN_UP = (
    "好的，{principal}已授权您代办：{scope}，到{day}为止。"
    "从现在起，您说要办什么，我就办在{principal}名下。办自己的事，请说“办我自己的”。"
)
WRONG_CODE = "这个授权码不对，或者已经过期、用过了。请和授权的人核对一下。"
TOO_MANY_CODES = "授权码试错的次数太多了，请明天再试。也可以说“人工”，请工作人员帮您。"
ACTING_FOR = "好的，下面替{principal}办。办自己的事，请说“办我自己的”。"
ACTING_FOR_SELF = "好的，下面办您自己的事。"
WHOM = "您现在可以替这些人办事：{options}。想替谁办？"
NOT_COVERED = (
    "{principal}授权您办的是：{scope}，不包括这一件。请{principal}重新授权，或者说“人工”。"
)
OVER = (
    "没有提交：授权取消、到期了，或者您的认证过期了。填过的都保存着。"
    "请重新认证，再说“确认”；也可以说“人工”。"
)
NONE_GRANTED = "您现在没有授权给任何人。"
WHICH_TO_END = "您现在有这些授权：{options}。要取消哪一个？"
ENDED = "好的，已经取消了{agent}的授权，马上生效。以后{agent}不能再替您办事。"
ENDED_BY_CODE = "好的，这个授权已经取消，马上生效。"
NOT_A_CHILD = "这位已经满14周岁，请由本人授权。"
A_CHILD = "这位不满14周岁，要由监护人办理。请核对户口簿或出生医学证明。"
BAD_NUMBER = "身份证号不对，请核对。"
SAME_PERSON = "授权人和被授权人不能是同一个人。"
BAD_SCOPE = "请选择授权办理的业务范围。"
TOLD_PRINCIPAL = {
    "taken_up": "您授权的{agent}开始替您办事了。如果不是您的意思，请说“取消授权”，或者拨打热线。",
    "opened": "{agent}正在替您办“{item}”。如果不是您的意思，请说“取消授权”，或者拨打热线。",
    "submitted": "{agent}替您提交了“{item}”，受理号 {number}。有疑问请拨打热线。",
    "revoked": "对{agent}的授权已经取消。",
}
