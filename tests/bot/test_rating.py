"""Tests bot.rating: one application is rated once, freely, and a bad rating opens a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acts import Act
from core import rating_wording as say
from core.messages import Handled, State, Status
from core.rating_tables import rating_asks, ratings
from core.ratings import Level
from core.tables import audit, remarks
from tests.bot.rating_talks import ASPECTS, DONE, IN_FIFTEEN_DAYS, asked, begun
from tests.fakes.office import TRAVEL, Office


async def test_the_end_of_an_application_invites_a_rating_in_one_sentence(office: Office) -> None:
    talk = await begun(office)
    number = await talk.filed()

    answer = await talk.invited(number)

    assert answer.reply.text == DONE.text + say.INVITE
    assert answer.reply.choices == (*say.MARKS, "查进度")
    assert answer.turn.rates == number
    assert "1" in answer.reply.spoken
    assert all(mark in answer.reply.spoken for mark in say.MARKS)


async def test_an_answer_that_ends_nothing_stays_as_it_is(office: Office) -> None:
    talk, _ = await asked(office)
    number = await talk.filed(TRAVEL)
    answer = await talk.invited(number)
    plain = replace(answer, turn=replace(answer.turn, rates=None))

    assert await talk.rating.invite(talk.conversation.id, plain) is plain


async def test_nobody_is_asked_twice_for_the_same_application(office: Office) -> None:
    talk, number = await asked(office)
    assert await talk.heard("谢谢", Act.THANKS) is None

    again = await talk.invited(number)

    assert (again.reply, again.turn.rates) == (DONE, None)


async def test_nobody_is_asked_while_a_form_is_open(office: Office) -> None:
    talk = await begun(office)
    number = await talk.filed()

    busy = await talk.invited(number, State.FILLING)
    later = await talk.invited(number)

    assert (busy.reply, busy.turn.rates) == (DONE, None)
    assert later.turn.rates == number


@pytest.mark.parametrize(("text", "level"), [("非常满意", 5), ("1", 5), ("满意", 4), ("3星", 3)])
async def test_a_good_rating_is_stored_and_thanked_for(
    office: Office, text: str, level: int
) -> None:
    talk, number = await asked(office)

    answer = await talk.heard(text)

    (row,) = await office.rows(ratings)
    assert (row["number"], row["level"], row["comment"], row["channel"]) == (
        *(number, level, ""),
        "web",
    )
    assert answer is not None
    assert answer.reply.text.startswith(f"谢谢您，给您记下了：“{say.LEVELS[Level(level)]}”")
    assert (answer.reply.choices, answer.turn.number) == (ASPECTS, number)
    assert await talk.rectifications.open_cases() == []


async def test_a_bad_rating_opens_a_case_with_number_and_day_and_asks_why_once(
    office: Office,
) -> None:
    talk, number = await asked(office)

    answer = await talk.heard("非常不满意")

    (case,) = await talk.rectifications.open_cases()
    assert (case.rating_number, case.due) == (number, IN_FIFTEEN_DAYS)
    assert answer is not None
    assert "对不起" in answer.reply.text
    assert f"编号 {case.number}" in answer.reply.text
    assert "2027年1月12日" in answer.reply.text
    assert "联系您" in answer.reply.text
    assert answer.reply.text.endswith(say.REASON)
    assert "Z 2026 1221 0001" in answer.reply.spoken


async def test_what_went_wrong_is_kept_masked(office: Office) -> None:
    talk, number = await asked(office)
    await talk.heard("不满意")

    answer = await talk.heard("窗口让我跑了三趟，我电话13800138000", Act.COMPLAIN)

    rating = await talk.ratings.rating(number)
    assert answer is not None
    assert answer.reply.text == say.REASON_NOTED
    assert rating is not None
    assert rating.comment == "窗口让我跑了三趟，我电话138****8000"
    assert await talk.heard("还有一件", Act.FEEDBACK) is None


async def test_a_reason_given_at_once_is_not_asked_for_again(office: Office) -> None:
    talk, number = await asked(office)

    answer = await talk.heard("不满意，窗口的人让我跑了三趟", Act.COMPLAIN)

    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert (rating.level, rating.comment) == (2, "不满意，窗口的人让我跑了三趟")
    assert answer is not None
    assert say.REASON not in answer.reply.text


@pytest.mark.parametrize(
    ("text", "act"),
    [("不说了", Act.DENY), ("怎么查进度？", Act.QUERY_PROGRESS), ("转人工", Act.HUMAN_AGENT)],
)
async def test_the_reason_may_be_left_out(office: Office, text: str, act: Act) -> None:
    talk, number = await asked(office)
    await talk.heard("不满意")

    answer = await talk.heard(text, act)

    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert rating.comment == ""
    assert (answer is not None) == (act is Act.DENY)
    assert await talk.heard("太慢了", Act.FEEDBACK) is None


@pytest.mark.parametrize("text", ["还行", "挺好的", "太慢了"])
async def test_what_is_not_clear_is_asked_back_with_all_five_levels(
    office: Office, text: str
) -> None:
    talk, number = await asked(office)

    answer = await talk.heard(text, Act.COMPLAIN)

    assert await talk.ratings.rating(number) is None
    assert answer is not None
    assert (answer.reply.choices, answer.reply.status) == (say.MARKS, Status.ASKED_BACK)
    assert answer.turn.rates == number


async def test_what_was_said_before_the_level_becomes_the_comment(office: Office) -> None:
    talk, number = await asked(office)
    await talk.heard("太慢了", Act.COMPLAIN)

    answer = await talk.heard("不满意")

    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert (rating.level, rating.comment) == (2, "太慢了")
    assert answer is not None
    assert say.REASON not in answer.reply.text


async def test_which_level_is_asked_only_once(office: Office) -> None:
    talk, number = await asked(office)
    await talk.heard("还行", Act.AFFIRM)

    assert await talk.heard("凑合", Act.AFFIRM) is None
    assert await talk.heard("满意") is None
    assert await talk.ratings.rating(number) is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("谢谢", Act.THANKS),
        ("我要办异地备案", Act.START_APPLICATION),
        ("不错，帮我查进度", Act.QUERY_PROGRESS),
        ("我要投诉", Act.COMPLAIN),
        ("人工", Act.HUMAN_AGENT),
    ],
)
async def test_anything_else_goes_on_and_a_later_word_is_no_rating(
    office: Office, text: str, act: Act
) -> None:
    talk, number = await asked(office)

    assert await talk.heard(text, act) is None

    assert await talk.heard("满意") is None
    assert await talk.ratings.rating(number) is None


async def test_an_invitation_ends_after_a_day(office: Office) -> None:
    talk, number = await asked(office)
    office.clock.pass_by(timedelta(days=1, seconds=1))

    assert await talk.heard("满意") is None
    assert await talk.ratings.rating(number) is None


async def test_an_invitation_outlives_a_restart(office: Office) -> None:
    talk, number = await asked(office)
    after = replace(await begun(office), conversation=talk.conversation)

    await after.heard("满意")

    assert await after.ratings.rating(number) is not None


async def test_two_applications_have_a_rating_each(office: Office) -> None:
    talk, first = await asked(office)
    await talk.heard("满意")
    second = await talk.filed(TRAVEL)
    await talk.invited(second)

    await talk.heard("不满意")

    levels = {row["number"]: row["level"] for row in await office.rows(ratings)}
    assert levels == {first: 4, second: 2}


async def test_who_wants_to_rate_rates_the_application_filed_last(office: Office) -> None:
    talk = await begun(office)
    number = await talk.filed()

    await talk.say("我给五星好评", Act.RATE)

    rating = await talk.ratings.rating(number)
    assert rating is not None
    assert rating.level is Level.VERY_SATISFIED


async def test_who_wants_to_rate_without_a_level_is_asked_for_one(office: Office) -> None:
    talk = await begun(office)
    number = await talk.filed()

    answer = await talk.say("我想评价", Act.RATE)
    await talk.heard("基本满意")

    rating = await talk.ratings.rating(number)
    assert (answer.reply.choices, answer.turn.rates) == (say.MARKS, number)
    assert rating is not None
    assert rating.level is Level.FAIRLY_SATISFIED


async def test_a_mark_where_nothing_was_filed_rates_no_application(office: Office) -> None:
    talk = await begun(office)

    answer = await talk.say("我给五星好评", Act.RATE)

    (row,) = await office.rows(remarks)
    assert (row["kind"], answer.turn.handled) == ("rating", Handled.SOCIAL)
    assert await office.rows(ratings) == []


async def test_the_audit_says_that_something_was_rated_but_not_how(office: Office) -> None:
    talk, number = await asked(office)

    await talk.heard("不满意，窗口态度差", Act.COMPLAIN)

    trail = [row for row in await office.rows(audit) if row["subject"] == f"rating:{number}"]
    assert [row["action"] for row in trail] == ["rated"]
    assert "态度" not in str(trail)
    assert "level" not in str(trail)


async def test_a_word_said_in_a_form_is_never_taken_for_a_rating(office: Office) -> None:
    talk, number = await asked(office)
    await office.drafted(talk.conversation)

    assert await talk.heard("满意") is None
    assert await talk.ratings.rating(number) is None
    assert [row["asks"] for row in await office.rows(rating_asks)] == [None]
