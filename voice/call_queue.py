"""Says where a caller stands in the queue, and when to say it again; knows no clock."""

from __future__ import annotations

from core import phone_wording as say
from voice.front import Placed

SAID_EVERY = 30.0  # seconds between two sentences in the music
PLACE_WITHIN = 3.0  # seconds after which we stop waiting for the place to be told


class Waiting:
    """Be one caller's time in the queue."""

    def __init__(self) -> None:
        """Begin without a place."""
        self._place: Placed | None = None
        self._told = False
        self._times = 0  # that it was said again
        self._due: float | None = None

    def enter(self, now: float) -> None:
        """Begin to wait; the place will be told soon."""
        self._place, self._told = None, False
        self._due = now + PLACE_WITHIN

    def leave(self) -> None:
        """Wait no more."""
        self._due = None

    def stay(self, now: float) -> None:
        """Wait on at the place that is known, e.g. after a call-back was not wanted."""
        self._due = now + SAID_EVERY

    @property
    def open_now(self) -> bool | None:
        """Tell whether anybody serves now; None: no place was told yet."""
        return self._place.open_now if self._place is not None else None

    def placed(self, place: Placed, now: float) -> tuple[str, ...]:
        """Take a place; return what is said of it: nothing if it did not change."""
        first, changed = self._place is None, self._place != place
        self._place = place
        if not changed or not place.open_now:
            return ()
        self._due, self._told = now + SAID_EVERY, True
        return (*self._where(), say.QUEUE_WAITING, say.QUEUE_CALL_BACK) if first else self._where()

    def where(self) -> tuple[str, ...]:
        """Return where the caller stands, as an answer to the question."""
        return (say.PERSON_ASKED_ALREADY, *self.told())

    def told(self) -> tuple[str, ...]:
        """Return where the caller stands, and what they may do instead of waiting."""
        return (*(self._where() or (say.QUEUE_WAITING,)), say.QUEUE_CALL_BACK)

    def passed(self, now: float) -> tuple[str, ...]:
        """Return what is to be said now: nothing most of the time."""
        if self._due is None or now < self._due:
            return ()
        self._due = now + SAID_EVERY
        if not self._told:
            self._told = True
            return (say.QUEUE_WAITING, say.QUEUE_CALL_BACK)
        self._times += 1
        # By turns: more at once nobody remembers.
        also = say.QUEUE_ASK if self._times % 2 else say.QUEUE_CALL_BACK
        return (say.QUEUE_STILL, *self._where(), also)

    def _where(self) -> tuple[str, ...]:
        if self._place is None:
            return ()
        ahead, minutes = self._place.position - 1, self._place.minutes
        where = say.QUEUE_PLACE.format(ahead=ahead) if ahead > 0 else say.QUEUE_FIRST
        if minutes is None:
            return (where,)
        return (where, say.QUEUE_MINUTES.format(minutes=minutes))
