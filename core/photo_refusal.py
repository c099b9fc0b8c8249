"""Says why a photograph is not taken in."""

from __future__ import annotations

from core.errors import YibaoError


class PhotoRefused(YibaoError):
    """Say what is wrong with a photograph, in one Chinese sentence that says what to do."""

    def __init__(self, sentence: str, *, later: bool = False) -> None:
        """Take the sentence; `later`: the same photograph may be welcome in a minute."""
        super().__init__("photograph refused", sentence)
        self.sentence = sentence
        self.later = later
