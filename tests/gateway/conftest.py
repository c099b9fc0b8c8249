"""Lends a whole gateway, with fake engines, to the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.office import Office
from tests.fakes.office import office as office
from tests.gateway.front import Front, open_front
from tests.video_desk.call_desk import call_desk as call_desk


@pytest.fixture
async def front(office: Office, tmp_path: Path) -> AsyncIterator[Front]:
    """Be the gateway as a browser sees it."""
    front = open_front(office, tmp_path / "index")
    yield front
    await front.http.aclose()
    await front.parts.client.aclose()
