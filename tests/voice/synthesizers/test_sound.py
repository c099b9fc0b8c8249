"""Tests what is done to the model's sound."""

from __future__ import annotations

import numpy as np
import pytest

from voice.synthesizers.flac import packed, unpacked
from voice.synthesizers.kokoro import LOUDNESS, NATIVE, levelled, tempo_for, trimmed
from voice.synthesizers.tempo import LONGEST, stretched


def tone(seconds: float, level: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    at = np.arange(int(seconds * NATIVE), dtype=np.float32)
    return (level * np.sin(at / 20)).astype(np.float32)


def test_silence_at_both_ends_is_cut_and_the_cut_does_not_click() -> None:
    silence = np.zeros(NATIVE, dtype=np.float32)

    kept = trimmed(np.concatenate([silence, tone(1.0, 0.5), silence]))

    assert kept.size / NATIVE == pytest.approx(1.08, abs=0.01)
    assert kept[0] == kept[-1] == 0


def test_silence_alone_leaves_nothing() -> None:
    assert trimmed(np.zeros(NATIVE, dtype=np.float32)).size == 0


@pytest.mark.parametrize("level", [0.05, 0.3, 0.9])
def test_every_clause_is_equally_loud(level: float) -> None:
    voiced = levelled(tone(1.0, level))

    assert float(np.sqrt(np.mean(voiced**2))) == pytest.approx(LOUDNESS, rel=0.1)


def test_a_single_peak_is_never_cut_off() -> None:
    sound = tone(1.0, 0.02)
    sound[100] = 1.0

    assert float(np.max(np.abs(levelled(sound)))) <= 0.86


def test_slower_speech_is_stretched_and_never_slowed_down_by_the_model() -> None:
    assert tempo_for(2.0, 4.0) == (1.0, LONGEST)
    assert tempo_for(2.5, 4.0) == (1.0, 1.6)
    assert tempo_for(4.0, 4.0) == (1.0, 1.0)
    assert tempo_for(5.0, 4.0) == (1.25, 1.0)


def test_stretched_sound_keeps_its_pitch() -> None:
    sound = tone(1.0, 0.5)

    slow = stretched(sound, NATIVE, 1.5)

    crossings = [int(np.sum(np.diff(np.sign(s)) != 0)) / s.size for s in (sound, slow)]
    assert slow.size / sound.size == pytest.approx(1.5, rel=0.02)
    assert crossings[1] == pytest.approx(crossings[0], rel=0.03)


def test_sound_that_is_slow_enough_is_not_touched() -> None:
    sound = tone(0.2, 0.5)

    assert stretched(sound, NATIVE, 1.0) is sound


def test_what_is_packed_comes_out_bit_for_bit() -> None:
    pcm = (tone(0.5, 0.5) * 30000).astype("<i2").tobytes()

    assert unpacked(packed(pcm, 16000)) == pcm
    with pytest.raises(ValueError, match="FLAC"):
        unpacked(packed(pcm, 16000)[:40])
