"""Tells citizens how their applications stand, and takes them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.acts import Act
from bot.applied import social
from bot.call import Call
from bot.contacts import mobile_in, tail_in
from core import follow_up_wording as say
from core import form_wording, wording
from core.applications import UNDER_WAY, Application
from core.catalogue import Catalogue
from core.contact import contact_key
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotFound
from core.messages import Answer, Handled, Reply, Status, Turn
from core.receipt import receipt_in
from core.standing import Standing, several_reply, standing_reply
from core.store import ApplicationStore
from core.store.applications import CONTACT
from core.store.casework import CaseworkStore
from core.working_days import WorkingCalendar

MOST_SLIPS = 5  # receipt numbers follow one another and four digits are soon guessed
SLIPS_COUNT_FOR = timedelta(days=1)
MOST_SHOWN = 3
SURE = re.compile(r"确认撤回")
WITHDRAWS = re.compile(r"撤[回销]")
GIVES_UP = re.compile(r"取消|不办|不想办|不要办|退掉|作废")  # 算了 may mean anything
KEEP = re.compile(r"(不|别|不要|不用|先不)撤[回销]")


class FollowingUp:
    """Answer where an application is, and withdraw it."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        applications: ApplicationStore,
        now: Callable[[], datetime],
        casework: CaseworkStore,
        calendar: WorkingCalendar,
    ) -> None:
        """Take the catalogue, where applications are stored, and which days are worked."""
        self._catalogue = catalogue
        self._applications = applications
        self._now = now
        self._casework = casework
        self._calendar = calendar

    async def progress(self, conversation: Conversation, call: Call) -> Answer:
        """Tell how the filed applications stand; a stranger's number needs proof of ownership."""
        if call.act is Act.WITHDRAW_APPLICATION or WITHDRAWS.search(call.text):
            return await self.withdraw(conversation, call)  # a receipt number leads here, too
        number, mobile = receipt_in(call.text), mobile_in(call.text)
        if number is not None:
            return await self.by_number(conversation, number, tail_in(call.text))
        if mobile is not None:
            return await self.by_contact(conversation, mobile, tail_in(call.text))
        filed = await self._casework.of_conversation(conversation.id)
        return await self._standings(filed) if filed else await self._unfiled(conversation)

    async def withdraw(self, conversation: Conversation, call: Call) -> Answer:
        """Take an application back, after asking; the question carries the number itself."""
        if KEEP.search(call.text):
            return social(say.WITHDRAW_KEPT)
        number = receipt_in(call.text)
        mine = await self._mine_under_way(conversation, number)
        if not mine:
            reply = Reply(say.WITHDRAW_NONE, Status.ASKED_BACK, choices=(wording.HUMAN_CHOICE,))
            return Answer(reply, Turn(Handled.CLARIFY))
        if len(mine) > 1:
            choices = tuple(
                say.WITHDRAW_CHOICE.format(number=application.number)
                for application in mine[:MOST_SHOWN]
            )
            names = wording.numbered([self._name(application) for application in mine[:MOST_SHOWN]])
            text = f"{say.WITHDRAW_WHICH}{names}"
            return Answer(Reply(text, Status.ASKED_BACK, choices=choices), Turn(Handled.CLARIFY))
        (application,) = mine
        words = {"item": self._name(application), "number": application.number}
        turn = Turn(Handled.ANSWER, item=words["item"], number=application.number)
        if number is None or not SURE.search(call.text):
            choices = (say.WITHDRAW_YES.format(**words), say.WITHDRAW_NO)
            text = say.WITHDRAW_ASK.format(**words)
            return Answer(Reply(text, Status.ASKED_BACK, choices=choices), turn)
        try:
            await self._casework.withdraw(number, conversation.id, self._now())
        except (NotAllowedNow, NotFound):  # decided in this very moment
            reply = Reply(say.WITHDRAW_NONE, Status.ASKED_BACK, choices=(wording.HUMAN_CHOICE,))
            return Answer(reply, Turn(Handled.CLARIFY))
        return Answer(Reply(say.WITHDRAWN.format(**words), Status.ANSWERED), turn)

    async def steered(self, conversation: Conversation, call: Call) -> Answer | None:
        """Answer who would change or drop what is filed already; None: nothing is, or neither."""
        parked = await self._applications.parked(conversation.id)
        match call.act:
            case Act.CORRECT_FIELD | Act.GO_BACK if parked is not None:
                text = form_wording.PARKED_STILL.format(item=self._name(parked))
                reply = Reply(text, Status.ASKED_BACK, choices=(say.RESUME_CHOICE,))
                return Answer(reply, Turn(Handled.CLARIFY, item=self._name(parked)))
            case Act.CORRECT_FIELD:
                return await self._correct(conversation)
            case Act.CANCEL if GIVES_UP.search(call.text):
                filed = await self._mine_under_way(conversation, None)
                return await self.withdraw(conversation, call) if filed else None
            case _:
                return None

    async def _correct(self, conversation: Conversation) -> Answer | None:
        """Say how something filed is corrected; None: nothing is filed that could be."""
        mine = await self._mine_under_way(conversation, None)
        if not mine:
            return None
        words = {"item": self._name(mine[0]), "number": mine[0].number}
        reply = Reply(
            say.FILED_ALREADY.format(**words),
            Status.ASKED_BACK,
            choices=(wording.HUMAN_CHOICE, say.WITHDRAW_CHOICE.format(**words)),
        )
        turn = Turn(Handled.ANSWER, item=words["item"], number=words["number"])
        return Answer(reply, turn)

    async def _mine_under_way(
        self, conversation: Conversation, number: str | None
    ) -> list[Application]:
        """Return what this citizen may take back; with a number that one, also if it is a part."""
        filed = await self._casework.of_conversation(conversation.id)
        if number is not None:
            parts = [part for whole in filed for part in await self._casework.parts_of(whole.id)]
            filed = [one for one in (*filed, *parts) if one.number == number]
        return [application for application in filed if application.phase in UNDER_WAY]

    async def _unfiled(self, conversation: Conversation) -> Answer:
        """Tell what is missing in the application that was not submitted."""
        open_one = await self._applications.in_hand(
            conversation.id
        ) or await self._applications.parked(conversation.id)
        if open_one is None:
            return _refused(say.NONE, say.NONE_SPOKEN)
        item = self._catalogue.item(open_one.item_code, open_one.region)
        missing = [
            f.label for f in item.fields_for(open_one.fields) if f.key not in open_one.fields
        ]
        text = form_wording.PROGRESS_UNFINISHED.format(
            item=item.name, missing="、".join(missing) or "您的确认"
        )
        reply = Reply(text, Status.ANSWERED, choices=("接着办",))
        return Answer(reply, Turn(Handled.ANSWER, item=item.name))

    async def by_number(self, conversation: Conversation, number: str, tail: str | None) -> Answer:
        """Tell how one application stands; of another conversation's, the tail is the proof."""
        try:
            application = await self._applications.numbered(number)
        except NotFound:
            application = None
        if application is not None and application.conversation_id == conversation.id:
            return await self._standing(application)
        # A number by itself is no guess, so it does not count against whoever says it.
        proofs = [_conversation(conversation)] if tail is not None else []
        if application is not None:
            proofs.append(application.id)
            right = tail is not None and application.fields.get("id_number", "")[-4:] == tail
            if right and not await self._too_many(conversation, proofs):
                return await self._standing(application)
        if tail is not None:
            await self._applications.guesses.note(conversation.id, self._now())
        await self._slipped(proofs)
        return _refused(form_wording.PROGRESS_NOT_YOURS, form_wording.PROGRESS_NOT_YOURS_SPOKEN)

    async def by_contact(self, conversation: Conversation, mobile: str, tail: str | None) -> Answer:
        """Tell what was submitted under a phone number; the tail of the ID number proves it."""
        if tail is None:
            return _refused(say.NEEDS_TAIL, say.NEEDS_TAIL_SPOKEN)
        # By the phone number alone: with the tail, every guess would have a count of its own.
        phone = CONTACT + mobile
        proofs = [_conversation(conversation), phone]
        found = await self._casework.by_contact(contact_key(mobile, tail))
        if found and not await self._too_many(conversation, proofs):
            return await self._standings(found)
        await self._applications.guesses.note(conversation.id, self._now())
        await self._slipped(proofs)
        return _refused(say.NOT_FOUND_BY_CONTACT, say.NOT_FOUND_BY_CONTACT_SPOKEN)

    async def _too_many(self, conversation: Conversation, proofs: Sequence[str]) -> bool:
        """Tell whether there were so many slips that nothing proves anything today."""
        if await self._applications.guesses.enough(conversation.id, self._now()):
            return True
        since = self._now() - SLIPS_COUNT_FOR
        return any(
            [await self._applications.wrong_proofs_since(p, since) >= MOST_SLIPS for p in proofs]
        )

    async def _slipped(self, proofs: Sequence[str]) -> None:
        for proof in proofs:
            await self._applications.note_wrong_proof(proof, self._now())

    async def _standings(self, found: Sequence[Application]) -> Answer:
        """Tell of one application, or list the newest, those under way first."""
        if len(found) == 1:
            return await self._standing(found[0])
        newest = sorted(found, key=lambda a: a.phase not in UNDER_WAY)[:MOST_SHOWN]
        shown = [Standing(a, self._name(a), None, "") for a in newest]
        return Answer(several_reply(shown, len(found)), Turn(Handled.ANSWER))

    async def _standing(self, application: Application) -> Answer:
        now = self._now()
        at, owner = application.submitted_at, application.owner
        names = await self._casework.display_names() if owner is not None else {}
        parts = await self._casework.parts_of(application.id)
        standing = Standing(
            application,
            self._name(application),
            at.astimezone(now.tzinfo).date() if at is not None else None,
            names.get(owner or "", say.NOBODY),
            tuple((self._name(part), part.phase) for part in parts),
        )
        reply = standing_reply(standing, now.date(), self._calendar)
        return Answer(reply, Turn(Handled.ANSWER, item=standing.item, number=application.number))

    def _name(self, application: Application) -> str:
        return self._catalogue.item(application.item_code, application.region).name


def _conversation(conversation: Conversation) -> str:
    return f"conversation:{conversation.id}"


def _refused(text: str, spoken: str) -> Answer:
    reply = Reply(text, Status.ASKED_BACK, spoken=spoken, choices=(wording.HUMAN_CHOICE,))
    return Answer(reply, Turn(Handled.CLARIFY))
