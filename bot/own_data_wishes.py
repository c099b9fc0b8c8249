"""Tells from one sentence what a citizen wants done with what is kept of them (pure)."""

from __future__ import annotations

import re
from enum import StrEnum


class Wish(StrEnum):
    """Name what is wanted."""

    WITHDRAW = "withdraw"
    WITHDRAW_SURE = "withdraw_sure"
    WITHDRAW_NOT = "withdraw_not"
    END_RECORDING = "end_recording"
    COPY = "copy"
    CORRECT = "correct"
    DELETE = "delete"
    DELETE_SURE = "delete_sure"
    DELETE_NOT = "delete_not"


# The whole sentence must say it: 撤回 alone is about an application, 参保信息变更 is an item.
_BEFORE = (
    r"(?:请问?|麻烦|劳驾|帮忙?|给|替|我|俺|咱|你们?|您|要|想要?|能不能|可不可以|可以|能|怎么|咋|怎样"
    r"|现在|马上|全部?|都|一下|把|那|你好|您好|[,，。 ])*"
)
_AFTER = r"(?:了|吧|吗|嘛|么|呢|啊|呀|行吗|好吗|可以吗|谢谢|您|你们?|一下|掉|[,，。！!？? ])*"
_KEPT = r"(?:你们?|您|这里|这儿)*(?:存|保存|记|记录|留|收集|手里)(?:着|下|下来)?的?"
_MINE = rf"(?:{_KEPT})?(?:关于)?(?:我|俺|本人|自己|咱)(?:们家)?的?(?:所有|全部)?的?"
_DATA = r"(?:个人)?(?:信息|资料|数据)"
_TRACES = (
    rf"(?:{_DATA}|聊天|聊天记录|对话|对话记录|记录|照片|录音|语音)(?:和(?:照片|录音|聊天记录))*"
)
_ERASE = r"(?:删除|删掉|删了|删|清除|清空|清掉|抹掉|抹去|销毁|注销|去掉)"
_PUT_RIGHT = r"(?:改|改一改|改正|更正|修改|更改|纠正|变更|补充|完善)"
_WRONG = r"(?:有错误?|错了|有误|不对|不准|不正确|记错了?|写错了?|弄错了?|登记错了?)"
_CONSENT = r"(?:同意|许可|授权同意|个人信息同意|个人信息授权)"
_BACK = r"(?:撤[回销]|收回|取消)"
_USE = r"(?:再)?(?:用|使用|处理|收集|保存|存|留)"

_WISHES: tuple[tuple[Wish, tuple[str, ...]], ...] = (
    (Wish.DELETE_SURE, (rf"确认{_ERASE}{_MINE}{_TRACES}",)),
    (Wish.DELETE_NOT, (r"(?:先|还是)?(?:不|别|不要|不用|先别)(?:删除|删掉|删)(?:我的信息)?",)),
    (Wish.WITHDRAW_SURE, (rf"确认{_BACK}{_CONSENT}",)),
    (
        Wish.WITHDRAW_NOT,
        (rf"(?:先|还是)?(?:不|别|不要|不用|先别){_BACK}{_CONSENT}",),
    ),
    (
        Wish.END_RECORDING,
        (r"(?:不(?:再)?同意|不许|不准|不要|别)(?:你们?|您)?(?:再)?录(?:音|我的?(?:声音|录音|音))",),
    ),
    (
        Wish.WITHDRAW,
        (
            rf"{_BACK}(?:我|俺|本人)?的?(?:之前|以前|刚才|原来)?的?{_CONSENT}",
            rf"(?:我|俺|本人)?的?{_CONSENT}(?:我)?(?:要|想)?(?:撤[回销]|收回|取消|不算)",
            rf"不(?:再)?同意(?:你们?|您)?{_USE}(?:我|俺|本人)?的?(?:{_DATA}|声音)?",
            rf"(?:不许|不准|别|不要){_USE}(?:我|俺|本人)的?{_DATA}",
        ),
    ),
    (
        Wish.COPY,
        (
            rf"(?:要|给我?|打印|导出|下载|复制|拷贝|查阅|调取|拿|提供)(?:一?份|个)?{_MINE}{_DATA}",
            rf"(?:一份|复制|拷贝){_MINE}{_DATA}",
            rf"(?:看看?|查看?|看一看|查一查|查一下|看一下){_KEPT}{_MINE}{_DATA}",
            rf"{_MINE}{_DATA}(?:给|我|俺)*(?:复制|拷贝|导出|打印|来)?(?:一份|出来|一下)",
            rf"你们?(?:这里|这儿)?(?:都)?(?:存|保存|记|记录|留|收集)(?:着|了)?(?:我|俺)的?(?:哪些|什么|啥)"
            rf"(?:{_DATA}|东西)?",
        ),
    ),
    (
        Wish.CORRECT,
        (
            rf"{_PUT_RIGHT}(?:一?下|下)?{_MINE}{_DATA}",
            rf"{_MINE}{_DATA}(?:要|想|得|需要)?{_PUT_RIGHT}(?:一?下)?",
            rf"{_MINE}{_DATA}(?:里|里面)?{_WRONG}(?:[,，]?{_PUT_RIGHT}(?:一?下)?)?",
            rf"(?:你们?)?(?:把)?(?:我|俺)的?{_DATA}{_WRONG}",
        ),
    ),
    (
        Wish.DELETE,
        (
            rf"{_ERASE}(?:一?下)?{_MINE}{_TRACES}",
            rf"{_MINE}{_TRACES}(?:都|全|全部|统统|给我|给俺)*{_ERASE}",
        ),
    ),
)
_READ = tuple(
    (wish, tuple(re.compile(rf"{_BEFORE}{pattern}{_AFTER}") for pattern in patterns))
    for wish, patterns in _WISHES
)
LONGEST = 40  # characters of such a sentence
NUMBER = re.compile(r"(?<![0-9A-Za-z])[Xx]\s?(20[0-9]{6}[0-9]{4})(?![0-9])")


def wish_in(text: str) -> Wish | None:
    """Return what a sentence wants; None: it is about something else."""
    said = text.strip()
    if len(said) > LONGEST:
        return None
    return next(
        (wish for wish, ways in _READ if any(way.fullmatch(said) for way in ways)),
        None,
    )


def request_number_in(text: str) -> str | None:
    """Return the number of a request that stands in a text, e.g. X202612210001."""
    found = NUMBER.search(text)
    return "X" + found[1] if found is not None else None


def was_asked(question: str, last_reply: str | None) -> bool:
    """Tell whether the assistant has just asked this."""
    return last_reply is not None and question in last_reply
