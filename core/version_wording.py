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
WECHAT = "wechat"  # where the letters are not ours
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
# Who asks for the version that is on already.
ALREADY = "您用的已经是{name}了。"
# Who finds its letters still too small: what can be done, by channel; for the ear below.
LETTERS_LARGEST = "字已经调到最大。还看不清，请点“读给我听”，也可以说“人工”。"
LETTERS_IN_WECHAT = "微信里的字，请在微信的“设置”里调大。也可以发语音问我，或者说“人工”。"
LETTERS_SPOKEN = "要我说慢一点，就说“说慢点”。也可以说“人工”。"
BACK = "想换回来，就说“标准版”。"
WRITTEN = {
    Script.SIMPLIFIED: "好的，换成简体字了。",
    Script.TRADITIONAL: "好的，换成繁体字了。想换回来，就说“简体”。",
}
WHAT_NEXT = "您想问什么，办什么？"
# Behind a quotation of an official text that a machine turned into traditional characters.
CONVERTED_NOTE = "（官方原文是简体字，这里由电脑转成繁体。有出入时，以原文为准。）"


def switched(version: Version, persona: str) -> tuple[str, str]:
    """Return how a switch is told, to the eye and to the ear, to somebody in this version."""
    if version.value == persona:
        said = ALREADY.format(name=NAMES_CHOICE[version])
        return said, said
    return SWITCHED[version], SWITCHED_SPOKEN[version]


def largest_letters(persona: str, channel: str) -> tuple[str, str]:
    """Return what is said, to the eye and to the ear, to who finds the letters too small."""
    text, spoken = switched(Version.ELDER, persona)
    how = LETTERS_IN_WECHAT if channel == WECHAT else LETTERS_LARGEST
    return text + how, spoken + LETTERS_SPOKEN


def greeting(persona: str) -> str:
    """Return the first sentences of a conversation in a version."""
    return GREETINGS[Version(persona)]


def first_choices(persona: str) -> tuple[str, ...]:
    """Return what may be tapped first in a version."""
    return FIRST_CHOICES[Version(persona)]
