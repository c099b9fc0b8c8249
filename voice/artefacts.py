"""Takes out what a recogniser made up and what a speaker said while thinking; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

FEWEST_IN_LOOP = 5  # characters: 不对不对 and 一样一样 are how people speak
ECHOED = 3  # words of the prompt in a row with nothing between: nobody asks so

# What films and broadcasts end with; recognisers learnt it for silence.
_CREDITS = re.compile(
    r"(?:中文)?字幕(?:由|製作|制作|志愿者|提供|组|by).*|(?:谢谢|感谢)(?:大家|您|你们)?(?:的)?(?:观看|收看|收听|聆听)"
    r"|请不吝点赞.*|(?:明镜|优优独播剧场|YoYo).*|(?:请)?(?:订阅|点赞)(?:、|，|和)?(?:转发|订阅|点赞|打赏).*"
    r"|[（(](?:音乐|掌声|笑声|静音|字幕.*?)[)）]|♪+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s，,。.、！!？?；;：:]+")
_SOUNDS = r"嗯|呃|额(?!度|外|定)|唔|啊|哦|噢|喔|哎|唉|诶|欸|呀"
_WORDS = r"那个|这个|就是说|就是|怎么说呢|我想想"
_SEARCHING = re.compile(
    rf"(?:(?:{_SOUNDS})+[\s，,。、…]*|(?:{_WORDS})(?=[\s，,、…]|{_SOUNDS}|{_WORDS})[\s，,、…]*)+"
)
_IN_BETWEEN = re.compile(r"(?<=[\s，,、])(?:嗯|呃|额(?!度|外|定)|唔)+(?:[\s，,、…]+|$)")
_STUTTER = re.compile(r"(我|你|他|俺|这|那|就|把|给|在)\1+(?!\1)")
_STUCK = re.compile(r"([\u4e00-\u9fff])\1{3,}")  # 继继继继续; 对对对 is how people speak
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DIGIT = re.compile(r"[0-9零〇一二三四五六七八九幺两洞拐]")


def without_made_up(text: str, expected: Sequence[str] = ()) -> str:
    """Return the text without credits, loops and echoes of the words that were expected."""
    text = _STUCK.sub(lambda run: run[0] if _DIGIT.match(run[0]) else run[1], text)
    text = _CREDITS.sub("", text)
    return _without_loop("" if _echoes(text, expected) else text).strip()


def without_fillers(text: str) -> str:
    """Return the text without 嗯, 那个 and repeated beginnings, unless nothing else was said."""
    shorter = _IN_BETWEEN.sub("", _STUTTER.sub(r"\1", text))
    found = _SEARCHING.match(shorter)
    rest = shorter[found.end() :] if found else shorter
    return rest if _HAN.search(rest) or _DIGIT.search(rest) else text


def _without_loop(text: str) -> str:
    """Return the text once if it is said over and over, the last time perhaps cut off."""
    letters = _BETWEEN.sub("", text)
    for length in range(FEWEST_IN_LOOP, len(letters) // 2 + 1):
        unit = letters[:length]
        times = len(letters) // length + 1
        if (unit * times).startswith(letters) and not all(map(_DIGIT.match, unit)):
            return text[: _end_of(length, text)]
    return text


def _end_of(length: int, text: str) -> int:
    """Return where the first `length` characters that are no mark or space end."""
    counted = 0
    for position, char in enumerate(text):
        counted += _BETWEEN.fullmatch(char) is None
        if counted == length:
            return position + 1
    return len(text)


def _echoes(text: str, expected: Sequence[str]) -> bool:
    rest, taken = _BETWEEN.sub("", text), 0
    words = sorted((_BETWEEN.sub("", word) for word in expected), key=len, reverse=True)
    while rest:
        word = next((w for w in words if w and rest.startswith(w)), None)
        if word is None:
            return False
        rest, taken = rest[len(word) :], taken + 1
    return taken >= ECHOED
