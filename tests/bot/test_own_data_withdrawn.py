"""Tests what withdrawing takes back, and what waits for the sealing of a video call."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.own_data_talk import said_of
from core import own_data_wording as say
from core.applications import Application, Phase
from core.calls import Call
from core.contracts import Ticket
from core.conversation import Conversation
from core.identity import Person
from core.own_data import Standing
from core.own_data_rights import OwnData
from core.own_data_tables import own_data_requests
from core.pushes import PushKind
from core.store.evidence import EvidenceStore
from core.store.video_calls import VideoCallStore
from core.tables import applications, lines
from gateway.own_data_side import own_data
from integrations.photographs.files import PhotoFiles
from tests.bot.rasa_calls import tell
from tests.fakes.office import CALENDAR, CONTRACT, Office
from tests.people import ID_NUMBER


@pytest.fixture
def rights(office: Office) -> OwnData:
    """Carry out what is asked in this office."""
    files = PhotoFiles(office.folder / "photos")
    return own_data(office.stores, files, office.folder / "recordings", CALENDAR, office.clock)


async def filmed(office: Office, conversation: Conversation) -> Call:
    """Film somebody who agreed to it, until the call ends."""
    now = office.clock()
    ticket = await office.tickets.enqueue(
        Ticket(f"t-{conversation.id[:8]}", conversation.id, "video", None, {}, now)
    )
    store = VideoCallStore(office.database)
    call = await store.open(ticket.id, conversation.id, "1001", now)
    await office.stores.calls.consent(
        conversation.id,
        given=True,
        version="1",
        text="可以录像吗",
        at=now,
        kind="video_recording",
    )
    await store.note_recording(call.id, runs=True, at=now)
    await store.end(call.id, "agent", "staff:1001", now)
    return call


async def sealed(office: Office, call: Call) -> None:
    """Seal what the call left behind."""
    manifest = await EvidenceStore(office.database).seal(call.id, None, (), office.clock())
    await VideoCallStore(office.database).seal(call.id, manifest.sealed_at)


async def test_withdrawing_leaves_the_yes_to_being_filmed_and_says_so(
    office: Office, rights: OwnData
) -> None:
    conversation = await office.opened()
    await sealed(office, await filmed(office, conversation))

    said = said_of(await rights.withdraw(conversation.id))

    given = [one.given for one in await office.stores.calls.consents_of(conversation.id)]
    assert given == [True]
    assert say.DELETED_FILMED in said
    assert say.WITHDRAWN_RECORDING not in said
    assert say.WITHDRAWN_ERASED not in said


async def test_the_telephones_yes_is_taken_back_though_another_was_given_after_it(
    office: Office, rights: OwnData
) -> None:
    conversation = await office.opened()
    await office.stores.calls.consent(
        conversation.id, given=True, version="1", text="可以录音吗", at=office.clock()
    )
    await sealed(office, await filmed(office, conversation))

    said = said_of(await rights.withdraw(conversation.id))

    last = (await office.stores.calls.consents_of(conversation.id))[-1]
    assert (last.kind, last.given) == ("recording", False)
    assert say.WITHDRAWN_RECORDING in said
    assert say.WITHDRAWN_ERASED not in said  # nothing was recorded


async def test_nothing_said_or_filled_in_goes_before_the_video_call_is_sealed(
    office: Office, rights: OwnData
) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)
    call = await filmed(office, conversation)
    before = len(await office.rows(lines))

    waits = await rights.delete(conversation.id)
    kept = len(await office.rows(lines)), (await office.rows(applications))[0]["phase"]
    await sealed(office, call)
    again = await rights.delete(conversation.id)

    assert waits.standing is Standing.OPEN
    assert said_of(waits).startswith(say.DELETE_AFTER_SEALING)
    assert kept == (before, Phase.FILLING.value)
    assert again.number == waits.number
    assert say.DELETE_AFTER_SEALING not in said_of(again)
    assert [row["text"] for row in await office.rows(lines)] == [say.ERASED_LINE]
    assert (await office.rows(applications))[0]["phase"] == Phase.CANCELLED.value


async def test_evidence_at_the_end_of_its_time_keeps_no_request_open(
    office: Office, rights: OwnData
) -> None:
    conversation = await office.opened()
    await sealed(office, await filmed(office, conversation))
    await EvidenceStore(office.database).note_expired(1, office.clock())

    request = await rights.delete(conversation.id)

    assert (request.standing, request.outcome["filmed"]) == (Standing.DONE, 0)


async def test_no_to_being_recorded_ends_nothing_else(office: Office) -> None:
    conversation = await office.opened()
    now = office.clock()
    await office.stores.push_choices.switch_on(conversation.id, [PushKind.PAYING.value], now)
    person = Person("王秀英", ID_NUMBER, now, now.replace(hour=11), "test")
    await office.stores.identity.prove(conversation.id, person, now)

    told = await tell(office, conversation, "不同意录音", Act.DENY)

    assert told.text.startswith(say.RECORDING_ENDED)
    assert await office.stores.push_choices.choice(conversation.id) is not None
    assert await office.stores.identity.person(conversation.id, now) is not None


async def test_in_a_form_taking_back_consent_is_asked_first(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)

    asked = await tell(office, conversation, "撤回同意", Act.NOT_UNDERSTOOD)
    before = await office.rows(own_data_requests)
    told = await tell(office, conversation, say.WITHDRAW_YES, Act.AFFIRM)

    assert (asked.text, before) == (say.WITHDRAW_ASK, [])
    assert told.text.startswith(say.WITHDRAWN)


async def test_what_was_decided_is_stored_and_does_not_go_on(
    office: Office, rights: OwnData
) -> None:
    conversation = await office.opened()
    ended = Application(
        "a-ended", conversation.id, CONTRACT, Phase.APPROVED, number="20261221000015"
    )
    await office.applications.open_application(ended, office.clock())

    withdrawn = said_of(await rights.withdraw(conversation.id))
    deleted = said_of(await rights.delete(conversation.id))

    assert say.WITHDRAWN_KEPT not in withdrawn
    assert say.DELETED_ENDED in deleted
    assert say.DELETED_UNDER_WAY not in deleted
