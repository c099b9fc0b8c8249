"""Tests digest authentication against the examples of the RFCs and against itself."""

from __future__ import annotations

import re

import pytest

from voice.sip.digest import NONCE_SECONDS, Checked, Doorkeeper, answer, is_stale

# RFC 7616, section 3.9.1: the same request with both algorithms.
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"


def challenge(algorithm: str) -> str:
    return (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        f'nonce="{NONCE}", opaque="{OPAQUE}"'
    )


def answered(*challenges: str) -> str:
    found = answer(
        challenges,
        user="Mufasa",
        password="Circle of Life",
        method="GET",
        uri="/dir/index.html",
        cnonce=CNONCE,
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_example_of_the_rfc_comes_out(algorithm: str, response: str) -> None:
    assert f'response="{response}"' in answered(challenge(algorithm))


def test_the_stronger_of_two_challenges_is_answered_whatever_their_order() -> None:
    assert "algorithm=SHA-256" in answered(challenge("MD5"), challenge("SHA-256"))


def test_a_challenge_that_we_do_not_know_is_not_answered() -> None:
    found = answer([challenge("SHA-512-256")], user="a", password="b", method="GET", uri="/")

    assert found is None


def test_staleness_is_read_from_any_spelling() -> None:
    assert is_stale(['Digest realm="x", nonce="y", STALE=TRUE'])
    assert not is_stale(['Digest realm="x", nonce="y"'])


def door() -> Doorkeeper:
    return Doorkeeper("desk", {"trunk": "geheim"}, b"secret")


def credentials(keeper: Doorkeeper, password: str, *, at: float = 1000.0, index: int = 0) -> str:
    found = answer(
        [keeper.challenges(at)[index]],
        user="trunk",
        password=password,
        method="INVITE",
        uri="sip:desk@192.0.2.9",
    )
    assert found is not None
    return found


@pytest.mark.parametrize("index", [0, 1])
def test_the_right_password_opens_with_either_algorithm(index: int) -> None:
    keeper = door()

    checked = keeper.check(credentials(keeper, "geheim", index=index), "INVITE", 1001.0)

    assert checked is Checked.RIGHT


def test_a_wrong_password_does_not() -> None:
    keeper = door()

    assert keeper.check(credentials(keeper, "falsch"), "INVITE", 1001.0) is Checked.WRONG


def test_credentials_for_another_method_are_wrong() -> None:
    keeper = door()

    assert keeper.check(credentials(keeper, "geheim"), "REGISTER", 1001.0) is Checked.WRONG


def test_an_old_nonce_is_stale_not_wrong() -> None:
    keeper = door()

    checked = keeper.check(credentials(keeper, "geheim"), "INVITE", 1001.0 + NONCE_SECONDS)

    assert checked is Checked.STALE
    assert "stale=true" in keeper.challenges(2000.0, stale=True)[0]


def test_a_nonce_that_we_never_gave_is_wrong() -> None:
    keeper, other = door(), Doorkeeper("desk", {"trunk": "geheim"}, b"another secret")

    assert keeper.check(credentials(other, "geheim"), "INVITE", 1001.0) is Checked.WRONG


@pytest.mark.parametrize("left_out", ["qop", "cnonce", "nc", "response", "username", "nonce"])
def test_credentials_that_lack_a_part_are_wrong(left_out: str) -> None:
    keeper = door()
    whole = credentials(keeper, "geheim")

    torn = re.sub(rf'\b{left_out}=("[^"]*"|[^,\s]+),?\s*', "", whole, count=1)

    assert torn != whole
    assert keeper.check(torn, "INVITE", 1001.0) is Checked.WRONG
