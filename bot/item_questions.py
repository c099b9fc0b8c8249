"""Answers questions about a service item from the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from bot.call import Call
from bot.context import names_nothing
from bot.policy import PolicyQuestions
from core import wording
from core.catalogue import Catalogue
from core.contracts import ItemFinder, ItemGuess
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.service_items import ServiceItem
from core.store import ApplicationStore, ConversationStore

CLOSE = 0.08  # two items whose scores differ by less are asked about


class ItemQuestions:
    """Answer what papers, how long, where, who and how."""

    close = CLOSE

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        finder: ItemFinder,
        policy: PolicyQuestions,
        applications: ApplicationStore,
        conversations: ConversationStore,
    ) -> None:
        """Take the catalogue and who recognises its items."""
        self._catalogue = catalogue
        self._finder = finder
        self._policy = policy
        self._applications = applications
        self._conversations = conversations

    async def named(self, text: str) -> tuple[ItemGuess, ...]:
        """Return the items that a text speaks of, surest first."""
        return await self._finder.find(text)

    async def materials(self, conversation: Conversation, call: Call) -> Answer:
        """Say which papers are needed, and when."""
        return await self._about(conversation, call, "办理材料", _materials)

    async def time_limit(self, conversation: Conversation, call: Call) -> Answer:
        """Say how long it takes."""
        return await self._about(conversation, call, "办理时限", _time_limit)

    async def where(self, conversation: Conversation, call: Call) -> Answer:
        """Say where and how it can be done, with and without a smartphone."""
        return await self._about(conversation, call, "办理方式", _where)

    async def eligibility(self, conversation: Conversation, call: Call) -> Answer:
        """Say who may apply."""
        return await self._about(conversation, call, "办理条件", lambda item: item.who)

    async def steps(self, conversation: Conversation, call: Call) -> Answer:
        """Say how it goes."""
        return await self._about(conversation, call, "办理环节", _steps)

    async def list_items(self, conversation: Conversation, call: Call) -> Answer:
        """Name what can be done here."""
        del conversation, call
        names = [item.name for item in self._catalogue.items]
        text = wording.LIST_ITEMS.format(names="、".join(names))
        reply = Reply(text, Status.ASKED_BACK, choices=tuple(f"我想办{n}" for n in names[:5]))
        return Answer(reply, Turn(Handled.CLARIFY))

    async def not_offered(self, conversation: Conversation, call: Call) -> Answer:
        """Answer somebody who wants to do what the catalogue does not have."""
        if names_nothing(call.text):
            return await self.list_items(conversation, call)
        answer = await self._policy.answer_if_known(conversation, call)
        if answer is not None:
            return answer
        names = tuple(f"我想办{item.name}" for item in self._catalogue.items[:3])
        reply = Reply(
            wording.ITEM_NOT_OFFERED, Status.ASKED_BACK, choices=(*names, wording.HUMAN_CHOICE)
        )
        return Answer(reply, Turn(Handled.CLARIFY))

    def which(self, items: tuple[ServiceItem, ...], suffix: str = "") -> Answer:
        """Ask which of several items is meant."""
        names = tuple(item.name + suffix for item in items[:5])
        text = wording.ASK_WHICH_ITEM + wording.numbered(names)
        return Answer(Reply(text, Status.ASKED_BACK, choices=names), Turn(Handled.CLARIFY))

    async def in_context(self, conversation: Conversation, text: str) -> str | None:
        """Return the item at hand if the text names no other matter."""
        if not names_nothing(text):
            return None
        in_hand = await self._applications.in_hand(conversation.id)
        return in_hand.item_code if in_hand is not None else conversation.last_item

    async def _about(
        self,
        conversation: Conversation,
        call: Call,
        part: str,
        say: Callable[[ServiceItem], str],
    ) -> Answer:
        """Find the item meant, and say that part of it."""
        found = await self.named(call.text)
        if len(found) > 1 and found[0].score - found[1].score < CLOSE:
            items = tuple(self._catalogue.item(guess.code) for guess in found)
            return self.which(items, suffix=f"的{part}")
        code = found[0].code if found else await self.in_context(conversation, call.text)
        if code is None:
            answer = await self._policy.answer_if_known(conversation, call)
            if answer is not None:
                return answer
            if not names_nothing(call.text):
                return await self._policy.answer(conversation, call)
            return self.which(self._catalogue.items, suffix=f"的{part}")
        item = self._catalogue.item(code)
        await self._conversations.remember(conversation.id, last_item=code)
        reply = Reply(
            text=f"{item.name}：{say(item)}",
            status=Status.ANSWERED,
            sources=(item.source(part),),
            choices=(f"我想办{item.name}", wording.HUMAN_CHOICE),
        )
        return Answer(reply, Turn(Handled.ANSWER, item=item.name))


def _materials(item: ServiceItem) -> str:
    papers = "；".join(
        f"{m.name}（{m.needed_when}{'，' + m.substitute if m.substitute else ''}）"
        for m in item.materials
    )
    return f"要准备：{papers}。"


def _time_limit(item: ServiceItem) -> str:
    return f"{item.time_limit.text}。{item.effect}（时限依据：{item.time_limit.source}）"


def _where(item: ServiceItem) -> str:
    return "可以这样办：" + wording.numbered([way.where for way in item.ways]) + "。"


def _steps(item: ServiceItem) -> str:
    return "一共这几步：" + wording.numbered(item.steps) + "。"
