"""Proves what citizens are told while Rasa is down, and that nothing of theirs is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.messages import State, Status
from tests.engine.citizen import Citizen
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

pytestmark = pytest.mark.engine

TRANSFER = "医保关系转移接续要多久"


@pytest.fixture
def rasa_stopped(product: Product) -> Iterator[Callable[[], None]]:
    """Stop Rasa when asked to; have it run again for the other tests."""
    yield product.rasa.stop
    if not product.rasa.is_running:
        product.rasa.start()
    product.rasa.wait_until_ready()


def test_policy_is_answered_and_forms_are_kept_while_rasa_is_down(
    citizen: Citizen,
    citizen_of: Callable[[str], Citizen],
    product: Product,
    rasa_stopped: Callable[[], None],
) -> None:
    id_number = next_id_number()
    neighbour = citizen_of("烟台市")
    citizen.says_all("我想办门诊统筹签约", NAME)
    rasa_stopped()

    kept = citizen.says(id_number)
    policy = neighbour.says(TRANSFER)
    person = neighbour.says("转人工")

    assert kept.reply.status is Status.ENGINE_FAILED
    assert "一项也没丢" in kept.reply.text
    assert kept.turn.fields == {"name": NAME}
    assert policy.reply.sources[0].region == "烟台市"
    assert person.reply.status is Status.HANDED_OVER

    product.rasa.start()
    product.rasa.wait_until_ready()
    assert citizen.says("接着办").turn.awaiting == "id_number"
    assert citizen.says_all(id_number, MOBILE, "城关社区", "确认").turn.state is State.SUBMITTED
