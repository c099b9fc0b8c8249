"""Tests how a stream is cut into messages."""

from __future__ import annotations

import pytest

from voice.sip.framing import Framing, TooLong

FIRST = b"OPTIONS sip:x SIP/2.0\r\nContent-Length: 5\r\n\r\nhello"
SECOND = b"BYE sip:x SIP/2.0\r\nl : 0\r\n\r\n"


def test_messages_come_out_whole_whatever_the_pieces() -> None:
    framing, found = Framing(), []

    for byte in FIRST + SECOND + FIRST:
        found += framing.feed(bytes([byte]))

    assert found == [FIRST, SECOND, FIRST]


def test_several_messages_in_one_piece_come_out_apart() -> None:
    assert Framing().feed(FIRST + SECOND) == [FIRST, SECOND]


def test_a_keep_alive_is_told() -> None:
    assert Framing().feed(b"\r\n\r\n" + SECOND) == [b"", SECOND]


def test_a_pong_is_passed_over() -> None:
    assert Framing().feed(b"\r\n" + SECOND) == [SECOND]


def test_a_head_without_end_is_too_long() -> None:
    with pytest.raises(TooLong):
        Framing().feed(b"X" * 20_000)


def test_an_enormous_body_is_too_long_before_it_comes() -> None:
    with pytest.raises(TooLong):
        Framing().feed(b"INVITE sip:x SIP/2.0\r\nContent-Length: 999999999\r\n\r\n")
