"""Tests that the tune for those who wait is gentle and has no seam."""

from __future__ import annotations

import numpy as np

from voice.line import RATE
from voice.music import hold_music


def test_the_tune_is_quiet_long_and_without_a_click_where_it_begins_again() -> None:
    samples = np.frombuffer(hold_music(), "<i2").astype(float) / 32768

    steps = np.abs(np.diff(samples))
    assert 20 <= len(samples) / RATE <= 40
    assert 0.1 <= np.abs(samples).max() <= 0.2
    assert abs(samples[0] - samples[-1]) <= steps.max()


def test_it_is_made_of_notes_below_the_voice_band_s_end() -> None:
    samples = np.frombuffer(hold_music(), "<i2").astype(float)

    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / RATE)
    audible = spectrum[(frequencies > 250) & (frequencies < 3400)].sum()
    assert audible / spectrum.sum() > 0.95
