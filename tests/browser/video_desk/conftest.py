"""Opens the pages of a call: the citizen's telephone, somebody else's, and the desk."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser.chat_page import ChatPage
from tests.browser.video_desk_page import VideoDeskPage
from tests.browser.video_desk_studio import Studio, open_studio
from tests.running import Product


@pytest.fixture(scope="module")
def studio(product: Product) -> Iterator[Studio]:
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    with open_studio(product) as studio:
        yield studio


@pytest.fixture
def chat(studio: Studio, complaints: list[str]) -> Iterator[ChatPage]:
    with studio.telephone(complaints) as chat:
        yield chat


@pytest.fixture
def another(studio: Studio, complaints: list[str]) -> Iterator[ChatPage]:
    """Be somebody else's telephone."""
    with studio.telephone(complaints) as chat:
        yield chat


@pytest.fixture
def desk(studio: Studio, complaints: list[str]) -> Iterator[VideoDeskPage]:
    with studio.desk(complaints) as desk:
        yield desk
