"""Lists what citizens may read instead of an answer, and what they must never read."""

from __future__ import annotations

from core import wording
from core.wechat_wording import RECOVERING

# Only what admits that the message may not have been taken in: nothing else may stand for it.
LISTED = frozenset({RECOVERING, wording.NOT_READY, wording.NOT_TAKEN_IN, wording.SERVER_PROBLEM})
UNFIT = (
    *("Traceback", "Exception", "Error", "asyncpg", "sqlalchemy", "PostgreSQL", "Redis", "redis"),
    *("Rasa", "rasa", "None", "null", "undefined", "localhost", "127.0.0.1", "HTTP", "timeout"),
)
