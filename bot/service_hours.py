"""Answers when staff are there: 你们几点下班, 周六有人吗, 过年上班不."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot.spoken_dates import days
from core import hours_wording as say
from core import wording
from core.messages import Answer, Handled, Reply, Status, Turn
from core.office_hours import OfficeHours

# The whole sentence must ask it: 我在青岛上班怎么办 is about something else.
_WHO = (
    r"(?:请问|那个?|你好|您好|[,，])*(?:你们?|您|咱们?)?(?:这里|这儿|这边)?"
    r"(?:(?:医保局|医保|服务|办事台|人工|客服|工作人员|坐席|视频办?|人)的?)*"
)
_BESIDE = r"(?:到底|一般|平时|都|到|还|也|的|[,，])*"
_WHEN = (
    r"(?:[早晚]上|[上下]午|中午|午休|[今明后][天儿]|(?:周|星期|礼拜)[一二三四五六日天末]|双休日?|休息日"
    r"|节假日|节日|假期|过年|过节|春节|国庆节?|五一节?|十一|元旦|清明节?|端午节?|中秋节?|期间|时候"
    r"|几点钟?|什么时候|啥时候|啥点|多会儿?|几时|\d{1,2}月\d{1,2}[日号])"
)
_DOES = (
    r"(?:能|可以|要|会|不)?(?:上不上班|上班不上班|放不放假|放假不放假|开不开门?|休不休息?|有没有人"
    r"|上班|下班|开门|关门|营业|放假|休息|值班|在岗|有人(?:值班|接电话|接待?|在)?)"
)
_END = r"(?:时间|吗|嘛|不|么|没有?|呢|啊|呀|吧|啦|的|是|几点|[?？。！!])*"
_TIMES = (
    r"(?:上班|下班|工作|服务|办公|营业|作息)时间(?:是|到|从|都)*"
    r"(?:几点|什么时候|多少|怎样|咋样|啥样)?"
)
_ASKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_WHO}{_BESIDE}(?:{_WHEN}{_BESIDE})+{_WHO}{_DOES}{_END}",
        rf"{_WHO}{_TIMES}{_END}",
        rf"你们?(?:这里|这儿|这边)?{_BESIDE}{_DOES}(?:吗|不|么|没有?)[呢啊呀?？]*",
    )
)
A_MINUTE = timedelta(minutes=1)
LONGEST_SEARCH = 20  # working days until staff are there again: more than any holiday


class ServiceHours:
    """Know when staff are there, and how the bureau says so."""

    def __init__(self, hours: OfficeHours, said: str, now: Callable[[], datetime]) -> None:
        """Take the hours, their wording (周一至周五 8:30 至 17:30) and the bureau's clock."""
        self._hours = hours
        self._said = said
        self._now = now

    def answer(self, text: str) -> Answer | None:
        """Answer when staff are there; None if the sentence does not ask it."""
        if not any(pattern.fullmatch(text.strip()) for pattern in _ASKS):
            return None
        now = self._now()
        asked = "".join(self._of(day) for day in _days_in(text, now.date()))
        said = asked + say.HOURS.format(hours=self._said) + self._at(now) + say.MACHINE
        return Answer(
            Reply(said, Status.ANSWERED, choices=(wording.HUMAN_CHOICE,)), Turn(Handled.ANSWER)
        )

    def _of(self, day: date) -> str:
        """Say whether a day is worked."""
        words = say.WORKED if self._hours.calendar.is_working(day) else say.RESTS
        if not self._hours.calendar.knows(day):
            words = say.NOT_ANNOUNCED
        return words.format(day=_named(day))

    def _at(self, now: datetime) -> str:
        """Say whether staff are there at this moment, and if not, when."""
        if self._hours.is_open(now):
            return say.OPEN
        opens = next(self._hours.slots(now, A_MINUTE, LONGEST_SEARCH), None)
        if opens is None:
            return ""
        day = say.TODAY if opens.date() == now.date() else _named(opens.date())
        clock = say.AT if opens.minute else say.ON_THE_HOUR
        return say.CLOSED.format(opens=day + clock.format(hour=opens.hour, minute=opens.minute))


def _days_in(text: str, today: date) -> list[date]:
    return [found.day for found in days(text, today) if found.day is not None]


def _named(day: date) -> str:
    return say.DAY.format(month=day.month, day=day.day, weekday=say.WEEKDAYS[day.weekday()])
