"""Collects the sentences that are said again and again, so that they are rendered beforehand."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator

import core
from core import form_wording, phone_wording, wording
from voice.clauses import clauses
from voice.speakable import speakable

HOLE = "\ue000"  # stands for what a template is filled with; speakable() lets it through
_HOLE = re.compile(r"\{[a-z_]*\}")
_CHINESE = re.compile("[\u4e00-\u9fff]")
# Wordings in the order in which callers hear them; what is not named comes after these.
_ORDER = (
    "phone_wording",
    "wording",
    "form_wording",
    "browser_voice_wording",
    "field_wording",
    "call_back_wording",
    "identity_wording",
    "follow_up_wording",
    "resuming_wording",
    "item_wording",
    "paper_wording",
    "rating_wording",
    "lookup_wording",
    "delegation_wording",
    "push_wording",
    "photo_wording",
)
# Wordings that are only read: on paper, at the desk, by other systems, in the editors' pages.
_READ_ONLY = {
    *("leaflet_wording", "print_wording", "enterprise_wording", "editorial_wording"),
    *("board_wording", "account_wording", "health_wording"),
}
# Names of what stands on cards, pages and in lists of words, never in a spoken sentence.
_LABEL = re.compile(
    r"^(CARD|RETURN|HISTORY|LABELS|MAP|ASK_|BAD_|SOURCES|FOR_THE_EAR|NOT_(OWNER|A_COLLEAGUE)"
    r"|NO_(REJECT|TRANSFER)|CHANGED_MEANWHILE|SECOND_ASK|DEMO$)|_(TITLE|LABEL|NOTE|CHOICES?)$"
)
_WHILE_AWAY = {
    "engine_down_spoken": wording.ENGINE_DOWN_SPOKEN,
    "engine_down_draft": wording.ENGINE_DOWN_DRAFT,
    "engine_down_switched": wording.ENGINE_DOWN_SWITCHED,
}
_MOST_OPTIONS = 8  # more are not read out
_MOST_STEPS = 12  # questions of a form whose numbers are rendered beforehand


def essential() -> dict[str, str]:
    """Return what must be there when the engine is not, by the name in core.phone_wording.

    All that only the telephone says: "opening", "one_moment", "voice_down", "nothing_heard_2" …,
    and what every channel says while the dialogue is away.
    """
    found = dict(_WHILE_AWAY)
    for constant, value in vars(phone_wording).items():
        if not constant.isupper() or _LABEL.search(constant):
            continue
        spoken = value if isinstance(value, tuple) and isinstance(value[0], tuple) else (value,)
        for number, sentences in enumerate(spoken, 1):
            text = "".join(_sentences(sentences))
            if text and not _HOLE.search(text):
                found[constant.lower() + (f"_{number}" if number > 1 else "")] = text
    return found


def wordings(most: int | None = None) -> Iterator[str]:
    """Yield every sentence of the wordings that can be spoken, the most useful ones first.

    `most` limits it to the first so many wording modules.
    """
    names = {m.name for m in pkgutil.iter_modules(core.__path__) if m.name.endswith("wording")}
    ordered = [name for name in _ORDER if name in names]
    for name in (*ordered, *sorted(names - set(ordered) - _READ_ONLY))[:most]:
        module = importlib.import_module(f"core.{name}")
        for constant, value in vars(module).items():
            if constant.isupper() and not _LABEL.search(constant):
                yield from _sentences(value)


def steps() -> Iterator[str]:
    """Yield 第一项，共五项 and so on, which stands before every question of a form."""
    for number in range(1, _MOST_STEPS + 1):
        yield form_wording.STEP.format(number=number, total=number, prompt="")


def questions(label: str, prompt: str, options: Iterable[str]) -> Iterator[str]:
    """Yield what is said about one field of a form: asking, offering, repeating, asking again."""
    names = tuple(options)
    yield prompt
    if 0 < len(names) <= _MOST_OPTIONS:
        yield form_wording.OPTIONS.format(options=wording.numbered(names))
    yield form_wording.GOT.format(label=label, value=HOLE)
    yield form_wording.ASK_AGAIN.format(label=label, hint=prompt)


def matters(name: str) -> Iterator[str]:
    """Yield what is said with the name of a service item."""
    yield form_wording.START.format(item=name, relative="", materials=HOLE, total=HOLE)
    yield form_wording.READ_BACK.format(item=name, fields=HOLE)
    yield form_wording.SUBMITTED.format(item=name, number=HOLE, limit=HOLE, effect=HOLE)
    yield form_wording.CANCELLED.format(item=name)
    yield form_wording.PARKED.format(item=name)
    yield form_wording.RESUMED.format(item=name)


def clauses_of(texts: Iterable[str]) -> dict[str, None]:
    """Return the clauses of texts that hold nothing personal, in order and each once.

    In templates, only what stands before, between and behind the holes.
    """
    found: dict[str, None] = {}
    for text in texts:
        words = speakable(_HOLE.sub(HOLE, text))
        for clause in clauses(words):
            if HOLE not in clause.text and _CHINESE.search(clause.text):
                found[clause.text] = None
    return found


def _sentences(value: object) -> Iterator[str]:
    match value:
        case str() if _CHINESE.search(value):
            yield value
        case dict():
            for each in value.values():
                yield from _sentences(each)
        case tuple() | list():
            for each in value:
                yield from _sentences(each)
