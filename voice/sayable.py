"""Decides which words of a conversation, or of a policy entry, are said aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from core import browser_voice_wording as wording
from core.contracts import Passage
from core.store import Line

LONGEST = 1_500  # characters of one line; the rest is there to be read
MOST_CHOICES = 3  # short items that an ear keeps

_MASK = re.compile(r"\*{2,}")
# The same cut as sentencesOf in gateway/web/policies/player.js: both count the same sentences.
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?[”’）]*")


def line_aloud(line: Line) -> str:
    """Return what is said of a line; empty for the citizen's own, which nobody needs to hear."""
    if line.who == "citizen":
        return ""
    reply = line.answer["reply"] if line.answer is not None else None
    return reply_aloud(reply) if isinstance(reply, Mapping) else _for_the_ear(line.text)


def reply_aloud(reply: Mapping[str, object]) -> str:
    """Return what is said of a reply, which is in the names of the public contract."""
    spoken = str(reply.get("spoken") or reply.get("text") or "")
    choices = reply.get("choices")
    offered = [str(choice) for choice in choices] if isinstance(choices, list) else []
    return _for_the_ear(_with_choices(spoken, offered))


def sentence_aloud(passage: Passage, number: int, *, official: bool) -> str:
    """Return one sentence of an entry, counted from 0; empty if it has no such sentence."""
    text = passage.text if official else passage.spoken or passage.plain or passage.text
    sentences = sentences_of(text)
    return _for_the_ear(sentences[number]) if 0 <= number < len(sentences) else ""


def sentences_of(text: str) -> list[str]:
    """Cut a text into the sentences in which it is read."""
    return [sentence for found in _SENTENCE.findall(text) if (sentence := found.strip())]


def _with_choices(spoken: str, choices: Sequence[str]) -> str:
    # More than three things cannot be kept in mind; the page shows them all.
    if not choices or len(choices) > MOST_CHOICES or all(choice in spoken for choice in choices):
        return spoken
    offered = wording.BETWEEN_CHOICES.join(choices)
    return f"{spoken}\n{wording.CHOICES.format(choices=offered)}"


def _for_the_ear(text: str) -> str:
    return _MASK.sub(wording.HIDDEN, text)[:LONGEST].strip()
