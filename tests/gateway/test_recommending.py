"""Tests gateway.reminders: recommendations (智能推荐) come rarely and only to who agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.errors import EngineUnavailable
from core.insured import Filing, Summary
from core.push_wording import OFF_CHOICE
from tests.fakes.bureau import NEWBORN, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.gateway.test_reminders import approve, days_with_news, reminders_of, told


def ending(count: int) -> Summary:
    """Know of so many filings that end this month."""
    then = datetime(2026, 12, 1, tzinfo=UTC)
    filings = tuple(
        Filing("异地转诊备案", "北京市", date(2026, 1, day), date(2026, 12, 31), then)
        for day in range(1, count + 1)
    )
    return Summary("王秀英", "x", date(1956, 3, 8), None, None, filings, (), None, as_of=then)


async def test_without_a_choice_nothing_is_recommended(bureau: Bureau) -> None:
    assert await days_with_news(bureau, reminders_of(bureau, summary=ending(3)), 3) == []


async def test_recommendations_keep_to_two_in_seven_days(bureau: Bureau) -> None:
    await bureau.choices.switch_on("c1", ["expiry"], bureau.clock())

    news = await days_with_news(bureau, reminders_of(bureau, summary=ending(5)), 10)

    assert [day for day, _ in news] == [0, 0, 7, 7]
    assert all("因为您的异地备案这个月到期" in text for _, text in news)
    lines = await told(bureau)
    assert all(
        line.answer is not None and OFF_CHOICE in str(line.answer["reply"]) for line in lines
    )


async def test_after_switching_off_nothing_more_comes(bureau: Bureau) -> None:
    await bureau.choices.switch_on("c1", ["expiry"], bureau.clock())
    reminders = reminders_of(bureau, summary=ending(5))
    await reminders.look()  # made, but not told yet

    await bureau.choices.switch_off("c1", bureau.clock())

    assert await days_with_news(bureau, reminders, 9) == []


async def test_a_core_that_is_down_leaves_the_other_recommendations(bureau: Bureau) -> None:
    filed = await bureau.filed(1, NEWBORN)
    await approve(bureau, filed)
    await bureau.choices.switch_on("c1", ["next", "expiry"], bureau.clock())

    news = await days_with_news(bureau, reminders_of(bureau, summary=EngineUnavailable("core")), 1)

    assert any("生育方面的费用" in text for _, text in news)
