"""Switches recommendations (智能推荐) on and off, and tells what is on and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from bot.call import Call
from core import push_wording as say
from core.citation import spoken_day
from core.conversation import Conversation
from core.messages import Answer, Card, CardRow, Handled, Reply, Status, Turn
from core.pushes import PushKind
from core.store.push_choices import PushChoice, PushChoiceStore

OFF = re.compile(
    r"(不要|别|不用|不想|甭|停止|取消|关掉|关闭|关了|退订|不再|不收|勿|少)[^，。？]{0,8}"
    r"(提醒|推荐|推送|消息|通知|收到|发|打扰)|(提醒|推荐|推送)[^，。？]{0,4}(关|停|取消|退订)|退订"
)
ON = re.compile(
    r"(提醒|告诉|通知|叫|说)(我|一声|一下|俺)|(打开|开启|开通|订阅|想收|要收|接收|开)[^，。？]{0,6}"
    r"(提醒|推荐|推送|消息|通知)|(提醒|推荐|推送)[^，。？]{0,4}打开"
)
ASKS = re.compile(r"[？?吗]|哪些|什么|为什么|为啥|怎么|咋|有没有|看看|查")
NAMED = {  # what stands for a kind in what is said; none of them: all kinds
    PushKind.EXPIRY: re.compile(r"到期|备案|签约|续"),
    PushKind.PAYING: re.compile(r"缴费|交费|断保|断缴|交钱"),
    PushKind.NEXT: re.compile(r"接下来|还能办|下一步"),
}


class Reminding:
    """Let citizens choose what they are told unasked."""

    def __init__(self, *, choices: PushChoiceStore, now: Callable[[], datetime]) -> None:
        """Take where choices are stored."""
        self._choices = choices
        self._now = now

    async def reminders(self, conversation: Conversation, call: Call) -> Answer:
        """Switch recommendations on or off as the words say; else tell what is on and why."""
        match wish_in(call.text):
            case True:
                return await self._on(conversation, call.text)
            case False:
                was_on = await self._choices.switch_off(conversation.id, self._now())
                text = say.OFF if was_on else say.OFF_ALREADY
                return _answer(text, None, (say.ON_CHOICE,))
            case None:
                return await self._tell(conversation)

    async def _on(self, conversation: Conversation, text: str) -> Answer:
        named = [kind for kind, words in NAMED.items() if words.search(text)]
        before = await self._choices.choice(conversation.id)
        kept = before.kinds if before is not None and named else frozenset()
        wanted = kept | {kind.value for kind in named or PushKind}
        await self._choices.switch_on(conversation.id, wanted, self._now())
        choice = await self._choices.choice(conversation.id)
        said = say.ON.format(kinds=_kinds(wanted), frequency=say.FREQUENCY)
        return _answer(f"{said}{say.WHY}", choice, (say.OFF_CHOICE,))

    async def _tell(self, conversation: Conversation) -> Answer:
        choice = await self._choices.choice(conversation.id)
        if choice is None:
            return _answer(say.TELL_OFF, None, (say.ON_CHOICE,))
        day = choice.chosen_at.astimezone(self._now().tzinfo).date()
        said = say.TELL_ON.format(
            kinds=_kinds(choice.kinds), day=spoken_day(day), frequency=say.FREQUENCY
        )
        return _answer(f"{said}{say.WHY}", choice, (say.OFF_CHOICE,))


def wish_in(text: str) -> bool | None:
    """Tell whether a text wants recommendations (True), wants none (False), or asks (None).

    Who sounds as if they wanted none gets none: to be disturbed is worse than to miss something.
    """
    asks = ASKS.search(text)
    if OFF.search(text):
        return None if asks and re.search(r"为什么|为啥", text) else False
    return True if ON.search(text) and not asks else None


def _kinds(kinds: frozenset[str]) -> str:
    return "、".join(words for kind, words in say.KINDS.items() if kind in kinds)


def _answer(text: str, choice: PushChoice | None, choices: tuple[str, ...]) -> Answer:
    on = choice.kinds if choice is not None else frozenset()
    rows = tuple(
        CardRow(words, say.CARD_ON if kind in on else say.CARD_OFF)
        for kind, words in say.KINDS.items()
    )
    reply = Reply(text, Status.ANSWERED, choices=choices, cards=(Card("progress", say.CARD, rows),))
    return Answer(reply, Turn(Handled.ANSWER))
