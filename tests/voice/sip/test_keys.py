"""Tests that each press of a key is told once."""

from __future__ import annotations

import struct

import pytest

from voice.line import Key
from voice.sip.keys import KeyReader, info_key


def event(code: int, duration: int, *, end: bool = False) -> bytes:
    return struct.pack("!BBH", code, 0x8A if end else 0x0A, duration)


def test_a_press_is_told_at_its_first_packet_and_only_then() -> None:
    reader = KeyReader()
    packets = [(160, False), (320, False), (480, True), (480, True), (480, True)]

    told = [
        reader.packet(event(5, duration, end=end), 1000, number * 0.02)
        for number, (duration, end) in enumerate(packets)
    ]

    assert told == [Key("5", 0.02), None, None, None, None]


def test_the_same_key_twice_is_two_presses() -> None:
    reader = KeyReader()

    first = reader.packet(event(5, 160), 1000, 0.0)
    second = reader.packet(event(5, 160), 2600, 0.2)

    assert first is not None
    assert second is not None


def test_a_press_of_which_only_the_end_arrived_is_told() -> None:
    assert KeyReader().packet(event(10, 800, end=True), 1000, 0.0) == Key("*", 0.1)


def test_a_late_packet_of_the_press_before_is_no_press() -> None:
    reader = KeyReader()
    reader.packet(event(1, 160), 1000, 0.0)
    reader.packet(event(2, 160), 2600, 0.2)

    assert reader.packet(event(1, 480, end=True), 1000, 0.21) is None


def test_a_player_that_repeats_its_timestamps_is_understood_after_a_pause() -> None:
    reader = KeyReader()
    reader.packet(event(1, 160), 1000, 0.0)

    assert reader.packet(event(2, 160), 1000, 2.0) == Key("2", 0.02)


def test_two_keys_with_one_timestamp_are_two_presses_each_told_once() -> None:
    reader = KeyReader()
    packets = [event(1, 160), event(11, 160), event(1, 480, end=True), event(11, 480, end=True)]

    told = [reader.packet(packet, 1000, number * 0.02) for number, packet in enumerate(packets)]

    assert told == [Key("1", 0.02), Key("#", 0.02), None, None]


def test_timestamps_may_begin_anew() -> None:
    reader = KeyReader()
    reader.packet(event(1, 160), 2**32 - 800, 0.0)

    assert reader.packet(event(2, 160), 800, 0.2) == Key("2", 0.02)


@pytest.mark.parametrize("payload", [b"", b"\x05\x0a", event(12, 160), event(16, 160)])
def test_what_is_no_key_of_ours_is_nothing(payload: bytes) -> None:
    assert KeyReader().packet(payload, 1000, 0.0) is None


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", Key("5", 0.16)),
        ("application/dtmf-relay", "Signal= *\r\nDuration= 100", Key("*", 0.1)),
        ("application/dtmf-relay", "Signal=11\r\n", Key("#", 0.0)),
        ("application/dtmf", "7", Key("7", 0.0)),
        ("application/dtmf; x=y", " # ", Key("#", 0.0)),
        ("application/dtmf-relay", "Signal=A", None),
        ("application/dtmf-relay", "Duration=160", None),
        ("text/plain", "5", None),
    ],
)
def test_info_names_keys(kind: str, body: str, key: Key | None) -> None:
    assert info_key(kind, body) == key


def test_a_press_that_is_told_both_ways_is_one() -> None:
    reader = KeyReader()
    reader.packet(event(5, 160), 1000, 0.0)

    assert reader.info("application/dtmf", "5", 0.1) is None
    assert reader.info("application/dtmf", "6", 0.2) == Key("6", 0.0)


def test_the_same_key_told_twice_by_info_is_two_presses() -> None:
    reader = KeyReader()

    told = [reader.info("application/dtmf", "5", now) for now in (0.0, 0.3)]

    assert told == [Key("5", 0.0), Key("5", 0.0)]
