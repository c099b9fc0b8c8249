"""Holds a Conversation and the moves between its stages: bot -> waiting -> agent -> closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.errors import NotAllowedNow


class Stage(StrEnum):
    """Name who answers the citizen at the moment."""

    BOT = "bot"
    WAITING = "waiting"  # the bot still answers; a person is on the way
    AGENT = "agent"  # a person answers; the bot is silent
    CLOSED = "closed"


ALLOWED_MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.BOT: frozenset({Stage.WAITING, Stage.CLOSED}),
    Stage.WAITING: frozenset({Stage.AGENT, Stage.BOT, Stage.CLOSED}),
    Stage.AGENT: frozenset({Stage.BOT, Stage.WAITING, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """Hold what lasts from one message of a citizen to the next."""

    id: str
    channel: str
    opened_at: datetime  # UTC
    stage: Stage = Stage.BOT
    region: str | None = None  # where the citizen is insured; None until known
    persona: str = "standard"  # standard, elder, birth, child
    last_item: str | None = None  # code of the service item last talked about
    last_question: str | None = None  # the last policy question, for follow-ups
    last_reply: str | None = None  # what was said last, for "say that again"
    last_entry: str | None = None  # id of the policy entry version cited last
    delegate: str | None = None  # for whom the citizen acts, e.g. 母亲
    misses: int = 0  # turns in a row that were not understood
    turns: int = 0  # turns so far
    script: str = "hans"  # characters that are shown: hans, hant (see core.versions)

    def moved_to(self, stage: Stage) -> Conversation:
        """Return this conversation in the given stage, or raise NotAllowedNow."""
        if stage is self.stage:
            return self
        if stage not in ALLOWED_MOVES[self.stage]:
            raise NotAllowedNow(f"conversation {self.id}: {self.stage} -> {stage}")
        return replace(self, stage=stage)
