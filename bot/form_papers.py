"""Tells which papers are there, and what happens to those that are not; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from bot.form_steps import Step
from bot.values import EVERYDAY_WORDS, field_named
from core import paper_wording as say
from core import wording
from core.applications import Application, Phase
from core.form_fields import LATER, Form
from core.messages import Card, CardRow
from core.service_items import Material, ServiceItem

HAVE = "have"
PROMISED = "promised"  # 告知承诺
LACKS = re.compile(r"没有|没带|没得|没了|找不[到着]|丢了|弄丢|拿不出|开不出|办不了|缺")
FOLLOWS = re.compile(r"以后再?补|后补|回头再?补|过几天再?补|晚点再?[补交]|改天再?[补交]|先欠着")
PROMISES = re.compile(r"承诺|保证书|我保证")
HAS = re.compile(r"我?(?:已经)?(?:有了|有的|带了|带着|准备好了|备好了|在手上|找到了)")
QUESTION = re.compile(r"[?？吗呢]|怎么|多少|什么|哪")
THIS_ONE = re.compile(r"^(?:这个|这样|这张|这份|那个|材料)")
# What is left of a paper's name when people say it.
ORNAMENT = re.compile(r"（.*?）|\(.*?\)|有效|本人|参保人|原件|及?复印件|材料$|件$")
APART = re.compile(r"或者?|、|和|及|/")
SHORTEST = 2  # characters of a part of a name by which a paper is known


class PaperState(StrEnum):
    """Name how a paper stands, in the words that citizens see."""

    READY = say.READY
    MISSING = say.MISSING
    NOT_NEEDED = say.NOT_NEEDED
    DEPENDS = say.DEPENDS
    FOLLOWS = say.FOLLOWS
    PROMISED = say.PROMISED


def states(item: ServiceItem, application: Application | None) -> Mapping[str, PaperState]:
    """Return how each paper of the item stands, by its name."""
    return {material.name: _state(material, application) for material in item.materials}


def papers_card(item: ServiceItem, application: Application | None) -> Card:
    """Return the list of papers as something to look at."""
    standing = states(item, application)
    rows = tuple(
        CardRow(m.name, standing[m.name].value, _note(m, standing[m.name])) for m in item.materials
    )
    return Card("papers", say.TITLE.format(item=item.name), rows)


def papers_said(form: Form, application: Application, *, aloud: bool) -> str:
    """Return all that is still missing and what happens then (一次性告知); empty if nothing is."""
    missing = _named(states(form.item, application), PaperState.MISSING)
    if not missing:
        return ""
    facilities = form.item.facilities
    text = say.AT_READ_BACK.format(names="、".join(missing))
    text += say.HOW_TO_HAND_IN_SPOKEN if aloud else say.HOW_TO_HAND_IN
    if facilities.late_papers:
        text += (
            say.LATE_PAPERS_SPOKEN if aloud else say.LATE_PAPERS.format(source=facilities.source)
        )
    if facilities.commitment:
        text += say.COMMITMENT_SPOKEN if aloud else say.COMMITMENT.format(source=facilities.source)
    return text


def about_a_paper(form: Form, application: Application, text: str) -> Step | None:
    """Take note of what is said of a paper, or say what does instead; None: it is not about one."""
    material = _meant(form, application, text)
    if material is None:
        return None
    facilities, name = form.item.facilities, material.name
    if FOLLOWS.search(text):
        if not facilities.late_papers:
            return _instead(form, application, material, say.NOT_LATER.format(name=name))
        return _noted(application, name, LATER, say.NOTED_LATER)
    if PROMISES.search(text):
        if not facilities.commitment:
            return _instead(form, application, material, say.NOT_PROMISED.format(name=name))
        return _noted(application, name, PROMISED, say.NOTED_PROMISE)
    if LACKS.search(text):
        return _instead(form, application, material, say.LACKING.format(name=name))
    return _noted(application, name, HAVE, say.NOTED_HAVE, say.NOTED_HAVE_SPOKEN)


def _state(material: Material, application: Application | None) -> PaperState:
    values = application.fields if application is not None else {}
    delegated = application is not None and application.delegate is not None
    paper = application.papers.get(material.name) if application is not None else None
    match paper:
        case None:
            needed = material.needed(values, delegated=delegated)
            if needed is None or (application is None and material.by_delegate):
                return PaperState.DEPENDS
            return PaperState.MISSING if needed else PaperState.NOT_NEEDED
        case "later":
            return PaperState.FOLLOWS
        case "promised":
            return PaperState.PROMISED
        case _:
            return PaperState.READY


def _note(material: Material, state: PaperState) -> str:
    if state in {PaperState.DEPENDS, PaperState.NOT_NEEDED}:
        return material.needed_when
    return material.substitute if state is PaperState.MISSING else ""


def _named(standing: Mapping[str, PaperState], state: PaperState) -> list[str]:
    return [name for name, how in standing.items() if how is state]


def _meant(form: Form, application: Application, text: str) -> Material | None:
    """Return the paper that the sentence is about, if it says how that paper stands."""
    says = any(p.search(text) for p in (LACKS, FOLLOWS, PROMISES, HAS))
    if not says or QUESTION.search(text):
        return None
    names = {n: m for m in form.item.materials for n in _names(m) if n in text}
    name = max(names, key=len, default="")
    if application.awaiting is not None:
        asked = form.field(application.awaiting)
        # 身份证没带 while its number is asked is about the number; 费用 in 费用清单 is not.
        if field_named((asked,), text.replace(name, "，") if name else text) is not None:
            return None
        if name in (asked.label, *asked.aliases, *EVERYDAY_WORDS[asked.kind]):
            return None
    if name:
        return names[name]
    missing = _named(states(form.item, application), PaperState.MISSING)
    read_back = application.phase is Phase.CONFIRMING and THIS_ONE.search(text)
    if read_back and len(missing) == 1:
        return next(m for m in form.item.materials if m.name == missing[0])
    return None


def _names(material: Material) -> list[str]:
    short = ORNAMENT.sub("", material.name)
    parts = [part for part in APART.split(short) if len(part) >= SHORTEST]
    return [material.name, *([short] if len(short) >= SHORTEST else []), *parts]


def _noted(application: Application, name: str, state: str, words: str, spoken: str = "") -> Step:
    papers = {**application.papers, name: state}
    noted = replace(application, papers=papers)
    return Step(noted, words.format(name=name), spoken=spoken.format(name=name))


def _instead(form: Form, application: Application, material: Material, before: str) -> Step:
    """Say what can be done without the paper: nobody is sent away for one (烟台市 2020, 六)."""
    facilities = form.item.facilities
    ways = {
        say.SUBSTITUTE.format(substitute=material.substitute): bool(material.substitute),
        say.LACKING_LATE.format(source=facilities.source): facilities.late_papers,
        say.LACKING_COMMITMENT.format(source=facilities.source): facilities.commitment,
        say.LACKING_VISIT.format(source=facilities.source): facilities.home_visit,
        say.LACKING_DONE_FOR_YOU.format(source=facilities.source): facilities.done_for_you,
    }
    told = [words for words, offered in ways.items() if offered]
    choices = {
        say.LATER_CHOICE.format(name=material.name): facilities.late_papers,
        say.PROMISE_CHOICE.format(name=material.name): facilities.commitment,
    }
    return Step(
        application,
        before + "".join(told) if told else say.LACKING_NOTHING.format(name=material.name),
        choices=(*(c for c, offered in choices.items() if offered), wording.HUMAN_CHOICE),
    )
