"""Holds every sentence that lists what can be done here."""

from __future__ import annotations

CAN_APPLY = "现在能在这里一步一步办好的有：\n{topics}。\n"
CAN_ASK = "下面这些，我能告诉您怎么办：\n{topics}。\n"
TOPIC = "{topic}：{names}"
EVERY_COUNTER = "每一件也都可以到窗口办。您想办哪一件？"
SPOKEN = "我能帮您办这几类事：{topics}。您想办哪一类，直接说就行。"
WHICH_OF_MANY = "您说的是哪一件业务？说出名字就行，比如："
