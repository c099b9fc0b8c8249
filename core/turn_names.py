"""Names the turn that is being answered, so that all log lines of it are found together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# "<conversation>:<number of the citizen's line>", as the row in the table `lines` has both: from
# a log line one comes to the row, and back. Empty: no turn is being answered here.
TURN: ContextVar[str] = ContextVar("turn", default="")
TURN_HEADER = "X-Turn"  # of the answer to a message, for our own processes that go on with it


def turn_name(conversation_id: str, seq: int) -> str:
    """Return the name of the turn that answers a line."""
    return f"{conversation_id}:{seq}"


@contextmanager
def continuing(turn: str) -> Iterator[None]:
    """Go on with a turn that was begun elsewhere, or with none: ""."""
    before = TURN.set(turn)
    try:
        yield
    finally:
        TURN.reset(before)
