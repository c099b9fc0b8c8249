"""Asks the insurance core over HTTP, patiently but never for long; fulfils InsuranceCore."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from urllib.parse import quote

import httpx

from core.applications import Application
from core.errors import EngineUnavailable, NotAllowedNow, NotFound
from core.insured import CoreFiling, Summary
from integrations.insurance_core.breaker import Breaker, Limits
from integrations.insurance_core.wire import (
    application_json,
    core_filing_from_json,
    summary_from_json,
)

logger = logging.getLogger(__name__)

ENGINE = "insurance core"
SECRET_HEADER = "X-Core-Secret"  # noqa: S105  (the header's name)
KEY_HEADER = "Idempotency-Key"
ATTEMPTS = 3
USUAL_LIMITS = Limits()
FIRST_PAUSE = 0.05  # seconds, doubled before each further attempt
NOT_NOW = frozenset({408, 425, 429, 500, 502, 503, 504})  # worth another attempt
NOT_US = frozenset({401, 403, 407})  # it is we who are refused, whatever we ask for

Parsed = TypeVar("Parsed")


class InsuranceCoreClient:
    """Speak with the core; each call may be repeated, so none may do a thing twice.

    Reading changes nothing, and a filing carries its receipt number as idempotency key. Numbers
    of people stand in bodies, never in addresses, which every server and proxy writes into logs.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        url: str,
        secret: str,
        timeout: float,
        limits: Limits = USUAL_LIMITS,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Take the address, the shared secret, and the seconds that a call may take in all.

        `chance` returns 0..1 and spreads the pauses, so that many callers do not return at once.
        """
        self._client = client
        self._url = url.rstrip("/")
        self._headers = {SECRET_HEADER: secret} if secret else {}
        self._timeout = timeout
        self._breaker = Breaker(limits)
        self._clock = clock
        self._pause = pause
        self._chance = chance

    async def summary(self, id_number: str) -> Summary | None:
        """Return what the core knows of a person, or None if it does not know them."""
        response = await self._ask("POST", "/people/query", body={"id_number": id_number})
        if response.status_code == 404:
            return None
        summary = _parsed(response, summary_from_json)
        if summary.id_number != id_number:
            logger.error("insurance core: answered for somebody else")
            raise EngineUnavailable(ENGINE)
        return summary

    async def file(self, application: Application, item_name: str) -> CoreFiling:
        """Hand over a submitted application; its receipt number is the idempotency key.

        Raises NotAllowedNow if it has no number, or the core refuses this one: it has another
        under that number, say.
        """
        if application.number is None:
            raise NotAllowedNow(f"application {application.id} was not submitted")
        response = await self._ask(
            "POST",
            "/filings",
            body=application_json(application, item_name),
            headers={KEY_HEADER: application.number},
        )
        _raise_if_refused(response, application.number)
        return _parsed(response, core_filing_from_json)

    async def decision(self, reference: str) -> CoreFiling:
        """Return how far the core has come; raise NotFound if it has no such filing."""
        response = await self._ask("GET", f"/filings/{quote(reference, safe='')}")
        if response.status_code == 404:
            raise NotFound(f"filing {reference}")
        _raise_if_refused(response, reference)
        return _parsed(response, core_filing_from_json)

    async def withdraw(self, number: str) -> bool:
        """Take back what was handed over under a receipt number; False: it was decided before.

        Raises NotAllowedNow if the core refuses this one: it never had that number, say.
        """
        response = await self._ask(
            "POST", "/withdrawals", body={"number": number}, headers={KEY_HEADER: number}
        )
        if response.status_code == 409:
            return False
        _raise_if_refused(response, number)
        if not response.is_success:
            logger.error("insurance core: status %d", response.status_code)
            raise EngineUnavailable(ENGINE)
        return True

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Return the core's answer, whatever it says, or raise EngineUnavailable in time."""
        request = self._client.build_request(
            method,
            self._url + path,
            json=body,
            headers={**self._headers, **(headers or {})},
            # One slow attempt must leave time for another.
            timeout=self._timeout / 2,
        )
        try:
            async with asyncio.timeout(self._timeout):
                for attempt in range(ATTEMPTS):
                    if attempt:
                        longest = FIRST_PAUSE * 2**attempt
                        await self._pause(longest * (1 + self._chance()) / 2)
                    response = await self._once(request)
                    if response is not None:
                        return response
        except TimeoutError as error:
            raise EngineUnavailable(ENGINE) from error
        raise EngineUnavailable(ENGINE)

    async def _once(self, request: httpx.Request) -> httpx.Response | None:
        """Ask once and let the breaker know; None: another attempt may help."""
        admitted = self._breaker.admitted(self._clock())
        if admitted is None:
            logger.info("insurance core: not asked, the circuit is open")
            raise EngineUnavailable(ENGINE)
        self._breaker = admitted
        answered = False
        try:
            response = await self._client.send(request)
            answered = response.status_code not in NOT_NOW
            if not answered:
                logger.warning("insurance core: status %d", response.status_code)
            return response if answered else None
        except httpx.HTTPError as error:
            logger.warning("insurance core: %s", type(error).__name__)
            return None
        finally:  # also when we are cancelled: the core was too slow
            if answered:
                self._breaker = self._breaker.succeeded()
            else:
                self._breaker = self._breaker.failed(self._clock())


def _raise_if_refused(response: httpx.Response, name: str) -> None:
    """Raise NotAllowedNow if the core answered that this one, and not all we ask, is wrong."""
    if response.is_client_error and response.status_code not in NOT_US:
        raise NotAllowedNow(f"the core refuses {name}: status {response.status_code}")


def _parsed(response: httpx.Response, parse: Callable[[object], Parsed]) -> Parsed:
    if not response.is_success:
        logger.error("insurance core: status %d", response.status_code)
        raise EngineUnavailable(ENGINE)
    try:
        return parse(response.json())
    except (ValueError, RecursionError) as error:  # its words may hold personal data
        logger.error("insurance core: not the agreed JSON (%s)", type(error).__name__)
        raise EngineUnavailable(ENGINE) from None
