"""Finds which of several options a citizen means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.sounds import sounds
from bot.spoken_numbers import whole
from core.service_items import Option

MOST_SUGGESTIONS = 3
SURE = 88.0  # of 100: one slip in a name of four characters or more
PERHAPS = 62.0
SURE_SOUND = 80.0
LEAD = 7.0  # by how much the best must beat the next
CHANGE = re.compile(r"(?:换|改|转|变更?|迁|调)(?:到|成|去|为|至|在)|现在(?:想|要)去")
DENIAL = re.compile(r"(?:不是|不要|不去|不想去|不选|别选|不在|没有?选|除了)(?:那个|那家|这个)?$")
SECOND_THOUGHT = re.compile(r"不对|错了|改成|换成|应该是|说错")
NUMBER = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
ORDINAL = re.compile(
    rf"(?:我?就?(?:选择?|要|填|办|是|按)?(?:上面)?(?:的)?)?(?:第(?P<nth>{NUMBER})(?:个|家|项|种|条|样)?|(?P<bare>{NUMBER})(?:个|家|项|种|号)?"
    r"|(?P<first>头一?[个家项种]|最[上前]面的?那?[个家项种]?)|(?P<back>倒数第[一二三四五])[个家项种]?"
    r"|(?P<last>最(?:后|末)(?:面|边)?(?:的?[那一]?[个家项种]|的)?))(?:吧|呀|啊|就行|就好|得了|好了|那家|那个|医院|的)*"
)
POLITENESS = re.compile(
    r"^(?:嗯+|啊|哦|那个|那|就|我|俺|们|想|要|选择?|是|去|到|换到?|改成?|在|得了?|有|看|住|叫|办|填|说|应该|可能|大概|好像|一般)+|(?:吧|呀|啊|呢|嘛|哈|了|的|这家|那家|这个|那个|就行|就好|可以)+$"
)
SHORT_ENDINGS = re.compile(r"[的性士生]$")
PLACE = (
    r"(?:(?:街道)?社区)?(?:卫生服务中心|卫生服务站)|镇?卫生院"
    r"|人民医院|中医医院|中医院|中心医院|医院|诊所|药店"
)
PLACE_KIND = re.compile(rf"(?<=.)(?:{PLACE})$")
OTHER_PLACE_BEFORE = re.compile(r"(?:[省市县区镇乡州旗村大]|第[一二三四五六七八九十0-9]+)$")
OTHER_PLACE_AFTER = re.compile(rf"^[镇乡区县村]?(?:{PLACE}|卫生[站所室])")
STOPS = re.compile(r"[\s,，。.!！、（）()；;:：]+")


@dataclass(frozen=True, slots=True)
class ChoiceHeard:
    """Be what a sentence says of a choice."""

    value: str | None = None
    suggestions: tuple[str, ...] = ()
    beyond: bool = False  # 第九个, of five


@dataclass(frozen=True, slots=True)
class Mention:
    """Be one place where the name of one or more options stands."""

    start: int
    end: int
    values: tuple[str, ...]  # more than one if they share the name
    embedded: bool = False  # part of the name of some other place: 莱山区人民医院


def choice_in(options: Sequence[Option], text: str, *, old: bool = False) -> ChoiceHeard:
    """Return the option that the text means; `old`: what was before a change is asked for."""
    named = _named(mentions(options, text), text, old=old)
    if named is not None:
        return named
    counted = _counted(options, text)
    if counted is not None:
        return counted
    core = POLITENESS.sub("", STOPS.sub("", text))
    part = _partly_named(options, core)
    if part is not None:
        return part
    return _similar(options, STOPS.sub("", text), core)


def mentions(options: Sequence[Option], text: str) -> tuple[Mention, ...]:
    """Return where options are named exactly, longest name first, without those denied."""
    names: dict[str, list[str]] = {}
    for option in options:
        for name in _names(option):
            names.setdefault(name, []).append(option.value)
    core = SHORT_ENDINGS.sub("", POLITENESS.sub("", STOPS.sub("", text)))
    taken = [False] * len(text)
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        if name not in text:
            continue
        # A name of one character (男, 是) stands in too many words: only the whole text counts.
        if len(name) == 1 and name not in (core, STOPS.sub("", text)):
            continue
        for match in re.finditer(re.escape(name), text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * len(name)
            if not DENIAL.search(text[: match.start()]):
                values = tuple(dict.fromkeys(names[name]))
                embedded = _embedded(values, text[: match.start()], text[match.end() :])
                found.append(Mention(match.start(), match.end(), values, embedded))
    return tuple(sorted(found, key=lambda mention: mention.start))


def before_change(found: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """Return the mentions before 换到 (从甲换到乙); none if nothing is changed."""
    change = CHANGE.search(text)
    return tuple(m for m in found if change and m.end <= change.start())


def after_change(found: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """Return the mentions behind 换到 (从甲换到乙); none if nothing is changed."""
    change = CHANGE.search(text)
    return tuple(m for m in found if change and m.start >= change.end())


def _embedded(values: Sequence[str], before: str, after: str) -> bool:
    if not all(PLACE_KIND.search(value) for value in values):
        return False
    return bool(OTHER_PLACE_BEFORE.search(before) or OTHER_PLACE_AFTER.search(after))


def _named(found: Sequence[Mention], text: str, *, old: bool) -> ChoiceHeard | None:
    if not found:
        return None
    if len({m.values for m in found}) > 1:
        aside = before_change(found, text) if old else after_change(found, text)
        if aside:
            found = aside
        elif SECOND_THOUGHT.search(text, found[0].end, found[-1].start):
            found = found[-1:]
    values = tuple(dict.fromkeys(value for mention in found for value in mention.values))
    if len(values) == 1 and not all(mention.embedded for mention in found):
        return ChoiceHeard(values[0])
    return ChoiceHeard(suggestions=values[:MOST_SUGGESTIONS])


def _counted(options: Sequence[Option], text: str) -> ChoiceHeard | None:
    """Read 第二个, 选3, 最后一个."""
    match = ORDINAL.fullmatch(STOPS.sub("", text))
    if match is None:
        return None
    if match["first"]:
        return ChoiceHeard(options[0].value)
    if match["last"]:
        return ChoiceHeard(options[-1].value)
    if match["back"]:
        index = len(options) - (whole(match["back"][-1]) or 0)
    else:
        index = (whole(match["nth"] or match["bare"]) or 0) - 1
    if 0 <= index < len(options):
        return ChoiceHeard(options[index].value)
    return ChoiceHeard(beyond=True)


def _partly_named(options: Sequence[Option], core: str) -> ChoiceHeard | None:
    """Read a part of a name: what belongs to one option only, or to few."""
    if len(core) < 2:
        return None
    values = tuple(o.value for o in options if any(core in name for name in _names(o)))
    if not values:
        return None
    if len(values) > MOST_SUGGESTIONS:  # 医院: part of so many names that it says nothing
        return ChoiceHeard()
    return ChoiceHeard(values[0]) if len(values) == 1 else ChoiceHeard(suggestions=values)


def _similar(options: Sequence[Option], text: str, core: str) -> ChoiceHeard:
    """Read names that are misspelt, or that only sound right."""
    scored = [max((_likeness(name, text, core), name) for name in _names(o)) for o in options]
    # 县人民医院 also sounds like the name 人民医院 that stands in it.
    best_names = [name for likeness, name in scored if likeness >= SURE]
    likeness_of = {
        option.value: likeness
        for option, (likeness, name) in zip(options, scored, strict=True)
        if not any(name != longer and name in longer for longer in best_names)
    }
    ranked = sorted(likeness_of, key=lambda value: -likeness_of[value])
    best = likeness_of[ranked[0]]
    if best < PERHAPS:
        return ChoiceHeard()
    near = tuple(value for value in ranked if likeness_of[value] > best - LEAD)
    if best >= SURE and len(near) == 1:
        return ChoiceHeard(ranked[0])
    return ChoiceHeard(suggestions=near if len(near) <= MOST_SUGGESTIONS else ())


def option_names(options: Sequence[Option]) -> tuple[str, ...]:
    """Return every way of saying some of the options."""
    return tuple(name for option in options for name in _names(option))


def _names(option: Option) -> tuple[str, ...]:
    return (option.value, *option.aliases)


def _likeness(name: str, text: str, core: str) -> float:
    """Return how like the name is to the text, 0 to 100, by writing or by sound."""
    if len(name) < 2 or not core:
        return 0.0
    by_sound = _ratio(sounds(name), sounds(core), sounds(text))
    if by_sound < (SURE_SOUND if len(name) > 2 else 100.0):
        by_sound = 0.0  # a few like syllables are found by chance
    if len(name) == 2:
        return by_sound
    likeness = max(by_sound, _ratio(tuple(name), tuple(core), tuple(text)))
    return min(likeness, _most_by_own_part(name, text))


def _most_by_own_part(name: str, text: str) -> float:
    """Bound the likeness by what a place has of its own: 东关… is not 城关社区卫生服务中心."""
    kind = PLACE_KIND.search(name)
    if kind is None:
        return 100.0
    own, heard = sounds(name[: kind.start()]), sounds(text)
    if 2 * sum(syllable in heard for syllable in own) < len(own):
        return 0.0
    if len(own) == 1:
        own += sounds(kind[0][0])
    found = any(heard[i : i + len(own)] == own for i in range(len(heard)))
    return 100.0 if found else SURE - 1.0


def _ratio(name: tuple[str, ...], core: tuple[str, ...], text: tuple[str, ...]) -> float:
    whole_text = fuzz.ratio(name, core)
    # In a long sentence, two syllables are found by chance.
    if len(name) < 3 or len(text) <= len(name):
        return whole_text
    return max(whole_text, fuzz.partial_ratio(name, text) - 1.0)
