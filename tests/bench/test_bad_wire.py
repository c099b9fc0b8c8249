"""Tests that the wire of the video benchmark loses, narrows and delays as it says."""

from __future__ import annotations

from ipaddress import IPv4Address
from random import Random

import pytest

from bench._bad_wire import OneWay, Weather
from bench._rebinding import Rebinding
from bench._watched_pages import back_after, first_after

STEADY = {"delay": 0.02, "jitter": 0.0}
INNER, OUTER, WORLD = (IPv4Address(f"10.77.0.{last}") for last in (2, 66, 1))


def way(**weather: float) -> OneWay:
    return OneWay(Random(1), Weather(**{**STEADY, **weather}))  # type: ignore[arg-type]


def sum_of(octets: bytes) -> int:
    """Return the Internet checksum of RFC 1071: 0 over what holds its own sum."""
    total = sum(int.from_bytes(octets[at : at + 2]) for at in range(0, len(octets), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def datagram(source: IPv4Address, destination: IPv4Address, *, has_sum: bool = True) -> bytes:
    """Return an IPv4 packet with a UDP datagram, with its sums right."""
    body = b"\x30\x39\x00\x50\x00\x0c\x00\x00abcd"
    pseudo = source.packed + destination.packed + b"\x00\x11\x00\x0c"
    if has_sum:
        body = body[:6] + sum_of(pseudo + body).to_bytes(2) + body[8:]
    head = b"\x45\x00\x00\x20\x00\x00\x00\x00\x40\x11\x00\x00" + source.packed + destination.packed
    return head[:10] + sum_of(head).to_bytes(2) + head[12:] + body


def is_right(packet: bytes) -> bool:
    pseudo = packet[12:20] + b"\x00\x11\x00\x0c"
    return sum_of(packet[:20]) == 0 and sum_of(pseudo + packet[20:]) == 0


def test_a_clean_wire_only_takes_its_time() -> None:
    assert way().arrives_at(1200, 5.0) == pytest.approx(5.02)


def test_of_ten_thousand_packets_the_share_is_lost_that_was_asked_for() -> None:
    wire = way(loss=0.05)

    arrived = [wire.arrives_at(100, at / 100) for at in range(10_000)]

    assert arrived.count(None) == wire.counts.lost
    assert wire.counts.lost == pytest.approx(500, abs=60)
    assert wire.counts.carried == 10_000 - wire.counts.lost


def test_a_narrow_wire_lets_through_its_rate_and_drops_what_would_wait_too_long() -> None:
    wire = way(rate=80_000, queue=0.35)  # a packet of 1000 bytes takes a tenth of a second

    arrived = [wire.arrives_at(1000, 0.0) for _ in range(10)]

    assert arrived[:4] == [pytest.approx(0.02 + 0.1 * place) for place in (1, 2, 3, 4)]
    assert arrived[4:] == [None] * 6
    assert wire.counts.overflowed == 6
    assert wire.arrives_at(1000, 0.2) == pytest.approx(0.52)  # room again


def test_no_packet_overtakes_another_however_it_is_shaken() -> None:
    wire = way(jitter=0.05)

    arrived = [wire.arrives_at(100, at / 1000) for at in range(200)]

    times = [at for at in arrived if at is not None]
    assert times == sorted(times)
    assert len(times) == 200


def test_a_cut_wire_carries_nothing() -> None:
    wire = OneWay(Random(1), Weather(is_cut=True))

    assert wire.arrives_at(100, 1.0) is None
    assert (wire.counts.lost, wire.counts.carried) == (1, 0)


def test_a_router_shows_another_address_with_right_sums() -> None:
    router = Rebinding(INNER, OUTER)

    seen = router.out(datagram(INNER, WORLD))
    answered = router.back(datagram(WORLD, OUTER))

    assert seen == datagram(OUTER, WORLD)
    assert answered is not None
    assert is_right(answered)
    assert answered[16:20] == INNER.packed


def test_a_router_leaves_a_datagram_without_a_sum_without_one() -> None:
    seen = Rebinding(INNER, OUTER).out(datagram(INNER, WORLD, has_sum=False))

    assert seen[26:28] == b"\0\0"


def test_what_still_comes_for_the_old_address_reaches_nobody() -> None:
    assert Rebinding(INNER, OUTER).back(datagram(WORLD, INNER)) is None


def test_back_is_when_the_stillness_ends_that_began_with_it() -> None:
    times = [9.9, 10.05, 10.1, 13.0, 13.1, 15.0, 15.1, 20.0]

    assert back_after(times, 10.0) == pytest.approx(3.0)
    assert back_after(times, 15.05) == pytest.approx(4.95)
    assert back_after(times, 20.0) == float("inf")
    assert back_after([9.9, 10.0, 10.1, 10.2], 9.95) == 0.0
    assert first_after(times, 10.0) == pytest.approx(0.05)
