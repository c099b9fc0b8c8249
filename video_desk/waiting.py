"""Lets citizens into the queue, to the team they want, and out of it again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import queue_wording as say
from core.contracts import QueuePlace, Ticket
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow
from core.ownership import Ownership
from core.store import TicketStore
from core.store.teams import TeamStore
from core.store.tickets import LEFT
from core.teams import Team
from video_desk.citizen_lines import CitizenLines
from video_desk.desk import VideoDesk

CALLED_LATER = "约了回电"  # outcome of the ticket of who is called back instead


@dataclass(frozen=True, slots=True)
class Wish:
    """Be how a citizen wants to be served."""

    channel: str  # text or video
    team: str | None = None  # id; None: by anybody


class Waiting:
    """Move those who wait, as they wish."""

    def __init__(
        self,
        *,
        desk: VideoDesk,
        tickets: TicketStore,
        teams: TeamStore,
        ownership: Ownership,
        lines: CitizenLines,
        now: Callable[[], datetime],
    ) -> None:
        """Take the desk, where all is stored, and who tells what a citizen brings along."""
        self._desk = desk
        self._tickets = tickets
        self._teams = teams
        self._ownership = ownership
        self._lines = lines
        self._now = now

    async def join(self, conversation: Conversation, wish: Wish) -> QueuePlace:
        """Put a citizen into the queue; who waits already keeps the place and may change team.

        Raises NotFound with a sentence if there is no such team, NotAllowedNow if an agent serves
        them already.
        """
        if wish.team is not None:
            await self._teams.team(wish.team)
        if conversation.stage is Stage.AGENT:
            raise NotAllowedNow(f"conversation {conversation.id}", say.SERVED_ALREADY)
        item, fields = await self._ownership.carried(conversation.id)
        ticket = Ticket(
            id=str(uuid.uuid4()),
            conversation_id=conversation.id,
            channel=wish.channel,
            item=item,
            fields=fields,
            opened_at=self._now(),
            persona=conversation.persona,
            region=conversation.region,
            team=wish.team,
        )
        place = await self._desk.enqueue(ticket)
        if place.ticket_id == ticket.id:
            await self._lines.stage(conversation.id, "waiting")
        if place.team == wish.team:
            return place
        return await self.choose_team(conversation.id, wish.team)

    async def place(self, conversation_id: str) -> QueuePlace | None:
        """Return where a citizen stands; None: they do not wait."""
        return await self._desk.place_of(conversation_id)

    async def teams(self) -> Sequence[Team]:
        """Return the teams that can be asked for."""
        return await self._teams.teams()

    async def choose_team(
        self, conversation_id: str, team_id: str | None, *, told: bool = True
    ) -> QueuePlace:
        """Let a waiting citizen be served by a team, or by anybody (None); the place is kept.

        `told` says so in a line of its own; the bot says it in its answer instead.
        Raises NotFound if there is no such team, NotAllowedNow with a sentence if they do not wait.
        """
        team = await self._teams.team(team_id) if team_id is not None else None
        waiting = await self._desk.place_of(conversation_id)
        if waiting is None:
            raise NotAllowedNow(f"conversation {conversation_id} waits not", say.NOT_WAITING)
        await self._tickets.choose_team(conversation_id, team_id, self._now())
        if told and team is not None and waiting.team != team_id:
            await self._lines.say(conversation_id, say.TEAM_CHOSEN.format(team=team.name))
        await self._desk.changed()
        place = await self._desk.place_of(conversation_id)
        if place is None:  # an agent accepted in this very moment
            raise NotAllowedNow(f"conversation {conversation_id}", say.SERVED_ALREADY)
        return place

    async def leave(
        self, conversation_id: str, *, called_later: bool = False, told: bool = True
    ) -> None:
        """Let a citizen wait no more; again is fine. `told` says so in a line of its own.

        Raises NotAllowedNow with a sentence if an agent serves them already.
        """
        outcome = CALLED_LATER if called_later else LEFT
        if await self._tickets.leave(conversation_id, outcome, self._now()) is None:
            return
        if told:
            await self._lines.say(conversation_id, say.LEFT_FOR_CALL if called_later else say.LEFT)
        await self._lines.stage(conversation_id, "bot")
        await self._desk.changed()
