"""Tells citizens which papers they still need."""

from __future__ import annotations

from collections.abc import Mapping

from bot.call import Call
from bot.form_papers import PaperState, papers_card, states
from bot.item_questions import CLOSE, ItemQuestions
from core import paper_wording as say
from core import wording
from core.applications import Application
from core.catalogue import Catalogue
from core.conversation import Conversation
from core.messages import Answer, Handled, Reply, Status, Turn
from core.service_items import Material, ServiceItem
from core.store import ApplicationStore

MOST_CHOICES = 5
SENTENCES = (
    (PaperState.MISSING, say.STILL_MISSING),
    (PaperState.DEPENDS, say.DEPENDS_ON),
    (PaperState.READY, say.HAVE),
    (PaperState.FOLLOWS, say.FOLLOWING),
    (PaperState.PROMISED, say.PROMISES),
    (PaperState.NOT_NEEDED, say.NOT_THIS_TIME),
)


class Papers:
    """Answer 我缺哪样材料."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        items: ItemQuestions,
        applications: ApplicationStore,
    ) -> None:
        """Take the catalogue, who recognises its items, and where applications are stored."""
        self._catalogue = catalogue
        self._items = items
        self._applications = applications

    async def missing_papers(self, conversation: Conversation, call: Call) -> Answer:
        """List every paper of the item meant with its state; ask which item if none is."""
        application = await self._application(conversation)
        found = await self._items.named(call.text)
        if len(found) > 1 and found[0].score - found[1].score < CLOSE:
            region = conversation.region
            items = tuple(self._catalogue.item(guess.code, region) for guess in found)
            return self._items.which(items, suffix=say.WHICH_SUFFIX)
        code = found[0].code if found else None
        if application is not None and code in {None, application.item_code}:
            item = self._catalogue.item(application.item_code, application.region)
            return _told(item, application)
        code = code or await self._items.in_context(conversation, call.text)
        if code is None:
            choices = tuple(
                item.name + say.WHICH_SUFFIX
                for item in self._catalogue.items_in(conversation.region)
                if item.fields
            )
            text = wording.ASK_WHICH_ITEM
            reply = Reply(text, Status.ASKED_BACK, choices=choices[:MOST_CHOICES])
            return Answer(reply, Turn(Handled.CLARIFY))
        return _told(self._catalogue.item(code, conversation.region), None)

    async def _application(self, conversation: Conversation) -> Application | None:
        """Return the application in hand, or the one that was put aside last."""
        in_hand = await self._applications.in_hand(conversation.id)
        return in_hand or await self._applications.parked(conversation.id)


def _told(item: ServiceItem, application: Application | None) -> Answer:
    """Return the list as text, for the ear, and as something to look at."""
    standing = states(item, application)
    papers = {m.name: m for m in item.materials}
    text, spoken = "", ""
    for state, sentence in SENTENCES:
        names = [name for name, how in standing.items() if how is state]
        if not names:
            continue
        spoken += sentence.format(item=item.name, names="、".join(names))
        text += sentence.format(
            item=item.name, names="、".join(_with_note(papers, standing, names))
        )
    if PaperState.MISSING in standing.values():
        text, spoken = text + say.HOW_TO_HAND_IN, spoken + say.HOW_TO_HAND_IN_SPOKEN
    elif PaperState.DEPENDS not in standing.values():
        text, spoken = (say.ALL_THERE.format(item=item.name) + words for words in (text, spoken))
    reply = Reply(
        text,
        Status.ANSWERED,
        spoken=spoken,
        sources=(item.source("办理材料"),),
        choices=(wording.HUMAN_CHOICE,),
        cards=(papers_card(item, application),),
    )
    return Answer(reply, Turn(Handled.ANSWER, item=item.name))


def _with_note(
    papers: Mapping[str, Material], standing: Mapping[str, PaperState], names: list[str]
) -> list[str]:
    """Return the names, each with what decides about it or does instead."""
    noted = []
    for name in names:
        note = papers[name].substitute
        if standing[name] is PaperState.DEPENDS:
            note = papers[name].needed_when
        elif standing[name] is not PaperState.MISSING:
            note = ""
        noted.append(f"{name}（{note}）" if note else name)
    return noted
