"""Checks that long recordings are cut where nobody speaks."""

from __future__ import annotations

import numpy as np
import pytest

from voice.recognizers.cutting import pieces

RATE = 1000


def test_a_short_recording_stays_whole() -> None:
    samples = np.ones(5 * RATE, dtype=np.float32)

    [piece] = pieces(samples, RATE, longest=24)

    assert piece is samples


def test_a_long_recording_is_cut_in_a_pause_and_nothing_is_lost() -> None:
    samples = np.ones(60 * RATE, dtype=np.float32)
    samples[21_000:21_600] = 0

    cut = pieces(samples, RATE, longest=24)

    assert all(len(piece) <= 24 * RATE for piece in cut)
    assert np.array_equal(np.concatenate(cut), samples)
    assert len(cut[0]) / RATE == pytest.approx(21.3, abs=0.3)
