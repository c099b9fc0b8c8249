"""Tests which addresses may be called, and the signature of the specification's own example."""

from __future__ import annotations

import pytest

from integrations.webhooks import is_allowed_address, new_secret, signature


def test_the_signature_is_that_of_the_specification() -> None:
    # The example of https://github.com/standard-webhooks/standard-webhooks, "Signature scheme".
    found = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/hook",
        "https://127.0.0.1/hook",
        "https://10.1.2.3/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://user:pass@93.184.216.34/hook",
        "https:///hook",
        "ftp://93.184.216.34/hook",
        "https://93.184.216.34:99999/hook",
        "https://no-such-host.invalid/hook",
    ],
)
def test_what_is_not_public_or_not_encrypted_is_not_called(url: str) -> None:
    assert not is_allowed_address(url, private_too=False)


def test_a_public_address_is_called_and_inside_ones_only_where_a_setting_says_so() -> None:
    assert is_allowed_address("https://93.184.216.34/hook", private_too=False)
    assert is_allowed_address("http://127.0.0.1:9000/hook", private_too=True)


def test_every_secret_is_another() -> None:
    assert new_secret() != new_secret()
