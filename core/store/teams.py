"""Stores the teams of the desk and who is in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from core import queue_wording as say
from core.desk_tables import team_members, teams, ticket_wishes
from core.errors import NotAllowedNow, NotFound
from core.store.database import Database, write_audit
from core.tables import tickets
from core.teams import Team


class TeamStore:
    """Answer which teams there are, and store them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def teams(self) -> list[Team]:
        """Return every team that is not given up, by name."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(teams).where(teams.c.active.is_(True)).order_by(teams.c.name)
            )
            found = list(rows.mappings())
            pairs = (await connection.execute(select(team_members))).mappings()
            members: dict[str, set[str]] = {}
            for pair in pairs:
                members.setdefault(pair["team_id"], set()).add(pair["staff"])
        return [
            Team(
                id=row["id"],
                name=row["name"],
                skills=tuple(row["skills"]),
                regions=tuple(row["regions"]),
                hours=row["hours"],
                members=frozenset(members.get(row["id"], ())),
            )
            for row in found
        ]

    async def team(self, team_id: str) -> Team:
        """Return the team of that id, or raise NotFound with a sentence."""
        for team in await self.teams():
            if team.id == team_id:
                return team
        raise NotFound(f"team {team_id}", say.NO_SUCH_TEAM)

    async def put(self, team: Team, staff: str, at: datetime) -> None:
        """Store a team as it is to be, new or changed; `staff` is who says so.

        Raises NotAllowedNow with a sentence if another team has its name.
        """
        values = {
            "name": team.name,
            "skills": list(team.skills),
            "regions": list(team.regions),
            "hours": team.hours,
            "active": True,
        }
        async with self._database.writing() as connection:
            same_name = select(teams.c.id).where(teams.c.name == team.name, teams.c.id != team.id)
            if (await connection.execute(same_name)).scalar_one_or_none() is not None:
                raise NotAllowedNow(f"team {team.name}", say.TEAM_NAME_TAKEN)
            known = await connection.execute(
                update(teams).where(teams.c.id == team.id).values(values)
            )
            if not known.rowcount:
                await connection.execute(insert(teams).values(id=team.id, **values))
            await connection.execute(delete(team_members).where(team_members.c.team_id == team.id))
            rows = [{"team_id": team.id, "staff": name} for name in sorted(team.members)]
            if rows:
                await connection.execute(insert(team_members), rows)
            await write_audit(
                connection,
                at=at,
                actor=f"staff:{staff}",
                subject=f"team:{team.id}",
                action="team_changed",
                detail={"members": sorted(team.members), "skills": list(team.skills)},
            )

    async def give_up(self, team_id: str, staff: str, at: datetime) -> None:
        """Store that a team is no more; who waits for it waits for anybody. Or raise NotFound."""
        async with self._database.writing() as connection:
            gone = await connection.execute(
                update(teams)
                .where(teams.c.id == team_id, teams.c.active.is_(True))
                .values(active=False)
            )
            if not gone.rowcount:
                raise NotFound(f"team {team_id}", say.NO_SUCH_TEAM)
            waiting = select(tickets.c.id).where(tickets.c.state == "waiting")
            await connection.execute(  # nobody waits for a team that does not exist
                update(ticket_wishes)
                .where(ticket_wishes.c.team == team_id, ticket_wishes.c.ticket_id.in_(waiting))
                .values(team=None)
            )
            await write_audit(
                connection,
                at=at,
                actor=f"staff:{staff}",
                subject=f"team:{team_id}",
                action="team_given_up",
                detail={},
            )
