"""Asks an identity provider over HTTP who somebody is; fulfils IdentityProvider."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NoReturn
from urllib.parse import urlsplit

import httpx

from core import id_number
from core.errors import EngineUnavailable
from core.identity import Challenge, Person

logger = logging.getLogger(__name__)

ENGINE = "identity provider"
SECRET_HEADER = "X-Core-Secret"  # noqa: S105  (the header's name)
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{8,64}")  # an id that may stand in an address
LONGEST_NAME = 64  # characters
PROVEN = "proven"


class HttpIdentityProvider:
    """Open attempts and ask, server to server, how they ended."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        url: str,
        secret: str,
        timeout: float,
        lasts: timedelta,
    ) -> None:
        """Take the address, the shared secret, seconds a call may take, how long a proof lasts."""
        self._client = client
        self._url = url.rstrip("/")
        self._headers = {SECRET_HEADER: secret} if secret else {}
        self._timeout = timeout
        self._lasts = lasts

    async def begin(self, back_to: str) -> Challenge:
        """Open an attempt; the provider's page leads back to `back_to`."""
        response = await self._ask("POST", "/identity/challenges", {"back_to": back_to})
        try:
            return _challenge(_object(response.json()))
        except (ValueError, RecursionError) as error:
            raise _unreadable(error) from None

    async def outcome(self, challenge_id: str) -> Person | None:
        """Return the person once they proved it, else None; raise EngineUnavailable."""
        if CHALLENGE.fullmatch(challenge_id) is None:
            return None
        response = await self._ask("GET", f"/identity/challenges/{challenge_id}")
        if response.status_code == 404:
            return None
        try:
            return self._person(_object(response.json()))
        except (ValueError, RecursionError) as error:
            raise _unreadable(error) from None

    def _person(self, data: Mapping[str, object]) -> Person | None:
        if data.get("state") != PROVEN:
            return None
        said = _object(data.get("person"))
        number, name = _text(said, "id_number"), _text(said, "name")
        if not _valid(number) or len(name) > LONGEST_NAME:
            raise ValueError("no such person")
        at = _moment(said, "verified_at")
        return Person(name, number, at, at + self._lasts, _text(data, "provider"))

    async def _ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> httpx.Response:
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._client.request(
                    method,
                    self._url + path,
                    json=body,
                    headers=self._headers,
                    timeout=self._timeout,
                )
        except (httpx.HTTPError, TimeoutError) as error:
            logger.warning("identity provider: %s", type(error).__name__)
            raise EngineUnavailable(ENGINE) from error
        if not (response.is_success or (method == "GET" and response.status_code == 404)):
            logger.warning("identity provider: status %d", response.status_code)
            raise EngineUnavailable(ENGINE)
        return response


class NoIdentityProvider:
    """Stand where no provider is connected, and say so."""

    async def begin(self, back_to: str) -> NoReturn:
        """Raise EngineUnavailable."""
        del back_to
        raise EngineUnavailable(ENGINE)

    async def outcome(self, challenge_id: str) -> NoReturn:
        """Raise EngineUnavailable."""
        del challenge_id
        raise EngineUnavailable(ENGINE)


def _challenge(data: Mapping[str, object]) -> Challenge:
    identifier, url = _text(data, "id"), _text(data, "url")
    if CHALLENGE.fullmatch(identifier) is None:
        raise ValueError("not an id")
    # The citizen's browser opens it: nothing but a web page will do.
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        raise ValueError("not a page")
    return Challenge(identifier, url, _moment(data, "expires"))


def _valid(number: str) -> bool:
    return id_number.well_shaped(number) and id_number.check_character(number[:-1]) == number[-1]


def _unreadable(error: Exception) -> EngineUnavailable:
    """Log the kind of fault only: what was said may hold personal data."""
    logger.error("identity provider: not the agreed JSON (%s)", type(error).__name__)
    return EngineUnavailable(ENGINE)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")
    return value


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} is no text")
    return value


def _moment(data: Mapping[str, object], key: str) -> datetime:
    moment = datetime.fromisoformat(_text(data, key))
    if moment.tzinfo is None:
        raise ValueError(f"{key} has no time zone")
    return moment
