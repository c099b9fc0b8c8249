"""Names the four versions of the service and the two scripts, and hears the wish for one; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

SWITCHES = "switch_version"  # intent of a turn by which a version or a script was chosen
ENLARGES = "bigger_text"  # intent of a turn that wants the largest letters there are


class Version(StrEnum):
    """Name the version that somebody is served in (版本)."""

    STANDARD = "standard"  # 标准版
    ELDER = "elder"  # 长辈版; the issue and some cities say 敬老版
    BIRTH = "birth"  # 生育版
    CHILD = "child"  # 儿童版


class Script(StrEnum):
    """Name the characters in which somebody reads; the codes are those of ISO 15924, lower case."""

    SIMPLIFIED = "hans"
    TRADITIONAL = "hant"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Be what a person chose; None: they never said."""

    version: Version | None = None
    script: Script | None = None


# 互联网应用适老化通用设计规范 3.1: 长辈版, 亲情版, 关爱版, 关怀版 all reach the version.
_CALLED = {
    Version.ELDER: r"长辈|长者|敬老|老人|老年人?|适老化?|关怀|关爱|亲情|大字号?|大字体",
    Version.STANDARD: r"标准|普通|正常|一般|原来的?|默认|年轻人?",
    Version.BIRTH: r"生育|孕妇|孕产妇?|妈妈|准妈妈",
    Version.CHILD: r"儿童|少儿|孩子|小孩|宝宝|娃娃|未成年人?",
}
_BEFORE = (
    r"(?:请问?|麻烦你?|劳驾|帮忙?|给|替|我们?|俺|咱|你们?|您|要|想要?|能不能|可不可以|可以|能|怎么|咋"
    r"|还是|现在|马上|都|把|这个?|页面|界面|屏幕|字|你好|您好|有没有|有|[,，。 ])*"
)
_TURN = (
    r"(?:切换|转换|换|切|改|转|变|调|用|回|返回|退回|退出|进入?|打开|开启?|选|使用|走|看)*"
    r"(?:成|到|回到?|为|用|入|去|个|一下|这个|那个|的)*"
)
_AFTER = (
    r"(?:了|吧|吗|嘛|么|呢|啊|呀|哈|的|行吗|行不行|好吗|可以吗|谢谢|您|你|一下|看看?|显示|给我|来"
    r"|[,，。！!？? ])*"
)
_NAMED = {
    version: re.compile(
        rf"{_BEFORE}{_TURN}(?:{names})(?:的)?(?:版本?|模式|界面|页面){_TURN}{_AFTER}"
    )
    for version, names in _CALLED.items()
}
# 字太小: who says so wants the version for old people.
_LETTERS = (
    r"(?:这个?|你们?|上面|屏幕上?|页面上?|手机上?|的)*(?:字|字体|字号|文字)"
    r"(?:也|都|实在|真的?|有点儿?|这么|那么)*"
)
_TOO_SMALL = re.compile(
    rf"{_BEFORE}(?:{_LETTERS}(?:太|这么|有点儿?|好|很)*小(?:了|得很)?(?:点儿?)?"
    rf"(?:[,，]?(?:我|俺)?看不(?:清楚?|见|到)了?)?"
    rf"|(?:我|俺)?(?:老花眼|眼睛?(?:花|不好|不行))?了?[,，]?"
    rf"看不(?:清楚?|见|到)(?:上面的|屏幕上?的|这些)*(?:字|小字)了?"
    rf"|{_LETTERS}看不(?:清楚?|见|到)了?"
    rf"|(?:放大|调大|弄大|加大|变大)(?:一?点儿?|一些|一下)?(?:字|字体|字号|文字)(?:一?点儿?|一些|一下)?"
    rf"|(?:字|字体|字号|文字)(?:再|要|能不能|能|可以|给我)*(?:放大|调大|弄大|加大|变大|大)(?:一?点儿?|一些|一下)*)"
    rf"{_AFTER}"
)
_WRITTEN = r"(?:{names})(?:中文|字体?|版本?|显示|模式)?"
_SCRIPTS = {
    script: re.compile(rf"{_BEFORE}{_TURN}{_WRITTEN.format(names=names)}{_TURN}{_AFTER}")
    for script, names in (
        (Script.TRADITIONAL, "繁体|正体|港澳版|港台版"),
        (Script.SIMPLIFIED, "简体|简化字?"),
    )
}
LONGEST = 24  # characters of such a sentence


def letters_too_small(text: str) -> bool:
    """Tell whether a sentence, in simplified characters, says that the letters are too small."""
    said = text.strip()
    return len(said) <= LONGEST and _TOO_SMALL.fullmatch(said) is not None


def version_wished(text: str) -> Version | None:
    """Return the version that a sentence asks for, in simplified characters; None: for none."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        return None
    if letters_too_small(said):
        return Version.ELDER
    return next((v for v, named in _NAMED.items() if named.fullmatch(said)), None)


def script_wished(text: str) -> Script | None:
    """Return the script that a sentence asks for, in simplified characters; None: for none."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        return None
    return next((s for s, named in _SCRIPTS.items() if named.fullmatch(said)), None)
