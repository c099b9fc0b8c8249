"""Tests from whom media is taken."""

from __future__ import annotations

from voice.sip.media_source import PACKETS_TO_LOCK, MediaSource
from voice.sip.networks import Networks

CALLER, BEHIND_NAT, STRANGER = ("10.0.0.7", 4000), ("10.0.0.1", 9000), ("203.0.113.9", 4000)


def source() -> MediaSource:
    return MediaSource(Networks(["10.0.0.0/24"]), CALLER)


def locked_to(address: tuple[str, int]) -> MediaSource:
    found = source()
    for _ in range(PACKETS_TO_LOCK):
        assert found.takes(address)
    return found


def test_before_anything_came_media_goes_where_the_offer_says() -> None:
    assert source().destination == CALLER


def test_after_the_first_packets_it_goes_where_they_came_from() -> None:
    assert locked_to(BEHIND_NAT).destination == BEHIND_NAT


def test_once_locked_nobody_else_is_listened_to() -> None:
    found = locked_to(CALLER)

    assert not found.takes(BEHIND_NAT)
    assert found.takes(CALLER)
    assert found.destination == CALLER


def test_strangers_are_never_listened_to_and_lock_nothing() -> None:
    found = source()

    assert not any(found.takes(STRANGER) for _ in range(3 * PACKETS_TO_LOCK))
    assert (found.locked, found.destination) == (None, CALLER)


def test_a_single_forged_packet_does_not_turn_the_media_away() -> None:
    found = source()
    for address in (CALLER, BEHIND_NAT, CALLER, CALLER, CALLER, CALLER, CALLER):
        found.takes(address)

    assert found.locked == CALLER


def test_a_new_offer_with_another_address_begins_anew() -> None:
    found = locked_to(CALLER)

    found.announced(("10.0.0.8", 5000))

    assert found.destination == ("10.0.0.8", 5000)
    assert found.takes(("10.0.0.8", 5000))


def test_a_new_offer_with_the_same_address_changes_nothing() -> None:
    found = locked_to(CALLER)

    found.announced(CALLER)

    assert found.locked == CALLER


def test_with_no_address_told_media_goes_to_whoever_sends_first() -> None:
    found = MediaSource(Networks(["10.0.0.0/24"]), None)

    assert not found.takes(STRANGER)
    assert found.destination is None
    assert found.takes(BEHIND_NAT)
    assert found.destination == BEHIND_NAT


def test_networks_hold_addresses_in_figures_only() -> None:
    listed = Networks(["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"])

    assert all(map(listed.holds, ("10.9.8.7", "2001:db8::1", "[2001:db8::2]", "192.0.2.7")))
    assert not any(map(listed.holds, ("11.0.0.1", "localhost", "", "192.0.2.8", "10.0.0.1.")))
