"""Tests core.store.photos: how many, whose, who looked, and what goes with one that goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import photo_wording
from core.applications import Application, Phase
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotFound
from core.photo_refusal import PhotoRefused
from core.photos import DocumentKind, Photo, PhotoReading
from core.store.photos import MOST, PhotoStore
from core.tables import applications, audit
from tests.fakes.office import CONTRACT, Office
from tests.people import ID_NUMBER, NAME

READ = {"name": NAME, "id_number": ID_NUMBER}


def photo_of(office: Office, conversation: Conversation, number: int = 1) -> Photo:
    return Photo(
        id=f"p{number}",
        conversation_id=conversation.id,
        application_id=None,
        material=None,
        reading=PhotoReading(DocumentKind.ID_CARD, READ, ("照片有点糊。",)),
        sha256=f"{number:064x}",
        width=1200,
        height=800,
        at=office.clock(),
    )


async def kept(office: Office, conversation: Conversation, number: int = 1) -> Photo:
    photo = photo_of(office, conversation, number)
    await PhotoStore(office.database).add(photo, size=1000, turn=0)
    return photo


async def test_a_photograph_comes_back_as_it_was_stored(office: Office) -> None:
    store, conversation = PhotoStore(office.database), await office.opened()

    photo = await kept(office, conversation)

    assert await store.photo("p1") == photo
    assert await store.of_conversation(conversation.id) == [photo]
    same = await store.same_picture(conversation.id, photo.sha256)
    assert same is not None
    assert (same.photo, same.turn) == (photo, 0)


async def test_the_audit_row_names_what_was_read_and_never_says_it(office: Office) -> None:
    photo = await kept(office, await office.opened())

    row = (await office.rows(audit))[-1]

    assert (row["action"], row["actor"]) == ("photo_added", "citizen")
    assert row["detail"]["photo"] == photo.id
    assert row["detail"]["read"] == ["id_number", "name"]
    assert ID_NUMBER not in str(row)
    assert NAME not in str(row)


async def test_a_picture_is_known_in_its_own_conversation_only(office: Office) -> None:
    store = PhotoStore(office.database)
    one, other = await office.opened(), await office.opened()
    photo = await kept(office, one)

    assert await store.same_picture(other.id, photo.sha256) is None


async def test_the_same_picture_cannot_be_two_photographs(office: Office) -> None:
    conversation = await office.opened()
    photo = await kept(office, conversation)

    with pytest.raises(IntegrityError):
        await PhotoStore(office.database).add(replace(photo, id="p2"), size=1, turn=0)


async def test_the_sixth_photograph_within_a_minute_has_to_wait(office: Office) -> None:
    store, conversation = PhotoStore(office.database), await office.opened()
    for number in range(5):
        await kept(office, conversation, number)

    with pytest.raises(PhotoRefused) as refused:
        await store.room_for_another(conversation.id, office.clock())
    office.clock.pass_by(timedelta(seconds=60))
    await store.room_for_another(conversation.id, office.clock())

    assert (refused.value.sentence, refused.value.later) == (photo_wording.TOO_FAST, True)


async def test_deleting_does_not_make_it_go_faster(office: Office) -> None:
    store, conversation = PhotoStore(office.database), await office.opened()
    for number in range(5):
        await kept(office, conversation, number)
        await store.delete(f"p{number}", office.clock())

    with pytest.raises(PhotoRefused):
        await kept(office, conversation, 6)


async def test_a_conversation_holds_only_so_many_photographs(office: Office) -> None:
    conversation = await office.opened()
    for number in range(MOST):
        await kept(office, conversation, number)
        office.clock.pass_by(timedelta(seconds=20))

    with pytest.raises(PhotoRefused) as refused:
        await kept(office, conversation, MOST)

    assert (refused.value.sentence, refused.value.later) == (photo_wording.TOO_MANY, False)
    assert len(await PhotoStore(office.database).of_conversation(conversation.id)) == MOST


async def test_handing_in_again_changes_what_it_stands_for(office: Office) -> None:
    store, conversation = PhotoStore(office.database), await office.opened()
    photo = await kept(office, conversation)
    draft = await office.drafted(conversation)

    again = replace(photo, application_id=draft.id, material="身份证")
    await store.hand_in_again(again, 3, office.clock())

    same = await store.same_picture(conversation.id, photo.sha256)
    assert same is not None
    assert (same.photo, same.turn) == (again, 3)
    assert (await office.rows(audit))[-1]["action"] == "photo_again"


async def test_who_looked_is_recorded(office: Office) -> None:
    photo = await kept(office, await office.opened())

    await PhotoStore(office.database).note_look(photo, "1001", office.clock())

    row = (await office.rows(audit))[-1]
    assert (row["actor"], row["action"]) == ("staff:1001", "photo_seen")
    assert row["detail"]["photo"] == photo.id


async def test_a_deleted_photograph_leaves_the_draft_that_used_it(office: Office) -> None:
    store, conversation = PhotoStore(office.database), await office.opened()
    photo = await kept(office, conversation)
    draft = Application(
        "a1",
        conversation.id,
        CONTRACT,
        papers={"身份证": f"photo:{photo.id}", "户口簿": "have"},
        offered={"id_number": ID_NUMBER, "mobile": "13800138000"},
    )
    await office.drafted(conversation, draft)

    await store.delete(photo.id, office.clock())

    with pytest.raises(NotFound):
        await store.photo(photo.id)
    after = await office.applications.in_hand(conversation.id)
    assert after is not None
    assert after.papers == {"户口簿": "have"}
    assert after.offered == {"mobile": "13800138000"}
    changed, deleted = (await office.rows(audit))[-2:]
    assert (changed["subject"], changed["action"]) == ("application:a1", "changed")
    assert deleted["action"] == "photo_deleted"
    assert (await office.rows(applications))[0]["version"] == 2


@pytest.mark.parametrize("how", ["as a paper", "while it was filled"])
async def test_what_was_handed_in_cannot_be_deleted(office: Office, how: str) -> None:
    store, conversation = PhotoStore(office.database), await office.opened()
    photo = photo_of(office, conversation)
    papers = {"身份证": f"photo:{photo.id}"} if how == "as a paper" else {}
    ready = Application("a1", conversation.id, CONTRACT, phase=Phase.CONFIRMING, papers=papers)
    await office.drafted(conversation, ready)
    if how == "while it was filled":
        photo = replace(photo, application_id="a1")
    await store.add(photo, size=1, turn=0)
    await office.applications.submit(ready, office.clock(), office.clock().date(), None)

    with pytest.raises(NotAllowedNow) as refused:
        await store.delete(photo.id, office.clock())

    assert refused.value.args[1] == photo_wording.NOT_DELETED
    assert await store.photo(photo.id) == photo
