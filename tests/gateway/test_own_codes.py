"""Tests one-time codes at gateway.staff and gateway.own_account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import account_wording as say
from core import wording
from core.errors import CodeWanted, NotPermitted
from gateway.own_account import RECOVERY_CODES
from gateway.staff import SignInRules
from tests.gateway.staff_desk import ANNA, OLD, Desk, refusal
from tests.gateway.staff_desk import desk as desk


async def test_a_bound_phone_is_asked_for_after_the_right_password_only(desk: Desk) -> None:
    secret, _ = await desk.bound()

    with pytest.raises(CodeWanted):
        await desk.door().sign_in(ANNA, OLD)
    assert await refusal(desk.door().sign_in(ANNA, "wrong")) == wording.SIGN_IN_FAILED
    assert await desk.door().sign_in(ANNA, OLD, desk.code(secret))


async def test_a_code_is_used_up_and_a_wrong_one_counts_as_a_failure(desk: Desk) -> None:
    secret, _ = await desk.bound()
    code = desk.code(secret)
    await desk.door().sign_in(ANNA, OLD, code)

    again = [await refusal(desk.door().sign_in(ANNA, OLD, code)) for _ in range(5)]

    assert again[0] == say.CODE_WRONG
    assert again[4] == say.ACCOUNT_LOCKED.format(until=" 10:16 ")


async def test_a_recovery_code_stands_in_for_the_phone_once(desk: Desk) -> None:
    _, codes = await desk.bound()

    assert len(set(codes)) == RECOVERY_CODES
    assert await desk.door().sign_in(ANNA, OLD, codes[0].upper())
    assert await refusal(desk.door().sign_in(ANNA, OLD, codes[0])) == say.CODE_WRONG


async def test_a_phone_counts_only_once_it_has_shown_a_code(desk: Desk) -> None:
    token = await desk.door().sign_in(ANNA, OLD)
    await desk.account().offer_code(token, OLD)

    assert await refusal(desk.account().bind_code(token, "000000")) == say.CODE_WRONG
    assert await desk.door().sign_in(ANNA, OLD)


async def test_until_a_new_phone_shows_a_code_the_old_one_counts(desk: Desk) -> None:
    secret, _ = await desk.bound()
    token = await desk.door().sign_in(ANNA, OLD, desk.code(secret))
    await desk.account().offer_code(token, OLD)
    desk.clock.pass_by(timedelta(seconds=30))

    assert await desk.door().sign_in(ANNA, OLD, desk.code(secret))


async def test_where_codes_are_required_nobody_works_or_stays_without(desk: Desk) -> None:
    door = desk.door(SignInRules(codes_required=True))
    account = desk.account(door)
    token = await door.sign_in(ANNA, OLD)
    assert await refusal(door.who(token)) == say.OWES_CODE

    offer = await account.offer_code(token, OLD)
    await account.bind_code(token, desk.code(offer.secret))

    assert (await door.who(token)).name == ANNA
    with pytest.raises(NotPermitted):
        await account.unbind_code(token, OLD)
