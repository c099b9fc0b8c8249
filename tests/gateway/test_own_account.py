"""Tests gateway.staff and gateway.own_account: sessions, passwords, locks."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher

from core import account_wording as say
from core import wording
from core.errors import AccountOwes, NotAllowedNow, NotAuthorised
from core.sign_in_delays import ADDRESS
from core.store import StaffStore
from core.tables import staff, staff_sessions
from gateway.staff import DESK, SUPERVISE, SignInRules, StaffDoor
from tests.gateway.staff_desk import ANNA, NEW, OLD, Desk, refusal
from tests.gateway.staff_desk import desk as desk


async def test_a_new_sign_in_ends_the_old_one_and_says_so(desk: Desk) -> None:
    first = await desk.door().sign_in(ANNA, OLD)

    second = await desk.door().sign_in(ANNA, OLD)

    assert await refusal(desk.door().who(first)) == say.REPLACED
    assert (await desk.door().who(second)).name == ANNA


async def test_a_session_idles_away_unless_somebody_is_there(desk: Desk) -> None:
    door = desk.door(SignInRules(idle=timedelta(minutes=15)))
    token = await door.sign_in(ANNA, OLD)
    desk.clock.pass_by(timedelta(minutes=14))
    await door.who(token)  # looking alone keeps no session alive: pages look by themselves
    await door.still_there(token)
    desk.clock.pass_by(timedelta(minutes=14))
    still = await door.who(token)
    desk.clock.pass_by(timedelta(minutes=1))

    assert still.name == ANNA
    assert await refusal(door.who(token)) == say.IDLE
    assert await refusal(door.still_there(token)) == say.IDLE  # nor does it come back to life


async def test_a_session_is_over_after_eight_hours_whoever_is_there(desk: Desk) -> None:
    door = desk.door(SignInRules(idle=timedelta(minutes=15)))
    token = await door.sign_in(ANNA, OLD)
    for _ in range(48):
        desk.clock.pass_by(timedelta(minutes=10))
        if _ < 47:
            await door.still_there(token)

    assert await refusal(door.who(token)) == say.OVER


async def test_tokens_and_codes_lie_in_the_database_as_hashes_and_secrets_sealed(
    desk: Desk,
) -> None:
    secret, codes = await desk.bound()
    token = await desk.door().sign_in(ANNA, OLD, codes[0])
    offered = (await desk.account().offer_code(token, OLD)).secret

    file = Path(str(desk.database._engine.url.database))
    stored = b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert token.encode() not in stored
    assert not any(code.replace("-", "").encode() in stored for code in codes)
    assert secret.encode() not in stored
    assert offered.encode() not in stored


class Slow(PasswordHasher):
    """Take long over the right password."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's
        """Wait, if it is the right one."""
        if password == OLD:
            self.begun.set()
            self.go_on.wait(10)
        return super().verify(hash, password)


async def test_of_many_guesses_at_once_none_gets_in_after_the_fifth(desk: Desk) -> None:
    hasher = Slow()
    store = StaffStore(desk.database)
    door = StaffDoor(store, now=desk.clock, session=timedelta(hours=8), hasher=hasher)
    right = asyncio.create_task(refusal(door.sign_in(ANNA, OLD)))
    await asyncio.to_thread(hasher.begun.wait)
    for _ in range(5):
        await refusal(door.sign_in(ANNA, "wrong"))

    hasher.go_on.set()

    assert await right == say.ACCOUNT_LOCKED.format(until=" 10:15 ")


async def test_locks_grow_and_say_until_when(desk: Desk) -> None:
    said = []
    for _ in range(2):
        for _ in range(5):
            sentence = await refusal(desk.door().sign_in(ANNA, "wrong"))
        said.append(sentence)
        desk.clock.pass_by(timedelta(minutes=30))

    assert said == [
        say.ACCOUNT_LOCKED.format(until=" 10:15 "),
        say.ACCOUNT_LOCKED.format(until=" 11:00 "),
    ]


async def test_a_locked_account_refuses_the_right_password_too(desk: Desk) -> None:
    for _ in range(5):
        await refusal(desk.door().sign_in(ANNA, "wrong"))

    assert "10:15" in await refusal(desk.door().sign_in(ANNA, OLD))
    desk.clock.pass_by(timedelta(minutes=15))
    assert await desk.door().sign_in(ANNA, OLD)


async def test_nobody_learns_from_the_lock_whether_an_account_exists(desk: Desk) -> None:
    real = [await refusal(desk.door().sign_in(ANNA, "wrong")) for _ in range(6)]
    invented = [await refusal(desk.door().sign_in("nobody", "wrong")) for _ in range(6)]

    assert real == invented
    assert real[0] == wording.SIGN_IN_FAILED


async def test_an_address_that_tries_many_accounts_is_locked_for_all_of_them(desk: Desk) -> None:
    for number in range(ADDRESS.failures):
        await refusal(desk.door().sign_in(f"guess{number}", "wrong", "", "203.0.113.5"))

    there = await refusal(desk.door().sign_in(ANNA, OLD, "", "203.0.113.5"))

    assert there == say.ADDRESS_LOCKED.format(until=" 10:15 ")
    assert await desk.door().sign_in(ANNA, OLD, "", "203.0.113.6")


async def test_whoever_owes_a_password_can_change_it_and_nothing_else(desk: Desk) -> None:
    await desk.door().add("ben", "李工", "temporary1", must_change=True)
    token = await desk.door().sign_in("ben", "temporary1")
    with pytest.raises(AccountOwes):
        await desk.door().who(token, DESK)

    await desk.account().change_password(token, "temporary1", NEW)

    assert (await desk.door().who(token, DESK)).name == "ben"


async def test_a_password_of_ninety_days_has_to_be_changed(desk: Desk) -> None:
    door = desk.door(SignInRules(password_age=timedelta(days=90)))
    desk.clock.pass_by(timedelta(days=90))
    token = await door.sign_in(ANNA, OLD)

    assert await refusal(door.who(token)) == say.OWES_PASSWORD


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wrong", NEW, say.OLD_PASSWORD_WRONG),
        (OLD, OLD, say.PASSWORD_SAME),
        (OLD, "short", say.PASSWORD_SHORT.format(least=10)),
    ],
)
async def test_a_password_is_changed_only_with_the_old_one_and_to_a_good_one(
    desk: Desk, old: str, new: str, sentence: str
) -> None:
    token = await desk.door().sign_in(ANNA, OLD)

    assert await refusal(desk.account().change_password(token, old, new)) == sentence
    assert await desk.door().sign_in(ANNA, OLD)


async def test_a_stolen_session_cannot_guess_the_password(desk: Desk) -> None:
    token = await desk.door().sign_in(ANNA, OLD)
    for _ in range(5):
        await refusal(desk.account().change_password(token, "guess", NEW))

    with pytest.raises(NotAllowedNow):
        await desk.account().change_password(token, OLD, NEW)


async def test_another_password_ends_every_other_session(desk: Desk) -> None:
    token = await desk.door().sign_in(ANNA, OLD)
    await desk.account().change_password(token, OLD, NEW)

    assert (await desk.door().who(token)).name == ANNA
    await desk.account().sign_out_everywhere(token)
    assert await refusal(desk.door().who(token)) == say.ENDED_EVERYWHERE
    assert await refusal(desk.door().sign_in(ANNA, OLD)) == wording.SIGN_IN_FAILED


async def test_a_ticket_opens_one_stream_of_its_own_session_within_a_minute(desk: Desk) -> None:
    token = await desk.door().sign_in(ANNA, OLD)
    await desk.door().add("ben", "李工", OLD)
    other = await desk.door().sign_in("ben", OLD)
    mine, late = await desk.account().ticket(token), await desk.account().ticket(token)
    theirs = await desk.account().ticket(other)

    assert (await desk.door().at_stream(mine, token, DESK)).name == ANNA
    for ticket in (mine, theirs, "invented", ""):
        with pytest.raises(NotAuthorised):
            await desk.door().at_stream(ticket, token, DESK)
    desk.clock.pass_by(timedelta(seconds=61))
    with pytest.raises(NotAuthorised):
        await desk.door().at_stream(late, token, DESK)


async def test_everything_about_an_account_is_in_the_audit(desk: Desk) -> None:
    secret, codes = await desk.bound()
    await refusal(desk.door().sign_in(ANNA, "wrong"))
    token = await desk.door().sign_in(ANNA, OLD, codes[0])
    await desk.account().change_password(token, OLD, NEW)
    await desk.account().unbind_code(token, NEW)
    await desk.door().sign_out(token)

    assert await desk.acts() == [
        "signed_in",
        "code_bound",
        "sign_in_failed",
        "recovery_code_used",
        "signed_in",
        "password_changed",
        "code_unbound",
        "signed_out",
    ]
    del secret


async def test_the_first_account_works_on_everything_but_administers_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    async with desk.database.writing() as connection:
        await connection.execute(staff_sessions.delete())
        await connection.execute(staff.delete())

    await desk.door().first_account(tmp_path / "first.txt")

    name, password = (one.split()[1] for one in (tmp_path / "first.txt").read_text().splitlines())
    token = await desk.door().sign_in(name, password)
    entered = await desk.door().entered(token)
    assert entered.member.duties == {DESK, SUPERVISE, "knowledge"}
    assert entered.owes == ("password",)
