"""Says what citizens may ask about what is kept of them, and how far a request is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

ANSWER_WITHIN = 15  # working days (个人信息保护法, article 50: 及时; our promise)
COPY_PAGE = "/my-copy/"  # what follows opens a copy: whoever has it need not be known
COPY_OPEN = timedelta(minutes=15)  # in which a copy can be opened once it was asked for


class Right(StrEnum):
    """Name what is asked for (个人信息保护法, articles 15, 45, 46, 47)."""

    WITHDRAW = "withdraw"  # 撤回同意
    COPY = "copy"  # 查阅、复制
    CORRECT = "correct"  # 更正、补充
    DELETE = "delete"  # 删除


class Standing(StrEnum):
    """Name how far a request is."""

    OPEN = "open"  # staff have to answer
    DONE = "done"
    REFUSED = "refused"  # by staff, with the reason in the answer


@dataclass(frozen=True, slots=True)
class OwnDataRequest:
    """Be one request about one's own data, under a number."""

    number: str
    conversation_id: str
    right: Right
    asked_at: datetime  # UTC
    due: date  # by when it is answered at the latest
    standing: Standing
    outcome: Mapping[str, int] = field(default_factory=dict)  # what was done at once, counted
    words: str = ""  # what is to be corrected, as the citizen said it: not masked
    answer: str = ""  # of staff, masked
    answered_by: str | None = None  # staff name
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """Count what was erased, and what the law keeps."""

    lines: int = 0
    drafts: int = 0  # applications that were never handed in
    photos: int = 0
    recordings: int = 0
    kept: int = 0  # applications that were accepted
    under_way: int = 0  # those among them that are not decided yet
    filmed: int = 0  # video calls whose recording is evidence
    unsealed: int = 0  # video calls whose evidence is not sealed: nothing said goes before it is

    def counts(self) -> dict[str, int]:
        """Return the counts by name, for the request and for the audit trail."""
        return {
            "lines": self.lines,
            "drafts": self.drafts,
            "photos": self.photos,
            "recordings": self.recordings,
            "kept": self.kept,
            "under_way": self.under_way,
            "filmed": self.filmed,
            "unsealed": self.unsealed,
        }
