"""Tells the gateway, from the phone process, how the telephone line is."""

from __future__ import annotations

import logging
from dataclasses import asdict

import httpx

from gateway.observing.line_reports import LineReport
from gateway.settings import Settings
from voice.sip.phone_line import PhoneLine
from voice.sip.registration import RegistrationState

logger = logging.getLogger(__name__)


class LineReporter:
    """Report over loopback, with the secret of the phone process."""

    every = 10.0  # seconds; a third of the silence after which the line is taken to be away

    def __init__(self, client: httpx.AsyncClient, settings: Settings, line: PhoneLine) -> None:
        """Take the client (with its timeouts), where the gateway is, and the line."""
        self._client = client
        self._url = f"http://127.0.0.1:{settings.port}/phone/calls/line"
        self._secret = {"X-Phone-Secret": settings.phone_secret.get_secret_value()}
        self._most_calls = settings.phone_calls
        self._line = line

    async def step(self) -> None:
        """Report once; while the gateway is away nobody can be told."""
        try:
            answer = await self._client.put(
                self._url, json=asdict(self._report()), headers=self._secret
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            logger.info("the gateway was not told of the line: %s", type(error).__name__)

    def _report(self) -> LineReport:
        counts, state = self._line.counts, self._line.registered
        return LineReport(
            calls=self._line.calls,
            most_calls=self._most_calls,
            answered=counts.answered,
            announced=counts.announced,
            refused=counts.refused,
            registered=None if state is None else state is RegistrationState.REGISTERED,
        )
