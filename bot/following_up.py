"""Tells citizens how their applications stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.call import Call
from core import form_wording as say
from core import wording
from core.applications import Application
from core.catalogue import Catalogue
from core.citation import spoken_day
from core.conversation import Conversation
from core.errors import NotFound
from core.messages import Answer, Handled, Reply, Status, Turn
from core.receipt import RECEIPT, receipt_in
from core.store import ApplicationStore

MOST_SLIPS = 5  # receipt numbers follow one another and four digits are soon guessed
SLIPS_COUNT_FOR = timedelta(days=1)


class FollowingUp:
    """Answer where an application is."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        applications: ApplicationStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take the catalogue and where applications are stored."""
        self._catalogue = catalogue
        self._applications = applications
        self._now = now

    async def progress(self, conversation: Conversation, call: Call) -> Answer:
        """Tell how the filed applications stand; a stranger's number needs proof of ownership."""
        number = receipt_in(call.text)
        if number is not None:
            return await self._progress_of(conversation, number, tail_in(call.text))
        filed = await self._applications.submitted(conversation.id)
        if filed:
            return self._standing(filed[0])
        open_one = await self._applications.in_hand(
            conversation.id
        ) or await self._applications.parked(conversation.id)
        if open_one is None:
            reply = Reply(say.PROGRESS_NONE, Status.ASKED_BACK, choices=(wording.HUMAN_CHOICE,))
            return Answer(reply, Turn(Handled.CLARIFY))
        item = self._catalogue.item(open_one.item_code)
        missing = [
            f.label for f in item.fields_for(open_one.fields) if f.key not in open_one.fields
        ]
        text = say.PROGRESS_UNFINISHED.format(
            item=item.name, missing="、".join(missing) or "您的确认"
        )
        reply = Reply(text, Status.ANSWERED, choices=("接着办",))
        return Answer(reply, Turn(Handled.ANSWER, item=item.name))

    async def _progress_of(
        self, conversation: Conversation, number: str, tail: str | None
    ) -> Answer:
        try:
            application = await self._applications.numbered(number)
        except NotFound:
            application = None
        if application is not None and application.conversation_id == conversation.id:
            return self._standing(application)
        if application is not None and await self._proved(application, tail):
            return self._standing(application)
        reply = Reply(say.PROGRESS_NOT_YOURS, Status.ASKED_BACK, choices=(wording.HUMAN_CHOICE,))
        return Answer(reply, Turn(Handled.CLARIFY))

    async def _proved(self, application: Application, tail: str | None) -> bool:
        """Tell whether the last four of the ID number fit; after a few slips nothing does."""
        now = self._now()
        slips = await self._applications.wrong_proofs_since(application.id, now - SLIPS_COUNT_FOR)
        if slips >= MOST_SLIPS:
            return False
        if tail is not None and application.fields.get("id_number", "")[-4:] == tail:
            return True
        await self._applications.note_wrong_proof(application.id, now)
        return False

    def _standing(self, application: Application) -> Answer:
        item = self._catalogue.item(application.item_code)
        submitted = application.submitted_at
        due = say.SUBMITTED_DUE.format(due=spoken_day(application.due)) if application.due else ""
        text = say.PROGRESS.format(
            item=item.name,
            number=application.number,
            day=spoken_day(submitted.astimezone(self._now().tzinfo).date()) if submitted else "",
            phase=say.PHASES[application.phase.value],
            due=due,
        )
        return Answer(Reply(text, Status.ANSWERED), Turn(Handled.ANSWER, item=item.name))


def tail_in(text: str) -> str | None:
    """Return the last four characters of an ID number beside a receipt number.

    None unless there is exactly one, so that nobody tries many at once.
    """
    tails: list[str] = re.findall(r"(?<![\dXx])\d{3}[\dXx](?![\dXx])", RECEIPT.sub("，", text))
    return tails[0].upper() if len(tails) == 1 else None
