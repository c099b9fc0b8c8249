"""Holds every sentence about when staff are there."""

from __future__ import annotations

HOURS = "人工服务时间是{hours}，国家法定节假日休息。"
OPEN = "现在正在上班，说“人工”就能找到人。"
CLOSED = "现在没有上班，{opens}上班。要紧的事说“人工”，我先给您排上队。"
WORKED = "{day}上班。"
RESTS = "{day}休息。"
NOT_ANNOUNCED = "{day}怎么休息，国家还没有通知。"
MACHINE = "我是电脑程序，什么时候都在。要去大厅办，告诉我您在哪个区县。我帮您查那里几点开门。"
DAY = "{month}月{day}日（周{weekday}）"
AT = "{hour}点{minute:02d}分"
ON_THE_HOUR = "{hour}点"
TODAY = "今天"
WEEKDAYS = "一二三四五六日"
