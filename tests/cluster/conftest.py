"""Starts the cluster once for all its tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from launch.tools import CLUSTER, postgresql_programs, program
from tests.cluster.running_cluster import RunningCluster, running_cluster
from tests.running import missing_settings


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """Run two gateways, two Rasa servers, PostgreSQL, Redis and the proxy."""
    missing = missing_settings() + [name for name in CLUSTER if program(name) is None]
    if postgresql_programs() is None:
        missing.append("postgresql")
    if missing:
        pytest.skip(f"{', '.join(missing)} missing; `make test` sets or installs them")
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running
