"""Checks when the words of a pause stand at the end of an utterance."""

from __future__ import annotations

from array import array

import pytest

from voice.engines.steadiness import still_quiet

RATE = 8000


def tone(seconds: float, loudness: int) -> bytes:
    """Return a square tone."""
    return array("h", [loudness, -loudness] * int(seconds * RATE / 2)).tobytes()


SPEECH = tone(1.0, 8000) + tone(0.2, 200)  # the speaker, then 200 ms of the line's noise


@pytest.mark.parametrize("since", [b"", tone(1.0, 0), tone(1.0, 300), tone(0.01, 8000)])
def test_silence_noise_and_a_click_leave_the_words_standing(since: bytes) -> None:
    assert still_quiet(SPEECH, since, RATE)


@pytest.mark.parametrize("since", [tone(0.3, 8000), tone(0.5, 100) + tone(0.2, 5000)])
def test_another_word_does_not(since: bytes) -> None:
    assert not still_quiet(SPEECH, since, RATE)


def test_without_speech_before_any_audio_counts() -> None:
    assert still_quiet(b"", b"", RATE)
    assert not still_quiet(b"", tone(1.0, 8000), RATE)
