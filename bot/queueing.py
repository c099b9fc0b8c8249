"""Serves who waits for a person by their words: place, another team, leaving, a call-back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.applied import social
from bot.call import Call
from bot.calling_back import BookingCalls
from bot.person_offered import LEAVES
from core import queue_wording as say
from core import wording
from core.contracts import QueuePlace
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow
from core.messages import Answer, Handled, Reply, Status, Turn
from core.place_words import place_spoken, place_text
from core.teams import Team
from core.waiting_words import Wanted, teams_named, wanted

STAY = (say.CALL_BACK_CHOICE, say.LEAVE_CHOICE)


class Queue(Protocol):
    """Be the queue, as far as the dialogue moves somebody in it."""

    async def place(self, conversation_id: str) -> QueuePlace | None:
        """Return where a citizen stands; None: they do not wait."""
        ...

    async def teams(self) -> Sequence[Team]:
        """Return the teams that can be asked for."""
        ...

    async def choose_team(
        self, conversation_id: str, team_id: str | None, *, told: bool = True
    ) -> QueuePlace:
        """Let a team serve them, None: anybody; `told` says so in a line of its own.

        Raises NotAllowedNow with a sentence if they do not wait.
        """
        ...

    async def leave(
        self, conversation_id: str, *, called_later: bool = False, told: bool = True
    ) -> None:
        """Let them wait no more; NotAllowedNow with a sentence if an agent serves them."""
        ...


class Queueing:
    """Answer what somebody says of the person they wait for, or want to be called by."""

    def __init__(self, *, queue: Queue, booking_calls: BookingCalls) -> None:
        """Take the queue, and who books the calls that are made instead."""
        self._queue = queue
        self._booking_calls = booking_calls

    async def call_back(self, conversation: Conversation, call: Call) -> Answer:
        """Offer times at which a person calls."""
        return await self._booking_calls.offer(conversation, call)

    async def heard(self, conversation: Conversation, call: Call) -> Answer | None:
        """Take what is about a call or the waiting; None: it is not, or they do not wait."""
        answer = await self._booking_calls.heard(conversation, call)
        if answer is not None or conversation.stage is not Stage.WAITING:
            return answer
        try:
            return await self._wanted(conversation, call)
        except NotAllowedNow as error:  # an agent came in this very moment
            return social(str(error.args[-1]))

    async def _wanted(self, conversation: Conversation, call: Call) -> Answer | None:
        match wanted(call.text):
            case Wanted.PLACE:
                return await self._place(conversation.id)
            case Wanted.LEAVE:
                await self._queue.leave(conversation.id, told=False)
                return await self._booking_calls.instead(conversation) or social(say.LEFT)
            case Wanted.CALL_BACK:
                return await self._booking_calls.offer(conversation, call)
            case Wanted.TEAMS:
                return _which(await self._queue.teams())
            case Wanted.ANYBODY:
                return await self._anybody(conversation.id)
            case None if _takes_back(conversation.last_reply, call.text):
                await self._queue.leave(conversation.id, told=False)
                return social(say.LEFT)
            case None:
                return await self._team(conversation.id, call.text)

    async def _place(self, conversation_id: str) -> Answer | None:
        place = await self._queue.place(conversation_id)
        if place is None:
            return None
        return social(place_text(place), place_spoken(place), STAY)

    async def _team(self, conversation_id: str, text: str) -> Answer | None:
        named = teams_named(text, await self._queue.teams())
        if len(named) != 1:
            return _which(named) if named else None
        place = await self._queue.choose_team(conversation_id, named[0].id, told=False)
        return _moved(say.TEAM_CHOSEN.format(team=named[0].name), place)

    async def _anybody(self, conversation_id: str) -> Answer | None:
        place = await self._queue.place(conversation_id)
        if place is None or place.team is None:
            return None  # said to something else: nobody was chosen
        place = await self._queue.choose_team(conversation_id, None, told=False)
        return _moved(say.ANYBODY_CHOSEN, place)


def _takes_back(last_reply: str | None, text: str) -> bool:
    """Tell whether somebody no longer wants the person who was called just now: 不用了.

    It must not be taken for the application that is being filled.
    """
    last = last_reply or ""
    handed_over = wording.CARRIED_OVER in last or wording.QUEUED in last
    return handed_over and LEAVES.fullmatch(text) is not None


def _which(teams: Sequence[Team]) -> Answer:
    if not teams:
        return social(say.NO_TEAMS)
    text = say.WHICH_TEAM.format(teams="、".join(team.name for team in teams))
    choices = (*(say.TEAM_CHOICE.format(team=team.name) for team in teams), say.ANYBODY_CHOICE)
    return Answer(Reply(text, Status.ASKED_BACK, choices=choices), Turn(Handled.CLARIFY))


def _moved(sentence: str, place: QueuePlace) -> Answer:
    return social(sentence + place_text(place), sentence + place_spoken(place))
