"""Tests bot.actions: which sentences open an application although they are no plain wish."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core.contracts import ItemGuess
from tests.bot.rasa_calls import tell
from tests.fakes.office import CHANGE, CONTRACT, Office


@pytest.mark.parametrize(
    ("text", "act", "confidence", "score"),
    [
        ("我叫王秀英，给我把签约弄上", Act.GIVE_INFORMATION, 0.75, 0.75),
        ("签约登记错了，想改过来", Act.CORRECT_FIELD, 0.99, 0.75),
        ("我想把签约取消", Act.CANCEL, 0.9, 0.85),
        ("老伴要签约，我替老伴办", Act.ASK_MATERIALS, 0.56, 0.75),
        ("签约", Act.OUT_OF_SCOPE, 0.9, 1.0),
    ],
)
async def test_a_matter_that_is_told_is_opened(
    office: Office, text: str, act: Act, confidence: float, score: float
) -> None:
    conversation = await office.opened()
    office.finder.words["签约"] = ItemGuess(CONTRACT, score)

    await tell(office, conversation, text, act, confidence=confidence)

    opened = await office.applications.in_hand(conversation.id)
    assert opened is not None
    assert opened.item_code == CONTRACT
    assert len(office.finder.asked) == 1


@pytest.mark.parametrize(
    ("text", "act", "confidence", "score"),
    [
        ("签约要带什么材料", Act.ASK_MATERIALS, 0.56, 0.9),
        ("取消签约", Act.CANCEL, 0.9, 0.75),
        ("签约", Act.OUT_OF_SCOPE, 0.9, 0.9),
        ("签约是怎么回事", Act.POLICY_QUESTION, 0.9, 1.0),
    ],
)
async def test_what_is_asked_or_hardly_named_opens_nothing(
    office: Office, text: str, act: Act, confidence: float, score: float
) -> None:
    conversation = await office.opened()
    office.finder.words["签约"] = ItemGuess(CONTRACT, score)

    await tell(office, conversation, text, act, confidence=confidence)

    assert await office.applications.in_hand(conversation.id) is None


async def test_a_matter_that_is_only_perhaps_meant_is_asked_about(office: Office) -> None:
    conversation = await office.opened()
    office.finder.words["签约"] = ItemGuess(CONTRACT, 0.5)

    told = await tell(office, conversation, "卫生院签约", Act.GIVE_INFORMATION, confidence=0.9)

    assert told.turn["handled"] == "clarify"
    assert "门诊统筹签约" in told.text


async def test_for_whom_it_is_stays_known_when_the_item_is_asked(office: Office) -> None:
    conversation = await office.opened()
    office.finder.words["签约"] = ItemGuess(CONTRACT, 0.5)
    office.finder.words["换医院"] = ItemGuess(CHANGE, 0.5)

    await tell(office, conversation, "给我奶奶签约换医院", Act.START_APPLICATION)

    stored = await office.conversations.conversation(conversation.id)
    assert stored.delegate == "奶奶"
