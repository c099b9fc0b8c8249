"""Builds the adapters of the systems that a bureau may connect, or what stands for each."""

from __future__ import annotations

from datetime import timedelta

import httpx

from core.contracts import IdentityProvider, InsuranceCore, LookUp
from gateway.dialogue_side import Engines
from gateway.knowledge import Knowledge
from gateway.settings import Settings
from integrations.identity import HttpIdentityProvider, NoIdentityProvider
from integrations.insurance_core.absent import NoInsuranceCore
from integrations.insurance_core.client import InsuranceCoreClient
from integrations.rewriter import ChatRewriter


def engines(
    settings: Settings, client: httpx.AsyncClient, knowledge: Knowledge, look_ups: LookUp
) -> Engines:
    """Return what answers come from: ours, and what is connected."""
    return Engines(
        retriever=knowledge,
        finder=knowledge,
        look_ups=look_ups,
        provider=identity_provider(settings, client),
        core=insurance_core(settings, client),
        rewriter=rewriter(settings, client),
    )


def insurance_core(settings: Settings, client: httpx.AsyncClient) -> InsuranceCore:
    """Return the bureau's core system, or what says that none is connected."""
    if not settings.insurance_url:
        return NoInsuranceCore()
    return InsuranceCoreClient(
        client,
        url=settings.insurance_url,
        secret=settings.insurance_secret.get_secret_value(),
        timeout=settings.insurance_timeout,
    )


def identity_provider(settings: Settings, client: httpx.AsyncClient) -> IdentityProvider:
    """Return who vouches for citizens, or what says that nobody does."""
    if not settings.identity_url:
        return NoIdentityProvider()
    return HttpIdentityProvider(
        client,
        url=settings.identity_url,
        secret=settings.identity_secret.get_secret_value(),
        timeout=settings.identity_timeout,
        lasts=timedelta(minutes=settings.identity_minutes),
    )


def own_address(settings: Settings) -> str:
    """Return how browsers reach us, without a slash at the end."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{host}:{settings.port}"


def rewriter(settings: Settings, client: httpx.AsyncClient) -> ChatRewriter | None:
    """Return what puts answers in other words, if somebody switched it on."""
    if not settings.rewrite_url:
        return None
    return ChatRewriter(
        client,
        url=settings.rewrite_url,
        model=settings.rewrite_model,
        key=settings.rewrite_key.get_secret_value(),
        timeout=settings.rewrite_timeout,
    )
