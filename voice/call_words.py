"""Recognises the few words that a call acts on by itself, without asking the dialogue."""

from __future__ import annotations

import re

_STOPS = re.compile(r"[\s,，。.!！?？、…~～“”]+")
_END = r"(?:吧|呀|啊|呢|嘛|哈|了|的|谢谢|可以吗|行吗|好吗)*"
_SOFT = r"(?:嗯|啊|哦|喂|那|那个|你好|您好|同志|姑娘|麻烦|请|请你|请您|给我|帮我|你|您|我)*"

_REPEAT = re.compile(
    _SOFT
    + r"(?:(?:麻烦|请)?(?:再|重新?)(?:说|念|讲|放|听|来)(?:一)?(?:遍|次|下|回)|重复(?:一下|一遍)?"
    + r"|(?:刚才)?(?:没听(?:清楚?|见|到|明白)|听不(?:清楚?|见))(?:说|讲)?(?:的)?(?:什么|啥)?"
    + r"|(?:刚才)?(?:说|讲)的?(?:是)?(?:什么|啥)|什么|啥)"
    + _END
)
_SLOWER = re.compile(
    _SOFT
    + r"(?:再)?(?:(?:说|讲|念|读|语速)(?:话|得)?)?"
    + r"(?:太快|慢(?:一)?(?:点|些)|慢慢)(?:儿)?(?:说|讲|念)?"
    + _END
)
_FASTER = re.compile(
    _SOFT
    + r"(?:再)?(?:(?:说|讲|念|读|语速)(?:话|得)?)?(?:太慢|快(?:一)?(?:点|些))(?:儿)?(?:说|讲|念)?"
    + _END
)
_GOODBYE = re.compile(
    r"(?:(?:好|行|嗯|没(?:有)?(?:别的)?事)(?:的|了|啦)?|那|就这样|先这样|谢谢|同志|姑娘)*"
    r"(?:再见|拜拜|再会|回见|我?(?:先)?挂(?:了|断))(?:再见|拜拜|啊|吧|了|啦|您|哈|同志|姑娘)*"
)
_YES = re.compile(
    r"(?:嗯|啊|哦)*(?:是|对|好|行|中|可以|同意|要|有|继续|接着|愿意|没问题|嗯)"
    r"(?:的|是|对|好|啊|呀|了|吧|嘞|听|念|说|录音?|你录|您录|下去|着)*"
)
_NO = re.compile(
    r"(?:嗯|啊|哦)*(?:不是|不对|不用|不要|不必|不行|不可以|不同意|不愿意|不想|不听|不录|别录|不|没有|没|算|错)"
    r"(?:的|了|听|念|说|啊|呀|吧|录音?|别的|别的事|事|什么事|啦|换|一个|是)*"
)
_CALL_BACK = re.compile(
    r".*(?:回(?:个)?电(?:话)?|打(?:电话)?(?:回来|给我)|给我打(?:个)?电话|不等|等不了|等不及).*"
)
_STOP_IT = re.compile(
    _SOFT + r"(?:不用|不要|不约|不必|算|不打|取消|不办)(?:了|约|回电话?|打)*" + _END
)
_NEITHER = re.compile(
    r".*(?:都不|不方便|没空|换(?:个|一个|一下|别的)|别的|其他|其它|下一个|还有(?:吗|没有|别的)?).*"
)
_FIRST = re.compile(
    r".*(?:第一|头一|前(?:面|边)?(?:那|一)|早(?:的|一点)).*|(?:就|选|要)?(?:一|1)(?:个|号)?"
)
_SECOND = re.compile(
    r".*(?:第二|后(?:面|边)?(?:那|一)|晚(?:的|一点)).*|(?:就|选|要)?(?:二|两|2)(?:个|号)?"
)
_MURMURS = re.compile(
    r"(?:嗯|哦|噢|喔|啊|唉|诶|哎|呃|额|好|好的|对|是|是的|行|知道了?|明白了?|喂|呵|哈|这样|这样啊)+"
)


def _bare(text: str) -> str:
    return _STOPS.sub("", text)


def wants_repeat(text: str) -> bool:
    """Tell whether the caller asks for the last thing again."""
    return _REPEAT.fullmatch(_bare(text)) is not None


def wants_slower(text: str) -> bool:
    """Tell whether we speak too fast for the caller."""
    return _SLOWER.fullmatch(_bare(text)) is not None


def wants_faster(text: str) -> bool:
    """Tell whether we speak too slowly for the caller."""
    return _FASTER.fullmatch(_bare(text)) is not None


def says_goodbye(text: str) -> bool:
    """Tell whether the caller takes leave and says nothing else."""
    return _GOODBYE.fullmatch(_bare(text)) is not None


def says_yes(text: str) -> bool:
    """Tell whether the caller says yes and nothing else."""
    return _YES.fullmatch(_bare(text)) is not None


def says_no(text: str) -> bool:
    """Tell whether the caller says no and nothing else."""
    return _NO.fullmatch(_bare(text)) is not None


def wants_call_back(text: str) -> bool:
    """Tell whether somebody who waits would rather be called back."""
    return _CALL_BACK.fullmatch(_bare(text)) is not None


def gives_up(text: str) -> bool:
    """Tell whether the caller wants no call-back after all."""
    return _STOP_IT.fullmatch(_bare(text)) is not None


def slot_named(text: str, offered: int) -> int | None:
    """Return which of the offered times is meant, 1 for the first; 0: none of them."""
    said = _bare(text)
    if _NEITHER.fullmatch(said):
        return 0
    if _FIRST.fullmatch(said):
        return 1
    if offered > 1 and _SECOND.fullmatch(said):
        return 2
    if offered == 1 and says_yes(said):
        return 1
    return 0 if says_no(said) else None


def is_murmur(text: str) -> bool:
    """Tell whether the caller only shows that they listen (嗯, 哦, 好)."""
    return _MURMURS.fullmatch(_bare(text)) is not None
