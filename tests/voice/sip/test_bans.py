"""Tests whom we stop listening to."""

from __future__ import annotations

import pytest

from voice.sip.bans import MOST_HOSTS, BanRules, Bans, is_scanner

RULES = BanRules(offences=3, within=60.0, lasts=600.0)


def test_the_offence_that_fills_the_measure_bans_and_those_before_do_not() -> None:
    bans = Bans(RULES)

    banned = [bans.offended("192.0.2.1", now) for now in (0.0, 1.0, 2.0)]

    assert banned == [False, False, True]
    assert bans.holds("192.0.2.1", 3.0)
    assert not bans.holds("192.0.2.2", 3.0)


def test_a_ban_passes() -> None:
    bans = Bans(RULES)
    for now in (0.0, 1.0, 2.0):
        bans.offended("192.0.2.1", now)

    assert bans.holds("192.0.2.1", 601.9)
    assert not bans.holds("192.0.2.1", 602.0)


def test_offences_far_apart_are_forgiven() -> None:
    bans = Bans(RULES)

    banned = [bans.offended("192.0.2.1", now) for now in (0.0, 40.0, 80.0, 120.0)]

    assert banned == [False, False, False, False]


def test_a_sweep_from_very_many_addresses_cannot_fill_our_memory() -> None:
    bans = Bans(BanRules(offences=1))

    for number in range(MOST_HOSTS + 50):
        bans.offended(f"host{number}", 0.0)

    assert len(bans) == MOST_HOSTS


@pytest.mark.parametrize("agent", ["friendly-scanner", "SIPVicious/0.3", "VaxSIPUserAgent/3.1"])
def test_scanning_tools_are_known_by_name(agent: str) -> None:
    assert is_scanner(agent)


@pytest.mark.parametrize("agent", ["", "Asterisk PBX 20", "baresip v1.1.0", "Huawei SBC"])
def test_honest_telephones_are_no_scanners(agent: str) -> None:
    assert not is_scanner(agent)
