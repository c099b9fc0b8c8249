"""Finds a person's name in what a citizen said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.normalise import lexicon, ordinary_words
from bot.sounds import sound
from core.fields import HAN, LONGEST_NAME

HERE = Path(__file__).parent
DOTS = re.compile(r"[•‧・∙･⋅.．]")
LEAD_IN = re.compile(
    r"(?:(?:全名|大名|名字|姓名|名儿)(?:就)?(?:是|叫做|叫|填|写|改成|改为|换成|应该是)?[:：,，]?"
    r"|参保人(?:是|叫)?|就?叫做?)(?P<name>.+)"
)
I_AM = re.compile(
    r"(?:^|[,，。!！;；])(?:您好|你好|嗯|啊|对|哎)?(?:我|俺|本人)(?:就)?(?:是|系)?[:：]?(?P<name>.+)"
)
WRITTEN = re.compile(r"(?:应该是|改成|改为|换成|填|写|写成|写上|登记成|叫|是)(?P<name>.+)")
DENIED = re.compile(rf"不(?:是|叫)[{HAN}]{{2,4}}?[,，。]?(?=是|叫|应该是)")
SURNAME_APART = re.compile(r"姓(?P<rest>.{2,})")
GIVEN = re.compile(r"^(?:[,，]|名字?|叫|是|我叫|全名)+(?P<given>.+)")
DIGITS = re.compile(r"[0-9][0-9Xx\- ]+")
ONLY_SURNAME = re.compile(
    rf"(?:我|俺|她|他|老伴|免贵)?(?:免贵)?姓(?P<surname>[{HAN}]{{1,2}})[的啊呀呢]?"
)
TITLE_ONLY = re.compile(
    rf"(?:[老小](?P<a>[{HAN}])|(?P<b>[{HAN}])(?:大爷|大妈|大娘|阿姨|叔叔?|奶奶|爷爷|先生|女士|师傅|老师|同志|姐|哥))"
)
TITLES = re.compile(r"(?:先生|女士|同志|老师|大爷|大妈|阿姨)$")
OFFICES = re.compile(
    r"(?:医生|大夫|主任|护士|院长|经理|书记|师傅|老师|先生|女士|大爷|大妈|大娘|阿姨|叔叔|医院|诊所)$"
)
# What follows a name in one breath.
AFTER_NAME = re.compile(
    r"[\s,，。.!！;；:：、?？()（）0-9“”\"]|今年|现年|电话|手机|号码|身份证|住在|参保|想[办换问要改去把签找报]|要[办换改去签找]"
    r"|来[办问签咨]|是我|我[是要想的今住]|的(?!$)|这[个是]|女的|男的|就是|对不对|就这个|就行|就好|就可以|没错|给我|帮我|麻烦|谢谢|，"
)
TRAILING = re.compile(r"(?:[啊呀吧哈呢嘛哦噢喽咯哟]|的)+$")
LEADING = re.compile(
    r"^(?:(?:也|又|都|刚才?|不是的?|不对|有误|有错|[写填弄说]?错了|应该是|应为|改成|改为|换成|嗯+|啊|哦|噢|呃|额|那个|这个|就|对的?|是的?"
    r"|好的?|行|哎|诶|您好|你好|喂|写|填)[,，。\s]*)+"
)
SECOND_THOUGHT = re.compile(
    r".+[,，。\s](?:[哦啊哎呀])?(?:不对|[说写弄]?错了|不是)[啊呀,，。!！\s]+(?P<rest>.+)"
)
# Where a name stands written: 现在上头写的是宋玉侠.
WRITTEN_THERE = re.compile(
    r"(?:身份证|户口本|本子|证|卡|单子|医保)?[上里](?:头|面|边)?(?:现在)?(?:写|印|登记|填)?[的着]?(?:名字?)?(?:是|叫)(?P<name>.+)"
)
# Whose an account is: 戴晓红自己的名.
OWN = re.compile(
    r"(?:(?:他|她)?(?:自己|本人)(?:的(?:名字?|户头?|卡|账户|存折)?)?|的(?:名字?|户头?|卡|账户|存折))$"
)
QUESTION = re.compile(
    r"[?？吗呢么]|什么|怎么|怎样|多少|哪|谁|啥|咋|为何|能不能|可不可以|是不是|有没有|要不要|几[个天点号]"
)
NOT_A_NAME = re.compile(
    r"人工|客服|取消|返回|上一步|下一步|再说|重复|慢点|大声|听不|看不|不知道|不晓得|不清楚|不记得|记不|忘|没有|没得|不是|不对|不用|不要|不想"
    r"|不办|不行|是的|对的|好的|可以|等一?下|等会|稍等|知道|谢谢|再见|你好|您好|医保|医院|社保|报销|签约|备案|视频|电话|手机|号码|身份证|名字|姓名"
    r"|本人|参保|退休|职工|居民|老伴|老头|老太|儿子|女儿|闺女|孙子|孙女|孩子|妈|爸|爹|娘|爷|奶|姥|代办|高血|血压|糖尿|冠心|确认|提交|同意|办理|查询"
    r"|挺好|很好|还行|还好|满意|随便|明白|懂了|就这样|好嘞|投诉|你们|我们|这个|那个|一样|刚才|重新|继续|明天|今天|后天|机器|初[一二三四五六七八九十]"
)  # fmt: skip
NOT_IN_NAMES = frozenset(
    "的了着过不没在我你您他她它们这那个把给是去走来回到下上病院市区县镇村路号楼月日周年"
)
RELATIVE = re.compile(
    r"^的(?:女儿|儿子|闺女|老伴|爱人|家属|家里|妈|爸|母亲|父亲|孙|媳妇|丈夫|妻子|对象|邻居)"
)
EXPLAINED = re.compile(rf"(?P<word>[{HAN}]{{2,4}})的(?P<char>[{HAN}])(?![{HAN}]*的[{HAN}]*的)?")
SPELT_SURNAMES = {
    "干钩": "于",
    "弓长": "张",
    "立早": "章",
    "木子": "李",
    "耳东": "陈",
    "双木": "林",
    "口天": "吴",
    "三横": "王",
    "古月": "胡",
    "言午": "许",
    "双人": "徐",
    "走肖": "赵",
    "禾口": "程",
    "人可": "何",
    "草头": "黄",
}


@dataclass(frozen=True, slots=True)
class NameHeard:
    """Be what a sentence says of a name."""

    name: str | None = None
    perhaps: str | None = None  # a name, but maybe not the one asked for
    surname: str | None = None  # all that was said is a surname


NOTHING = NameHeard()


def name_in(text: str, *, bare: bool) -> NameHeard:
    """Return the name in the text; without a lead-in (我叫…) only if `bare` allows it."""
    text = DOTS.sub("·", text) if re.search(rf"[{HAN}][•‧・∙･⋅.．][{HAN}]", text) else text
    text = DIGITS.sub(" ", DENIED.sub("", text))
    if QUESTION.search(text):
        return NOTHING
    if again := SECOND_THOUGHT.fullmatch(text):  # 我叫靳黄氏，不对，身份证上是黄秀珍
        heard = name_in(again["rest"], bare=True)
        if heard.name is not None:
            return heard
    named = _introduced(text)
    if named is NOTHING and bare:
        named = _alone(text)
    return named


@cache
def surnames() -> frozenset[str]:
    """Return the surnames of one and two characters (bot/surnames.txt)."""
    lines = (HERE / "surnames.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _introduced(text: str) -> NameHeard:
    if match := SURNAME_APART.search(text):
        for length in (2, 1):
            surname, rest = match["rest"][:length], match["rest"][length:]
            if surname in surnames() and (heard := _surname_and_given(surname, rest, text)):
                return heard
    for pattern in (LEAD_IN, I_AM):
        for match in pattern.finditer(text):
            rest = LEADING.sub("", match["name"])
            name = _cut(rest)
            if _plausible(name, led=True):
                fixed = _as_explained(name, text)
                if RELATIVE.match(rest[len(name) :]):
                    return NameHeard(perhaps=fixed)
                return NameHeard(name=fixed)
    return NOTHING


def _surname_and_given(surname: str, rest: str, text: str) -> NameHeard | None:
    """Join 姓王叫秀英; 姓王，叫王秀英 needs no joining."""
    match = GIVEN.match(rest)
    given = _cut(match["given"]) if match else ""
    if given.startswith(surname) and _plausible(given, led=True):
        return NameHeard(name=_as_explained(given, text))
    if re.fullmatch(rf"[{HAN}]{{1,2}}", given) and not NOT_A_NAME.search(given):
        return NameHeard(name=_as_explained(surname + given, text))
    return None


def _alone(text: str) -> NameHeard:
    """Read a text that is nothing but a name, or a name with an explanation of it."""
    core = TRAILING.sub("", LEADING.sub("", text.strip(" ,，。!！.、")).strip(" ,，。!！.、"))
    if only := ONLY_SURNAME.fullmatch(core):
        return NameHeard(surname=only["surname"]) if only["surname"] in surnames() else NOTHING
    if title := TITLE_ONLY.fullmatch(core):
        surname = title["a"] or title["b"]
        return NameHeard(surname=surname) if surname in surnames() else NOTHING
    core = OWN.sub("", core)
    if match := WRITTEN.match(core) or WRITTEN_THERE.search(core):
        core = match["name"]
    parts = [part for part in re.split(r"[,，。;；!！\s]+", core) if part]
    parts = [part for part in parts if part[:2] not in SPELT_SURNAMES] or parts
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]
    for part in parts[:3]:
        name = TRAILING.sub("", TITLES.sub("", LEADING.sub("", part)))
        if not _plausible(name, led=False) and _plausible(_cut(name), led=False):
            return NameHeard(perhaps=_as_explained(_cut(name), text))
        if _plausible(name, led=False):
            others = [other for other in parts if other != part]
            if all(_explains(other, name) or LEADING.fullmatch(other) for other in others):
                return NameHeard(name=_as_explained(name, text))
            return NameHeard(perhaps=_as_explained(name, text))
    if len(parts) == 1 and _possible(parts[0]):
        return NameHeard(perhaps=parts[0])
    return NOTHING


def _cut(text: str) -> str:
    """Return the part of the text that can belong to the name."""
    end = AFTER_NAME.search(text)
    name = text[: end.start()] if end else text
    return TITLES.sub("", TRAILING.sub("", name))


def _plausible(name: str, *, led: bool) -> bool:
    """Tell whether it is built like a name and means nothing else; `led`: 我叫 stood before it."""
    if "·" in name:
        return re.fullmatch(rf"[{HAN}]{{1,10}}(?:·[{HAN}]{{1,10}})+", name) is not None and (
            len(name) <= LONGEST_NAME
        )
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", name) or _means_something(name):
        return False
    if name[:2] in surnames():
        return len(name) >= 3
    if name[0] not in surnames():
        return False
    # Four characters: a double surname (张王), or a Miao or Dong name (潘老英妹).
    return len(name) <= 3 or name[1] in surnames() or (led and not _has_words(name))


def _possible(name: str) -> bool:
    """Tell whether it might be a rare name, so that asking back is worth it."""
    return (
        re.fullmatch(rf"[{HAN}]{{2,4}}|[{HAN}]{{5,8}}", name) is not None
        and not _means_something(name)
        and not _has_words(name)
        and NOT_IN_NAMES.isdisjoint(name)
    )


def _has_words(text: str) -> bool:
    return any(text[i : i + n] in ordinary_words() for i in range(len(text)) for n in (2, 3))


def _means_something(text: str) -> bool:
    return (
        text in ordinary_words()
        or NOT_A_NAME.search(text) is not None
        or OFFICES.search(text) is not None
        or any(len(word) > 1 and word in text for word in lexicon())
    )


def _explains(text: str, name: str) -> bool:
    return any(spelt in text for spelt in SPELT_SURNAMES) or any(
        match["char"] in match["word"] or match["char"] in name
        for match in EXPLAINED.finditer(text)
    )


def _as_explained(name: str, text: str) -> str:
    """Put right what sounds alike, by what the citizen explains: 优秀的秀, 弓长张."""
    meant = [m["char"] for m in EXPLAINED.finditer(text) if m["char"] in m["word"]]
    meant += [char for spelt, char in SPELT_SURNAMES.items() if spelt + char in text]
    characters = list(name)
    for char in meant:
        if char in characters:
            continue
        for index, other in enumerate(characters):
            if sound(other) == sound(char):
                characters[index] = char
                break
    return "".join(characters)
