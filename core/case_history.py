"""Words what happened to an application, from its audit rows."""

from __future__ import annotations

from collections.abc import Mapping

from core import follow_up_wording as say

STAFF = "staff:"


def history_words(
    action: str, actor: str, detail: Mapping[str, object], names: Mapping[str, str]
) -> str | None:
    """Return one line of the history; None for what happened before the submission.

    `names`: how each member of staff is called.
    """
    words = say.HISTORY.get(action)
    if words is None:
        return None
    missing = detail.get("missing")
    to = str(detail.get("to", ""))
    return words.format(
        who=who_did(actor, names),
        to=names.get(to, to),
        reason=detail.get("reason", ""),
        missing="、".join(map(str, missing)) if isinstance(missing, list) else "",
    )


def who_did(actor: str, names: Mapping[str, str]) -> str:
    """Return who an audit row means."""
    if actor.startswith(STAFF):
        name = actor.removeprefix(STAFF)
        return names.get(name, name)
    return {"citizen": say.BY_CITIZEN, "core": say.BY_CORE}.get(actor, say.BY_SYSTEM)
