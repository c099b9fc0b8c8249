"""Words the answer to a policy question: from a reviewed passage, or by saying there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from core import wording
from core.citation import citations, spoken_citation, spoken_day
from core.contracts import Found, Passage, Verdict
from core.knowledge import NATION
from core.messages import Answer, Handled, Reply, Status, Turn

MOST_NEAREST = 3
MOST_NEAREST_SPOKEN = 2  # nobody keeps a third in mind
HOTLINE = "12393"  # 医保服务热线, nationwide
MOST_COMPARED = 2  # further rules that are told beside the one that answers
ASKS_MEANING = re.compile(
    r"什么意思|啥意思|看不懂|听不懂|不明白|没明白|解释|讲讲|讲解|说简单|通俗|大白话"
)


def policy_answer(
    found: Found,
    today: date,
    rewritten: str | None = None,
    *,
    hotline: str = HOTLINE,
    short: bool = False,
    placed: bool = True,
) -> Answer:
    """Return what to say about a search; never anything that no passage states.

    `rewritten` is the best passage in other words, already checked against it; None: its own.
    Who has not said where they are insured (`placed`) is told that a local rule may not be theirs.
    `short` shows the words that were reviewed for the ear: sentences of twenty characters.
    """
    if found.verdict is Verdict.UNSURE:
        return Answer(_no_source(found, hotline), Turn(Handled.DECLINE))
    passage = found.passages[0]
    compared = tuple(p for p in found.differing if _differs(passage, p))[:MOST_COMPARED]
    others = tuple(p.region for p in found.differing if p not in compared and p.region != NATION)
    own = passage.spoken if short and passage.spoken else passage.plain
    body = own if rewritten is None else rewritten + wording.REWRITTEN
    shown = _before(passage, today) + body
    spoken = _before(passage, today) + passage.spoken
    for other in compared:
        shown += "\n" + _beside(other, passage)
        spoken += _beside(other, passage)
    if not placed and found.region is None and passage.region != NATION and not others:
        shown += wording.OTHERWISE
        spoken += wording.OTHERWISE
    if others:
        shown += wording.OTHER_REGIONS.format(regions="、".join(others))
        spoken += wording.OTHER_REGIONS.format(regions="、".join(others))
    sources = tuple(p.source() for p in (passage, *compared))
    reply = Reply(
        text=f"{shown}\n{wording.SOURCES}\n{citations(sources)}",
        spoken=spoken + spoken_citation(sources[0]),
        status=Status.ANSWERED,
        sources=sources,
        choices=tuple(f"我是{region}的" for region in others[:MOST_NEAREST]),
    )
    return Answer(reply, Turn(Handled.ANSWER))


def every_answer(passages: Sequence[Passage], today: date) -> Iterator[Answer]:
    """Yield what can be said of each passage: alone, and beside each other rule on its matter."""
    on_topic: dict[str, list[Passage]] = {}
    for passage in passages:
        on_topic.setdefault(passage.topic, []).append(passage)
        yield policy_answer(Found(Verdict.FOUND, (passage,), None), today)
    for passage in passages:
        for other in on_topic[passage.topic]:
            if other.region != passage.region and not other.expired_on(today):
                found = Found(Verdict.FOUND, (passage,), None, differing=(other,))
                yield policy_answer(found, today)


def explanation(passage: Passage, today: date) -> Answer:
    """Return what a passage means in plain words, for somebody who is reading it."""
    found = Found(Verdict.FOUND, (passage,), None)
    answer = policy_answer(found, today)
    return Answer(
        Reply(
            text=wording.MEANS + answer.reply.text,
            spoken=wording.MEANS + answer.reply.spoken,
            status=Status.ANSWERED,
            sources=answer.reply.sources,
        ),
        answer.turn,
    )


def _before(passage: Passage, today: date) -> str:
    if passage.expired_on(today) or passage.expired_note is not None:
        return _expired(passage)
    if passage.region == NATION:
        return wording.FOR_NATION
    return wording.FOR_REGION.format(region=passage.region)


def _expired(passage: Passage) -> str:
    """Say that a rule has ended, and when it held."""
    held = ""
    if passage.in_force_until is not None:
        held = wording.HELD.format(
            begins=spoken_day(passage.in_force_from), ends=spoken_day(passage.in_force_until)
        )
    return wording.EXPIRED.format(held=held, note=passage.expired_note or "")


def _differs(passage: Passage, other: Passage) -> bool:
    """Tell whether two rules are known, in so many words, to differ."""
    if passage.brief is None or other.brief is None:
        return False
    return passage.topic == other.topic and passage.brief != other.brief


def _beside(other: Passage, passage: Passage) -> str:
    """Say which other rule applies where."""
    if other.region == NATION:
        sentence = wording.NATION_BESIDE
    elif passage.region == NATION:
        sentence = wording.REGION_BESIDE_NATION
    else:
        sentence = wording.REGION_BESIDE
    return sentence.format(rule=other.brief, region=other.region, own=passage.region)


def _no_source(found: Found, hotline: str) -> Reply:
    """Say that nothing reviewed answers, and who does; only what is near in meaning is offered."""
    nearest = tuple(
        dict.fromkeys(p.asked_as[0] for p in found.passages[:MOST_NEAREST] if p.asked_as)
    )
    text = spoken = wording.NO_SOURCE + wording.NO_SOURCE_HUMAN.format(hotline=hotline)
    if nearest:
        aloud = "，还有，".join(nearest[:MOST_NEAREST_SPOKEN])
        text += wording.NO_SOURCE_NEAREST
        spoken += wording.NO_SOURCE_NEAREST_SPOKEN.format(questions=aloud)
    return Reply(
        text=text,
        status=Status.NO_SOURCE_FOUND,
        spoken=spoken,
        choices=(*nearest, wording.HUMAN_CHOICE),
    )
