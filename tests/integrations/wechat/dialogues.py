"""Stands in for dialogues that are slow, that repeat, that break."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from core.conversation import Conversation
from core.messages import Answer, Handled, Message, Reply, Status, Turn
from tests.fakes.engines import FakeDialogue
from tests.fakes.office import Office
from tests.integrations.wechat.wechat_office import WeChatOffice, open_wechat


class SlowDialogue(FakeDialogue):
    """Answer only when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = asyncio.Event()
        self.was_asked = asyncio.Event()

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        self.was_asked.set()
        await self.may_answer.wait()
        return await super().answer(message, conversation)


class EchoDialogue(FakeDialogue):
    """Say what was said."""

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        self.heard.append(message)
        return answered(f"您说{message.text}")


class BrokenDialogue(FakeDialogue):
    """Fail in a way that nobody foresaw."""

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        raise ZeroDivisionError


def answered(text: str, *choices: str) -> Answer:
    return Answer(Reply(text, Status.ANSWERED, choices=choices), Turn(Handled.ANSWER))


def talking(office: Office, dialogue: FakeDialogue, **others: object) -> WeChatOffice:
    return open_wechat(replace(office, dialogue=dialogue), None, **others)
