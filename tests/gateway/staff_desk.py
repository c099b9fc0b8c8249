"""Lends one account of staff and what guards it, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from core.errors import YibaoError
from core.one_time_codes import code_of, step_at
from core.store import Database, StaffStore
from core.tables import audit
from gateway.own_account import OwnAccount
from gateway.staff import SignInRules, StaffDoor
from tests.fakes.clock import StandingClock
from tests.fakes.keys import KEYS

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes
OLD, NEW = "correct horse", "Tulou-2026xk"
ANNA = "anna"


@dataclass(slots=True)
class Desk:
    """Hold one account and what guards it."""

    database: Database
    clock: StandingClock = field(default_factory=StandingClock)

    def door(self, rules: SignInRules | None = None) -> StaffDoor:
        return StaffDoor(
            StaffStore(self.database),
            now=self.clock,
            session=timedelta(hours=8),
            hasher=CHEAP,
            rules=rules or SignInRules(),
        )

    def account(self, door: StaffDoor | None = None) -> OwnAccount:
        return OwnAccount(door or self.door(), StaffStore(self.database), "医保办事台")

    async def bound(self) -> tuple[str, tuple[str, ...]]:
        """Bind a phone; return its secret and the recovery codes."""
        token = await self.door().sign_in(ANNA, OLD)
        offer = await self.account().offer_code(token, OLD)
        codes = await self.account().bind_code(token, self.code(offer.secret))
        self.clock.pass_by(timedelta(seconds=30))
        return offer.secret, codes

    def code(self, secret: str) -> str:
        return code_of(secret, step_at(self.clock()))

    async def acts(self) -> list[str]:
        async with self.database.reading() as connection:
            return [row.action for row in await connection.execute(audit.select())]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'staff.sqlite3'}", KEYS)
    await database.create_all()
    desk = Desk(database)
    await desk.door().add(ANNA, "安工", OLD)
    yield desk
    await database.close()


async def refusal(attempt: Awaitable[object]) -> str:
    """Return the sentence of what is refused."""
    with pytest.raises(YibaoError) as refused:
        await attempt
    return str(refused.value.args[1]) if len(refused.value.args) > 1 else ""
