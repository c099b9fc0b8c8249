"""Tests core.store.expiring: no name and no number outlives what it was given for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.applications import Application, Phase
from core.call_tables import call_links, call_seats, video_calls
from core.calls import Role
from core.delegation_tables import delegations
from core.delegations import Delegation, Evidence, Standing
from core.enterprise import Change, ChangeKind, Client, JudgedRow, RowProblem, RowState
from core.enterprise_tables import enterprise_rows
from core.identity import Challenge, Person
from core.identity_tables import identities, identity_challenges
from core.rating_tables import remark_replies
from core.store.enterprise import EnterpriseStore
from core.store.enterprise_clients import EnterpriseClientStore
from core.store.expiring import ROWS, ExpiringStore
from core.store.remarks import PHONE
from core.store.wechat_contacts import ContactStore
from core.store.wechat_outbox import OutboxStore
from core.tables import audit, tickets
from core.wechat_messages import Outgoing, State
from core.wechat_tables import wechat_contacts, wechat_outbox
from tests.fakes.office import CONTRACT, Office
from tests.people import ID_NUMBER, MOBILE

LONG = timedelta(days=91)
OPENID = "oJk1"


@pytest.fixture
def beside(office: Office) -> ExpiringStore:
    return office.stores.retention.beside


async def sent(office: Office, *states: State) -> None:
    """Let messages to a follower be in these states."""
    await ContactStore(office.database).meet(OPENID, office.clock())
    outbox = OutboxStore(office.database)
    for state in states:
        text = {"text": f"王秀英 {state}"}
        await outbox.add(OPENID, [Outgoing(state, "text", text)], ["是王秀英"], 1, office.clock())
        async with office.database.writing() as connection:
            await connection.execute(
                update(wechat_outbox).where(wechat_outbox.c.key == state).values(state=state)
            )


async def kept(office: Office) -> Sequence[str]:
    return sorted(row["state"] for row in await office.rows(wechat_outbox))


async def test_messages_that_were_never_taken_do_not_stay_for_ever(
    office: Office, beside: ExpiringStore
) -> None:
    await sent(office, *State)

    early = await beside.erase_messages(office.clock() - LONG, office.clock())
    office.clock.pass_by(LONG)
    gone = await beside.erase_messages(office.clock() - timedelta(days=90), office.clock())

    assert (early, gone) == (0, 4)
    assert await kept(office) == ["handed", "sending", "waiting"]  # under way


async def test_a_number_left_for_an_answer_goes_some_time_after_it(
    office: Office, beside: ExpiringStore
) -> None:
    numbers = []
    for _ in range(2):
        today = office.clock().date()
        number = await office.remarks.add(
            None, "complaint", "没人接", office.clock(), today, due=today
        )
        await office.remarks.wish(number, PHONE, MOBILE, office.clock())
        numbers.append(number)
    await office.remarks.answer(numbers[0], "1001", "已加人", office.clock())
    office.clock.pass_by(LONG)

    await beside.erase_numbers(office.clock() - timedelta(days=90), office.clock())

    left = {row["number"]: row["phone"] for row in await office.rows(remark_replies)}
    assert left == {numbers[0]: None, numbers[1]: MOBILE}  # who was not answered is to be called
    assert (await office.remarks.remark(numbers[0])).answer == "已加人"


def authorisation(name: str, at: Office, **changes: object) -> Delegation:
    now = at.clock()
    made = Delegation(
        name, "王秀英", ID_NUMBER, None, Evidence.COUNTER, now, Standing.ACTIVE, "儿子",
        ("异地就医",), now + timedelta(days=365), "王小军", "370602197008150013",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


async def test_authorisations_that_are_over_are_emptied_unless_something_was_filed_under_them(
    office: Office, beside: ExpiringStore
) -> None:
    now, store = office.clock(), office.stores.delegations
    await store.add(authorisation("holds", office), "staff:1001")
    await store.add(authorisation("draft", office, standing=Standing.DRAFT), "principal")
    await store.add(authorisation("lapsed", office, until=now), "staff:1001")
    await store.add(authorisation("used", office, until=now), "staff:1001")
    ended = authorisation("ended", office)
    await store.add(ended, "staff:1001")
    await store.end(ended, "principal", now)
    talk = await office.opened()
    ready = Application("a1", talk.id, CONTRACT, Phase.CONFIRMING, delegation_id="used")
    await office.applications.open_application(ready, now)
    await office.applications.submit(ready, now, date(2026, 12, 21), None)
    office.clock.pass_by(LONG)

    gone = await beside.erase_authorisations(office.clock() - timedelta(days=90), office.clock())
    again = await beside.erase_authorisations(office.clock() - timedelta(days=90), office.clock())

    rows = {row["id"]: row for row in await office.rows(delegations)}
    named = {name for name, row in rows.items() if row["principal_name"] or row["agent_name"]}
    marked = {name for name, row in rows.items() if row["principal"] or row["agent"]}
    assert (gone, again) == (3, 0)
    assert named == marked == {"holds", "used"}
    (line,) = [row for row in await office.rows(audit) if row["action"] == "erased"]
    assert line["detail"] == {"what": "authorisation", "count": 3}


async def test_what_an_employer_reported_and_we_refused_is_emptied(
    office: Office, beside: ExpiringStore
) -> None:
    client = Client("acme", "示例公司", "91370600MA00000000", sandbox=False)
    await EnterpriseClientStore(office.database).add_client(client, "x", office.clock())
    change = Change("王秀英", ID_NUMBER, "2026-11-02", MOBILE)
    wrong = (RowProblem("wage", "missing", "请填月工资"),)
    rows = [
        JudgedRow(1, change, RowState.ACCEPTED),
        JudgedRow(2, change, RowState.REFUSED, wrong),
    ]
    store, today = EnterpriseStore(office.database), office.clock().date()
    batch, _ = await store.take_batch(
        client, "k1", "h", ChangeKind.JOIN, lambda _: rows, office.clock(), today
    )
    office.clock.pass_by(LONG)

    gone = await beside.erase_refused(office.clock() - timedelta(days=90), office.clock())

    found = (await store.batch("acme", batch.id)).rows
    assert gone == 1
    assert [row.change.name for row in found] == ["王秀英", ""]
    assert found[1].problems == wrong  # the employer still reads why
    refused = [row for row in await office.rows(enterprise_rows) if row["n"] == 2]
    assert ID_NUMBER not in str(refused)


async def test_proofs_of_identity_that_are_over_go_in_the_night(
    office: Office, beside: ExpiringStore
) -> None:
    now, identity = office.clock(), office.stores.identity
    for minutes in (30, 60 * 48):
        talk = await office.opened()
        until = now + timedelta(minutes=minutes)
        person = Person("王秀英", ID_NUMBER, now, until, "test")
        await identity.begin(talk.id, Challenge(f"challenge-{minutes}", "https://x", until))
        await identity.prove(talk.id, person, now)

    gone = await beside.erase_proofs(now + timedelta(hours=12))

    assert gone == 1
    assert len(await office.rows(identities)) == 1
    assert len(await office.rows(identity_challenges)) == 1


async def test_many_go_batch_by_batch(office: Office, beside: ExpiringStore) -> None:
    await ContactStore(office.database).meet(OPENID, office.clock())
    many = [Outgoing(f"k{n}", "text", {"text": "好"}) for n in range(ROWS + 1)]
    await OutboxStore(office.database).add(OPENID, many, None, 0, office.clock())
    async with office.database.writing() as connection:
        await connection.execute(update(wechat_outbox).values(state=State.SENT))
    office.clock.pass_by(LONG)

    counts = [await beside.erase_messages(office.clock(), office.clock()) for _ in range(3)]

    assert counts == [ROWS, 1, 0]


async def ended_call(office: Office, conversation_id: str, connection: AsyncConnection) -> None:
    """Let a video call of a conversation be over, in which a citizen and their daughter sat."""
    now = office.clock()
    await connection.execute(
        insert(tickets).values(
            id="t1", conversation_id=conversation_id, channel="video", fields={},
            persona="standard", state="closed", opened_at=now,
        )
    )  # fmt: skip
    await connection.execute(
        insert(video_calls).values(
            id="v1", ticket_id="t1", conversation_id=conversation_id, state="ended",
            engine="peer", recording="off", opened_at=now, ended_at=now, note="女儿王丽在场",
        )
    )  # fmt: skip
    for role, name in ((Role.CITIZEN, "办事群众"), (Role.FAMILY, "王丽")):
        await connection.execute(
            insert(call_seats).values(
                call_id="v1", id=role.value, role=role.value, name=name, linked=False,
                medium="video", attention="barge", until=now,
            )
        )  # fmt: skip
    await connection.execute(
        insert(call_links).values(
            call_id="v1", token_hash="h", seat="family", name="王丽", made_at=now, until=now
        )
    )


async def test_with_a_citizens_words_go_the_names_of_their_family_and_what_was_parked(
    office: Office,
) -> None:
    talk = await office.opened()
    await sent(office, State.UNSURE, State.PARKED)
    await ContactStore(office.database).bind(OPENID, talk.id)
    async with office.database.writing() as connection:
        await connection.execute(update(wechat_contacts).values(choices=["是王秀英"]))
        await ended_call(office, talk.id, connection)

    await office.stores.erasing.erase_words(talk.id, office.clock())

    (contact,) = await office.rows(wechat_contacts)
    assert contact["choices"] == []
    bodies = {row["state"]: row["body"] for row in await office.rows(wechat_outbox)}
    assert set(bodies) == {"given_up", "parked"}  # a result that waits is still told
    assert not bodies["given_up"]
    assert [row["name"] for row in await office.rows(call_seats)] == ["办事群众", ""]
    assert await office.rows(call_links) == []
