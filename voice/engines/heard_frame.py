"""Packs what a recogniser heard into a frame, and takes it out again."""

from __future__ import annotations

from voice.engines.wire import BrokenFrame, Frame
from voice.speech import Heard, Reading


def fields_of(heard: Heard) -> dict[str, object]:
    """Return the fields of a "heard" frame."""
    return {
        "text": heard.text,
        "confidence": heard.confidence,
        "by": heard.recognizer,
        "readings": [reading.text for reading in heard.readings],
        "likelihoods": [reading.likelihood for reading in heard.readings],
    }


def heard_in(frame: Frame) -> Heard:
    """Return what such a frame says, or raise BrokenFrame."""
    texts, likelihoods = frame.texts("readings"), frame.amounts("likelihoods")
    if len(texts) != len(likelihoods):
        raise BrokenFrame(f"{frame.kind}: not every reading has its likelihood")
    return Heard(
        frame.text("text"),
        frame.amount("confidence"),
        frame.text("by"),
        tuple(map(Reading, texts, likelihoods)),
    )
