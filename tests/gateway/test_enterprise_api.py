"""Tests the enterprise door over HTTP: tokens, batches, errors row by row, decisions told."""

from __future__ import annotations

from datetime import timedelta

from core.insured import Decision
from core.privacy import mask_id_number
from gateway.enterprise_filing import AT_ONCE
from integrations.webhooks import PAUSES
from tests.gateway.enterprise_door import MAN, WEBHOOK, WOMAN, Door, Json, joins, rows_of
from tests.gateway.enterprise_door import door as door
from tests.people import next_id_number


async def test_a_token_needs_the_right_secret_and_ends(door: Door) -> None:
    wrong = await door.sign_in(secret="guessed")
    right = await door.sign_in()
    door.clock.pass_by(timedelta(hours=1, seconds=1))
    late = await door.call("GET", "/deliveries")

    assert (wrong.status_code, wrong.json()) == (401, {"error": "invalid_client"})
    assert right.json()["token_type"] == "Bearer"
    assert right.headers["cache-control"] == "no-store"
    assert late.status_code == 401
    assert "重新获取" in late.json()["detail"]


async def test_other_grants_are_refused_as_the_rfc_says(door: Door) -> None:
    answer = await door.http.post("/api/v1/enterprise/token", data={"grant_type": "password"})

    assert (answer.status_code, answer.json()) == (400, {"error": "unsupported_grant_type"})


async def test_good_rows_are_accepted_beside_bad_ones(door: Door) -> None:
    batch = await door.report(
        joins(),
        joins("370602198505054310", name="李强", day="2026-13-02"),
        joins(MAN, wage=""),
        joins(),
    )

    rows = rows_of(batch)
    assert [row["state"] for row in rows] == ["accepted", "refused", "refused", "refused"]
    assert len(str(rows[0]["number"])) == 14
    found = [[(e["field"], e["code"]) for e in row["errors"]] for row in rows]  # type: ignore[attr-defined]
    assert found == [
        [],
        [("id_number", "invalid"), ("day", "invalid")],
        [("wage", "missing")],
        [("id_number", "duplicate")],
    ]


async def test_the_same_key_gives_the_same_batch_and_another_body_a_refusal(door: Door) -> None:
    first = await door.report(joins())
    again = await door.report(joins(), status=200)
    other = await door.report(joins(MAN), status=409)

    assert again == first
    assert "Idempotency-Key" in str(other["detail"])


async def test_whom_one_reported_already_is_not_taken_twice(door: Door) -> None:
    await door.report(joins())

    [row] = rows_of(await door.report(joins(), key="k2"))

    assert row["state"] == "refused"


async def test_a_batch_is_seen_by_its_own_employer_only(door: Door) -> None:
    batch = await door.report(joins())
    own = await door.call("GET", f"/batches/{batch['batch_id']}")
    await door.sign_in("other")
    foreign = await door.call("GET", f"/batches/{batch['batch_id']}")

    assert own.json() == batch
    assert foreign.status_code == 404


async def test_a_leaver_needs_no_wage(door: Door) -> None:
    leaves: Json = {"name": "王秀英", "id_number": WOMAN, "day": "2026-11-02"}

    rows = rows_of(
        await door.report(leaves, {**leaves, "id_number": MAN, "wage": "1.00"}, kind="leave")
    )

    assert [row["state"] for row in rows] == ["accepted", "refused"]


async def test_an_accepted_row_is_filed_once_and_its_decision_is_told_signed(door: Door) -> None:
    batch = await door.report(joins())
    hook = await door.call("PUT", "/webhook", {"url": WEBHOOK})
    door.employer.secret = hook.json()["secret"]
    door.core.is_down = True
    assert await door.filing.step() == 0
    door.core.is_down = False

    await door.filing.step()
    await door.filing.step()
    door.core.says = Decision.REJECTED
    await door.filing.step()
    door.employer.faults = 2
    for _ in range(3):
        await door.webhooks.step()
        door.clock.pass_by(PAUSES[1])

    assert [one.number for one in door.core.filed] == [rows_of(batch)[0]["number"]]
    assert door.employer.refused == 2
    [told] = door.employer.received
    assert told["type"] == "row.decided"
    data = told["data"]
    assert isinstance(data, dict)
    assert (data["state"], data["note"]) == ("rejected", "工资低于下限")
    [delivery] = (await door.call("GET", "/deliveries")).json()["deliveries"]
    assert (delivery["attempts"], delivery["delivered"]) == (3, True)


async def test_a_row_that_the_core_refuses_does_not_hold_up_the_others(door: Door) -> None:
    refused, other = rows_of(await door.report(joins(), joins(MAN)))
    door.core.refuses = str(refused["number"])

    assert await door.filing.step() == 1

    assert [one.number for one in door.core.filed] == [other["number"]]


async def test_what_the_core_takes_long_to_decide_keeps_no_new_row_from_it(door: Door) -> None:
    many = [joins(next_id_number()) for _ in range(AT_ONCE + 1)]
    await door.report(*many)
    for _ in range(3):
        await door.filing.step()
    late = rows_of(await door.report(joins(MAN), key="k2"))[0]

    await door.filing.step()
    door.core.says = Decision.APPROVED
    for _ in range(3):
        await door.filing.step()

    assert late["number"] in [one.number for one in door.core.filed]
    assert len({one.number for one in door.core.filed}) == len(door.core.filed) == AT_ONCE + 2
    batch = await door.call("GET", f"/batches/{(await door.report(*many, status=200))['batch_id']}")
    assert {row["state"] for row in rows_of(batch.json())} == {"done"}


async def test_what_the_core_writes_about_a_row_is_kept_without_numbers(door: Door) -> None:
    batch = await door.report(joins())
    await door.filing.step()
    door.core.says, door.core.note = Decision.REJECTED, f"{WOMAN}已参保"

    await door.filing.step()

    found = await door.call("GET", f"/batches/{batch['batch_id']}")
    assert rows_of(found.json())[0]["note"] == f"{mask_id_number(WOMAN)}已参保"


async def test_an_employer_who_never_answers_is_given_up_in_the_end(door: Door) -> None:
    await door.report(joins())
    await door.call("PUT", "/webhook", {"url": WEBHOOK})
    door.core.says = Decision.APPROVED
    await door.filing.step()
    door.employer.faults = 99

    attempts = 0
    for _ in range(20):
        attempts += await door.webhooks.step()
        door.clock.pass_by(timedelta(days=2))
        await door.sign_in()

    assert attempts == door.employer.refused == len(PAUSES) + 1
    [delivery] = (await door.call("GET", "/deliveries")).json()["deliveries"]
    assert delivery["gave_up"] is True


async def test_a_webhook_may_not_point_into_our_network(door: Door) -> None:
    answer = await door.call("PUT", "/webhook", {"url": "https://127.0.0.1/x"})

    assert answer.status_code == 422


async def test_the_sandbox_decides_by_rule_and_files_nothing(door: Door) -> None:
    await door.sign_in("sandbox")
    batch = await door.report(joins(), joins(MAN, name="退回"))

    await door.filing.step()

    after = (await door.call("GET", f"/batches/{batch['batch_id']}")).json()
    assert [row["state"] for row in after["rows"]] == ["done", "rejected"]
    assert door.core.filed == []
