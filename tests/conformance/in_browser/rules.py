"""Judges one look by the rules: each returns what breaks it, in words; nothing if it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.conformance.in_browser.look import Control, Fit, Focused, Look, Version

ELDER_TEXT = 18.0  # px; APP规范 1.1: main text of the version for old people
LARGEST_TEXT = 30.0  # px; APP规范 1.1: the largest setting
WECHATS_CARE = 23.8  # px on telephones 375 and 414 wide: 小程序适老化设计指南
LINE = 1.3  # times the letters; APP规范 1.2
PARAGRAPH = 1.3  # times the line, from line to line; APP规范 1.2
EDGE = 3.0  # WCAG 1.4.11
ELDER_TARGET = 60.0  # px; APP规范 2.1: main controls of the version for old people
TARGET = 44.0  # px; APP规范 2.1, WCAG 2.5.5
FLOOR = 24.0  # px; WCAG 2.5.8
KEPT = 0.6  # share of a small screen that bars may take; our own target
JUMPS = 0.005  # layout shift; half of what issue H allows (web-vitals calls 0.1 good)
ALOUD = ("读", "听")  # in the name of what reads aloud
ROUNDING = 0.5  # px

Rule = Callable[[Look], Iterable[str]]


def letters(look: Look) -> Iterable[str]:
    """Ask letters of 18 px and more of the version for old people."""
    if look.version is Version.ELDER:
        for text in look.seen.texts:
            if text.size < ELDER_TEXT - ROUNDING / 10:
                yield f"{text.path} “{text.words}”: {text.size:.1f} px"


def family(look: Look) -> Iterable[str]:
    """Ask for letters without serifs."""
    for one in sorted({text.family for text in look.seen.texts}):
        if one.split(",")[-1].strip() != "sans-serif":
            yield f"{one}: does not end in sans-serif"


def lines(look: Look) -> Iterable[str]:
    """Ask for lines 1.3 times as high as their letters."""
    for text in look.seen.texts:
        if text.line < LINE * text.size - 0.05:
            yield f"{text.path} “{text.words}”: {text.line / text.size:.2f} of its letters"


def paragraphs(look: Look) -> Iterable[str]:
    """Ask for 1.3 times the line from the last line of a paragraph to the next one's first."""
    if look.version is Version.ELDER:
        for one in look.seen.paragraphs:
            if one.gap + one.line < PARAGRAPH * one.line - ROUNDING:
                yield f"{one.path}: {one.gap:.1f} px after lines of {one.line:.1f} px"


def whole_words(look: Look) -> Iterable[str]:
    """Ask for examples that are seen whole, and headings that leave no character alone."""
    yield from (f"{one} is cut" for one in look.seen.cut_placeholders)
    yield from (f"{one} leaves a character alone" for one in look.seen.lonely)


def edges(look: Look) -> Iterable[str]:
    """Ask for edges of controls that stand out by 3:1."""
    for one in look.seen.controls:
        if one.edge is not None and one.edge < EDGE and not one.disabled:
            yield f"{_named(one)}: {one.edge:.2f}:1"


def targets(look: Look) -> Iterable[str]:
    """Ask for the size that is due in this version."""
    due = ELDER_TARGET if look.version is Version.ELDER else TARGET if look.citizens else FLOOR
    for one in look.seen.controls:
        if not one.inline and one.side < due - ROUNDING:
            yield f"{_named(one)}: {one.width:.0f} x {one.height:.0f} px, due {due:.0f}"


def axe(look: Look) -> Iterable[str]:
    """Ask for nothing that axe-core calls a violation; contrast has a test of its own."""
    for one in look.breaches:
        if not one.rule.startswith("color-contrast"):
            yield from (f"{one.rule} ({one.help}): {place}" for place in one.places)


def contrast(look: Look) -> Iterable[str]:
    """Ask for 4.5:1, in the version for old people for 7:1 (large letters: 3:1 and 4.5:1)."""
    for one in look.breaches:
        if one.rule.startswith("color-contrast"):
            yield from (f"{one.rule}: {place}" for place in one.places)


def narrow(look: Look) -> Iterable[str]:
    """Ask for everything in 320 px, with nothing to push sideways."""
    return _misfits(look.narrow)


def zoomed(look: Look) -> Iterable[str]:
    """Ask for everything at 200 %, and bars that leave room for what is read."""
    yield from _misfits(look.zoomed)
    if look.zoomed.kept > KEPT:
        yield f"bars take {look.zoomed.kept:.0%} of the screen"


def spaced(look: Look) -> Iterable[str]:
    """Ask for nothing lost with wide spacing."""
    return _misfits(look.spaced)


def enlarged(look: Look) -> Iterable[str]:
    """Ask for everything with letters of 30 px on a small telephone."""
    return _misfits(look.enlarged)


def care(look: Look) -> Iterable[str]:
    """Ask for text of 23.8 px in the version for old people, as WeChat's own care mode has."""
    if look.version is Version.ELDER and look.seen.root_size < WECHATS_CARE:
        yield f"the text is {look.seen.root_size:.1f} px"


def steady(look: Look) -> Iterable[str]:
    """Ask for nothing that jumps while it loads."""
    jumps = look.seen.shifts if look.state == "opened" else ()
    if sum(one.value for one in jumps) >= JUMPS:
        yield from (f"{one.value:.4f} of {', '.join(one.what)}" for one in jumps)


def still(look: Look) -> Iterable[str]:
    """Ask for nothing that moves by itself in the version for old people."""
    if look.version is Version.ELDER:
        yield from look.seen.moving
        yield from look.seen.endless


def silent(look: Look) -> Iterable[str]:
    """Ask for no sound before somebody touches the page."""
    yield from look.seen.plays_itself
    yield from look.seen.spoken


def own_only(look: Look) -> Iterable[str]:
    """Ask for nothing from anybody else: no advertisements, no counters."""
    return look.seen.foreign


def no_pop_up(look: Look) -> Iterable[str]:
    """Ask for no window that opens by itself."""
    return look.seen.dialogs if look.state == "opened" else ()


def reachable(look: Look) -> Iterable[str]:
    """Ask for keys for everything that a mouse can do."""
    yield from (f"{path}: for mice only" for path in look.seen.only_for_mice)
    for one in look.seen.controls:
        if not one.tabbable and not one.disabled and one.kind not in {"radio", "tab", "option"}:
            yield f"{_named(one)}: the keyboard does not reach it"


def focus_marked(look: Look) -> Iterable[str]:
    """Ask for a focus that can be seen, also in the colours of the system."""
    yield from _unmarked(look.focused, "")
    yield from _unmarked(look.forced, " in the system's colours")


def focus_uncovered(look: Look) -> Iterable[str]:
    """Ask for a focus that is not covered entirely."""
    for one in look.focused:
        if one.taken and one.shown == 0:
            yield f"{one.path} “{one.name}”: covered by {one.by}"


def announced(look: Look) -> Iterable[str]:
    """Ask for a region that tells screen readers what changed."""
    if not look.seen.announces:
        yield "nothing is announced"


def language(look: Look) -> Iterable[str]:
    """Ask for a page that says its language and its title."""
    if not look.seen.language.startswith("zh"):
        yield f"lang is {look.seen.language!r}"
    if not look.seen.title.strip():
        yield "no title"


def gestures(look: Look) -> Iterable[str]:
    """Ask for nothing that must be dragged."""
    return look.seen.draggable


def no_puzzle(look: Look) -> Iterable[str]:
    """Ask for no captcha, and for passwords that a browser may fill in."""
    yield from look.seen.puzzles
    for one in look.seen.passwords:
        if one.autocomplete not in {"current-password", "new-password"}:
            yield f"{one.path}: autocomplete is {one.autocomplete!r}"


def person(look: Look) -> Iterable[str]:
    """Ask citizens' pages for the way to a person, large enough to hit."""
    return _help(look, "人工", is_human)


def hotline(look: Look) -> Iterable[str]:
    """Ask citizens' pages for the hotline's number, large enough to hit."""
    return _help(look, "telephone", is_telephone)


def aloud(look: Look) -> Iterable[str]:
    """Ask the version for old people for a button that reads aloud."""
    if look.version is Version.ELDER:
        names = [one.name for one in look.seen.controls]
        if not any(word in name for name in names for word in ALOUD):
            yield "nothing reads it aloud"


def is_human(one: Control) -> bool:
    """Tell whether it leads to a person."""
    return one.name.startswith(("人工", "转人工", "找人工"))


def is_telephone(one: Control) -> bool:
    """Tell whether it calls the hotline."""
    return one.href.startswith("tel:")


def _help(seen: Look, what: str, there: Callable[[Control], bool]) -> Iterable[str]:
    if not seen.citizens:
        return
    due = ELDER_TARGET if seen.version is Version.ELDER else TARGET
    found = [one for one in seen.seen.controls if there(one)]
    if not found:
        yield f"no {what}"
    elif max(one.side for one in found) < due - ROUNDING:
        yield f"{what}: {max(one.side for one in found):.0f} px, due {due:.0f}"


def _named(one: Control) -> str:
    return f"{one.path} “{one.name}” ({one.kind})"


def _misfits(fit: Fit) -> Iterable[str]:
    if fit.beyond > 0:
        yield f"can be pushed sideways by {fit.beyond:.0f} px"
    yield from fit.cut


def _unmarked(focused: Iterable[Focused], where: str) -> Iterable[str]:
    for one in focused:
        if not one.taken:
            yield f"{one.path} “{one.name}”: takes no focus{where}"
        elif not one.marked:
            yield f"{one.path} “{one.name}”: its focus cannot be seen{where}"
