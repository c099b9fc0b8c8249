"""Gives the tests citizens who talk to the running product."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.engine.citizen import ANSWER_WITHIN, Citizen
from tests.running import Product


@pytest.fixture(scope="module")
def client(product: Product) -> Iterator[httpx.Client]:
    """Open the way to the product, past any proxy."""
    with httpx.Client(base_url=product.url, timeout=ANSWER_WITHIN, trust_env=False) as opened:
        yield opened


@pytest.fixture
def citizen(client: httpx.Client) -> Citizen:
    """Open a conversation of a citizen who has not said where they are insured."""
    return Citizen(client)


@pytest.fixture
def citizen_of(client: httpx.Client) -> Callable[[str], Citizen]:
    """Open conversations of citizens who are insured in a region."""
    return lambda region: Citizen(client, region)
