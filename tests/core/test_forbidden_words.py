"""Tests that nothing we say ourselves is among what staff are warned of (服务禁语)."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import core
from core.calls import WrapUp
from core.forbidden_words import FORBIDDEN

DESK = Path(__file__).parents[2] / "gateway" / "web" / "desk"
PHRASES = (DESK / "phrases.js").read_text("utf-8")
WORDINGS = sorted(
    module.name for module in pkgutil.iter_modules(core.__path__) if "wording" in module.name
)


def forbidden_in(text: str) -> list[str]:
    """Find them as the page does: whatever blanks stand between."""
    bare = re.sub(r"\s", "", text)
    return [word for one in FORBIDDEN for word in one.words if word in bare]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        yield from texts(list(value.values()))


def test_what_is_said_instead_is_not_forbidden_itself() -> None:
    assert [forbidden_in(one.instead) for one in FORBIDDEN] == [[]] * len(FORBIDDEN)


@pytest.mark.parametrize("name", WORDINGS)
def test_no_sentence_of_ours_holds_forbidden_words(name: str) -> None:
    module = importlib.import_module(f"core.{name}")

    said = [text for key, value in vars(module).items() if key.isupper() for text in texts(value)]

    assert [text for text in said if forbidden_in(text)] == []


def test_no_phrase_of_the_desk_page_holds_forbidden_words() -> None:
    phrases = re.findall(r'text: "([^"]+)"', PHRASES)

    assert len(phrases) > 10
    assert [text for text in phrases if forbidden_in(text)] == []


@pytest.mark.parametrize("lesson", sorted((DESK / "training").glob("*.json")), ids=str)
def test_no_model_answer_of_the_training_holds_forbidden_words(lesson: Path) -> None:
    steps = json.loads(lesson.read_text("utf-8"))["steps"]
    models = [step.get("model", "") for step in steps]
    right = [o["text"] for step in steps for o in step.get("options", ()) if o["right"]]

    assert [text for text in models + right if forbidden_in(text)] == []


def test_the_page_offers_every_way_to_wrap_up_and_no_other() -> None:
    assert set(re.findall(r'code: "([a-z_]+)", name:', PHRASES)) == {one.value for one in WrapUp}
