"""Says which of two passages on the same matter yields to the other; pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.contracts import Passage
from core.knowledge import NATION

AS_GOOD = 0.15  # a score this little lower is as good an answer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Be one passage in the running."""

    place: int  # in the index
    passage: Passage  # with its score
    superseded_by: str | None
    live: bool  # still in force on the day asked
    near: bool  # nearer to the question than any of which it is known that nothing answers it


def yields(one: Candidate, other: Candidate, ruling: str | None) -> bool:
    """Tell whether `one` must stand after `other`, both being on the same matter."""
    if not _same_matter(one, other):
        return False
    if one.live != other.live:
        return other.live
    if other.passage.score < one.passage.score - AS_GOOD:
        return False
    # One's own region knows best; who has not said where they are insured gets the common rule.
    preferred = ruling or NATION
    return one.passage.region != preferred and other.passage.region == preferred


def _same_matter(one: Candidate, other: Candidate) -> bool:
    """Tell whether two passages rule on the same thing."""
    if one.place == other.place:
        return False
    return (
        one.superseded_by == other.passage.document_id or one.passage.topic == other.passage.topic
    )
