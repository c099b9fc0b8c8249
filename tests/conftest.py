"""Starts the product once for all tests of one run that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import (
    bare_database_url,
    database_url,
    database_with_tables,
    mark_database_tests,
    pgvector,
    postgresql,
    postgresql_url,
    vectors_url,
)
from tests.running import Product, missing_settings, running_product

# The gate judges a change by the same cases each time; `--hypothesis-profile=default` seeks others.
settings.register_profile("gate", derandomize=True)
settings.load_profile("gate")

__all__ = [
    "bare_database_url",
    "database_url",
    "database_with_tables",
    "pgvector",
    "postgresql",
    "postgresql_url",
    "vectors_url",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs on PostgreSQL."""
    mark_database_tests(items)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run Rasa and the gateway; nothing of it outlives the test run."""
    missing = missing_settings()
    if missing:
        pytest.skip(f"{', '.join(missing)} must be set, as `make test` does")
    with running_product(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="session")
def models() -> Path:
    """Return the folder of the models."""
    if not os.environ.get("YIBAO_MODELS"):
        pytest.skip("YIBAO_MODELS must be set, as `make test` does")
    return Path(os.environ["YIBAO_MODELS"])
