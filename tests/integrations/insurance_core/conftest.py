"""Lends the simulator, served on the loopback, to the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.insurance_simulator import Simulator, served_simulator


@pytest.fixture
async def served() -> AsyncIterator[Simulator]:
    """Be the simulator behind a real socket."""
    async with served_simulator() as running:
        yield running
