"""Listens for SIP on UDP, TCP and TLS and sends it, whole messages at a time."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from voice.sip.framing import Framing, TooLong
from voice.sip.networks import Networks
from voice.sip.settings import Certificate, Transport

MOST_CONNECTIONS = 200
IDLE_SECONDS = 900.0  # a connection that says nothing for so long is closed
CONNECT_SECONDS = 5.0
LONGEST_BACKLOG = 256 * 1024  # bytes not taken by the other side: then it is gone

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Peer:
    """Be the other end: an address and how it is reached."""

    transport: Transport
    host: str
    port: int

    @property
    def reliable(self) -> bool:
        """Return whether nothing has to be sent twice."""
        return self.transport != "udp"


class Sockets:
    """Be all our SIP sockets; `received` gets each message with its sender."""

    def __init__(self, received: Callable[[bytes, Peer], None], known: Networks) -> None:
        self._received = received
        self._known = known
        self._udp: asyncio.DatagramTransport | None = None
        self._servers: list[asyncio.Server] = []
        self._connections: dict[Peer, Connection] = {}
        self._outgoing: ssl.SSLContext | None = None
        self._connecting: set[asyncio.Task[None]] = set()
        self.ports: dict[Transport, int] = {}

    async def listen_udp(self, host: str, port: int) -> None:
        """Bind a UDP port (0: any free one)."""
        loop = asyncio.get_running_loop()
        self._udp, _ = await loop.create_datagram_endpoint(
            lambda: Datagrams(self._received), local_addr=(host, port)
        )
        self.ports["udp"] = self._udp.get_extra_info("sockname")[1]

    async def listen_stream(
        self, host: str, port: int, certificate: Certificate | None = None
    ) -> None:
        """Bind a TCP port, or a TLS one if there is a certificate."""
        transport: Transport = "tcp" if certificate is None else "tls"
        server = await asyncio.get_running_loop().create_server(
            lambda: Connection(self, transport, self._received),
            host,
            port,
            ssl=None if certificate is None else _server_context(certificate),
        )
        self._servers.append(server)
        self.ports[transport] = server.sockets[0].getsockname()[1]

    def use_for_calling(self, certificate: Certificate | None) -> None:
        """Connect over TLS with this certificate's authorities and key."""
        authorities = certificate.authorities if certificate else None
        self._outgoing = ssl.create_default_context(cafile=authorities)
        if certificate is not None:
            self._outgoing.load_cert_chain(certificate.chain, certificate.key)

    def send(self, data: bytes, peer: Peer) -> None:
        """Send; a connection that is gone is opened anew in the background."""
        if peer.transport == "udp":
            if self._udp is not None and not self._udp.is_closing():
                self._udp.sendto(data, (peer.host, peer.port))
            return
        connection = self._connections.get(peer)
        if connection is not None:
            connection.send(data)
            return
        task = asyncio.get_running_loop().create_task(self._connect(data, peer))
        self._connecting.add(task)
        task.add_done_callback(self._connecting.discard)

    def reaches(self, peer: Peer) -> bool:
        """Return whether something can be sent there without connecting first."""
        return peer.transport == "udp" or peer in self._connections

    async def stop(self) -> None:
        """Close everything."""
        for task in list(self._connecting):
            task.cancel()
        await asyncio.gather(*self._connecting, return_exceptions=True)
        for server in self._servers:
            server.close()
        for connection in list(self._connections.values()):
            connection.close()
        if self._udp is not None:
            self._udp.close()
        await asyncio.sleep(0)

    def admits(self, host: str) -> bool:
        """Return whether a connection from there may stay."""
        return self._known.holds(host) and len(self._connections) < MOST_CONNECTIONS

    def opened(self, connection: Connection) -> None:
        """Remember an open connection."""
        self._connections[connection.peer] = connection

    def closed(self, connection: Connection) -> None:
        """Forget it."""
        if self._connections.get(connection.peer) is connection:
            del self._connections[connection.peer]

    async def _connect(self, data: bytes, peer: Peer) -> None:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: Connection(self, peer.transport, self._received),
                    peer.host,
                    peer.port,
                    ssl=self._outgoing if peer.transport == "tls" else None,
                )
        except OSError as error:
            logger.warning("no SIP connection to %s: %s", peer.host, type(error).__name__)
            return
        connection.send(data)


class Datagrams(asyncio.DatagramProtocol):
    """Be the UDP port."""

    def __init__(self, received: Callable[[bytes, Peer], None]) -> None:
        self._received = received

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Hand a datagram on."""
        self._received(data, Peer("udp", addr[0], addr[1]))

    def error_received(self, exc: Exception) -> None:
        """Leave it: whoever closed its port will be missed by our timers."""
        logger.debug("SIP socket: %s", exc)


class Connection(asyncio.Protocol):
    """Be one TCP or TLS connection, whoever opened it."""

    def __init__(
        self, owner: Sockets, transport: Transport, received: Callable[[bytes, Peer], None]
    ) -> None:
        self.peer = Peer(transport, "", 0)
        self._owner = owner
        self._received = received
        self._framing = Framing()
        self._pipe: asyncio.Transport | None = None
        self._idle: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Stay only if we know who it is."""
        name = transport.get_extra_info("peername")
        if not isinstance(transport, asyncio.Transport) or not name:
            return
        self._pipe = transport
        self.peer = Peer(self.peer.transport, name[0], name[1])
        if not self._owner.admits(name[0]):
            transport.abort()
            return
        self._owner.opened(self)
        self._listen_on()

    def data_received(self, data: bytes) -> None:
        """Hand on each complete message."""
        self._listen_on()
        try:
            for message in self._framing.feed(data):
                if message:
                    self._received(message, self.peer)
                else:
                    self.send(b"\r\n")  # the answer to a keep-alive
        except TooLong:
            self.close()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Say that it is gone."""
        if self._idle is not None:
            self._idle.cancel()
        self._owner.closed(self)

    def send(self, data: bytes) -> None:
        """Write, unless the other side has not read for too long."""
        if self._pipe is None or self._pipe.is_closing():
            return
        if self._pipe.get_write_buffer_size() > LONGEST_BACKLOG:
            self._pipe.abort()
            return
        self._pipe.write(data)

    def close(self) -> None:
        """Close it."""
        if self._pipe is not None:
            self._pipe.close()

    def _listen_on(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self.close)


@lru_cache(maxsize=256)
def address_facing(host: str) -> str:
    """Return which of our addresses a packet to `host` leaves from; nothing is sent."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _server_context(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=certificate.authorities)
    context.load_cert_chain(certificate.chain, certificate.key)
    if certificate.ask_for_one:
        context.verify_mode = ssl.CERT_REQUIRED
    return context
