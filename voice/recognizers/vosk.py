"""Recognises speech while it is spoken with Vosk: one model, many recognisers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import EngineUnavailable
from voice.speech import Heard

if TYPE_CHECKING:
    import vosk

UNKNOWN = "[unk]"  # the word that stands for anything else, in models that have it
SURE = 0.9  # confidence at which a hint wins over the open vocabulary
LONGEST_WORD = 8  # characters

# Chinese is written without the spaces that Vosk puts between its words; Korean is not.
_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Be what Vosk made of a stretch between two silences."""

    text: str
    confidences: tuple[float, ...]  # of its words


class Vosk:
    """Hold the model.

    Hints are listened for by a second recogniser, whose grammar costs next to nothing: where it
    is sure, its words win. It needs a model that has `[unk]`: without it a grammar hears one of
    its words in anything. `only_hints` makes the grammar the only recogniser.
    """

    def __init__(self, folder: Path, *, only_hints: bool = False) -> None:
        if not (folder / "am" / "final.mdl").is_file():
            raise EngineUnavailable(f"vosk: no model in {folder}")
        # Not above: Vosk and kaldifst (of wetext) each bring an OpenFst, and a process that loads
        # both blocks or crashes. A worker that holds this class loads only Vosk.
        import vosk

        vosk.SetLogLevel(-1)
        self._model = vosk.Model(str(folder))
        self._only_hints = only_hints
        self._tells_other_words = self._knows(UNKNOWN)

    def open(self, rate: int, hints: Sequence[str]) -> VoskStream:
        """Begin an utterance."""
        grammar = [phrase for hint in hints if (phrase := in_words(hint, self._knows))]
        if self._only_hints:
            return VoskStream(self._recognizer(rate, grammar), None)
        narrow = self._recognizer(rate, grammar) if grammar and self._tells_other_words else None
        return VoskStream(self._recognizer(rate, []), narrow)

    def _recognizer(self, rate: int, grammar: Sequence[str]) -> vosk.KaldiRecognizer:
        import vosk

        if not grammar:
            recognizer = vosk.KaldiRecognizer(self._model, float(rate))
        else:
            phrases = [*grammar, UNKNOWN] if self._tells_other_words else list(grammar)
            written = json.dumps(phrases, ensure_ascii=False)
            recognizer = vosk.KaldiRecognizer(self._model, float(rate), written)
        recognizer.SetWords(True)  # confidences come with the words
        return recognizer

    def _knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)


class Listening:
    """Follow one recogniser, which ends a stretch at each silence by itself."""

    def __init__(self, recognizer: vosk.KaldiRecognizer) -> None:
        self._recognizer = recognizer
        self._done: list[Stretch] = []

    def feed(self, pcm: bytes) -> str:
        """Take audio; return the words so far."""
        if self._recognizer.AcceptWaveform(pcm):
            self._done.append(stretch(self._recognizer.Result()))
            return self._text("")
        return self._text(partial(self._recognizer.PartialResult()))

    def finish(self) -> Heard:
        """Return all that was said."""
        self._done.append(stretch(self._recognizer.FinalResult()))
        confidences = [each for done in self._done for each in done.confidences]
        text = self._text("")
        sure = sum(confidences) / len(confidences) if text and confidences else 0.0
        return Heard(text, min(1.0, sure), "vosk")

    def _text(self, last: str) -> str:
        return joined([*(done.text for done in self._done), last])


class VoskStream:
    """Be one utterance."""

    def __init__(
        self, recognizer: vosk.KaldiRecognizer, narrow: vosk.KaldiRecognizer | None
    ) -> None:
        self._open = Listening(recognizer)
        self._narrow = None if narrow is None else Listening(narrow)
        self._words = ""

    def feed(self, pcm: bytes) -> str:
        """Take audio; return the words so far."""
        if self._narrow is not None:
            self._narrow.feed(pcm)
        self._words = self._open.feed(pcm[: len(pcm) // 2 * 2])
        return self._words

    def pause(self) -> str:
        """Return the words so far: they are up to date anyway."""
        return self._words

    def finish(self) -> Heard:
        """Return what was said."""
        heard = self._open.finish()
        if self._narrow is None:
            return heard
        hint = self._narrow.finish()
        sure = hint.text and UNKNOWN not in hint.text and hint.confidence >= SURE
        return hint if sure else heard


def in_words(hint: str, known: Callable[[str], bool]) -> str:
    """Return a hint cut into words of the vocabulary, "" if it doesn't consist of such.

    A grammar with an unknown word would silently lose it.
    """
    words: list[str] = []
    for part in hint.split():
        rest = part
        while rest:
            sizes = range(min(LONGEST_WORD, len(rest)), 0, -1)
            size = next((size for size in sizes if known(rest[:size])), 0)
            if not size:
                return ""
            words.append(rest[:size])
            rest = rest[size:]
    return " ".join(words)


def joined(texts: Sequence[str]) -> str:
    """Return the texts as one, written as the language is."""
    return _BETWEEN_CHINESE.sub("", " ".join(text for text in texts if text))


def partial(answer: str) -> str:
    """Return the words of a partial result."""
    parsed = json.loads(answer)
    return str(parsed.get("partial", ""))


def stretch(answer: str) -> Stretch:
    """Return the words of a result, and how sure they are."""
    parsed = json.loads(answer)
    words = parsed.get("result", [])
    return Stretch(str(parsed.get("text", "")), tuple(float(word["conf"]) for word in words))
