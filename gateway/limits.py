"""Limits how often one address or one conversation may ask for what is dear to us."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from core import account_wording as say
from core.rate_limits import BucketTable, Rate, line_of
from gateway.problems import problem

# Takes one of a rate under a key; returns 0, or the seconds after which to come again.
Take = Callable[[str, Rate], Awaitable[int]]

ID = r"([^/]+)"
TALK = rf"/api/v1/conversations/{ID}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Limit one kind of request, by where it comes from and by what it is about."""

    name: str
    path: re.Pattern[str]  # its group, if there is one, is what it is about
    by_address: Rate
    by_subject: Rate | None = None


def _rule(name: str, path: str, by_address: Rate, by_subject: Rate | None = None) -> Rule:
    return Rule(name, re.compile(path), by_address, by_subject)


# A community centre's visitors share one address: what an address may do is generous; what one
# conversation may do is what a quick typist does (chat 20 a minute: ASVS 5.0 2.4.1).
RULES = (
    _rule("conversations", r"/api/v1/conversations", Rate(60, 30)),
    _rule("messages", rf"{TALK}/messages", Rate(300, 240), Rate(30, 20)),
    _rule("photographs", rf"{TALK}/photos", Rate(60, 20), Rate(10, 2)),
    _rule("call photographs", rf"/api/v1/calls/{ID}/photos", Rate(60, 20), Rate(10, 2)),
    _rule("identity", rf"{TALK}/identity", Rate(60, 20), Rate(5, 1)),
    _rule("progress", rf"{TALK}/progress", Rate(60, 20), Rate(10, 2)),
    _rule("own data", rf"{TALK}/own-data/requests", Rate(60, 20), Rate(10, 2)),
    _rule("seats", r"/api/v1/calls/enter", Rate(30, 10)),
    _rule("sign-in", r"/api/v1/staff/session", Rate(30, 10)),
    _rule("openid", r"/api/v1/staff/openid(?:/code)?", Rate(30, 10)),
    _rule("tokens", r"/api/v1/enterprise/token", Rate(30, 10)),
    _rule("imports", r"/api/v1/admin/imports", Rate(30, 10)),
)


# What is only looked at and yet leaves a row behind, or takes a core's time that others wait for.
LOOKS = (
    _rule("openid", r"/api/v1/staff/openid/return", Rate(30, 10)),
    _rule("searches", r"/api/v1/(?:knowledge/search|lookups/[^/]+)", Rate(300, 240)),
    _rule("leaflets", r"/api/v1/(?:policies|knowledge/entries)/.+/leaflet\.pdf", Rate(60, 30)),
)


LIMITED = {"POST": RULES, "GET": LOOKS}


class Buckets:
    """Keep the buckets of this process; see integrations.redis_buckets for several."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the clock, in seconds."""
        self._clock = clock
        self._table = BucketTable()

    async def take(self, key: str, rate: Rate) -> int:
        """Take one of a rate; return 0, or the seconds after which to come again."""
        return self._table.take(key, rate, self._clock())


class Limits:
    """Tell how long a request has to wait."""

    def __init__(self, take: Take, *, this_machine_too: bool = False) -> None:
        """Take the buckets, and whether who is on this machine is limited like others.

        A proxy on this machine names its clients in X-Forwarded-For, which uvicorn believes.
        """
        self._take = take
        self._this_machine_too = this_machine_too

    async def wait(self, path: str, address: str, rules: Sequence[Rule] = RULES) -> int:
        """Return 0, or the seconds after which to POST there again; with LOOKS, to GET it."""
        if not self._this_machine_too and is_this_machine(address):
            return 0
        for rule in rules:
            match = rule.path.fullmatch(path)
            if match is None:
                continue
            wait = await self._take(f"{rule.name}:{line_of(address)}", rule.by_address)
            if rule.by_subject is not None and not wait:
                wait = await self._take(f"{rule.name}={match[1]}", rule.by_subject)
            return wait
        return 0


class LimitRate:
    """Answer 429 to who comes too often, before anything is read."""

    def __init__(self, app: ASGIApp, limits: Limits, hotline: str) -> None:
        """Take the application behind, the limits, and whom to call instead."""
        self._app = app
        self._limits = limits
        self._hotline = hotline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say when to come again."""
        rules = LIMITED.get(scope["method"]) if scope["type"] == "http" else None
        if rules is not None:
            address = (scope.get("client") or ("", 0))[0]
            wait = await self._limits.wait(scope["path"], address, rules)
            if wait:
                response = problem(429, "too-many", too_often(wait, self._hotline))
                response.headers["Retry-After"] = str(wait)  # RFC 9110 section 10.2.3
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def too_often(seconds: int, hotline: str) -> str:
    """Return what is said to who has to wait."""
    return say.TOO_OFTEN.format(seconds=seconds, hotline=hotline)


def is_this_machine(address: str) -> bool:
    """Tell whether an address is of this machine, or none at all."""
    try:
        return ip_address(address).is_loopback
    except ValueError:  # no address: a Unix socket
        return True
