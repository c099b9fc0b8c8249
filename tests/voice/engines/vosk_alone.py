"""Hears files with Vosk and prints what it heard; a process of its own, as in the product.

python -m tests.voice.engines.vosk_alone MODEL "WORDS ONLY THESE" FILE... (8000 Hz, 16 bit)
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from voice.recognizers.vosk import Vosk

SLICE = 320  # bytes: 20 ms


@dataclass(frozen=True, slots=True)
class HeardByVosk:
    """Be what was heard of one file."""

    so_far: list[str]  # after each slice
    text: str
    confidence: float
    recognizer: str


def main() -> None:
    """Feed the files slice by slice, all at once, to one model."""
    # The Korean model has no word for anything else: the words must be all it hears.
    model = Vosk(Path(sys.argv[1]), only_hints=True)
    words = tuple(sys.argv[2].split())
    audio = [Path(name).read_bytes() for name in sys.argv[3:]]
    streams = [model.open(8000, words) for _ in audio]
    so_far: list[list[str]] = [[] for _ in audio]
    for start in range(0, max(map(len, audio)), SLICE):
        for number, stream in enumerate(streams):
            piece = audio[number][start : start + SLICE]
            if piece:
                so_far[number].append(stream.feed(piece))
    results = [stream.finish() for stream in streams]
    heard = [
        HeardByVosk(parts, result.text, result.confidence, result.recognizer)
        for parts, result in zip(so_far, results, strict=True)
    ]
    print(json.dumps([asdict(one) for one in heard]))


if __name__ == "__main__":
    main()
