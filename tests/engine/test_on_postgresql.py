"""Runs the whole product on PostgreSQL once: an application is filed, and cut connections heal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from core.messages import State
from core.receipt import is_receipt_number
from tests.engine.citizen import ANSWER_WITHIN
from tests.engine.test_killed import INSTITUTION, START, Teller
from tests.people import MOBILE, NAME, next_id_number
from tests.postgresql import PostgreSQL
from tests.running import Product, missing_settings, running_product

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def shared_product(
    postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Product, str]]:
    """Run the product on a database of its own; give the database's name, too."""
    missing = missing_settings()
    if missing:
        pytest.skip(f"{', '.join(missing)} must be set, as `make test` does")
    name = postgresql.create()
    folder = tmp_path_factory.mktemp("on-postgresql")
    with running_product(folder, YIBAO_DATABASE_URL=postgresql.url(name)) as running:
        yield running, name


@contextmanager
def telling(product: Product) -> Iterator[Teller]:
    with httpx.Client(base_url=product.url, timeout=ANSWER_WITHIN, trust_env=False) as client:
        yield Teller(client)


def test_an_application_is_filed_once_though_every_connection_is_cut_on_the_way(
    shared_product: tuple[Product, str], postgresql: PostgreSQL
) -> None:
    product, name = shared_product

    with telling(product) as teller:
        teller.says_all(START, NAME, next_id_number(), MOBILE)
        cut = postgresql.order(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            name,
        )
        teller.says(INSTITUTION)
        filed = teller.says("确认", message_id="the-word")
        again = teller.says("确认", message_id="the-word")

    assert int(cut) > 0
    assert filed.turn.state is State.SUBMITTED
    number = filed.turn.number or ""
    assert is_receipt_number(number)
    assert again.turn.number == number
    assert postgresql.order("SELECT number FROM applications", name).split() == [number]
    submitted = "SELECT count(*) FROM audit WHERE action = 'submitted'"
    assert postgresql.order(submitted, name) == "1"
