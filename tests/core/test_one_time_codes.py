"""Tests core.one_time_codes against the vectors of RFC 6238 and RFC 4226."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from core.one_time_codes import app_address, code_of, matching_step, new_secret, step_at

SECRET = base64.b32encode(b"12345678901234567890").decode()
NOON = datetime(2026, 12, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [  # RFC 6238 appendix B, SHA-1
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    step = step_at(datetime.fromtimestamp(seconds, UTC))

    assert code_of(SECRET, step, digits=8) == code


@pytest.mark.parametrize(
    ("counter", "code"),
    [  # RFC 4226 appendix D
        *((0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314")),
        *((5, "254676"), (6, "287922"), (7, "162583"), (8, "399871"), (9, "520489")),
    ],
)
def test_codes_are_those_of_rfc_4226(counter: int, code: str) -> None:
    assert code_of(SECRET, counter) == code


@pytest.mark.parametrize(("off", "counts"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off_and_no_more(off: int, counts: bool) -> None:
    shown = code_of(SECRET, step_at(NOON + timedelta(seconds=off)))

    assert (matching_step(SECRET, shown, NOON, after=0) is not None) is counts


def test_a_code_counts_once() -> None:
    code = code_of(SECRET, step_at(NOON))

    used = matching_step(SECRET, code, NOON, after=0)

    assert used == step_at(NOON)
    assert matching_step(SECRET, code, NOON, after=used) is None


@pytest.mark.parametrize("typed", ["", "12345", "１２３４５６", "abcdef"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, NOON, after=0) is None


def test_every_secret_is_another_and_as_long_as_the_hash() -> None:
    secrets = {new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}


def test_the_app_reads_whose_code_it_is() -> None:
    address = app_address(SECRET, "1001", "医保办事台")

    assert address.startswith("otpauth://totp/%E5%8C%BB")
    assert f"secret={SECRET}" in address
