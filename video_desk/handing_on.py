"""Hands a citizen on to another team or colleague: back into the queue, with what must be known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core import queue_wording as say
from core.contracts import Ticket
from core.errors import NotAllowedNow, NotFound
from core.store import StaffStore
from core.store.hand_ons import HandOn, HandOnStore
from core.store.teams import TeamStore
from video_desk.citizen_lines import CitizenLines
from video_desk.desk import StaffPages, VideoDesk

DESK = "desk"  # duty


class HandingOn:
    """Give tickets to other teams and colleagues, as often as it takes."""

    def __init__(
        self,
        *,
        desk: VideoDesk,
        hand_ons: HandOnStore,
        teams: TeamStore,
        staff: StaffStore,
        lines: CitizenLines,
        staff_pages: StaffPages,
        now: Callable[[], datetime],
    ) -> None:
        """Take the desk, and who there is to hand on to."""
        self._desk = desk
        self._hand_ons = hand_ons
        self._teams = teams
        self._staff = staff
        self._lines = lines
        self._staff_pages = staff_pages
        self._now = now

    async def transfer(
        self,
        ticket_id: str,
        agent: str,
        *,
        team: str | None,
        to: str | None,
        reason: str,
        summary: str,
    ) -> Ticket:
        """Put the ticket back into the queue, for a team or for one colleague.

        Raises NotFound for an unknown team or colleague, NotAllowedNow with a sentence if nobody
        is named, or if the agent does not serve the ticket.
        """
        told = await self._told(agent, team, to)
        step = HandOn(self._now(), agent, team, to, reason.strip(), summary.strip())
        ticket = await self._hand_ons.hand_on(ticket_id, step)
        await self._lines.say(ticket.conversation_id, told)
        await self._lines.stage(ticket.conversation_id, "waiting")
        await self._staff_pages.tell(agent, {"type": "closed", "ticket_id": ticket_id})
        await self._desk.changed()
        return ticket

    async def _told(self, agent: str, team: str | None, to: str | None) -> str:
        """Return what the citizen is told; raise if nobody can be handed to."""
        if to is not None:
            if to == agent:
                raise NotAllowedNow("handed to oneself", say.NOT_TO_YOURSELF)
            member = await self._staff.member(to)
            if member is None or DESK not in member.duties:
                raise NotFound(f"colleague {to}", say.NO_SUCH_COLLEAGUE)
            return say.HANDED_ON_AGENT.format(name=member.display_name)
        if team is None:
            raise NotAllowedNow("nobody named", say.NOBODY_NAMED)
        return say.HANDED_ON_TEAM.format(team=(await self._teams.team(team)).name)
