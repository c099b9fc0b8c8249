"""Writes and sends our requests within one call's dialog (RFC 3261, section 12.2)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiosipua import SipRequest, SipResponse, parse_address, parse_uri, stringify_uri

from voice.sip.asking import Asking
from voice.sip.digest import answer
from voice.sip.networks import Networks
from voice.sip.settings import Account
from voice.sip.sockets import Peer

COOKIE = "z9hG4bK"


@dataclass(frozen=True, slots=True)
class Wire:
    """Be what all calls share for speaking SIP."""

    asking: Asking
    account: Account | None
    known: Networks
    here: Callable[[Peer], tuple[str, int]]  # our address as the peer sees it
    reaches: Callable[[Peer], bool]
    user_agent: str

    def via(self, peer: Peer) -> str:
        """Return a new Via header for a request to the peer."""
        host, port = self.here(peer)
        branch = COOKIE + secrets.token_hex(8)
        return f"SIP/2.0/{peer.transport.upper()} {hostport(host, port)};branch={branch};rport"

    def contact(self, peer: Peer, user: str = "") -> str:
        """Return our Contact header for the peer."""
        host, port = self.here(peer)
        parameter = "" if peer.transport == "udp" else f";transport={peer.transport}"
        return f"<sip:{user + '@' if user else ''}{hostport(host, port)}{parameter}>"


class WithinDialog:
    """Be one dialog as seen by what we send in it."""

    def __init__(self, invite: SipRequest, tag: str, peer: Peer, wire: Wire) -> None:
        self.call_id = invite.call_id or ""
        self.tag = tag
        sender = invite.from_addr
        self.their_tag = (sender.tag if sender else None) or ""
        self._us = f"{invite.headers.get('to')[0]};tag={tag}"
        self._them = invite.headers.get("from")[0]
        self._target = stringify_uri(invite.contact[0].uri)
        self._routes = list(reversed(invite.headers.get("record-route")))
        self._peer = peer
        self._wire = wire
        self._number = 0
        self.newest: int | None = None  # CSeq of their newest request

    def took(self, request: SipRequest) -> None:
        """Go by the new Contact of a re-INVITE or UPDATE (a target refresh)."""
        if request.contact:
            self._target = stringify_uri(request.contact[0].uri)

    def request(
        self, method: str, headers: Iterable[tuple[str, str]] = (), sdp: str = ""
    ) -> SipRequest:
        """Return a new request."""
        self._number += 1
        return self._written(method, self._number, headers, sdp)

    def ack(self, number: int) -> SipRequest:
        """Return the ACK to a 2xx for the INVITE of that number."""
        return self._written("ACK", number, (), "")

    async def ask(
        self, method: str, headers: tuple[tuple[str, str], ...] = (), sdp: str = ""
    ) -> SipResponse | None:
        """Send a request; return its final answer (None: none came), challenges answered."""
        request = self.request(method, headers, sdp)
        response = await self._wire.asking.ask(request, self._next_hop())
        if response is None or response.status_code not in (401, 407):
            return self._settled(request, response)
        found = credentials(response, self._wire.account, method, request.uri)
        if found is None:
            return response
        request = self.request(method, (*headers, found), sdp)
        return self._settled(request, await self._wire.asking.ask(request, self._next_hop()))

    def _settled(self, request: SipRequest, response: SipResponse | None) -> SipResponse | None:
        accepted = response is not None and response.status_code < 300
        if accepted and request.method == "INVITE":
            self._wire.asking.accepted(request, self.ack(self._number), self._next_hop())
        return response

    def _written(
        self, method: str, number: int, headers: Iterable[tuple[str, str]], sdp: str
    ) -> SipRequest:
        peer = self._next_hop()
        request = SipRequest(method=method, uri=self._target)
        request.headers.append("Via", self._wire.via(peer))
        request.headers.set_single("Max-Forwards", "70")
        for route in self._routes:
            request.headers.append("Route", route)
        request.headers.set_single("From", self._us)
        request.headers.set_single("To", self._them)
        request.headers.set_single("Call-ID", self.call_id)
        request.headers.set_single("CSeq", f"{number} {method}")
        if method != "ACK":
            request.headers.set_single("Contact", self._wire.contact(peer))
            request.headers.set_single("User-Agent", self._wire.user_agent)
        for name, value in headers:
            request.headers.set_single(name, value)
        if sdp:
            request.headers.set_single("Content-Type", "application/sdp")
            request.text = sdp
        return request

    def _next_hop(self) -> Peer:
        """Return where requests go: the connection, or the route's address if we know it."""
        if self._peer.reliable and self._wire.reaches(self._peer):
            return self._peer
        first = parse_address(self._routes[0]).uri if self._routes else parse_uri(self._target)
        host = first.host.strip("[]")
        if not self._wire.known.holds(host):
            return self._peer
        usual = 5061 if self._peer.transport == "tls" else 5060
        return Peer(self._peer.transport, host, first.port or usual)


def credentials(
    response: SipResponse, account: Account | None, method: str, uri: str
) -> tuple[str, str] | None:
    """Return the header that answers a challenge; None if we cannot."""
    if account is None:
        return None
    proxy = response.status_code == 407
    value = answer(
        response.headers.get("proxy-authenticate" if proxy else "www-authenticate"),
        user=account.auth_user or account.user,
        password=account.password,
        method=method,
        uri=uri,
    )
    if value is None:
        return None
    return ("Proxy-Authorization" if proxy else "Authorization"), value


def hostport(host: str, port: int) -> str:
    """Return both as a URI has them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
