"""Tests that the examples cover every act in every style, and never contradict each other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from bot.acts import FORM_CONTROLS, Act
from bot.normalise import clean
from launch.training_data import read

BOT = Path(__file__).parents[2] / "bot"
EXAMPLES = read(BOT / "examples")
MEANT = {act.value for act in Act} - {Act.NOT_UNDERSTOOD.value}
STYLES = {"plain", "colloquial", "elderly", "dialect", "asr", "typo", "traditional"}
FEWEST = 80


def test_every_act_that_can_be_meant_has_examples_in_every_style() -> None:
    styles = {act: {e.style for e in EXAMPLES if e.act == act} for act in MEANT}
    counts = Counter(example.act for example in EXAMPLES)

    assert styles == dict.fromkeys(MEANT, STYLES)
    assert {act: count for act, count in counts.items() if count < FEWEST} == {}


def test_no_sentence_means_two_acts() -> None:
    meanings: dict[str, set[str]] = {}
    for example in EXAMPLES:
        meanings.setdefault(clean(example.text), set()).add(example.act)

    assert {text: acts for text, acts in meanings.items() if len(acts) > 1} == {}


def test_rasa_knows_the_same_acts_as_we_do() -> None:
    domain = yaml.safe_load((BOT / "rasa" / "domain.yml").read_text("utf-8"))
    rules = yaml.safe_load((BOT / "rasa" / "rules.yml").read_text("utf-8"))["rules"]
    ruled = {rule["rule"]: [*rule["steps"]] for rule in rules if rule["rule"] in MEANT}

    assert set(domain["intents"]) == MEANT
    assert {f"action_{act}" for act in MEANT} <= set(domain["actions"])
    assert ruled == {act: [{"intent": act}, {"action": f"action_{act}"}] for act in MEANT}


def test_what_is_asked_beside_a_form_does_not_steer_it() -> None:
    beside = {
        *(Act.MY_INSURANCE, Act.SIGN_IN, Act.AUTHORISE_FAMILY, Act.REVOKE_AUTHORISATION),
        *(Act.REMINDERS, Act.WITHDRAW_APPLICATION, Act.MISSING_PAPERS),
    }

    assert beside.isdisjoint(FORM_CONTROLS)
