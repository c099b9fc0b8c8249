"""Tests the settings of staff's sign-in with an OpenID provider."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gateway.openid_settings import OpenIdSettings
from tests.fakes.openid_provider import CLIENT


@pytest.mark.parametrize(
    ("issuer", "scope"),
    [
        ("http://id.bureau.test", "openid"),
        ("id.bureau.test", "openid"),
        ("https://id.bureau.test", "profile"),
    ],
)
def test_a_provider_that_anybody_could_play_is_refused(issuer: str, scope: str) -> None:
    with pytest.raises(ValidationError):
        OpenIdSettings(issuer=issuer, client_id=CLIENT, scope=scope)
