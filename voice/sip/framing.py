"""Cuts a stream of bytes into SIP messages (RFC 3261, section 18.3)."""

from __future__ import annotations

import re

LONGEST_HEAD = 16 * 1024
LONGEST_BODY = 64 * 1024
LENGTH = re.compile(rb"(?im)^(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$")


class TooLong(ValueError):
    """Nobody with honest intentions sends that much."""


class Framing:
    """Collect what comes in on one connection."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Return the messages that are complete now; raise TooLong.

        A keep-alive (two line ends between messages, RFC 5626) comes out as b"".
        """
        self._waiting += data
        found = []
        while self._waiting:
            if self._waiting.startswith(b"\r\n\r\n"):
                found.append(b"")
                self._waiting = self._waiting[4:]
                continue
            if self._waiting.startswith(b"\r\n") and len(self._waiting) > 2:
                self._waiting = self._waiting[2:]
                continue
            head, end, rest = self._waiting.partition(b"\r\n\r\n")
            if not end:
                if len(self._waiting) > LONGEST_HEAD:
                    raise TooLong("head")
                break
            length = LENGTH.search(head)
            size = int(length.group(1)) if length else 0
            if len(head) > LONGEST_HEAD or size > LONGEST_BODY:
                raise TooLong("message")
            if len(rest) < size:
                break
            found.append(head + end + rest[:size])
            self._waiting = rest[size:]
        return found
