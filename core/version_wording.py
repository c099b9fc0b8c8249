"""Holds what differs between the four versions: greetings, first offers, how a switch is told."""

from __future__ import annotations

from core import wording
from core.versions import Script, Version

# 长辈版 is what 互联网应用适老化通用设计规范 3.1 names first; old people meet this word alone.
NAMES_CHOICE = {
    Version.STANDARD: "标准版",
    Version.ELDER: "长辈版",
    Version.BIRTH: "生育版",
    Version.CHILD: "儿童版",
}
GREETINGS = {
    Version.STANDARD: wording.GREETING,
    Version.ELDER: (
        "您好，我是医保办事台的智能助手。我是电脑程序，不是真人。"
        "想问什么、办什么，您直接说。随时说“人工”，就有人来帮您。"
    ),
    Version.BIRTH: (
        "您好，我是医保办事台的智能助手。我是电脑程序，不是真人。这里是生育版。"
        "产检、生孩子、领津贴，都可以问我。别的医保业务也能办。"
        "随时说“人工”，就请工作人员来帮您。"
    ),
    Version.CHILD: (
        "您好，我是医保办事台的智能助手。我是电脑程序，不是真人。这里是儿童版。"
        "您是家长或者监护人，孩子的医保都可以问我。别的医保业务也能办。"
        "随时说“人工”，就请工作人员来帮您。"
    ),
}
# What may be tapped or said first; each is one request that is understood as it stands.
FIRST_CHOICES = {
    Version.STANDARD: wording.GREETING_CHOICES,
    Version.ELDER: ("查进度", "我想换慢特病医院", "最近的医保窗口在哪里", wording.HUMAN_CHOICE),
    Version.BIRTH: ("我要报生育医疗费", "我要领生育津贴", "给孩子办参保", "都能办哪些业务"),
    Version.CHILD: ("给孩子办参保", "我要给孩子交居民医保", "孩子看病的费用报销", "都能办哪些业务"),
}
SWITCHED = {
    Version.STANDARD: "好的，换成标准版了。",
    Version.ELDER: "好的，换成长辈版了，字大、话短。",
    Version.BIRTH: "好的，换成生育版了，先说生育的事。",
    Version.CHILD: "好的，换成儿童版了，先说孩子的事。",
}
# For the ear: of the page nothing is said.
SWITCHED_SPOKEN = {
    Version.STANDARD: "好的，换成标准版了。",
    Version.ELDER: "好的，换成长辈版了。我慢慢说，话也短。",
    Version.BIRTH: "好的，换成生育版了。先说生育的事。",
    Version.CHILD: "好的，换成儿童版了。先说孩子的事。",
}
BACK = "想换回来，就说“标准版”。"
WRITTEN = {
    Script.SIMPLIFIED: "好的，换成简体字了。",
    Script.TRADITIONAL: "好的，换成繁体字了。想换回来，就说“简体”。",
}
WHAT_NEXT = "您想问什么，办什么？"
# Behind a quotation of an official text that a machine turned into traditional characters.
CONVERTED_NOTE = "（官方原文是简体字，这里由电脑转成繁体。有出入时，以原文为准。）"


def greeting(persona: str) -> str:
    """Return the first sentences of a conversation in a version."""
    return GREETINGS[Version(persona)]


def first_choices(persona: str) -> tuple[str, ...]:
    """Return what may be tapped first in a version."""
    return FIRST_CHOICES[Version(persona)]
