"""Tests that published answers are spoken from recordings: what is rendered, when, and how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from core.contracts import Passage
from gateway.answer_preparation import A_SECOND, AnswerPreparation
from gateway.phone import CallFront
from tests.fakes.engines import passage
from tests.fakes.office import CATALOGUE
from tests.gateway.phone_desk import NUMBER, SECRET, PhoneDesk
from tests.gateway.phone_desk import phone_desk as phone_desk
from tests.voice.fake_render import FakeRender
from voice.clauses import pace_within
from voice.front import Said
from voice.http_front import field_in
from voice.portions import told
from voice.speaker import Speaker
from voice.speech import SLOW, USUAL
from voice.synthesizers.recordings import Recordings

HALF = replace(
    passage("门诊报销百分之五十，一年最多八百元。到医院看病，带身份证，当天就能报。"),
    document_id="rules#half@1",
    topic="outpatient",
    brief="门诊报一半",
)
ELSEWHERE = replace(
    passage("门诊报销百分之六十。", region="天津市"),
    document_id="rules#more@1",
    topic="outpatient",
    brief="门诊报六成",
)


async def ready() -> bool:
    return True


def front(desk: PhoneDesk) -> CallFront:
    transport = httpx.ASGITransport(desk.app, client=("127.0.0.1", 40000))
    client = httpx.AsyncClient(transport=transport)
    return CallFront(client, base_url="http://test", secret=SECRET, field_of=field_in(CATALOGUE))


def preparation(
    desk: PhoneDesk,
    recordings: Recordings,
    render: FakeRender,
    *,
    nobody_calls: Callable[[], bool] = lambda: True,
    most_bytes: int = 10**9,
) -> AnswerPreparation:
    return AnswerPreparation(
        front(desk).published,
        recordings,
        render,
        ready=ready,
        nobody_calls=nobody_calls,
        most_bytes=most_bytes,
    )


def serves(desk: PhoneDesk, *passages: Passage) -> None:
    desk.served.passages = passages
    desk.served.number += 1


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path, "zf_xiaoxiao")


async def answered(desk: PhoneDesk, *passages: Passage) -> list[str]:
    """Return what a caller is told, sentence by sentence, as the real answer is worded."""
    serves(desk, *passages)
    published = await front(desk).published("")
    assert published is not None
    return [s for said in published.said for p in told(said, frozenset()).portions for s in p]


async def test_a_prepared_answer_needs_no_engine(
    phone_desk: PhoneDesk, recordings: Recordings
) -> None:
    sentences = await answered(phone_desk, HALF, ELSEWHERE)
    await preparation(phone_desk, recordings, FakeRender()).step()
    live = FakeRender()
    speaker = Speaker(recordings, live)

    for sentence in sentences:
        assert [pcm async for pcm in speaker.speak(sentence, pace=USUAL, rate=8000)]

    assert live.asked == []
    assert any("天津市的不一样" in sentence or "天津市参保" in sentence for sentence in sentences)


async def test_what_callers_hear_first_is_rendered_first_and_yields_to_callers(
    phone_desk: PhoneDesk, recordings: Recordings
) -> None:
    serves(phone_desk, HALF, ELSEWHERE)
    render = FakeRender()

    await preparation(phone_desk, recordings, render).step()

    assert render.asked[0] == "这是青岛市的规定。"
    last_words = next(n for n, clause in enumerate(render.asked) if "第三条" in clause)
    assert render.asked.index("这是天津市的规定。") < last_words
    assert set(render.paces) == {pace_within(USUAL), pace_within(SLOW)}
    assert min(render.spare) > 30


async def test_a_new_release_adds_only_what_is_new(
    phone_desk: PhoneDesk, recordings: Recordings
) -> None:
    serves(phone_desk, HALF)
    render = FakeRender()
    chore = preparation(phone_desk, recordings, render)
    await chore.step()
    before = len(render.asked)
    await chore.step()
    assert len(render.asked) == before

    serves(phone_desk, HALF, ELSEWHERE)
    await chore.step()

    added = render.asked[before:]
    assert "这是天津市的规定。" in added
    assert "这是青岛市的规定。" not in added


async def test_a_call_stops_it_and_it_goes_on_afterwards(
    phone_desk: PhoneDesk, recordings: Recordings
) -> None:
    serves(phone_desk, HALF)
    render = FakeRender()
    is_over = False
    chore = preparation(
        phone_desk, recordings, render, nobody_calls=lambda: is_over or len(render.asked) < 2
    )
    await chore.step()
    assert len(render.asked) == 2

    is_over = True
    await chore.step()

    usual = [c for c, pace in zip(render.asked, render.paces, strict=True) if pace > SLOW * 1.2]
    assert len(usual) == len(set(usual)) == 8


async def test_recordings_of_answers_have_a_limit(
    phone_desk: PhoneDesk, recordings: Recordings
) -> None:
    serves(phone_desk, HALF)
    render = FakeRender()

    await preparation(phone_desk, recordings, render, most_bytes=4 * A_SECOND).step()

    assert render.asked == ["这是青岛市的规定。"]


async def test_answers_are_told_again_only_when_they_changed(phone_desk: PhoneDesk) -> None:
    serves(phone_desk, HALF)
    first = await front(phone_desk).published("")
    assert first is not None
    assert await front(phone_desk).published(first.version) is None

    phone_desk.office.clock.at = phone_desk.office.clock.at.replace(day=30)

    assert await front(phone_desk).published(first.version) is not None


async def test_what_is_told_is_what_a_caller_is_answered(phone_desk: PhoneDesk) -> None:
    serves(phone_desk, HALF)
    session = await front(phone_desk).begin(NUMBER, "12393")
    published = await front(phone_desk).published("")

    assert session.conversation_id
    assert published is not None
    assert isinstance(published.said[0], Said)
    assert published.said[0].spoken == published.aloud[0]
    assert published.said[0].spoken.startswith("这是青岛市的规定。门诊报销百分之五十")
