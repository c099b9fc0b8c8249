"""Finds figures that the plain wording of a passage has and its official wording has not."""

from __future__ import annotations

import re
import unicodedata

from core.contracts import Passage

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def complaints(passage: Passage) -> tuple[str, ...]:
    """Return one sentence for each Arabic figure that the official wording does not state."""
    stated = _figures(passage.text)
    return tuple(
        f"{passage.document_id}: {key} says {figure}, the text does not"
        for key, wording in (("plain", passage.plain), ("spoken", passage.spoken))
        for figure in sorted(_figures(wording) - stated)
    )


def _figures(text: str) -> frozenset[str]:
    """Return the Arabic figures in a text."""
    return frozenset(_FIGURE.findall(unicodedata.normalize("NFKC", text)))
