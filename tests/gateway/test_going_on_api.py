"""Tests the code with which a form goes on by telephone."""

from __future__ import annotations

from core.applications import Application
from core.store.resume_codes import ResumeCodeStore
from tests.gateway.front import Front

CONTRACT = "YB-SL-0101"


async def test_who_fills_a_form_gets_a_code_that_stands_for_it(front: Front) -> None:
    citizen, office = await front.citizen(), front.office
    await office.applications.open_application(
        Application("a1", citizen.id, CONTRACT), office.clock()
    )

    made = await front.http.post(f"{citizen.path}/code", headers=citizen.headers)

    assert made.status_code == 201
    code = made.json()["code"]
    assert len(code) == 6
    found = await ResumeCodeStore(office.database).application_of(code, office.clock())
    assert found is not None
    assert found.id == "a1"


async def test_without_a_form_there_is_nothing_to_go_on_with(front: Front) -> None:
    citizen = await front.citizen()

    answer = await front.http.post(f"{citizen.path}/code", headers=citizen.headers)

    assert answer.status_code == 404


async def test_nobody_gets_a_code_for_somebody_else_s_form(front: Front) -> None:
    citizen, other, office = await front.citizen(), await front.citizen(), front.office
    await office.applications.open_application(
        Application("a1", citizen.id, CONTRACT), office.clock()
    )

    answer = await front.http.post(f"{citizen.path}/code", headers=other.headers)

    assert answer.status_code == 401
