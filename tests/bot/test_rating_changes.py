"""Tests bot.rating: what is said after a rating changes it, or adds to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.acts import Act
from core import rating_wording as say
from core.rating_tables import ratings
from core.ratings import Level
from core.rectifications import CaseState
from tests.bot.rating_talks import ASPECTS, asked
from tests.fakes.office import Office


async def test_the_level_can_be_changed_within_ten_minutes_and_the_case_goes(
    office: Office,
) -> None:
    talk, number = await asked(office)
    await talk.heard("不满意")
    assert await talk.heard("谢谢", Act.THANKS) is None
    office.clock.pass_by(timedelta(minutes=9))

    answer = await talk.heard("我点错了，应该是满意", Act.CORRECT_FIELD)

    case = await talk.rectifications.of_rating(number)
    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert case is not None
    assert (rating.level, case.state) == (Level.SATISFIED, CaseState.WITHDRAWN)
    assert answer is not None
    assert say.CASE_WITHDRAWN in answer.reply.text
    assert len(await office.rows(ratings)) == 1


async def test_after_ten_minutes_the_rating_stands_and_other_ways_are_named(
    office: Office,
) -> None:
    talk, number = await asked(office)
    await talk.heard("满意")
    office.clock.pass_by(timedelta(minutes=11))

    answer = await talk.heard("点错了，是不满意", Act.RATE)

    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert rating.level is Level.SATISFIED
    assert answer is not None
    assert "不能改了" in answer.reply.text
    assert "投诉" in answer.reply.text
    assert await talk.rectifications.open_cases() == []


async def test_a_good_rating_made_bad_opens_a_case(office: Office) -> None:
    talk, _ = await asked(office)
    await talk.heard("满意")

    answer = await talk.heard("不满意")

    (case,) = await talk.rectifications.open_cases()
    assert answer is not None
    assert say.CASE.format(number=case.number, due="2027年1月12日") in answer.reply.text


async def test_aspects_are_taken_one_by_one_until_none_is_left(office: Office) -> None:
    talk, number = await asked(office)
    await talk.heard("非常满意")

    first = await talk.heard(ASPECTS[0], Act.ASK_TIME_LIMIT)
    second = await talk.heard(f"{ASPECTS[1]}三星")

    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert rating.aspects == {ASPECTS[0]: 5, ASPECTS[1]: 3}
    assert first is not None
    assert second is not None
    assert first.reply.choices == ASPECTS[1:]
    assert second.reply.choices == ASPECTS[2:]
    assert await talk.heard("谢谢", Act.THANKS) is None


@pytest.mark.parametrize(
    ("text", "act"),
    [("等得太久", Act.HOLD_ON), ("问得太多了，记不住", Act.DO_NOT_KNOW)],
)
async def test_a_reason_is_kept_although_it_sounds_like_steering_a_form(
    office: Office, text: str, act: Act
) -> None:
    talk, number = await asked(office)
    await talk.heard("不满意")

    answer = await talk.heard(text, act)

    rating = await talk.ratings.rating(number)
    assert answer is not None
    assert say.REASON_NOTED in answer.reply.text
    assert rating is not None
    assert text in rating.comment
