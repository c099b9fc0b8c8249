"""Builds what puts misheard words right, from the catalogue and from what citizens say."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from bot.said import sentences
from core.catalogue import Catalogue
from core.service_items import FieldKind
from gateway.settings import Settings
from voice.speech import Reading
from voice.spoken_text import NUMBERS, YES_NO, SpokenText, Understood, spoken_text


class Understanding:
    """Know the kind of every field, and how citizens of this desk speak."""

    def __init__(self, spoken: SpokenText, kinds: Mapping[str, FieldKind]) -> None:
        """Take what repairs texts, and the kinds of fields by their key."""
        self._spoken = spoken
        self._kinds = kinds

    def understood(
        self,
        raw: str,
        field: str | None,
        hints: Sequence[str] = (),
        readings: Sequence[Reading] = (),
    ) -> Understood:
        """Return what was probably said; `field` is the key of what is asked. It takes 60 ms.

        `readings` is `raw` and what else the recogniser takes it for.
        """
        return self._spoken.understood(
            raw, awaiting=self._kind(field), hints=hints, readings=readings
        )

    async def __call__(
        self,
        raw: str,
        *,
        awaiting: str | None,
        hints: Sequence[str],
        readings: Sequence[Reading],
    ) -> str:
        """Return the words as they were meant, without keeping the event loop."""
        found = await asyncio.to_thread(self.understood, raw, awaiting, hints, readings)
        return found.text

    def is_number(self, field: str | None) -> bool:
        """Tell whether a field is a number, which is said in groups with long pauses."""
        return self._kind(field) in NUMBERS

    def _kind(self, field: str | None) -> FieldKind | str | None:
        if field == YES_NO:
            return YES_NO
        return self._kinds.get(field) if field is not None else None


def understanding(settings: Settings, catalogue: Catalogue) -> Understanding:
    """Read what citizens say and build it; takes some seconds."""
    kinds = {field.key: field.kind for item in catalogue.items for field in item.fields}
    said = [*sentences(), *_questions(settings.packs)]
    return Understanding(spoken_text(said), kinds)


def _questions(folder: Path) -> Iterator[str]:
    """Yield the questions that the policy packs answer."""
    for path in sorted(folder.glob("*/*.yml")):
        read = yaml.load(path.read_text("utf-8"), Loader=_FASTEST)  # noqa: S506  a safe one
        for entry in read.get("entries") or () if isinstance(read, dict) else ():
            asked = entry.get("asked_as") if isinstance(entry, dict) else None
            yield from (text for text in asked or () if isinstance(text, str))


_FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
