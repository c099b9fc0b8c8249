"""Decides to whom a caller may be transferred and whether it came off (RFC 3515)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

USER = re.compile(r"[0-9A-Za-z*#+._-]{1,32}")
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]{1,253})(:\d{1,5})?")
LONGEST_CONTEXT = 120  # bytes: a REFER says it twice and must fit one UDP packet
LONGEST_SUBJECT = 60  # bytes


class NotListed(ValueError):
    """The target is none that we may send callers to."""


class TransferRules:
    """Be the listed prefixes: "80" (a number) or "sip:80@pbx.example" (at that host only)."""

    def __init__(self, listed: Iterable[str]) -> None:
        """Raise ValueError for an entry that is neither."""
        self._listed = tuple(_parts(each) for each in listed)

    def uri(self, to: str, usual_host: str) -> str:
        """Return the URI to refer to; raise NotListed unless a listed prefix allows it."""
        try:
            user, host = _parts(to)
        except ValueError as error:
            raise NotListed("not a number or a plain SIP URI") from error
        for prefix, listed_host in self._listed:
            if user.startswith(prefix) and host.lower() == listed_host.lower():
                if not host and not HOST.fullmatch(usual_host):
                    break
                return f"sip:{user}@{host or usual_host}"
        raise NotListed("no listed prefix allows it")


def _parts(target: str) -> tuple[str, str]:
    """Return user and host ("" for a plain number); raise ValueError for anything else."""
    user, host = target, ""
    if target.lower().startswith(("sip:", "sips:")):
        user, at, host = target.partition(":")[2].partition("@")
        if not at or not HOST.fullmatch(host):
            raise ValueError("needs user@host without parameters")
    if not USER.fullmatch(user):
        raise ValueError("needs a plain user part")
    return user, host


def refer_headers(uri: str, context: Mapping[str, str], referred_by: str) -> dict[str, str]:
    """Return the headers of a REFER; the context travels on in the new call's own headers.

    "subject" of the context becomes Subject, all else one User-to-User value (RFC 7433).
    """
    carried = context_headers(context)
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in carried.items())
    target = f"<{uri}?{asked}>" if asked else f"<{uri}>"
    return {"Refer-To": target, "Referred-By": f"<{referred_by}>"} | carried


def context_headers(context: Mapping[str, str]) -> dict[str, str]:
    """Return what a context becomes as SIP headers, cut to what a packet can carry."""
    found = {}
    subject = " ".join(context.get("subject", "").split())
    if subject:
        found["Subject"] = _cut(subject, LONGEST_SUBJECT)
    rest = "\n".join(
        f"{name}={' '.join(value.split())}" for name, value in context.items() if name != "subject"
    )
    if rest:
        found["User-to-User"] = f"{_cut(rest, LONGEST_CONTEXT).encode().hex()};encoding=hex"
    return found


def _cut(text: str, most: int) -> str:
    """Return the beginning that fits `most` bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore")


def sipfrag_status(body: str) -> int | None:
    """Return the status that a NOTIFY's sipfrag body tells; None if it is none."""
    found = re.match(r"\s*SIP/2\.0\s+(\d{3})\b", body)
    return int(found.group(1)) if found else None


class TransferState(Enum):
    """Say where a transfer stands."""

    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Be what became of a transfer so far."""

    state: TransferState
    code: int = 0  # the status that ended it


class Transfer:
    """Follow one accepted REFER; times in monotonic seconds."""

    def __init__(self, now: float, seconds: float) -> None:
        self._until = now + seconds
        self._over: Progress | None = None

    def notified(self, status: int | None, *, ended: bool) -> Progress:
        """Take a NOTIFY; `ended`: its subscription is terminated."""
        if self._over is None:
            if status is not None and status >= 200:
                good = status < 300
                state = TransferState.DONE if good else TransferState.FAILED
                self._over = Progress(state, status)
            elif ended:
                # Nothing will follow, and nobody was reached as far as we were told.
                self._over = Progress(TransferState.FAILED, 408)
        return self._over or Progress(TransferState.UNDER_WAY)

    def due(self, now: float) -> Progress:
        """Return how it stands at this time; silence for too long is a failure."""
        if self._over is None and now >= self._until:
            self._over = Progress(TransferState.FAILED, 408)
        return self._over or Progress(TransferState.UNDER_WAY)
