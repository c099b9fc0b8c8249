"""Tests authorisations over HTTP: recorded by staff on papers, seen and ended by citizens."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from core.identity import Person
from core.tables import audit
from tests.gateway.front import Citizen, Front
from tests.sample_fields import id_number_from

MOTHER, SON = id_number_from("37060219450312002"), id_number_from("37060219700815001")
CHILD = id_number_from("37060220180601003")
Json = dict[str, object]


def on_papers(**changed: object) -> Json:
    body: Json = {
        "principal": {"name": "王秀英", "id_number": MOTHER},
        "agent": {"name": "王小军", "id_number": SON},
        "relation": "儿子",
        "scope": ["费用报销"],
        "length": "半年",
        "evidence": "counter",
    }
    return {**body, **changed}


async def recorded(front: Front, body: Json) -> httpx.Response:
    return await front.http.post("/api/v1/desk/delegations", json=body)


async def proven(front: Front, name: str, id_number: str) -> Citizen:
    citizen, now = await front.citizen(), front.office.clock()
    person = Person(name, id_number, now, now + timedelta(minutes=30), "模拟")
    await front.office.stores.identity.prove(citizen.id, person, now)
    return citizen


async def mine(front: Front, citizen: Citizen) -> httpx.Response:
    return await front.http.get(f"{citizen.path}/delegations", headers=citizen.headers)


async def test_staff_record_what_they_saw_and_both_sides_see_it(front: Front) -> None:
    await front.signed_in()
    made = await recorded(front, on_papers())
    mother, son = await proven(front, "王秀英", MOTHER), await proven(front, "王小军", SON)

    given, got = (await mine(front, mother)).json(), (await mine(front, son)).json()

    assert made.status_code == 201
    assert given["given"] == got["got"] == [made.json()]
    assert MOTHER not in made.text
    assert made.json()["principal"] == "王**"


async def test_nobody_but_staff_records_one(front: Front) -> None:
    assert (await recorded(front, on_papers())).status_code == 401


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"agent": {"name": "王秀英", "id_number": MOTHER}}, "同一个人"),
        ({"scope": ["买菜"]}, "业务范围"),
        ({"principal": {"name": "王秀英", "id_number": MOTHER[:-1] + "0"}}, "身份证号"),
        ({"principal": {"name": "王一诺", "id_number": CHILD}}, "监护人"),
        ({"evidence": "guardian"}, "本人授权"),
    ],
)
async def test_what_the_rules_forbid_is_refused_with_a_reason(
    front: Front, changed: Json, told: str
) -> None:
    await front.signed_in()

    answer = await recorded(front, on_papers(**changed))

    assert answer.status_code == 409
    assert told in answer.json()["detail"]


async def test_a_guardian_acts_until_the_child_is_fourteen(front: Front) -> None:
    await front.signed_in()
    child = {"name": "王一诺", "id_number": id_number_from("37060220130301003")}

    answer = await recorded(front, on_papers(principal=child, evidence="guardian", relation="父亲"))

    assert answer.json()["until"].startswith("2027-02-28")


async def test_either_side_ends_it_and_a_stranger_cannot(front: Front) -> None:
    await front.signed_in()
    made = (await recorded(front, on_papers())).json()
    son = await proven(front, "王小军", SON)
    stranger = await proven(front, "李强", id_number_from("37060219850505431"))
    path = f"delegations/{made['id']}"

    refused = await front.http.delete(f"{stranger.path}/{path}", headers=stranger.headers)
    ended = await front.http.delete(f"{son.path}/{path}", headers=son.headers)

    assert (refused.status_code, ended.status_code) == (404, 204)
    assert (await mine(front, son)).json() == {"given": [], "got": []}


async def test_who_did_not_prove_who_they_are_sees_nothing(front: Front) -> None:
    citizen = await front.citizen()

    answer = await mine(front, citizen)

    assert answer.status_code == 401
    assert "认证" in answer.json()["detail"]


async def test_a_look_by_staff_is_audited_without_the_number(front: Front) -> None:
    await front.signed_in()
    await recorded(front, on_papers())

    await front.http.get("/api/v1/desk/delegations", headers={"X-Id-Number": MOTHER})

    async with front.office.database.reading() as connection:
        rows = (await connection.execute(select(audit))).mappings().all()
    assert [row["action"] for row in rows if row["subject"].startswith("delegation:")] == [
        "made",
        "seen",
    ]
    assert MOTHER not in str(rows)
