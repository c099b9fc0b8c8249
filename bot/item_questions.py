"""Answers questions about a service item from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.call import Call
from bot.context import names_nothing
from bot.form_papers import papers_card
from bot.policy import PolicyQuestions
from core import form_wording, wording
from core import item_wording as say
from core.catalogue import Catalogue
from core.contracts import ItemFinder, ItemGuess
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.service_items import ServiceItem
from core.store import ApplicationStore, ConversationStore
from core.versions import Version

SURELY_NAMED = 0.8  # score of an item that is called by its name or an alias
MOST_CHOICES = 5
TIME_LIMIT = "办理时限"
STEPS = "办理环节"
WAYS = "办理方式"
# 村里能不能办 names a place, but no matter.
WHERE = re.compile(
    r"村里?|乡里?|镇上?|街道|社区|银行|大厅|网上|手机上?|电脑上?|电话里?|视频里?|自助机上?|家里|上门|就近|附近"
)
HOW_TO = re.compile(r"办|申请|申领|登记|流程|步骤|手续|程序|环节|弄|领|交|先.*再")
WORTH_ASKING = 0.3  # score below which an item is not even asked about: 医保卡丢了咋办
CLOSE = 0.25  # two items whose scores differ by less are asked about


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
        return await self._about(conversation, call, TIME_LIMIT, _time_limit)

    async def where(self, conversation: Conversation, call: Call) -> Answer:
        """Say where and how it can be done, with and without a smartphone."""
        return await self._about(conversation, call, WAYS, _where)

    async def eligibility(self, conversation: Conversation, call: Call) -> Answer:
        """Say who may apply."""
        return await self._about(conversation, call, "办理条件", lambda item: item.who)

    async def steps(self, conversation: Conversation, call: Call) -> Answer:
        """Say how it goes."""
        return await self._about(conversation, call, STEPS, _steps)

    async def list_items(self, conversation: Conversation, call: Call) -> Answer:
        """Name what can be done here, by topic; what can be applied for comes first."""
        del call
        items = self._catalogue.items_in(conversation.region)
        appliable = [item for item in items if item.fields]
        others = [item for item in items if not item.fields]
        short = conversation.persona == Version.ELDER  # names of 27 matters are nothing to read
        text = say.CAN_APPLY.format(topics=_by_topic(appliable))
        if others:
            text += say.CAN_ASK.format(topics=_by_topic(others))
        topics = "、".join(dict.fromkeys(item.topic for item in (*appliable, *others)))
        reply = Reply(
            say.SPOKEN.format(topics=topics) if short else text + say.EVERY_COUNTER,
            Status.ASKED_BACK,
            spoken=say.SPOKEN.format(topics=topics),
            choices=self.first_choices(conversation),
        )
        return Answer(reply, Turn(Handled.CLARIFY))

    def first_choices(self, conversation: Conversation) -> tuple[str, ...]:
        """Return a few matters to start with, one of each topic as far as they go."""
        items = [i for i in self._catalogue.items_in(conversation.region) if i.fields]
        firsts = list({item.topic: item for item in reversed(items)}.values())[::-1]
        rest = [item for item in items if item not in firsts]
        return tuple(f"我想办{item.name}" for item in [*firsts, *rest][:MOST_CHOICES])

    def how(self, item: ServiceItem, before: str = "") -> Answer:
        """Say how something is done for which there is no form here."""
        ways = wording.numbered([way.where for way in item.ways])
        text = before + form_wording.NOT_A_FORM.format(item=item.name, ways=ways)
        papers = "、".join(material.name for material in item.materials)
        reply = Reply(
            text + form_wording.NOT_A_FORM_PAPERS.format(materials=papers),
            Status.ANSWERED,
            sources=(item.source("办理方式"),),
            choices=(f"{item.name}的办理材料", wording.HUMAN_CHOICE),
            cards=(papers_card(item, None),),
        )
        return Answer(reply, Turn(Handled.ANSWER, item=item.name))

    async def not_offered(self, conversation: Conversation, call: Call) -> Answer:
        """Answer somebody who wants to do what the catalogue does not have."""
        if names_nothing(call.text):
            return await self.list_items(conversation, call)
        answer = await self._policy.answer_if_known(conversation, call)
        if answer is not None:
            return answer
        names = self.first_choices(conversation)[:3]
        reply = Reply(
            wording.ITEM_NOT_OFFERED, Status.ASKED_BACK, choices=(*names, wording.HUMAN_CHOICE)
        )
        return Answer(reply, Turn(Handled.CLARIFY))

    def which(self, items: tuple[ServiceItem, ...], suffix: str = "") -> Answer:
        """Ask which of several items is meant."""
        names = tuple(item.name + suffix for item in items[:MOST_CHOICES])
        asked = wording.ASK_WHICH_ITEM if len(items) <= MOST_CHOICES else say.WHICH_OF_MANY
        text = asked + wording.numbered(names)
        return Answer(Reply(text, Status.ASKED_BACK, choices=names), Turn(Handled.CLARIFY))

    async def in_context(self, conversation: Conversation, text: str) -> str | None:
        """Return the item at hand if the text names no other matter."""
        if not names_nothing(text):
            return None
        last = conversation.last_item
        if last is not None and self._told_of(conversation, last):
            return last
        in_hand = await self._applications.in_hand(conversation.id)
        return in_hand.item_code if in_hand is not None else last

    def _told_of(self, conversation: Conversation, code: str) -> bool:
        """Tell whether that item was spoken of just now: what follows means it, form or not."""
        name = self._catalogue.item(code, conversation.region).name
        return (conversation.last_reply or "").startswith(f"{name}：")

    async def _about(
        self,
        conversation: Conversation,
        call: Call,
        part: str,
        say: Callable[[ServiceItem], str],
    ) -> Answer:
        """Find the item meant, and say that part of it."""
        found = await self.named(call.text)
        if found and found[0].score < WORTH_ASKING:
            found = ()
        if found and found[0].score < SURELY_NAMED:
            # A guess at the item must not answer a question that policy answers.
            answer = await self._policy.answer_if_known(conversation, call)
            if answer is not None:
                return answer
        region = conversation.region
        if len(found) > 1 and found[0].score - found[1].score < CLOSE:
            items = tuple(self._catalogue.item(guess.code, region) for guess in found)
            return self.which(items, suffix=f"的{part}")
        about = WHERE.sub("", call.text) if part == WAYS else call.text
        code = found[0].code if found else await self.in_context(conversation, about)
        if code is None:
            answer = await self._policy.answer_if_known(conversation, call)
            if answer is not None:
                return answer
            if not names_nothing(call.text):
                return await self._policy.answer(conversation, call)
            return self.which(self._appliable_first(region), suffix=f"的{part}")
        if found and (part == TIME_LIMIT or (part == STEPS and not HOW_TO.search(call.text))):
            # A document promises more than the catalogue tells: since when, and where else not;
            # 津贴怎么发 asks for no steps.
            ruled = await self._policy.ruled(conversation, call, code)
            if ruled is not None:
                return ruled
        item = self._catalogue.item(code, region)
        await self._conversations.remember(conversation.id, last_item=code)
        reply = Reply(
            text=f"{item.name}：{say(item)}",
            status=Status.ANSWERED,
            sources=(item.source(part),),
            choices=(f"我想办{item.name}", wording.HUMAN_CHOICE),
        )
        return Answer(reply, Turn(Handled.ANSWER, item=item.name))

    def _appliable_first(self, region: str | None) -> tuple[ServiceItem, ...]:
        return tuple(sorted(self._catalogue.items_in(region), key=lambda item: not item.fields))


def _by_topic(items: Sequence[ServiceItem]) -> str:
    """Return the items of each topic behind its name."""
    topics: dict[str, list[str]] = {}
    for item in items:
        topics.setdefault(item.topic, []).append(item.name)
    return "；\n".join(
        say.TOPIC.format(topic=topic, names="、".join(names)) for topic, names in topics.items()
    )


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
