"""F15: lets the clock of one gateway be wrong, and all clocks pass year's end and 29 February."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from zoneinfo import ZoneInfo

import httpx

from bench.faults.evidence import Hit
from bench.faults.fake_clock import FakeClock, fake_clocks
from bench.faults.scene import Scene, until
from gateway.clock import SharedClock
from tests.running import Service

WRONG = {"2 h ahead": 7200.0, "48 h ahead": 172_800.0, "5 min behind": -300.0, "right again": 0.0}
HOME = ZoneInfo("Asia/Shanghai")
BEFORE = 25.0  # seconds before midnight to which clocks are put
SHARED = SharedClock.every + 2.0  # seconds until every gateway has asked the database
NEAR = 3.0  # seconds that a clock may be off what it was put to, as it is seen over HTTP
# The trail's rows are in their order, and their times follow it but for what writers wait.
BACKWARDS = """
SELECT count(*) FROM (SELECT at - lag(at) OVER (ORDER BY id) AS step FROM audit) AS steps
 WHERE step < interval '-15 seconds'
"""
IN_THE_FUTURE = "SELECT count(*) FROM audit WHERE at > clock_timestamp() + interval '30 seconds'"


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Put one gateway's clock wrong and right, then everybody's to the ends of days."""
    cluster = scene.town.cluster
    services = [*cluster.gateways, cluster.service_of_database]
    with fake_clocks(scene.town.folder / "clocks", services) as clocks:
        await _all_started_again(scene, services)
        async with httpx.AsyncClient(trust_env=False, timeout=20.0) as client:
            looking = _Looking(scene, client)
            await looking.sign_in()
            number = scene.dice.randrange(2)
            for what, seconds in WRONG.items():
                await scene.calm()
                yield await _wrong(scene, looking, clocks[number], number, what, seconds)
            ahead = 0.0
            for what, moment in ends_of_days(datetime.now(HOME)).items():
                await scene.calm()
                hit, ahead = await _midnight(scene, looking, clocks, what, moment, ahead)
                yield hit
    # The programs keep that time to their end: WeChat, and whoever is talking, have it too.


def ends_of_days(now: datetime) -> dict[str, datetime]:
    """Return moments shortly before the midnights that come next: year's end, 29 February."""
    leap = next(year for year in range(now.year + 1, now.year + 9) if _is_leap(year))
    early = timedelta(seconds=BEFORE)
    return {
        "year's end": datetime(now.year + 1, 1, 1, tzinfo=HOME) - early,
        "into 29 February": datetime(leap, 2, 29, tzinfo=HOME) - early,
        "out of 29 February": datetime(leap, 3, 1, tzinfo=HOME) - early,
    }


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


async def _all_started_again(scene: Scene, services: Sequence[Service]) -> None:
    """Stop programs and start them as they are described now, while nobody speaks."""
    *gateways, database = services
    async with scene.people.quiet():
        for service in services:
            await asyncio.to_thread(service.stop)
        database.start()

        async def answers() -> bool:
            return await asyncio.to_thread(scene.town.cluster.described.database_answers)

        await until(answers, "PostgreSQL to start")
        await asyncio.gather(*(scene.restarted(service) for service in gateways))


async def _wrong(
    scene: Scene, looking: _Looking, clock: FakeClock, number: int, what: str, seconds: float
) -> Hit:
    """Let one gateway's clock jump; people go on talking, and nobody's time is up."""
    url, began = scene.town.gateway(number)[1], monotonic()
    clock.put(seconds)
    seen = await looking.shifted(url, seconds)
    hit = await scene.recovered(f"a gateway's clock is {what}", "clock", began, "", url=url)
    await asyncio.sleep(SHARED)
    await scene.calm()
    harm = [*await looking.rows(), *await looking.session(is_over=False)]
    proof = f"its answers said {seen:+.0f} s"
    used = abs(seen - seconds) <= NEAR
    return Hit(hit.what, hit.component, began, hit.recovered, used, proof, harm=tuple(harm))


async def _midnight(
    scene: Scene,
    looking: _Looking,
    clocks: Sequence[FakeClock],
    what: str,
    moment: datetime,
    ahead: float,
) -> tuple[Hit, float]:
    """Put all clocks to shortly before a midnight, and let people talk past it."""
    urls = [scene.town.gateway(number)[1] for number in (0, 1)]
    async with scene.people.quiet():  # WeChat lets nobody write after 48 h
        shift = (moment - datetime.now(UTC)).total_seconds()
        for clock in clocks:
            clock.put(shift)
        if scene.town.site is not None:
            await scene.town.site.put_forward(shift - ahead)
        seen = [await looking.shifted(url, shift) for url in urls]
        await asyncio.sleep(SHARED)
    began = monotonic()
    first = await looking.told()
    harm = [*await looking.rows(), *await looking.session(is_over=True)]
    while await looking.told() < moment + timedelta(seconds=BEFORE + 2):
        await scene.calm()
    hit = await scene.recovered(f"all clocks pass {what}", "clock", began, "")
    harm += await looking.rows()
    last = await looking.told()
    used = first.date() < last.date() and all(abs(one - shift) <= NEAR for one in seen)
    proof = f"the database said {first:%Y-%m-%d %H:%M:%S}, then {last:%Y-%m-%d %H:%M:%S}"
    return Hit(hit.what, hit.component, began, hit.recovered, used, proof, harm=tuple(harm)), shift


@dataclass(slots=True)
class _Looking:
    """Look at clocks, rows and the session of a member of staff."""

    scene: Scene
    client: httpx.AsyncClient

    async def shifted(self, url: str, seconds: float) -> float:
        """Return by how many seconds a gateway's Date is off, once it is about what it has to be.

        That may be the Date of an earlier second: after a while it is returned as it is.
        """
        off = 0.0

        async def is_so() -> bool:
            nonlocal off
            answer = await self.client.get(f"{url}/healthz")
            off = (
                parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC)
            ).total_seconds()
            return abs(off - seconds) <= NEAR

        await until(is_so, f"a gateway whose clock is {seconds:+.0f} s off")
        return off

    async def told(self) -> datetime:
        """Return the database's time, as it is at home."""
        said = await self.scene.town.order("SELECT extract(epoch FROM clock_timestamp())")
        return datetime.fromtimestamp(float(said), HOME)

    async def rows(self) -> list[str]:
        """Name what is wrong with the times of the audit trail."""
        order, future = [await self.scene.town.order(sql) for sql in (BACKWARDS, IN_THE_FUTURE)]
        harm = [] if order == "0" else [f"{order} rows of the trail are earlier than those before"]
        return harm + ([] if future == "0" else [f"{future} rows are of the future"])

    async def sign_in(self) -> None:
        """Begin a session of a member of staff."""
        name, password = self.scene.town.cluster.credentials()
        answer = await self.client.post(
            f"{self.scene.town.url}/api/v1/staff/session",
            json={"name": name, "password": password},
        )
        answer.raise_for_status()

    async def session(self, *, is_over: bool) -> list[str]:
        """Name what is wrong with the session: whose time is up is told so, and signs in again."""
        harm = []
        for number in (0, 1):
            url = self.scene.town.gateway(number)[1]
            answer = await self.client.get(f"{url}/api/v1/staff/me")
            wanted = httpx.codes.UNAUTHORIZED if is_over else httpx.codes.OK
            if answer.status_code != wanted or (is_over and not answer.json().get("detail")):
                harm.append(f"gateway {number + 1} said {answer.status_code} to a session")
        if is_over:
            await self.sign_in()
        return harm
