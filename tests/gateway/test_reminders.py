"""Tests gateway.reminders and gateway.notice_delivery: told once, by day, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.applications import Application, Phase
from core.errors import EngineUnavailable
from core.insured import Summary
from core.messages import Answer
from core.notice_tables import notices
from core.ownership import Ownership
from core.store.conversations import Line
from core.store.notices import NoticeStore
from gateway.notice_delivery import NoticeDelivery
from gateway.reminders import LOOK_EVERY, Reminders
from tests.fakes.bureau import CALENDAR, CATALOGUE, CONTRACT, TRAVEL, WANG, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.fakes.desk import RecordingChannel

DAY = timedelta(days=1)


class CrashingStore(NoticeStore):
    """Lose the power between the line and the mark."""

    crashes = True

    async def mark_sent(self, notice_id: int, at: datetime) -> None:
        """Crash once."""
        if self.crashes:
            self.crashes = False
            raise KeyboardInterrupt
        await super().mark_sent(notice_id, at)


class BrokenChannel(RecordingChannel):
    """Fail as long as it is broken."""

    broken = True

    async def deliver(self, conversation_id: str, event: object) -> None:
        """Fail, or keep the event."""
        if self.broken:
            raise OSError("no route")
        assert isinstance(event, dict)
        await super().deliver(conversation_id, event)


def reminders_of(
    bureau: Bureau,
    *,
    outbox: NoticeStore | None = None,
    channel: RecordingChannel | None = None,
    summary: Summary | EngineUnavailable | None = None,
) -> Reminders:
    async def summaries(conversation_id: str) -> Summary | None:
        assert conversation_id == "c1"
        if isinstance(summary, EngineUnavailable):
            raise summary
        return summary

    store = outbox or bureau.notices
    return Reminders(
        casework=bureau.casework,
        notices=store,
        choices=bureau.choices,
        delivery=NoticeDelivery(
            notices=store,
            conversations=bureau.conversations,
            casework=bureau.casework,
            ownership=Ownership(bureau.applications, CATALOGUE),
            channel=channel or bureau.channel,
            invite=as_it_is,
            now=bureau.clock,
        ),
        catalogue=CATALOGUE,
        calendar=CALENDAR,
        summaries=summaries,
        now=bureau.clock,
    )


async def as_it_is(conversation_id: str, answer: Answer) -> Answer:
    """Invite nobody to rate."""
    assert conversation_id
    return answer


async def told(bureau: Bureau) -> list[Line]:
    return list(await bureau.conversations.lines_after("c1", 1))


async def approve(bureau: Bureau, application: Application) -> None:
    await bureau.casework.move(
        application.number or "", Phase.APPROVED, at=bureau.clock(), actor=f"staff:{WANG}"
    )


async def asked_for_papers(bureau: Bureau, answer_by: date) -> Application:
    filed = await bureau.filed()
    return await bureau.casework.move(
        filed.number or "",
        Phase.NEEDS_PAPERS,
        at=bureau.clock(),
        actor=f"staff:{WANG}",
        missing=("户口簿",),
        answer_by=answer_by,
    )


async def days_with_news(bureau: Bureau, reminders: Reminders, days: int) -> list[tuple[int, str]]:
    """Let days pass, a step each morning; return on which day what was told."""
    news = []
    seen = len(await told(bureau))
    for day in range(days):
        await reminders.step()
        lines = await told(bureau)
        news += [(day, line.text) for line in lines[seen:]]
        seen = len(lines)
        bureau.clock.pass_by(DAY)
    return news


async def test_a_result_becomes_a_line_and_an_event_that_invites_to_rate(bureau: Bureau) -> None:
    filed = await bureau.filed()
    await approve(bureau, filed)

    assert await reminders_of(bureau).step() == 1

    (line,) = await told(bureau)
    assert (line.who, line.seq) == ("assistant", 2)
    assert "办好了" in line.text
    ((_, event),) = bureau.channel.events
    assert (event["type"], event["seq"]) == ("reply", 2)
    turn = event["turn"]
    assert isinstance(turn, dict)
    assert (turn["number"], turn["rates"]) == (filed.number, filed.number)


async def test_a_part_is_told_but_only_the_whole_is_rated(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()
    for part in (first, second):
        await approve(bureau, part)

    await reminders_of(bureau).step()

    turns = [event["turn"] for _, event in bureau.channel.events]
    assert [turn["rates"] for turn in turns if isinstance(turn, dict)] == [None, None, whole.number]


async def test_nothing_is_told_twice(bureau: Bureau) -> None:
    await approve(bureau, await bureau.filed())
    reminders = reminders_of(bureau)

    outcomes = [await reminders.step() for _ in range(3)]

    assert outcomes == [1, 0, 0]
    assert len(await told(bureau)) == 1


async def test_a_crash_between_line_and_mark_doubles_no_line(bureau: Bureau) -> None:
    await approve(bureau, await bureau.filed())
    crashing = CrashingStore(bureau.database)
    with pytest.raises(KeyboardInterrupt):
        await reminders_of(bureau, outbox=crashing).step()

    assert await reminders_of(bureau).step() == 1

    assert len(await told(bureau)) == 1
    assert [event["seq"] for _, event in bureau.channel.events] == [2, 2]


async def test_a_delivery_that_failed_is_tried_again_and_holds_up_nobody(bureau: Bureau) -> None:
    await approve(bureau, await bureau.filed())
    channel = BrokenChannel()
    reminders = reminders_of(bureau, channel=channel)

    assert await reminders.step() == 0
    channel.broken = False
    assert await reminders.step() == 0  # too early
    bureau.clock.pass_by(timedelta(minutes=1))
    assert await reminders.step() == 1

    assert len(await told(bureau)) == 1


async def test_what_comes_at_night_waits_until_eight(bureau: Bureau) -> None:
    bureau.clock.at = bureau.clock.at.replace(hour=21, minute=0)
    await approve(bureau, await bureau.filed())
    reminders = reminders_of(bureau)

    told_by_hour = []
    for _ in range(12):
        told_by_hour.append(await reminders.step())
        bureau.clock.pass_by(timedelta(hours=1))

    assert told_by_hour == [0] * 11 + [1]  # at eight


async def test_missing_papers_are_reminded_of_three_working_days_before_and_the_day_before(
    bureau: Bureau,
) -> None:
    await asked_for_papers(bureau, date(2026, 12, 30))  # Wednesday in nine days

    news = await days_with_news(bureau, reminders_of(bureau), 12)

    assert [day for day, _ in news] == [0, 4, 8]  # the request, Friday, Tuesday
    assert "户口簿" in news[1][1]
    assert news[2][1].startswith("提醒您：明天（2026年12月30日）")


async def test_papers_that_came_are_not_reminded_of(bureau: Bureau) -> None:
    waiting = await asked_for_papers(bureau, date(2026, 12, 30))
    await bureau.casework.papers_in(waiting.number or "", at=bureau.clock(), actor="citizen")

    news = await days_with_news(bureau, reminders_of(bureau), 6)

    assert all("提醒您" not in text for _, text in news)


async def test_each_missed_day_is_apologised_for_once(bureau: Bureau) -> None:
    await bureau.filed()  # due on Monday 28

    news = await days_with_news(bureau, reminders_of(bureau), 17)

    assert [day for day, _ in news] == [8, 15]  # Tuesday 29, then the new promise of Monday 4
    assert "2027年1月4日" in news[0][1]
    assert "2027年1月8日" in news[1][1]


async def test_what_was_put_aside_is_mentioned_once_after_two_days(bureau: Bureau) -> None:
    parked = Application("p1", "c1", CONTRACT, Phase.PARKED)
    await bureau.applications.open_application(parked, bureau.clock())

    news = await days_with_news(bureau, reminders_of(bureau), 10)

    assert [day for day, _ in news] == [2]
    assert "接着办" in news[0][1]


async def test_a_filing_that_ends_is_mentioned_once_a_week_before(bureau: Bureau) -> None:
    filed = await bureau.filed(1, TRAVEL, fields={"end_date": "2026-12-30"})
    await approve(bureau, filed)

    news = await days_with_news(bureau, reminders_of(bureau), 12)

    assert [day for day, _ in news] == [0, 2]  # the result, then the 23rd
    assert "2026年12月30日就到期" in news[1][1]


async def test_a_form_in_hand_stays_on_the_page_when_a_notice_comes(bureau: Bureau) -> None:
    await approve(bureau, await bureau.filed())
    draft = Application("d1", "c1", CONTRACT, fields={"name": "王秀英"}, awaiting="id_number")
    await bureau.applications.open_application(draft, bureau.clock())

    await reminders_of(bureau).step()

    ((_, event),) = bureau.channel.events
    turn = event["turn"]
    assert isinstance(turn, dict)
    assert (turn["state"], turn["awaiting"]) == ("filling", "id_number")
    (line,) = await told(bureau)
    assert "王秀英" not in str(line.answer)


async def test_the_rules_are_looked_at_every_quarter_of_an_hour(bureau: Bureau) -> None:
    reminders = reminders_of(bureau)
    await reminders.step()
    filed = await bureau.filed()
    late = replace(filed, due=date(2026, 12, 18))
    await bureau.applications.save(late, bureau.clock())

    assert await reminders.step() == 0
    bureau.clock.pass_by(LOOK_EVERY)
    assert await reminders.step() == 1

    assert len(await bureau.rows(notices)) == 1
