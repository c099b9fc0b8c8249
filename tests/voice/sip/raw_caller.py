"""Is a caller made of bare sockets: it can do everything a telephone must not do."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import struct
from dataclasses import dataclass, field
from itertools import pairwise

SO_TIMESTAMPNS = 35  # of Linux; the socket module has no name for it
SOCKET_TURNS = 10  # a loop reads one datagram of each socket a turn
ALAW_SILENCE = b"\xd5" * 160


def header(text: str, name: str) -> str:
    """Return a header's value, "" if there is none."""
    found = re.search(rf"(?im)^{name}\s*:\s*(.*?)\r$", text)
    return found.group(1) if found else ""


def status(text: str) -> int:
    """Return an answer's status, 0 for a request."""
    return int(text.split()[1]) if text.startswith("SIP/2.0 ") else 0


class Wire(asyncio.DatagramProtocol):
    """Collect what comes in."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[str] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.came.put_nowait(data.decode("utf-8", "replace"))


class Stamps:
    """Read all that came to a socket, with the kernel's times."""

    def __init__(self, source: socket.socket) -> None:
        self._source = source
        self._came: list[tuple[float, int]] = []

    def times(self) -> list[float]:
        """Return when each packet came, in seconds."""
        while True:
            try:
                data, notes, _, _ = self._source.recvmsg(2000, 128)
            except BlockingIOError:
                return [when for when, _ in self._came]
            for level, kind, value in notes:
                if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                    seconds, nanoseconds = struct.unpack("qq", value)
                    number = struct.unpack("!H", data[2:4])[0]
                    self._came.append((seconds + nanoseconds / 1e9, number))

    def missing(self) -> int:
        """Return how many sequence numbers were left out."""
        numbers = [number for _, number in self._came]
        return sum((b - a) % 65536 - 1 for a, b in pairwise(numbers))


class Sound:
    """Be the caller's media socket."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.setblocking(False)
        self.port: int = self.socket.getsockname()[1]
        self.number = secrets.randbelow(60_000)
        self.time = secrets.randbelow(2**31)

    def send(
        self, port: int, *, kind: int = 8, payload: bytes = ALAW_SILENCE, skip: int = 0
    ) -> None:
        """Send 20 ms; `skip` packets before it are lost."""
        self.number += 1 + skip
        self.time += 160 * (1 + skip)
        head = struct.pack("!BBHII", 0x80, kind, self.number % 65536, self.time, 77)
        self.socket.sendto(head + payload, ("127.0.0.1", port))

    def press(self, port: int, code: int, kind: int, packets: int = 8) -> None:
        """Press a key as RFC 4733 has it: one timestamp, growing durations, three ends."""
        self.time += 1600
        for each in range(packets):
            end = 0x80 if each >= packets - 3 else 0
            self.number += 1
            duration = max(1, min(each + 1, packets - 2)) * 160
            head = struct.pack("!BBHII", 0x80, kind, self.number % 65536, self.time, 77)
            body = struct.pack("!BBH", code, end | 10, duration)
            self.socket.sendto(head + body, ("127.0.0.1", port))

    def stamped(self) -> Stamps:
        """Let the kernel note when packets come, so that our own delays do not count."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        return Stamps(self.socket)

    async def next(self) -> bytes:
        """Return the next packet that came."""
        async with asyncio.timeout(2):
            return await asyncio.get_running_loop().sock_recv(self.socket, 2000)


@dataclass(slots=True)
class RawCaller:
    """Send whatever a test wants from one UDP port."""

    line_port: int
    wire: Wire
    transport: asyncio.DatagramTransport
    port: int
    host: str
    call_id: str = field(default_factory=lambda: f"raw-{secrets.token_hex(6)}")
    our_tag: str = field(default_factory=lambda: secrets.token_hex(4))
    their_tag: str = ""
    number: int = 1
    sound: Sound = field(default_factory=Sound)

    @classmethod
    async def open(cls, line_port: int, host: str = "127.0.0.1") -> RawCaller:
        """Bind a port."""
        transport, wire = await asyncio.get_running_loop().create_datagram_endpoint(
            Wire, local_addr=(host, 0)
        )
        return cls(line_port, wire, transport, transport.get_extra_info("sockname")[1], host)

    def close(self) -> None:
        """Be gone, without a word."""
        self.transport.close()
        self.sound.socket.close()

    def send(self, text: str | bytes) -> None:
        """Send it as it is."""
        data = text if isinstance(text, bytes) else text.encode()
        self.transport.sendto(data, ("127.0.0.1", self.line_port))

    async def next(self, seconds: float = 3.0) -> str:
        """Return the next message that came."""
        async with asyncio.timeout(seconds):
            return await self.wire.came.get()

    async def final(self, seconds: float = 3.0) -> str:
        """Return the next final answer, passing over provisional ones."""
        while True:
            text = await self.next(seconds)
            if status(text) >= 200:
                return text

    async def asked(self, method: str, seconds: float = 3.0) -> str:
        """Return the next request of theirs with that method."""
        while True:
            text = await self.next(seconds)
            if text.startswith(f"{method} "):
                return text

    def sdp(self, formats: str = "8 101", keys: int = 101, *lines: str) -> str:
        """Return an offer with our media socket."""
        attributes = "".join(f"a={line}\r\n" for line in lines)
        return (
            f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self.sound.port} RTP/AVP {formats}\r\na=rtpmap:8 PCMA/8000\r\n"
            f"a=rtpmap:{keys} telephone-event/8000\r\n{attributes}"
        )

    def request(
        self,
        method: str,
        body: str = "",
        *headers: str,
        kind: str = "application/sdp",
        branch: str = "",
        to_tag: str | None = None,
        number: int | None = None,
    ) -> str:
        """Return a request of this call."""
        if number is None:
            self.number += method not in ("ACK", "CANCEL")
            number = self.number
        tag = self.their_tag if to_tag is None else to_tag
        branch = branch or f"z9hG4bK{secrets.token_hex(6)}"
        lines = [
            f"{method} sip:12393@127.0.0.1:{self.line_port} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.host}:{self.port};branch={branch};rport",
            "Max-Forwards: 70",
            f"From: <sip:13800000000@{self.host}>;tag={self.our_tag}",
            f"To: <sip:12393@127.0.0.1>{f';tag={tag}' if tag else ''}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:13800000000@{self.host}:{self.port}>",
            *headers,
            *([f"Content-Type: {kind}"] if body else []),
            f"Content-Length: {len(body.encode())}",
        ]
        return "\r\n".join(lines) + "\r\n\r\n" + body

    def answer(self, request: str, code: int, body: str = "", *headers: str) -> None:
        """Answer a request of theirs."""
        kept = [
            f"{name}: {header(request, name)}" for name in ("Via", "From", "To", "Call-ID", "CSeq")
        ]
        kind = ["Content-Type: application/sdp"] if body else []
        length = f"Content-Length: {len(body.encode())}"
        lines = [f"SIP/2.0 {code} x", *kept, *headers, *kind, length]
        self.send("\r\n".join(lines) + "\r\n\r\n" + body)

    def acknowledge(self, body: str = "") -> None:
        """Send the ACK to a 2xx."""
        self.send(self.request("ACK", body, number=self.number))

    async def call(self, body: str | None = None, *headers: str) -> str:
        """Call, acknowledge, and return the answer."""
        self.send(self.request("INVITE", self.sdp() if body is None else body, *headers))
        text = await self.final()
        if status(text) == 200:
            self.took(text)
            self.acknowledge()
        return text

    async def settled(self) -> None:
        """Ask harmless things: when they are answered, all that was sent before was served."""
        for _ in range(SOCKET_TURNS):
            self.send(self.request("OPTIONS"))
            await self.final()

    def took(self, answer: str) -> None:
        """Go by the tag of an answer."""
        found = re.search(r"tag=([^;\s]+)", header(answer, "To"))
        self.their_tag = found.group(1) if found else ""


def media_port(answer: str) -> int:
    """Return where an answer wants its media."""
    found = re.search(r"m=audio (\d+)", answer)
    assert found is not None
    return int(found.group(1))
