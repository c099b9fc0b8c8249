"""Checks with a real Janus and real connections that it carries calls as our own engine does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.errors import EngineUnavailable
from tests.video_desk.janus_server import SECRET, Janus, Page
from tests.video_desk.janus_server import janus as janus
from video_desk.janus import JanusServer
from video_desk.media.places import SILENT, placing_of

pytestmark = pytest.mark.engine

CITIZEN, AGENT, FAMILY = 60, 120, 180


def about(grey: float) -> object:
    """Return what equals a brightness that a codec changed a little."""
    return pytest.approx(grey, abs=12)


@dataclass
class Following:
    """Keep what an engine tells."""

    told: list[tuple[str, str, str]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)  # set with all that is told

    def happened(self, room: str, seat: str, state: str) -> None:
        """Keep it."""
        self.told.append((room, seat, state))
        self.news.set()

    def states(self, seat: str) -> list[str]:
        """Return what was told of a connection."""
        return [s for _, who, s in self.told if who == seat and placing_of(s) is None]

    def places(self, seat: str) -> Mapping[str, str] | None:
        """Return what was told last of the places of a page."""
        shown = [placing_of(s) for _, who, s in self.told if who == seat]
        return next((one for one in reversed(shown) if one is not None), None)

    async def until(self, seat: str, state: str, within: float = 12.0) -> None:
        """Wait until this is the last that was told of a connection."""
        async with asyncio.timeout(within):
            while self.states(seat)[-1:] != [state]:
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def following(engine: JanusServer) -> AsyncIterator[Following]:
    """Follow an engine."""
    heard = Following()
    task = asyncio.create_task(engine.follow(heard.happened))
    await asyncio.sleep(0)
    yield heard
    task.cancel()


async def both(janus: Janus) -> tuple[Page, Page]:
    """Return a citizen and an agent who see each other in room r1."""
    citizen = janus.page("citizen", "citizen", CITIZEN)
    agent = janus.page("agent", "agent", AGENT)
    await citizen.join("r1")
    await agent.join("r1")
    await citizen.seen(0, "video", 5)
    await agent.seen(0, "video", 5)
    return citizen, agent


async def test_two_people_see_and_hear_each_other(janus: Janus) -> None:
    citizen, agent = await both(janus)

    for page, grey in ((citizen, AGENT), (agent, CITIZEN)):
        await page.seen(0, "audio", 25)
        assert page.greys[0] == about(grey)


async def test_who_comes_back_is_seen_again_in_the_same_place(janus: Janus) -> None:
    citizen, agent = await both(janus)

    await citizen.leave()
    again = janus.page("citizen", "citizen", FAMILY)
    await again.join("r1")

    await again.seen(0, "video", 5)
    await agent.sees(0, FAMILY)
    assert agent.frames["1 video"] == 0


async def test_who_was_lost_without_a_word_and_comes_back_is_seen_again(janus: Janus) -> None:
    async with following(janus.engine) as heard:
        citizen, agent = await both(janus)

        await citizen.leave()
        await heard.until("citizen", "closed")
        again = janus.page("citizen", "citizen", FAMILY)
        await again.join("r1")

        await again.seen(0, "video", 5)
        await agent.sees(0, FAMILY)


async def test_a_relative_appears_in_the_next_place_of_both(janus: Janus) -> None:
    citizen, agent = await both(janus)
    family = janus.page("family", "family", FAMILY)

    await family.join("r1")

    await citizen.sees(1, FAMILY)
    await agent.sees(1, FAMILY)
    await family.sees(0, CITIZEN)
    await family.sees(1, AGENT)
    assert citizen.greys[0] == about(AGENT)


async def test_who_leaves_is_shown_no_more(janus: Janus) -> None:
    citizen, agent = await both(janus)

    await janus.engine.leave("r1", "agent")
    await asyncio.sleep(0.5)  # what is on its way arrives
    before = citizen.frames["0 video"]
    await asyncio.sleep(1)

    assert citizen.frames["0 video"] == before
    assert agent.frames["0 video"] > 0


async def test_a_supervisor_listens_whispers_and_takes_part(janus: Janus) -> None:
    citizen, agent = await both(janus)
    chief = janus.page("chief", "supervisor", FAMILY, attention="listen")

    await chief.join("r1")
    await chief.sees(0, CITIZEN)
    await chief.sees(1, AGENT)
    unseen = (citizen.frames["1 video"], agent.frames["1 video"])
    chief.attention = "whisper"
    await janus.engine.attend("r1", chief.place)
    await agent.sees(1, FAMILY)
    whispered = citizen.frames["1 audio"]
    chief.attention = "barge"
    await janus.engine.attend("r1", chief.place)
    await citizen.sees(1, FAMILY)

    assert (unseen, whispered) == ((0, 0), 0)


async def test_it_tells_who_is_connected_who_appears_where_and_who_is_gone(janus: Janus) -> None:
    async with following(janus.engine) as heard:
        await both(janus)
        where = heard.places("citizen"), heard.places("agent")

        await janus.pages[0].leave()
        await heard.until("citizen", "closed")

        assert where == ({"0": "agent"}, {"0": "citizen"})
        assert heard.states("citizen") == ["connected", "closed"]
        assert heard.states("agent") == ["connected"]
        async with following(janus.engine) as later:
            assert sorted(later.told) == [
                ("r1", "agent", "connected"),
                ("r1", "agent", 'places {"0": "citizen"}'),
                ("r1", "citizen", "closed"),
                ("r1", "citizen", 'places {"0": "agent"}'),
            ]


async def test_who_falls_silent_is_told(janus: Janus) -> None:
    async with following(janus.engine) as heard:
        citizen, _ = await both(janus)

        await citizen.fall_silent()

        await heard.until("citizen", SILENT, within=20)


async def test_when_it_dies_everybody_is_gone_and_when_it_is_back_they_connect(
    janus: Janus,
) -> None:
    async with following(janus.engine) as heard:
        citizen, agent = await both(janus)

        await janus.kill()
        await heard.until("citizen", "closed")
        await heard.until("agent", "closed")
        with pytest.raises(EngineUnavailable):
            await janus.engine.load()
        await janus.start()
        for page in (citizen, agent):
            await page.leave()

        await both(janus)


async def test_a_gateway_that_starts_anew_lets_in_who_comes_back(janus: Janus) -> None:
    await both(janus)
    anew = JanusServer(janus.url, SECRET, janus.recordings)

    for page in janus.pages:
        await page.leave()
    before, janus.engine = janus.engine, anew
    citizen, agent = await both(janus)

    await citizen.sees(0, AGENT)
    assert agent.frames["1 video"] == 0
    await before.aclose()


async def test_an_offer_that_it_cannot_take_is_refused_and_whoever_sits_there_stays(
    janus: Janus,
) -> None:
    _, agent = await both(janus)

    with pytest.raises(EngineUnavailable):
        await janus.engine.join("r1", janus.pages[0].place, "v=0\r\nm=audio 9 x 0\r\n")

    before = agent.frames["0 video"]
    await agent.seen(0, "video", before + 10)


async def test_the_room_is_gone_at_the_end(janus: Janus) -> None:
    await both(janus)
    assert (await janus.engine.load())["rooms"] == 1

    await janus.engine.close("r1")

    assert (await janus.engine.load())["rooms"] == 0


async def test_a_room_of_the_gateway_before_is_destroyed_too(janus: Janus) -> None:
    await both(janus)
    anew = JanusServer(janus.url, SECRET, janus.recordings)

    await anew.close("r1")

    assert (await anew.load())["rooms"] == 0
    await anew.aclose()


async def test_who_does_not_know_the_secret_is_not_let_in(janus: Janus) -> None:
    stranger = JanusServer(janus.url, "guessed", janus.recordings)

    with pytest.raises(EngineUnavailable):
        await stranger.load()

    answer = await janus.http.post(janus.url, json={"janus": "create", "transaction": "a"})
    assert answer.json()["error"]["code"] == 403
    await stranger.aclose()


async def test_an_address_where_no_janus_is_is_told_at_once(tmp_path: Path) -> None:
    nowhere = JanusServer("http://127.0.0.1:9/janus", SECRET, tmp_path)

    with pytest.raises(EngineUnavailable):
        await nowhere.load()
    await nowhere.aclose()
