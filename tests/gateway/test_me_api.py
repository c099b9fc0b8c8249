"""Tests the signed-in page's data: for the proven person alone, each look on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.store.identity import subject_of
from core.tables import audit
from integrations.insurance_core.absent import NoInsuranceCore
from integrations.insurance_simulator.faults import Fault
from integrations.insurance_simulator.people import Invented, summary_of
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.insurance_simulator import PEOPLE, UNKNOWN, proven, somebody
from tests.fakes.keys import KEYS
from tests.gateway.signed_in import Door, open_door
from tests.gateway.signed_in import door as door

PENSIONER = somebody("职工医保")


def somebody_ill() -> Invented:
    return next(
        person
        for person in PEOPLE.values()
        if any("慢特病" in f.kind for f in summary_of(person, MONDAY_MORNING.date()).filings)
    )


async def test_the_proven_person_sees_everything_with_the_time_of_each_figure(
    door: Door,
) -> None:
    browser = await door.browser()
    await door.prove(browser, PENSIONER)

    body = (await browser.me()).json()

    assert body["name"] == PENSIONER.name[0] + "**"
    assert body["card"]["kind"] == "insurance"
    labels = {row["label"]: row["note"] for row in body["card"]["rows"]}
    assert labels["账户余额"].startswith("数据时间 2026年12月")
    assert body["digest"].endswith("的数据。")
    assert PENSIONER.id_number not in str(body)


async def test_the_signed_in_page_and_only_its_card_names_an_illness(door: Door) -> None:
    person, browser = somebody_ill(), await door.browser()
    await door.prove(browser, person)
    filings = summary_of(person, MONDAY_MORNING.date()).filings
    illness = next(filing.what for filing in filings if "慢特病" in filing.kind)

    body = (await browser.me()).json()

    assert illness in str(body["card"])
    assert illness not in body["digest"] + body["spoken"]


async def test_one_part_may_be_asked_for(door: Door) -> None:
    browser = await door.browser()
    await door.prove(browser, PENSIONER)

    account, unknown = await browser.me("account"), await browser.me("everything")

    assert [row["label"] for row in account.json()["card"]["rows"]] == ["账户余额"]
    assert unknown.status_code == 422


async def test_each_look_leaves_a_row_and_a_refused_one_none(door: Door) -> None:
    browser = await door.browser()
    refused = await browser.me()
    await door.prove(browser, PENSIONER)
    await browser.me("account")

    assert refused.status_code == 403
    looks = [row for row in await door.office.rows(audit) if row["action"] == "looked"]
    assert [(row["subject"], row["detail"]["part"]) for row in looks] == [
        (subject_of(KEYS, PENSIONER.id_number), "account")
    ]


async def test_when_the_time_is_over_nothing_more_is_shown(door: Door) -> None:
    browser = await door.browser()
    await door.prove(browser, PENSIONER)
    door.office.clock.pass_by(timedelta(minutes=30))

    response = await browser.me()

    assert response.status_code == 403
    assert response.json()["type"] == "/problems/not-verified"


async def test_a_strangers_token_sees_nothing(door: Door) -> None:
    browser, other = await door.browser(), await door.browser()
    await door.prove(browser, PENSIONER)
    path = f"/api/v1/conversations/{browser.id}/me"

    assert (await other.http.get(path, headers=other.headers)).status_code == 401
    assert (await other.http.get(path)).status_code == 401


async def test_whom_the_core_does_not_know_is_told_so(door: Door) -> None:
    browser, now = await door.browser(), door.office.clock()
    stranger = replace(proven(PENSIONER, now), id_number=UNKNOWN)
    await door.store.prove(browser.id, stranger, now)

    response = await browser.me()

    assert (response.status_code, response.json()["type"]) == (404, "/problems/no-record")


@pytest.mark.parametrize("absent", [True, False])
async def test_while_the_core_is_down_there_is_a_sentence_and_no_figure(
    door: Door, absent: bool
) -> None:
    opened = open_door(door.office, door.played, NoInsuranceCore() if absent else None)
    browser = await opened.browser()
    await opened.prove(browser, PENSIONER)
    opened.played.plan(Fault.ERROR, times=3)

    response = await browser.me()

    assert response.status_code == 503
    assert "医保系统暂时连不上" in response.json()["detail"]


async def test_the_list_of_looks_names_each_and_is_the_persons_own_in_any_conversation(
    door: Door,
) -> None:
    first, second, other = [await door.browser() for _ in range(3)]
    await door.prove(first, PENSIONER)
    await first.me("account")
    await door.prove(second, PENSIONER)
    await second.me()
    await door.prove(other, somebody_ill())

    looks = (await second.looks()).json()["looks"]

    assert [one["what"] for one in looks] == ["全部信息", "账户余额"]
    assert looks[0]["at"].startswith("2026-12-21T10:00:00+08:00")
    assert (await other.looks()).json()["looks"] == []


async def test_nobody_unproven_sees_looks(door: Door) -> None:
    browser = await door.browser()

    assert (await browser.looks()).status_code == 403
