"""Checks the adapter over a real socket: answers, retries, keys, and what it gives up on."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from core.applications import Application, Phase
from core.contracts import InsuranceCore
from core.errors import EngineUnavailable, NotAllowedNow, NotFound
from core.insured import Decision
from integrations.insurance_core.absent import NoInsuranceCore
from integrations.insurance_core.client import InsuranceCoreClient
from integrations.insurance_simulator.faults import Fault
from integrations.insurance_simulator.people import summary_of
from tests.fakes.insurance_simulator import PEOPLE, SECRET, STEP, UNKNOWN, Simulator, somebody

ACTION_TIMEOUT = 3.0  # seconds that an action may take; see gateway/settings.py
SUBMITTED = Application(
    "a1",
    "c1",
    "YB-SL-0301",
    Phase.SUBMITTED,
    fields={"name": "王秀英", "id_number": UNKNOWN},
    number="YB202612210001",
    submitted_at=datetime(2026, 12, 21, 2, tzinfo=UTC),
)
ITEM = "临时外出就医人员备案"
EMPLOYEE = somebody("职工医保")
FAULTS = (Fault.ERROR, Fault.DROP, Fault.LOST)


async def test_everything_that_the_core_knows_arrives_unchanged(served: Simulator) -> None:
    core: InsuranceCore = served.core()

    summary = await core.summary(EMPLOYEE.id_number)

    assert summary == summary_of(EMPLOYEE, served.clock().astimezone(UTC).date())
    assert summary.account is not None
    assert summary.account.balance == round(summary.account.balance, 2) > Decimal(0)


async def test_whom_the_core_does_not_know_it_does_not_invent(served: Simulator) -> None:
    assert await served.core().summary(UNKNOWN) is None


async def test_every_one_of_the_2000_people_is_readable(served: Simulator) -> None:
    core = served.core(timeout=60)

    for number in list(PEOPLE)[::40]:
        summary = await core.summary(number)
        assert summary is not None
        assert summary.id_number == number

    assert len(PEOPLE) == 2000


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_of_the_network_is_tried_again(served: Simulator, fault: Fault) -> None:
    served.plan(fault, times=2)

    summary = await served.core().summary(EMPLOYEE.id_number)

    assert summary is not None
    assert served.faults.done == {fault.value: 2}
    assert served.faults.requests == {"/people": 3}
    assert [round(seconds, 3) for seconds in served.waited] == [0.075, 0.15]


@pytest.mark.parametrize("fault", [*FAULTS, Fault.DUPLICATE])
async def test_an_application_is_filed_once_whatever_the_network_does(
    served: Simulator, fault: Fault
) -> None:
    served.plan(fault)

    filing = await served.core().file(SUBMITTED, ITEM)

    assert served.faults.done == {fault.value: 1}
    assert len(served.journal) == 1
    assert filing == await served.core().decision(filing.reference)


async def test_filing_again_returns_the_same_reference(served: Simulator) -> None:
    first = await served.core().file(SUBMITTED, ITEM)

    second = await served.core().file(SUBMITTED, ITEM)

    assert first == second
    assert len(served.journal) == 1


async def test_another_application_under_the_same_number_is_refused(served: Simulator) -> None:
    await served.core().file(SUBMITTED, ITEM)

    with pytest.raises(NotAllowedNow):
        await served.core().file(replace(SUBMITTED, fields={"name": "李四"}), ITEM)

    assert len(served.journal) == 1
    assert served.faults.requests == {"/filings": 2}  # no use in asking again


async def test_what_has_no_receipt_number_is_not_filed(served: Simulator) -> None:
    with pytest.raises(NotAllowedNow):
        await served.core().file(replace(SUBMITTED, number=None), ITEM)

    assert served.faults.requests == {}


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("YB202612210001", Decision.APPROVED),  # digits add up to 17
        ("YB202612210007", Decision.NEEDS_PAPERS),  # 23
        ("YB202612210029", Decision.REJECTED),  # 27
    ],
)
async def test_a_filing_comes_to_its_end_step_by_step(
    served: Simulator, number: str, end: Decision
) -> None:
    core = served.core()
    filed = await core.file(replace(SUBMITTED, number=number), ITEM)

    decisions = [filed.decision]
    for _ in range(2):
        served.clock.pass_by(timedelta(seconds=STEP))
        last = await core.decision(filed.reference)
        decisions.append(last.decision)

    assert decisions == [Decision.RECEIVED, Decision.IN_REVIEW, end]
    assert last.note.startswith("（模拟）")
    assert bool(last.missing) == (end is Decision.NEEDS_PAPERS)


async def test_a_reference_that_the_core_does_not_have_is_not_found(served: Simulator) -> None:
    with pytest.raises(NotFound):
        await served.core().decision("HX0/../nothing")


async def test_after_three_faults_the_caller_is_told(served: Simulator) -> None:
    served.plan(Fault.ERROR, times=3)

    with pytest.raises(EngineUnavailable):
        await served.core().summary(EMPLOYEE.id_number)

    assert served.faults.requests == {"/people": 3}


async def test_a_slow_core_is_given_up_long_before_the_action_is(served: Simulator) -> None:
    never = asyncio.Event()
    served.faults.sleep = lambda seconds: never.wait()
    served.plan(Fault.DELAY, times=9, seconds=60)
    begun = time.monotonic()

    with pytest.raises(EngineUnavailable):
        await served.core(timeout=0.2).summary(EMPLOYEE.id_number)

    assert time.monotonic() - begun < ACTION_TIMEOUT / 2
    assert served.faults.done == {"delay": 2}  # half the time for the first, half for the second
    never.set()


async def test_the_circuit_opens_spares_the_core_and_closes_again(served: Simulator) -> None:
    core = served.core()
    served.plan(Fault.ERROR, times=5)
    for _ in range(2):
        with pytest.raises(EngineUnavailable):
            await core.summary(EMPLOYEE.id_number)
    while_failing = served.faults.requests["/people"]

    with pytest.raises(EngineUnavailable):
        await core.summary(EMPLOYEE.id_number)
    while_open = served.faults.requests["/people"]
    served.clock.pass_by(timedelta(seconds=10))
    summary = await core.summary(EMPLOYEE.id_number)

    assert (while_failing, while_open) == (5, 5)
    assert summary is not None
    assert served.faults.requests["/people"] == 6


async def test_a_wrong_secret_gets_nothing_and_is_not_tried_again(served: Simulator) -> None:
    with pytest.raises(EngineUnavailable):
        await served.core(secret="wrong").summary(EMPLOYEE.id_number)

    assert served.faults.requests == {"/people": 1}


async def test_a_core_that_is_not_there_is_unavailable(served: Simulator) -> None:
    core = InsuranceCoreClient(served.client, url="http://127.0.0.1:1", secret=SECRET, timeout=1.5)

    with pytest.raises(EngineUnavailable):
        await core.summary(EMPLOYEE.id_number)


async def test_where_no_core_is_connected_everything_says_so() -> None:
    core: InsuranceCore = NoInsuranceCore()

    for asked in (core.summary(UNKNOWN), core.file(SUBMITTED, ITEM), core.decision("HX1")):
        with pytest.raises(EngineUnavailable, match="not connected"):
            await asked


async def test_no_number_of_a_person_stands_in_an_address_or_a_log(
    served: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    addresses: list[str] = []

    async def note(request: httpx.Request) -> None:
        addresses.append(str(request.url))

    served.client.event_hooks["request"].append(note)
    with caplog.at_level(logging.DEBUG):
        served.plan(Fault.ERROR)
        await served.core().summary(EMPLOYEE.id_number)
        filed = await served.core().file(SUBMITTED, ITEM)
        await served.core().decision(filed.reference)

    assert len(addresses) == 4
    for secret in (EMPLOYEE.id_number, EMPLOYEE.name, UNKNOWN, "王秀英", SECRET):
        assert secret not in "".join(addresses)
        assert secret not in caplog.text


async def test_what_is_taken_back_stays_taken_back(served: Simulator) -> None:
    core = served.core()
    await core.file(SUBMITTED, ITEM)

    answers = [await core.withdraw(SUBMITTED.number or "") for _ in range(2)]

    assert answers == [True, True]
    assert len(served.journal) == 0
    with pytest.raises(NotAllowedNow):  # a hand-over that was on its way comes too late
        await core.file(SUBMITTED, ITEM)


async def test_a_decision_is_not_taken_back(served: Simulator) -> None:
    core = served.core()
    await core.file(SUBMITTED, ITEM)
    served.clock.pass_by(timedelta(seconds=2 * STEP))

    assert await core.withdraw(SUBMITTED.number or "") is False


async def test_a_withdrawal_may_overtake_the_hand_over(served: Simulator) -> None:
    core = served.core()

    assert await core.withdraw(SUBMITTED.number or "")

    with pytest.raises(NotAllowedNow):
        await core.file(SUBMITTED, ITEM)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_withdrawal_survives_a_bad_line(served: Simulator, fault: Fault) -> None:
    core = served.core()
    await core.file(SUBMITTED, ITEM)
    served.plan(fault)

    assert await core.withdraw(SUBMITTED.number or "")
    assert len(served.journal) == 0
    assert served.faults.told()["planned"] == []  # the fault was met


@pytest.mark.parametrize("status", [404, 422])
async def test_what_the_core_refuses_is_that_ones_own_problem(status: int) -> None:
    core = answering(status)

    with pytest.raises(NotAllowedNow, match=str(status)):
        await core.withdraw(SUBMITTED.number or "")
    with pytest.raises(NotAllowedNow, match=str(status)):
        await core.file(SUBMITTED, ITEM)


@pytest.mark.parametrize("status", [302, 401, 403, 429, 503])
async def test_a_core_that_answers_nobody_is_not_there(status: int) -> None:
    core = answering(status)

    with pytest.raises(EngineUnavailable):
        await core.withdraw(SUBMITTED.number or "")
    with pytest.raises(EngineUnavailable):
        await core.file(SUBMITTED, ITEM)


def answering(status: int) -> InsuranceCoreClient:
    """Return an adapter to a core that answers everything with one status."""

    async def at_once(seconds: float) -> None:
        del seconds

    transport = httpx.MockTransport(lambda request: httpx.Response(status))
    client = httpx.AsyncClient(transport=transport)
    return InsuranceCoreClient(client, url="http://core.test", secret="", timeout=1, pause=at_once)
