"""Starts the cluster once for all its tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from launch.tools import CLUSTER, postgresql_programs, program
from tests.cluster.running_cluster import RunningCluster, running_cluster
from tests.cluster.vectors import Vectors
from tests.postgresql import PostgreSQL
from tests.running import missing_settings


@pytest.fixture(scope="session")
def vectors(pgvector: PostgreSQL) -> Vectors:
    """Lend a database of a server that has pgvector to the cluster's search."""
    return Vectors(pgvector, pgvector.create())


@pytest.fixture(scope="session")
def cluster(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningCluster]:
    """Run two gateways, two Rasa servers, PostgreSQL, one with pgvector, Redis, the proxy."""
    missing = missing_settings() + [name for name in CLUSTER if program(name) is None]
    if postgresql_programs() is None:
        missing.append("postgresql")
    if not os.environ.get("YIBAO_PGVECTOR"):
        missing.append("YIBAO_PGVECTOR")
    if missing:
        pytest.skip(f"{', '.join(missing)} missing; `make test` sets or installs them")
    vectors: Vectors = request.getfixturevalue("vectors")
    there = {"YIBAO_VECTORS_URL": vectors.url}
    with running_cluster(tmp_path_factory.mktemp("cluster"), lambda _: there) as running:
        yield running
