"""Tests which systems are connected by which settings."""

from __future__ import annotations

import httpx
import pytest

from gateway.connected import identity_provider, insurance_core, own_address
from gateway.settings import Settings
from integrations.identity import HttpIdentityProvider, NoIdentityProvider
from integrations.insurance_core.absent import NoInsuranceCore
from integrations.insurance_core.client import InsuranceCoreClient


async def test_what_nobody_named_is_not_connected() -> None:
    async with httpx.AsyncClient() as client:
        nothing = Settings(insurance_url="", identity_url="")

        assert isinstance(insurance_core(nothing, client), NoInsuranceCore)
        assert isinstance(identity_provider(nothing, client), NoIdentityProvider)


async def test_what_is_named_is_connected() -> None:
    async with httpx.AsyncClient() as client:
        both = Settings(insurance_url="http://core.local", identity_url="http://id.local")

        assert isinstance(insurance_core(both, client), InsuranceCoreClient)
        assert isinstance(identity_provider(both, client), HttpIdentityProvider)


def test_one_question_and_one_attempt_end_before_the_action_does() -> None:
    settings = Settings()

    assert settings.insurance_timeout + settings.identity_timeout < settings.action_timeout


@pytest.mark.parametrize(
    ("public", "host", "address"),
    [
        ("https://desk.example/", "0.0.0.0", "https://desk.example"),
        ("", "127.0.0.1", "http://127.0.0.1:8123"),
        ("", "0.0.0.0", "http://127.0.0.1:8123"),
    ],
)
def test_citizens_come_back_to_our_own_address(public: str, host: str, address: str) -> None:
    assert own_address(Settings(public_url=public, host=host, port=8123)) == address
