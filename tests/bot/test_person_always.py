"""Tests that a person is called in every state of the dialogue, and what is filled is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.acts import PEOPLE, Act
from bot.form import step
from bot.form_answers import Heard
from core.applications import Application, Phase
from core.messages import Message, Status
from core.ratings import Ask, Asks
from tests.bot.form_talks import SCRIPTS, confirming, said, until
from tests.bot.small_items import BIRTH, CHANGE, CONTRACT, TRAVEL, form_of
from tests.fakes.office import Office
from tests.sample_fields import WOMAN

PHRASES = (
    "先不办了，转人工",
    "算了，找个人给我办",
    "不想说了，人工",
    "姓名错了，转人工",
    "0",
)
FILLED: Mapping[str, str] = {"name": "王秀英", "id_number": WOMAN}
# What stands in the database when the citizen speaks: one row a state of the dialogue.
STATES: Mapping[str, Application | None] = {
    "nothing in hand": None,
    "a name is asked": Application("a1", "", "YB-SL-0101", awaiting="name"),
    "a number is asked": Application(
        "a1", "", "YB-SL-0101", fields={"name": "王秀英"}, awaiting="id_number"
    ),
    "a number is half said": Application(
        "a1", "", "YB-SL-0101", fields=FILLED, awaiting="mobile", partial="138"
    ),
    "a value was offered": Application(
        "a1", "", "YB-SL-0101", fields=FILLED, awaiting="institution", suggestion="县人民医院"
    ),
    "known values are offered": Application(
        "a1", "", "YB-SL-0101", awaiting="name", offered=dict(FILLED)
    ),
    "wrong three times": Application("a1", "", "YB-SL-0101", awaiting="name", tries=3),
    "for somebody else": Application(
        "a1", "", "YB-SL-0101", fields=FILLED, awaiting="mobile", delegate="母亲"
    ),
    "a composite matter": Application("a1", "", "YB-SL-0902", awaiting="wanted"),
    "waiting for a yes": Application("a1", "", "YB-SL-0101", phase=Phase.CONFIRMING, fields=FILLED),
    "put aside": Application("a1", "", "YB-SL-0101", phase=Phase.PARKED, fields=FILLED),
}


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("state", STATES)
async def test_a_person_is_called_and_the_form_is_kept(
    office: Office, state: str, phrase: str
) -> None:
    conversation = await office.opened()
    draft = STATES[state]
    if draft is not None:
        await office.drafted(conversation, _of(draft, conversation.id))

    answer = await office.assistant.answer(Message(conversation.id, "web", phrase))

    assert answer is not None
    assert answer.reply.status is Status.HANDED_OVER
    assert office.dialogue.heard == []
    kept = await office.applications.in_hand(conversation.id)
    kept = kept or await office.applications.parked(conversation.id)
    assert (kept is None) == (draft is None)
    if draft is not None and kept is not None:
        assert (kept.phase, kept.fields) == (draft.phase, draft.fields)


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("asks", Asks)
async def test_a_person_is_called_while_something_is_asked_after_the_form(
    office: Office, asks: Asks, phrase: str
) -> None:
    conversation = await office.opened()
    await office.ratings.ask(Ask("370600000000000001", conversation.id, asks, office.clock()))

    answer = await office.assistant.answer(Message(conversation.id, "web", phrase))

    assert answer is not None
    assert answer.reply.status is Status.HANDED_OVER


@pytest.mark.parametrize("act", sorted(PEOPLE))
@pytest.mark.parametrize(
    ("code", "key"), [(code, key) for code in (CONTRACT, CHANGE, TRAVEL) for key in SCRIPTS[code]]
)
def test_who_is_understood_to_want_a_person_is_not_held_by_the_form(
    code: str, key: str, act: Act
) -> None:
    heard = Heard("不对不对，还是叫个明白人过来吧", act, sure=True)

    done = step(form_of(code), until(code, key), heard)

    assert (done.mine, done.submit) == (False, False)


@pytest.mark.parametrize("act", sorted(PEOPLE))
def test_who_wants_a_person_at_the_end_changes_and_submits_nothing(act: Act) -> None:
    application = confirming(CONTRACT)

    done = step(form_of(CONTRACT), application, Heard("都不对，叫个懂的过来", act, sure=True))

    assert (done.mine, done.submit, done.application) == (False, False, application)


def test_a_value_beside_what_sounds_like_a_call_is_taken_all_the_same() -> None:
    heard = Heard("打我电话13800138000", Act.HANDOVER_PHONE, sure=True)

    done = step(form_of(CONTRACT), until(CONTRACT, "mobile"), heard)

    assert done.application.fields["mobile"] == "13800138000"


def test_a_composite_matter_lets_a_person_be_called() -> None:
    form = form_of(BIRTH)
    application = step(form, _begun(BIRTH), said("一起办")).application

    done = step(form, application, Heard("还是来个人教我吧", Act.HUMAN_AGENT, sure=True))

    assert not done.mine


def _begun(code: str) -> Application:
    return Application("a1", "c1", code, awaiting=form_of(code).fields[0].key)


def _of(draft: Application, conversation_id: str) -> Application:
    return replace(draft, conversation_id=conversation_id)
