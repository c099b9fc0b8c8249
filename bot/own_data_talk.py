"""Answers 撤回同意, 我要一份我的信息, 改一下我的信息, 删除我的信息, and how far that is."""

from __future__ import annotations

import re

from bot.acts import Act
from bot.call import Call
from bot.my_insurance import PHONE, MyInsurance
from bot.own_data_wishes import Wish, request_number_in, was_asked, wish_in
from core import own_data_wording as say
from core import wording
from core.applications import Application
from core.citation import spoken_day
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotFound
from core.messages import Answer, Card, Handled, Reply, Status, Turn
from core.own_data import COPY_OPEN, COPY_PAGE, OwnDataRequest, Right, Standing
from core.own_data_rights import OwnData
from core.receipt import receipt_in

LEAVES = frozenset({Act.CANCEL, Act.DENY})
# What may tell what is wrong; whoever wants something else meanwhile gets that.
TELLS = frozenset({Act.NOT_UNDERSTOOD, Act.GIVE_INFORMATION, Act.CORRECT_FIELD})
ASKS = re.compile(r"[?？吗呢]\W*$")  # a question says nothing that is to be corrected


class OwnDataTalk:
    """Let citizens say in their own words what is to be done with what is kept of them."""

    def __init__(self, *, own_data: OwnData, my_insurance: MyInsurance, public_url: str) -> None:
        """Take who carries it out, who lets people prove who they are, and our own address."""
        self._own_data = own_data
        self._my_insurance = my_insurance
        self._public_url = public_url.rstrip("/")

    async def heard(
        self, conversation: Conversation, call: Call, in_hand: Application | None
    ) -> Answer | None:
        """Answer such a wish; None: it is about something else."""
        wish = wish_in(call.text)
        if wish is None and was_asked(say.CORRECT_ASK, conversation.last_reply):
            return await self._correct(conversation, call)
        match wish:
            case Wish.WITHDRAW if in_hand is not None:  # perhaps the application is meant
                return _asked(say.WITHDRAW_ASK, (say.WITHDRAW_YES, say.WITHDRAW_NO))
            case Wish.WITHDRAW | Wish.WITHDRAW_SURE:
                return await self._withdraw(conversation)
            case Wish.WITHDRAW_NOT:
                return _told(say.WITHDRAW_LEFT)
            case Wish.END_RECORDING:
                return _told(withdrawn(await self._own_data.end_recording(conversation.id)))
            case Wish.COPY:
                return await self._copy(conversation)
            case Wish.CORRECT if in_hand is None:  # else the form itself changes what it holds
                return _asked(say.CORRECT_ASK, (wording.HUMAN_CHOICE,))
            case Wish.DELETE_SURE if was_asked(say.DELETE_ASK, conversation.last_reply):
                return _told(deleted(await self._own_data.delete(conversation.id)))
            case Wish.DELETE | Wish.DELETE_SURE:
                return _asked(say.DELETE_ASK, (say.DELETE_YES, say.DELETE_NO))
            case Wish.DELETE_NOT:
                return _told(say.DELETE_KEPT)
            case _:
                return await self._how_far(conversation, call.text)

    async def _withdraw(self, conversation: Conversation) -> Answer:
        request = await self._own_data.withdraw(conversation.id)
        return _told(withdrawn(request), (say.DELETE_CHOICE,))

    async def _copy(self, conversation: Conversation) -> Answer:
        if conversation.channel == PHONE:
            return _asked(say.COPY_PHONE, (wording.HUMAN_CHOICE,))
        try:
            request, code = await self._own_data.copy(conversation.id)
        except NotAllowedNow:
            return await self._my_insurance.needs_proof(conversation, say.COPY_WHY)
        minutes = int(COPY_OPEN.total_seconds() // 60)
        text = say.COPY_READY.format(minutes=minutes) + say.NUMBER.format(number=request.number)
        link = Card("link", say.COPY_TITLE, link=f"{self._public_url}{COPY_PAGE}{code}")
        return Answer(Reply(text, Status.ANSWERED, cards=(link,)), Turn(Handled.ANSWER))

    async def _correct(self, conversation: Conversation, call: Call) -> Answer | None:
        if call.act in LEAVES:
            return _told(say.CORRECT_LEFT)
        named = receipt_in(call.text) or request_number_in(call.text)
        if named is not None or call.act not in TELLS or ASKS.search(call.text):
            return await self._how_far(conversation, call.text)
        request = await self._own_data.correct(conversation.id, call.text.strip())
        return _told(corrected(request))

    async def _how_far(self, conversation: Conversation, text: str) -> Answer | None:
        number = request_number_in(text)
        if number is None:
            return None
        try:
            request = await self._own_data.request(number, conversation.id)
        except NotFound:
            return _asked(say.NO_REQUEST, (wording.HUMAN_CHOICE,))
        return _told(how_far(request))


def withdrawn(request: OwnDataRequest) -> str:
    """Say what the withdrawal changed."""
    outcome = request.outcome
    return "".join(
        (
            say.WITHDRAWN if "pushes" in outcome else say.RECORDING_ENDED,
            say.WITHDRAWN_RECORDING if outcome.get("recording") else "",
            say.WITHDRAWN_ERASED if outcome.get("recordings") else "",
            say.DELETED_FILMED if outcome.get("filmed") or outcome.get("unsealed") else "",
            say.WITHDRAWN_KEPT if outcome.get("under_way") else "",
            say.OTHER_TALKS,
            say.NUMBER.format(number=request.number),
        )
    )


def corrected(request: OwnDataRequest) -> str:
    """Say who corrects it, and by when."""
    due = say.DUE.format(day=spoken_day(request.due))
    return say.CORRECTED + say.NUMBER.format(number=request.number) + due


def deleted(request: OwnDataRequest) -> str:
    """Say what was erased, what is kept and why, and who looks at it once more."""
    outcome = request.outcome
    named = {
        "lines": say.LINES,
        "drafts": say.DRAFTS,
        "photos": say.PHOTOS,
        "recordings": say.RECORDINGS,
    }
    gone = [words.format(count=outcome[key]) for key, words in named.items() if outcome.get(key)]
    text = say.DELETED.format(what="、".join(gone)) if gone else ""
    if outcome.get("unsealed"):
        text += say.DELETE_AFTER_SEALING
    elif not gone:
        text = say.DELETED_NOTHING
    if outcome.get("kept"):
        text += say.DELETED_KEPT.format(count=outcome["kept"])
        text += say.DELETED_UNDER_WAY if outcome.get("under_way") else ""
        text += say.DELETED_ENDED if outcome["kept"] > outcome.get("under_way", 0) else ""
    if outcome.get("filmed"):
        text += say.DELETED_FILMED
    text += say.OTHER_TALKS + say.NUMBER.format(number=request.number)
    if request.standing is Standing.OPEN:
        text += say.DUE.format(day=spoken_day(request.due))
    return text


def how_far(request: OwnDataRequest) -> str:
    """Say how far a request is, and what staff answered."""
    text = say.HOW_FAR.format(
        right=say.RIGHTS[request.right.value],
        number=request.number,
        standing=say.STANDING[request.standing.value],
    )
    if request.answer:
        return text + say.ANSWER.format(answer=request.answer)
    if request.standing is Standing.OPEN:
        return text + say.DUE.format(day=spoken_day(request.due))
    return text


def said_of(request: OwnDataRequest) -> str:
    """Return what a citizen is told right after asking, by whatever door."""
    match request.right:
        case Right.WITHDRAW:
            return withdrawn(request)
        case Right.CORRECT:
            return corrected(request)
        case Right.DELETE:
            return deleted(request)
        case Right.COPY:
            return say.NUMBER.format(number=request.number)


def _told(text: str, choices: tuple[str, ...] = ()) -> Answer:
    return Answer(Reply(text, Status.ANSWERED, choices=choices), Turn(Handled.ANSWER))


def _asked(text: str, choices: tuple[str, ...]) -> Answer:
    return Answer(Reply(text, Status.ASKED_BACK, choices=choices), Turn(Handled.CLARIFY))
