"""Tests bot.service_hours: when staff are there is answered, and nothing else is taken for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.acts import Act
from bot.service_hours import ServiceHours
from core import hours_wording as say
from core.office_hours import OfficeHours
from core.working_days import WorkingCalendar
from tests.bot.rasa_calls import tell
from tests.fakes.office import CONTRACT, Office

HOURS = OfficeHours(
    WorkingCalendar(frozenset({date(2027, 1, 1)}), frozenset(), date(2027, 12, 31)),
    time(8, 30),
    time(17, 30),
)
FRIDAY_NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 11, 27, 20, tzinfo=UTC)
NEW_YEARS_EVE = datetime(2026, 12, 31, 18, tzinfo=UTC)
MORNING = datetime(2026, 11, 27, 7, tzinfo=UTC)


def said(text: str, now: datetime = FRIDAY_NOON) -> str | None:
    """Return what is answered."""
    answer = ServiceHours(HOURS, "周一至周五 8:30 至 17:30", lambda: now).answer(text)
    return answer.reply.text if answer is not None else None


@pytest.mark.parametrize(
    "text",
    [
        "几点开门啊",
        "你们几点下班",
        "人工客服几点上班",
        "过年你们上班不",
        "国庆节放假吗",
        "你们放假吗",
        "明天上班不上班",
        "晚上有人接电话吗",
        "上班时间是几点？",
        "医保局周末上班吗",
    ],
)
def test_who_asks_when_we_are_there_is_told(text: str) -> None:
    told = said(text)

    assert told is not None
    assert say.HOURS.format(hours="周一至周五 8:30 至 17:30") in told


@pytest.mark.parametrize(
    "text",
    [
        "我在青岛上班怎么办",
        "上班的人怎么参保",
        "产假休息几天",
        "没上班能参保吗",
        "过年回老家看病",
        "周六做透析能报吗",
        "休息",
        "到单位上班",
        "有人吗",
        "异地上班怎么备案",
    ],
)
def test_another_matter_with_these_words_is_left_alone(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (FRIDAY_NOON, say.OPEN),
        (MORNING, say.CLOSED.format(opens="今天8点30分")),
        (FRIDAY_NIGHT, say.CLOSED.format(opens="11月30日（周一）8点30分")),
        (NEW_YEARS_EVE, say.CLOSED.format(opens="1月4日（周一）8点30分")),
    ],
)
def test_it_is_told_whether_somebody_is_there_now_and_if_not_when(
    now: datetime, words: str
) -> None:
    assert words in (said("你们几点上班", now) or "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("周六上班吗", "11月28日（周六）休息。"),
        ("12月1日上班吗", "12月1日（周二）上班。"),
        ("1月1日上班吗", "1月1日（周五）休息。"),
    ],
)
def test_the_day_that_is_asked_about_comes_first(text: str, words: str) -> None:
    assert (said(text) or "").startswith(words)


async def test_inside_a_form_the_open_question_follows(office: Office) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我要签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "过年你们上班不", Act.NOT_UNDERSTOOD, confidence=0.2)

    assert say.OPEN in told.text
    assert told.turn["awaiting"] == "name"
    draft = await office.applications.in_hand(conversation.id)
    assert draft is not None
    assert (draft.item_code, dict(draft.fields)) == (CONTRACT, {})
