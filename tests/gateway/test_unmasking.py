"""Checks who sees a value unmasked: staff with a reason, not too often, and never unnoticed."""

from __future__ import annotations

from datetime import timedelta

from core import follow_up_wording as say
from core.store.audit_trail import MOST_AN_HOUR
from core.tables import audit
from tests.fakes.bureau import bureau as bureau
from tests.gateway.case_desk import ANNA, Desk
from tests.gateway.case_desk import desk as desk
from tests.people import ID_NUMBER

WISH = {"label": "身份证号", "reason": "核对身份"}


async def test_a_reason_shows_the_value_and_stays_in_the_audit_trail(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()

    answer = await desk.post(filed.number, "unmask", **WISH)

    assert answer.json() == {"value": filed.fields["id_number"]}
    last = (await desk.bureau.rows(audit))[-1]
    assert (last["actor"], last["subject"]) == (f"staff:{ANNA}", f"seen:{filed.id}")
    assert (last["action"], last["detail"]) == (
        "unmasked",
        {"field": "id_number", "reason": "核对身份"},
    )
    assert ID_NUMBER not in str(await desk.bureau.rows(audit))


async def test_nobody_sees_a_value_without_a_duty_or_without_a_reason(desk: Desk) -> None:
    filed = await desk.bureau.filed()

    stranger = await desk.post(filed.number, "unmask", **WISH)
    await desk.sign_in()
    curious = await desk.post(filed.number, "unmask", label=WISH["label"], reason="看看")
    nothing = await desk.post(filed.number, "unmask", label="没有这一项", reason="核对身份")

    assert [one.status_code for one in (stranger, curious, nothing)] == [401, 422, 404]
    assert "unmasked" not in [row["action"] for row in await desk.bureau.rows(audit)]


async def test_who_looks_too_often_has_to_wait(desk: Desk) -> None:
    filed = await desk.bureau.filed()
    await desk.sign_in()
    for _ in range(MOST_AN_HOUR):
        assert (await desk.post(filed.number, "unmask", **WISH)).status_code == 200

    refused = await desk.post(filed.number, "unmask", **WISH)
    desk.bureau.clock.pass_by(timedelta(minutes=61))
    later = await desk.post(filed.number, "unmask", **WISH)

    assert (refused.status_code, refused.json()["detail"]) == (409, say.UNMASKED_ENOUGH)
    assert later.status_code == 200
