"""Tests how pages see the others on a second connection, where the engine needs one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from core import call_wording
from core.errors import EngineUnavailable
from gateway.carriage import Carriage, carriage
from gateway.settings import Settings
from tests.fakes.media_engine import FakeEngine
from tests.fakes.office import Office
from tests.fakes.office import office as office
from tests.gateway.test_call_endings import ended
from tests.video_desk.call_desk import CallDesk, open_call_desk
from video_desk.janus import JanusServer


@dataclass
class FakeViewing:
    """Fulfil Viewing and the completing of recordings; keeps what it was told."""

    there: bool = True
    viewed: list[tuple[str, str, str]] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)

    async def viewing(self, room: str, seat_id: str) -> str | None:
        """Offer something to everybody."""
        self._must_be_there()
        return f"offer to {seat_id}"

    async def view(self, room: str, seat_id: str, answer: str) -> None:
        """Remember it."""
        self._must_be_there()
        self.viewed.append((room, seat_id, answer))

    async def complete(self, room: str) -> None:
        """Remember it."""
        self._must_be_there()
        self.completed.append(room)

    def _must_be_there(self) -> None:
        if not self.there:
            raise EngineUnavailable("Janus")


@pytest.fixture
def second() -> FakeViewing:
    return FakeViewing()


@pytest.fixture
async def desk(office: Office, tmp_path: Path, second: FakeViewing) -> AsyncIterator[CallDesk]:
    engine = FakeEngine(tmp_path / "recordings")

    async def nothing() -> None:
        return None

    chosen = Carriage(
        engine,
        engine,
        None,
        nothing,
        viewing=lambda room: second,
        complete=second.complete,
    )
    async with open_call_desk(office, tmp_path, chosen) as desk:
        yield desk


async def test_the_answer_brings_an_offer_whose_answer_reaches_the_engine(
    desk: CallDesk, second: FakeViewing
) -> None:
    call = await desk.opened()

    async with desk.both(call) as (citizen, agent):
        await citizen.send({"type": "offer", "sdp": "mine", "kind": "call"})
        answer = await citizen.receive_until("answer")
        await citizen.send({"type": "answer", "sdp": "yours"})
        await agent.send({"type": "offer", "sdp": "hers", "kind": "call"})
        await agent.receive_until("answer")

    assert answer == {"type": "answer", "sdp": "answer to mine", "offer": "offer to citizen"}
    assert second.viewed == [(call.id, "citizen", "yours")]


async def test_an_engine_that_goes_in_between_lets_the_page_connect_anew(
    desk: CallDesk, second: FakeViewing
) -> None:
    call = await desk.opened()

    async with desk.both(call) as (citizen, _):
        second.there = False
        await citizen.send({"type": "offer", "sdp": "mine", "kind": "call"})
        first = await citizen.receive_until("problem")
        await citizen.send({"type": "answer", "sdp": "yours"})
        then = await citizen.receive_until("problem")

    assert first == {
        "type": "problem",
        "detail": call_wording.BAD_OFFER,
        "in_reply_to": "offer",
    }
    assert then["in_reply_to"] == "answer"


async def test_an_answer_to_what_nobody_offered_is_refused(call_desk: CallDesk) -> None:
    call = await call_desk.opened()

    async with call_desk.both(call) as (citizen, _):
        await citizen.send({"type": "offer", "sdp": "mine", "kind": "call"})
        answer = await citizen.receive_until("answer")
        await citizen.send({"type": "answer", "sdp": "yours"})
        problem = await citizen.receive_until("problem")

    assert answer == {"type": "answer", "sdp": "answer to mine"}
    assert problem["detail"] == call_wording.BAD_FRAME


async def test_recordings_are_completed_before_the_call_is_sealed_or_it_waits(
    desk: CallDesk, second: FakeViewing
) -> None:
    call = await desk.opened()
    assert await ended(desk, call.id) == 204
    (sealing,) = [chore for chore in desk.side.chores if chore.name == "sealing"]

    second.there = False
    await sealing.step()
    waits = (await desk.parts.calls.call(call.id)).sealed_at
    second.there = True
    await sealing.step()

    assert waits is None
    assert second.completed == [call.id]
    assert (await desk.parts.calls.call(call.id)).sealed_at is not None


async def test_the_settings_name_janus_servers_that_share_the_calls() -> None:
    settings = Settings(
        video_engine="janus",
        janus_urls="http://10.0.0.5:8088/janus, http://10.0.0.6:8088/janus",
        janus_secret=SecretStr("s"),
    )

    chosen = carriage(settings)

    assert chosen.viewing is not None
    servers = {chosen.viewing(f"call{number}") for number in range(40)}
    assert all(isinstance(server, JanusServer) for server in servers)
    assert len(servers) == 2
    await chosen.close()


def test_janus_without_an_address_is_a_mistake_that_is_named() -> None:
    with pytest.raises(ValueError, match="YIBAO_JANUS_URLS"):
        carriage(Settings(video_engine="janus", janus_secret=SecretStr("s")))
