"""Proves that the gateways of a cluster search one PostgreSQL with pgvector."""

from __future__ import annotations

import sys

import httpx
import pytest

from core.messages import Status
from tests.cluster.people import door
from tests.cluster.running_cluster import RunningCluster
from tests.cluster.vectors import Vectors
from tests.engine.killing import until
from tests.engine.test_killed import START, Teller

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc"),
]

QUESTION = "烟台医保六统一是什么意思"


def missing(cluster: RunningCluster, gateway: int) -> list[str]:
    """Return what a gateway says it lacks."""
    told = httpx.get(f"{cluster.url_of(gateway)}/readyz", trust_env=False).json()["missing"]
    return [str(one) for one in told]


def test_both_gateways_answer_from_one_shelf_of_vectors(
    cluster: RunningCluster, vectors: Vectors
) -> None:
    before = vectors.searches()
    sources = []
    for number in (1, 2):
        with door(cluster.url_of(number)) as client:
            answer = Teller(client).says(QUESTION)
        assert answer.reply.status is Status.ANSWERED
        sources.append([one.document_id for one in answer.reply.sources])

    (shelf,) = vectors.shelves()  # the second gateway made none of its own
    assert shelf > 2_000
    assert sources[0] == sources[1] != []
    until(lambda: vectors.searches() > before, "the server to have counted the searches")


def test_while_the_vectors_are_away_citizens_are_told_and_forms_go_on(
    cluster: RunningCluster, vectors: Vectors
) -> None:
    with door(cluster.url) as client:
        teller = Teller(client)
        with vectors.away():
            until(lambda: missing(cluster, 1) == missing(cluster, 2) == ["vectors"], "the loss")
            asked = teller.says(QUESTION)
            begun = teller.says(START)
        until(lambda: missing(cluster, 1) == missing(cluster, 2) == [], "the vectors")
        again = Teller(client).says(QUESTION)

    assert asked.reply.status is Status.ENGINE_FAILED
    assert asked.reply.sources == ()
    assert asked.reply.text
    assert begun.turn.awaiting == "name"
    assert again.reply.status is Status.ANSWERED
