"""Builds the desk with its rings on the fake office, as often as there are gateways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from core.contracts import Ticket
from core.conversation import Conversation
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.store.desk_notices import DeskNoticeStore
from core.store.hand_ons import HandOnStore
from core.store.offers import OfferStore
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from core.teams import DutyState, Team
from tests.fakes.desk import RecordingChannel, RecordingStaffPages
from tests.fakes.office import CALENDAR, CATALOGUE, Office
from video_desk.citizen_lines import CitizenLines
from video_desk.desk import VideoDesk
from video_desk.handing_on import HandingOn
from video_desk.notice_board import NoticeBoard
from video_desk.ringing import Ringing
from video_desk.waiting import Waiting

OVERFLOW = timedelta(minutes=8)
CONTRACT_NAME = CATALOGUE.item("YB-SL-0101").name


def item_code(name: str) -> str | None:
    """Return the code of the item of that name."""
    item = CATALOGUE.named(name)
    return item.code if item is not None else None


@dataclass(frozen=True, slots=True)
class Gateway:
    """Be one of several gateways: pages of its own, rows shared with the others."""

    desk: VideoDesk
    ringing: Ringing
    waiting: Waiting
    handing_on: HandingOn
    channel: RecordingChannel
    staff_pages: RecordingStaffPages

    def rings(self) -> list[tuple[str, object]]:
        """Return (agent, ticket id) of every ring that was shown, in order."""
        return [
            (agent, event["ticket"]["id"])  # type: ignore[index]
            for agent, event in self.staff_pages.events
            if event["type"] == "ring"
        ]


@dataclass(frozen=True, slots=True)
class RingDesk:
    """Hold the stores and one gateway; more can be opened."""

    office: Office
    teams: TeamStore
    presence: PresenceStore
    offers: OfferStore
    notices: DeskNoticeStore
    hand_ons: HandOnStore

    def gateway(self) -> Gateway:
        """Open a gateway."""
        office = self.office
        channel, pages = RecordingChannel(), RecordingStaffPages()
        desk = VideoDesk(
            tickets=office.tickets,
            conversations=office.conversations,
            citizens=channel,
            staff_pages=pages,
            now=office.clock,
            hours=OfficeHours(CALENDAR, time(8, 30), time(17, 30)),
            teams=self.teams,
        )
        lines = CitizenLines(conversations=office.conversations, citizens=channel, now=office.clock)
        ringing = Ringing(
            desk=desk,
            tickets=office.tickets,
            offers=self.offers,
            presence=self.presence,
            teams=self.teams,
            hand_ons=self.hand_ons,
            notices=NoticeBoard(self.notices, channel),
            lines=lines,
            citizens=channel,
            staff_pages=pages,
            item_code=item_code,
            shown=lambda ticket: {"id": ticket.id},
            overflow=OVERFLOW,
            now=office.clock,
        )
        waiting = Waiting(
            desk=desk,
            tickets=office.tickets,
            teams=self.teams,
            ownership=Ownership(office.applications, CATALOGUE),
            lines=lines,
            now=office.clock,
        )
        handing_on = HandingOn(
            desk=desk,
            hand_ons=self.hand_ons,
            teams=self.teams,
            staff=office.staff,
            lines=lines,
            staff_pages=pages,
            now=office.clock,
        )
        return Gateway(desk, ringing, waiting, handing_on, channel, pages)

    async def on_duty(self, *agents: str) -> None:
        """Let agents say, one second after the other, that they are there."""
        for agent in agents:
            await self.presence.choose(agent, DutyState.ON, self.office.clock())
            self.office.clock.pass_by(timedelta(seconds=1))

    async def signs(self, *agents: str) -> None:
        """Let the pages of agents give a sign."""
        for agent in agents:
            await self.presence.seen(agent, self.office.clock())

    async def team(self, name: str, *members: str, skills: tuple[str, ...] = ()) -> Team:
        """Store a team."""
        team = Team(name, f"{name}组", skills=skills, members=frozenset(members))
        await self.teams.put(team, "1001", self.office.clock())
        return team

    async def ticket(
        self,
        gateway: Gateway,
        number: int = 1,
        *,
        persona: str = "standard",
        item: str | None = None,
        team: str | None = None,
    ) -> Conversation:
        """Let a citizen wait; the ticket is t<number>."""
        conversation = await self.office.opened(persona)
        at = self.office.clock()
        await gateway.desk.enqueue(
            Ticket(
                f"t{number:02}",
                conversation.id,
                "text",
                item,
                {},
                at,
                persona=persona,
                team=team,
            )
        )
        return conversation

    async def rings_at(self) -> dict[str, str]:
        """Return where each ticket rings: {ticket id: agent}."""
        return {offer.ticket_id: offer.agent for offer in await self.offers.ringing()}

    async def pass_seconds(self, seconds: float, gateway: Gateway, *signs: str) -> None:
        """Let time go by while these agents' pages give signs, then move the rings on."""
        self.office.clock.pass_by(timedelta(seconds=seconds))
        await self.signs(*signs)
        await gateway.ringing.step()


def ring_desk(office: Office) -> RingDesk:
    """Open the stores."""
    database = office.database
    return RingDesk(
        office,
        TeamStore(database),
        PresenceStore(database),
        OfferStore(database),
        DeskNoticeStore(database),
        HandOnStore(database),
    )
