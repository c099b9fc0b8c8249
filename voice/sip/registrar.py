"""Keeps us registered at the trunk or PBX of our account."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket

from aiosipua import SipRequest, SipResponse

from voice.sip.digest import is_stale
from voice.sip.networks import Networks
from voice.sip.registration import Ask, RegisterAnswer, Registration, RegistrationState
from voice.sip.settings import Account
from voice.sip.sockets import Peer
from voice.sip.within_dialog import Wire, credentials

logger = logging.getLogger(__name__)


class NotResolved(OSError):
    """The registrar's name has no address now."""


class Registrar:
    """Run a Registration against the wire."""

    def __init__(self, account: Account, wire: Wire, known: Networks) -> None:
        self._account = account
        self._wire = wire
        self._known = known
        self._machine = Registration(account.expires)
        self._call_id = secrets.token_hex(12)
        self._tag = secrets.token_hex(8)
        self._number = 0
        self._challenge: SipResponse | None = None
        self._task: asyncio.Task[None] | None = None
        host, _, port = account.registrar.partition(":")
        self._host = host
        self._port = int(port) if port else (5061 if account.transport == "tls" else 5060)

    @property
    def state(self) -> RegistrationState:
        """Return where we stand."""
        return self._machine.state

    def start(self) -> None:
        """Register and stay so."""
        self._task = asyncio.get_running_loop().create_task(self._stay())

    async def stop(self, seconds: float) -> None:
        """Take the registration back, if the registrar answers within so long."""
        registered = self._machine.state is RegistrationState.REGISTERED
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if not registered:
            return
        try:
            async with asyncio.timeout(seconds):
                response = await self._ask(self._machine.leave())
                if response is not None and response.status_code in (401, 407):
                    self._challenge = response
                    await self._ask(Ask(0, with_credentials=True))
        except (TimeoutError, OSError):
            logger.info("the registrar did not confirm that we left")

    async def _stay(self) -> None:
        while True:
            pause = await self._attempt()
            await asyncio.sleep(pause)

    async def _attempt(self) -> float:
        """Register once; return how many seconds to wait before the next time."""
        before = self._machine.state
        todo = self._machine.due()
        while True:
            try:
                response = await self._ask(todo)
            except OSError:
                response = None
            if response is not None and response.status_code in (401, 407):
                self._challenge = response
            found = self._machine.answered(self._read(response))
            if isinstance(found, Ask):
                todo = found
                continue
            if self._machine.state is not before:
                logger.info("registration %s", self._machine.state.value)
            return found.seconds

    async def _ask(self, ask: Ask) -> SipResponse | None:
        peer = await self._resolved()
        self._known.add(peer.host)  # it may call us, and answer us
        self._number += 1
        domain = self._account.domain or self._host
        us = f"<sip:{self._account.user}@{domain}>"
        request = SipRequest(method="REGISTER", uri=f"sip:{domain}")
        request.headers.append("Via", self._wire.via(peer))
        request.headers.set_single("Max-Forwards", "70")
        request.headers.set_single("From", f"{us};tag={self._tag}")
        request.headers.set_single("To", us)
        request.headers.set_single("Call-ID", self._call_id)
        request.headers.set_single("CSeq", f"{self._number} REGISTER")
        request.headers.set_single("Contact", self._wire.contact(peer, self._account.user))
        request.headers.set_single("Expires", str(ask.expires))
        request.headers.set_single("User-Agent", self._wire.user_agent)
        if ask.with_credentials and self._challenge is not None:
            found = credentials(self._challenge, self._account, "REGISTER", request.uri)
            if found is not None:
                request.headers.set_single(*found)
        return await self._wire.asking.ask(request, peer)

    async def _resolved(self) -> Peer:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_DGRAM)
        except socket.gaierror as error:
            raise NotResolved(str(error)) from error
        return Peer(self._account.transport, str(found[0][4][0]), self._port)

    def _read(self, response: SipResponse | None) -> RegisterAnswer:
        if response is None:
            return RegisterAnswer(408)
        proxy = response.status_code == 407
        challenges = response.headers.get("proxy-authenticate" if proxy else "www-authenticate")
        return RegisterAnswer(
            response.status_code,
            expires=self._granted(response),
            min_expires=_seconds(response.headers.get_first("min-expires")),
            retry_after=_seconds(response.headers.get_first("retry-after")),
            challenged=credentials(response, self._account, "REGISTER", "sip:x") is not None,
            stale=is_stale(challenges),
        )

    def _granted(self, response: SipResponse) -> int | None:
        """Return the seconds granted to our own contact; others may be registered, too."""
        for contact in response.contact:
            if contact.uri.user == self._account.user and "expires" in contact.params:
                return _seconds(contact.params["expires"])
        return _seconds(response.headers.get_first("expires"))


def _seconds(value: str | None) -> int | None:
    first = (value or "").split(";")[0].split("(")[0].strip()
    return int(first) if first.isdecimal() and len(first) < 10 else None
