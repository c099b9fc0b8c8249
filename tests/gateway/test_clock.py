"""Tests that gateways agree on the time, whatever their own clocks say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from core.store import Database
from gateway.clock import SharedClock
from gateway.settings import Settings
from gateway.together import together
from tests.fakes.clock import StandingClock
from tests.fakes.keys import KEYS

ZONE = "Asia/Shanghai"
NOON = datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC)


class Steady:
    """Go by as a test lets it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Server:
    """Answer what a database would, or raise."""

    def __init__(
        self, told: datetime | Exception | None, steady: Steady, takes: float = 0.0
    ) -> None:
        self.told = told
        self._steady = steady
        self._takes = takes

    async def __call__(self) -> datetime | None:
        self._steady.seconds += self._takes
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


def shared(server: Server, steady: Steady, own: StandingClock) -> SharedClock:
    return SharedClock(ZONE, server, own=own, steady=steady)


async def test_a_gateway_whose_clock_is_two_days_ahead_tells_the_time_of_the_database() -> None:
    steady, own = Steady(), StandingClock(NOON + timedelta(hours=48))
    now = shared(Server(NOON, steady), steady, own)

    await now.step()

    assert now() == NOON
    assert str(now().tzinfo) == ZONE
    assert now().year == 2027  # at home it is


async def test_between_two_looks_a_jump_of_the_own_clock_changes_nothing() -> None:
    steady, own = Steady(), StandingClock(NOON)
    now = shared(Server(NOON, steady), steady, own)
    await now.step()

    own.pass_by(timedelta(minutes=-5))
    steady.seconds += 4.0

    assert now() == NOON + timedelta(seconds=4)


async def test_the_time_that_the_answer_took_is_shared_out() -> None:
    steady = Steady()
    now = shared(Server(NOON, steady, takes=1.0), steady, StandingClock(NOON))

    await now.step()

    assert now() == NOON + timedelta(seconds=0.5)


async def test_without_another_clock_the_own_one_counts() -> None:
    steady, own = Steady(), StandingClock(NOON)
    now = shared(Server(None, steady), steady, own)

    await now.step()
    own.pass_by(timedelta(hours=1))

    assert now() == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    "problem", [ConnectionRefusedError(), TimeoutError(), OperationalError("", {}, OSError())]
)
async def test_while_the_database_is_away_time_goes_on_from_what_was_known(
    problem: Exception,
) -> None:
    steady, own = Steady(), StandingClock(NOON + timedelta(hours=2))
    server = Server(NOON, steady)
    now = shared(server, steady, own)
    await now.step()

    server.told = problem
    steady.seconds += 60.0
    await now.step()

    assert now() == NOON + timedelta(minutes=1)


async def test_an_operator_is_told_once_that_the_clock_is_off_and_once_that_it_is_right(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    steady, own = Steady(), StandingClock(NOON + timedelta(hours=2))
    now = shared(Server(NOON, steady), steady, own)

    await now.step()
    await now.step()
    own.at = NOON
    await now.step()
    await now.step()

    levels = [(one.levelname, one.getMessage()) for one in caplog.records]
    assert [level for level, _ in levels] == ["WARNING", "INFO"]
    assert "7200 s" in levels[0][1]


def test_a_gateway_without_redis_asks_for_the_time_too() -> None:
    now = shared(Server(NOON, Steady()), Steady(), StandingClock(NOON))

    joined = together(Settings(), KEYS, lambda: lambda is_there: None, now)

    assert [(one.name, one.step) for one in joined.chores] == [("clock", now.step)]


async def test_a_file_has_no_clock_of_its_own(tmp_path: object) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/clock.sqlite3")

    assert await database.time() is None
    await database.close()


async def test_a_server_tells_its_time_and_not_that_of_the_transaction(postgresql_url: str) -> None:
    database = Database(postgresql_url)

    first, second = await database.time(), await database.time()

    assert first is not None
    assert second is not None
    assert second > first
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=30)
    await database.close()
