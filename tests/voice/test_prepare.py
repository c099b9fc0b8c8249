"""Tests the rendering beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import EngineUnavailable
from tests.voice.fake_render import FakeRender
from voice.clauses import pace_within
from voice.prepare import prepare, texts
from voice.prompts import clauses_of
from voice.synthesizers.recordings import RATE, Recordings

CLAUSES = ["您好，", "请稍等。", "再见。"]


async def test_every_clause_is_rendered_once_at_each_pace(tmp_path: Path) -> None:
    recordings, render = Recordings(tmp_path, "zf_xiaoxiao"), FakeRender()

    done = await prepare(CLAUSES, recordings, render, paces=(3.2, 2.5))

    assert render.asked == CLAUSES * 2
    assert (done.rendered, done.already) == (6, 0)
    assert recordings.find("再见。", pace=pace_within(2.5), rate=RATE) is not None


async def test_an_interrupted_preparation_goes_on_where_it_was(tmp_path: Path) -> None:
    recordings = Recordings(tmp_path, "zf_xiaoxiao")
    with pytest.raises(EngineUnavailable):
        await prepare(CLAUSES, recordings, FakeRender(fails_on="再见"), paces=(3.2,))
    render = FakeRender()

    done = await prepare(CLAUSES, recordings, render, paces=(3.2,))

    assert render.asked == ["再见。"]
    assert (done.rendered, done.already) == (1, 2)


def test_the_first_things_said_come_first_and_all_holds_the_rest() -> None:
    essential, first, everything = (
        list(clauses_of(texts(extent))) for extent in ("essential", "first", "all")
    )

    assert first[: len(essential)] == essential
    assert everything[: len(first)] == first
    assert len(essential) < len(first) < len(everything)
