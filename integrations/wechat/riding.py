"""Chooses what a passive reply carries: the answer, and what waits since earlier (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from core import wechat_wording as say
from core.wechat_messages import Choose, Due, Ride, State
from integrations.wechat.packing import GAP, fits, parts


def riding(inbox_id: int) -> Choose:
    """Return what chooses for the reply to one push."""

    def choose(due: Sequence[Due]) -> Ride | None:
        texts = [one for one in due if "text" in one.body]
        own = [one for one in texts if one.inbox_id == inbox_id]
        older = [one for one in texts if not own or one.id < own[0].id]
        taken: list[Due] = []
        for one in (*own, *older):  # the answer first: what is older can wait for the outbox
            more = sorted((*taken, one), key=lambda d: d.id)
            if not fits(_joined(more)):
                break
            taken = more
        return Ride(_joined(taken), tuple(one.id for one in taken)) if taken else None

    return choose


def worded(due: Due) -> str:
    """Return a text as it is to be read: one that may have been seen before says so."""
    text = due.body["text"]
    return _marked(text) if due.state is State.UNSURE else text


def once_more(text: str) -> Sequence[str]:
    """Return the messages that repeat a passive reply of which nobody knows whether it arrived."""
    return parts(_marked(text))


def _marked(text: str) -> str:
    return f"{say.MAYBE_SEEN}\n{text}"


def _joined(due: Sequence[Due]) -> str:
    return GAP.join(map(worded, due))
