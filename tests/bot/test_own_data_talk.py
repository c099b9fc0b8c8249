"""Tests that citizens end, see, correct and erase in plain words what is kept of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest

from bot.acts import Act
from core import own_data_wording as say
from core.applications import Application, Phase
from core.conversation import Conversation
from core.identity import Person
from core.own_data import Standing
from core.own_data_tables import own_data_requests
from core.photo_tables import photos
from core.photos import DocumentKind, Photo, PhotoReading
from core.pushes import PushKind
from core.store.identity import subject_of
from core.tables import applications, audit, lines
from tests.bot.rasa_calls import Told, tell
from tests.fakes.keys import KEYS
from tests.fakes.office import CONTRACT, Office
from tests.fakes.office import say as message
from tests.people import ID_NUMBER, MOBILE

DUE = "2027年1月12日"  # fifteen working days after 21 December 2026
PICTURE = "7d9f3c1e-1111-4222-8333-444455556666"


async def said(office: Office, conversation: Conversation, text: str) -> Told:
    """Say something through the front door's recorder, and let Rasa call for it."""
    await office.recorder.said(conversation.id, text, None)
    now = await office.conversations.conversation(conversation.id)
    told = await tell(office, now, text, Act.NOT_UNDERSTOOD)
    await office.conversations.remember(conversation.id, last_reply=told.text)
    return told


async def deleted(office: Office, conversation: Conversation) -> Told:
    """Have everything deleted that may be."""
    await office.conversations.remember(conversation.id, last_reply=say.DELETE_ASK)
    return await said(office, conversation, say.DELETE_YES)


async def filed(office: Office, conversation: Conversation, number: str) -> Application:
    ready = Application(
        "a-filed",
        conversation.id,
        CONTRACT,
        Phase.SUBMITTED,
        fields={"name": "王秀英", "id_number": ID_NUMBER, "mobile": MOBILE},
        number=number,
        submitted_at=office.clock(),
    )
    await office.applications.open_application(ready, office.clock())
    return ready


async def photographed(office: Office, conversation: Conversation, tmp_path: Path) -> Path:
    reading = PhotoReading(DocumentKind.ID_CARD, {"id_number": ID_NUMBER})
    photo = Photo(PICTURE, conversation.id, None, None, reading, "0" * 64, 1, 1, office.clock())
    await office.stores.photos.add(photo, size=1, turn=0)
    file = tmp_path / "photos" / f"{PICTURE}.jpg"
    file.parent.mkdir()
    file.write_bytes(b"jpeg")
    return file


def recorded(conversation: Conversation, tmp_path: Path) -> Path:
    file = tmp_path / "recordings" / "2026-12-21" / f"{conversation.id}.wav"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF")
    return file


async def test_consent_is_taken_back_in_one_sentence(office: Office, tmp_path: Path) -> None:
    conversation = await office.opened()
    await office.stores.push_choices.switch_on(
        conversation.id, [PushKind.PAYING.value], office.clock()
    )
    await office.stores.calls.consent(
        conversation.id, given=True, version="1", text="可以录音吗", at=office.clock()
    )
    file = recorded(conversation, tmp_path)

    told = await said(office, conversation, "我要撤回同意")

    words = (say.WITHDRAWN, say.WITHDRAWN_RECORDING, say.WITHDRAWN_ERASED)
    assert told.text.startswith("".join(words))
    assert "编号 X202612210001" in told.text
    assert await office.stores.push_choices.choice(conversation.id) is None
    given = [one.given for one in await office.stores.calls.consents_of(conversation.id)]
    assert given == [True, False]
    assert not file.exists()
    (request,) = await office.stores.own_data.of_conversation(conversation.id)
    assert request.standing is Standing.DONE


async def test_who_is_not_proven_is_led_to_the_proof_before_a_copy(office: Office) -> None:
    conversation = await office.opened()

    told = await said(office, conversation, "我要一份我的信息")

    assert told.text.startswith(say.COPY_WHY)
    assert await office.rows(own_data_requests) == []


async def test_the_proven_citizen_gets_a_page_to_open(office: Office) -> None:
    conversation = await office.opened()
    now = office.clock()
    until = now.replace(hour=11)
    await office.stores.identity.prove(
        conversation.id, Person("王秀英", ID_NUMBER, now, until, "test"), now
    )

    told = await said(office, conversation, "我要一份我的信息")

    assert told.text.startswith("您的信息准备好了")
    (card,) = cast(list[dict[str, str]], told.reply["cards"])
    assert card["link"].startswith("http://test/my-copy/")
    code = card["link"].rpartition("/")[2]
    assert code not in str(await office.rows(own_data_requests))


async def test_what_is_wrong_is_asked_and_given_to_staff(office: Office) -> None:
    conversation = await office.opened()
    asked = await said(office, conversation, "改一下我的信息")

    told = await said(office, conversation, f"手机号不对，应该是{MOBILE}")

    assert asked.text == say.CORRECT_ASK
    assert told.text.endswith(f"编号 X202612210001。工作人员最晚{DUE}答复您，到时候在这里告诉您。")
    (request,) = await office.stores.own_data.unanswered()
    assert (request.words, request.due) == (f"手机号不对，应该是{MOBILE}", date(2027, 1, 12))
    assert MOBILE not in str(await office.rows(audit))


async def test_who_thinks_better_of_it_is_left_in_peace(office: Office) -> None:
    conversation = await office.opened()
    await said(office, conversation, "我的信息不对")
    now = await office.conversations.conversation(conversation.id)

    told = await tell(office, now, "算了", Act.CANCEL)

    assert told.text == say.CORRECT_LEFT
    assert await office.rows(own_data_requests) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("我要办异地就医备案", Act.START_APPLICATION),
        ("撤回20261221000015", Act.WITHDRAW_APPLICATION),
        ("20261221000015", Act.GIVE_INFORMATION),
        ("我要投诉", Act.COMPLAIN),
        ("等一下", Act.HOLD_ON),
    ],
)
async def test_who_turns_to_something_else_corrects_nothing(
    office: Office, text: str, act: Act
) -> None:
    conversation = await office.opened()
    await said(office, conversation, "改一下我的信息")
    now = await office.conversations.conversation(conversation.id)

    told = await tell(office, now, text, act)

    assert say.CORRECTED not in told.text
    assert await office.rows(own_data_requests) == []


async def test_in_a_form_a_correction_is_the_forms_own(office: Office) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)

    told = await tell(office, conversation, "改一下我的信息", Act.CORRECT_FIELD)

    assert say.CORRECT_ASK not in told.text


async def test_erasing_is_asked_first_and_no_is_no(office: Office) -> None:
    conversation = await office.opened()

    asked = await said(office, conversation, "把我的信息都删了")
    told = await said(office, conversation, say.DELETE_NO)

    assert (asked.text, asked.choices) == (say.DELETE_ASK, [say.DELETE_YES, say.DELETE_NO])
    assert told.text == say.DELETE_KEPT
    assert len(await office.rows(lines)) == 3


async def test_a_yes_nobody_asked_for_is_asked_first(office: Office) -> None:
    conversation = await office.opened()

    told = await said(office, conversation, "确认删除我的照片")

    assert told.text == say.DELETE_ASK
    assert await office.rows(own_data_requests) == []


async def test_a_yes_erases_what_no_law_keeps(office: Office, tmp_path: Path) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)
    picture = await photographed(office, conversation, tmp_path)
    recording = recorded(conversation, tmp_path)
    await said(office, conversation, "我叫王秀英")

    told = await deleted(office, conversation)

    assert told.text == (
        "已经删除这次对话里的：聊天记录 2 条、没有提交的申请 1 件、照片 1 张、电话录音 1 段。"
        + say.OTHER_TALKS
        + "编号 X202612210001。"
    )
    assert [row["text"] for row in await office.rows(lines)] == [say.ERASED_LINE]
    (draft,) = await office.rows(applications)
    assert (draft["fields"], draft["phase"]) == ({}, Phase.CANCELLED.value)
    assert await office.rows(photos) == []
    assert not picture.exists()
    assert not recording.exists()
    assert "王秀英" not in str(await office.rows(audit))
    assert "erased" in [row["action"] for row in await office.rows(audit)]


async def test_what_was_accepted_is_kept_and_the_reason_is_said(office: Office) -> None:
    conversation = await office.opened()
    kept = await filed(office, conversation, "20261221000015")

    told = await deleted(office, conversation)
    far = await said(office, conversation, "X202612210001怎么样了")

    assert say.DELETED_KEPT.format(count=1) + say.DELETED_UNDER_WAY in told.text
    assert say.DELETED_ENDED not in told.text
    assert DUE in told.text
    assert (await office.applications.numbered("20261221000015")).fields == kept.fields
    assert far.text == (
        "您的“删除信息”，编号 X202612210001：工作人员正在核对。"
        f"工作人员最晚{DUE}答复您，到时候在这里告诉您。"
    )


async def test_another_persons_number_says_nothing(office: Office) -> None:
    conversation, stranger = await office.opened(), await office.opened()
    await said(office, conversation, "撤回同意")

    told = await said(office, stranger, "X202612210001怎么样了")

    assert told.text == say.NO_REQUEST


async def test_a_line_after_erasing_has_a_number_of_its_own_and_a_repeat_changes_nothing(
    office: Office,
) -> None:
    conversation = await office.opened()
    await office.conversations.remember(conversation.id, last_reply=say.DELETE_ASK)
    await office.recorder.said(conversation.id, say.DELETE_YES, "m1")
    asked = await office.conversations.conversation(conversation.id)
    await tell(office, asked, say.DELETE_YES, Act.NOT_UNDERSTOOD)

    answered = await office.assistant.answer(message(conversation, "你好", "m2"))
    again = await office.assistant.answer(message(conversation, "你好", "m2"))

    assert answered is not None
    assert again is not None
    assert (answered.turn.seq, again.turn.seq) == (4, 4)
    assert [row["seq"] for row in await office.rows(lines)] == [2, 3, 4]


async def test_the_audit_names_the_person_by_a_mark_only(office: Office) -> None:
    conversation = await office.opened()
    now = office.clock()
    person = Person("王秀英", ID_NUMBER, now, now.replace(hour=11), "test")
    await office.stores.identity.prove(conversation.id, person, now)

    await deleted(office, conversation)

    rows = await office.rows(audit)
    assert await office.stores.identity.person(conversation.id, now) is None
    assert subject_of(KEYS, ID_NUMBER) in str(rows)
    assert ID_NUMBER not in str(rows)


@pytest.mark.parametrize("kept", [say.DELETE_NO, say.WITHDRAW_NO])
async def test_who_leaves_it_inside_a_form_is_asked_on(office: Office, kept: str) -> None:
    conversation = await office.opened()
    await office.drafted(conversation)

    told = await said(office, conversation, kept)

    assert told.text.startswith((say.DELETE_KEPT, say.WITHDRAW_LEFT))
    assert told.turn["awaiting"] == "id_number"
    assert "身份证号" in told.text.splitlines()[-1]
