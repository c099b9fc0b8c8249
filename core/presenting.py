"""Writes answers in the characters that their reader chose; pure but for the converters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core import version_wording as say
from core.messages import Answer, Reply
from core.versions import Script

PHONE = "phone"  # what is heard has no characters

Converts = Callable[[str], str]


def unchanged(text: str) -> str:
    """Return a text as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Writing:
    """Hold how simplified characters become traditional ones, and back."""

    traditional: Converts = unchanged
    simplified: Converts = unchanged

    def shown(self, answer: Answer, channel: str) -> Answer:
        """Return an answer in the characters that its turn names."""
        if answer.turn.script != Script.TRADITIONAL or channel == PHONE:
            return answer
        return replace(answer, reply=self.of(answer.reply))

    def of(self, reply: Reply) -> Reply:
        """Return a reply in traditional characters; what is spoken stays, for voices read it.

        Official words are marked as converted: they were published in simplified characters.
        Sources keep the name under which they can be looked up.
        """
        turn = self.traditional
        note = turn("\n" + say.CONVERTED_NOTE) if reply.sources else ""
        return replace(
            reply,
            text=turn(reply.text) + note,
            spoken=reply.aloud(),
            choices=tuple(turn(choice) for choice in reply.choices),
            cards=tuple(
                replace(
                    card,
                    title=turn(card.title),
                    rows=tuple(
                        replace(
                            row, label=turn(row.label), value=turn(row.value), note=turn(row.note)
                        )
                        for row in card.rows
                    ),
                )
                for card in reply.cards
            ),
        )
