"""Proves that each rule finds the fault that was planted for it, and none where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conformance.in_browser import rules
from tests.conformance.in_browser.judging import PHONE, look, prepare
from tests.conformance.in_browser.look import Look, Version
from tests.conformance.in_browser.rules import Rule

pytestmark = pytest.mark.browser

PLANTED = Path(__file__).with_name("planted")
FAULTS: Mapping[Rule, str] = {
    rules.letters: "#small “小字”: 12.0 px",
    rules.family: "serif: does not end in sans-serif",
    rules.lines: "“挤在一起的行”: 1.10 of its letters",
    rules.paragraphs: "#small: 0.0 px after lines",
    rules.whole_words: "#alone “最后一个字落单” leaves a character alone",
    rules.contrast: "color-contrast-enhanced",
    rules.edges: "#weak",
    rules.targets: "#tiny “×” (button): 16 x 16 px, due 60",
    rules.axe: "image-alt",
    rules.narrow: "can be pushed sideways",
    rules.zoomed: "bars take 80% of the screen",
    rules.spaced: "#held hides",
    rules.enlarged: "#wide stands beyond the screen",
    rules.care: "the text is 18.0 px",
    rules.still: "about of #moving",
    rules.steady: "#held",
    rules.silent: "自己响起来",
    rules.own_only: "http://advertiser.invalid/banner.png",
    rules.no_pop_up: "#offer",
    rules.no_puzzle: "#captcha",
    rules.reachable: "#unreached",
    rules.focus_marked: "#unmarked “看不出焦点”: its focus cannot be seen",
    rules.focus_uncovered: "#covered “被盖住”: covered by #lid",
    rules.announced: "nothing is announced",
    rules.language: "lang is 'en'",
    rules.gestures: "#dragged",
    rules.person: "no 人工",
    rules.hotline: "no telephone",
    rules.aloud: "nothing reads it aloud",
}


@pytest.fixture(scope="module")
def looks(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Look]:
    """Look at both pages as at pages for old people."""
    folder, found = tmp_path_factory.mktemp("planted"), {}
    with browser.new_context(viewport=PHONE) as context:
        prepare(context)
        for name in ("faulty", "faultless"):
            page = context.new_page()
            page.goto((PLANTED / f"{name}.html").as_uri())
            if name == "faulty":
                page.locator("body[data-ready]").wait_for()
            at = (name, "opened", Version.ELDER)
            found[name] = look(page, at, citizens=True, pictures=folder)
    return found


@pytest.mark.parametrize("rule", FAULTS, ids=lambda rule: rule.__name__)
def test_a_planted_fault_is_found(looks: Mapping[str, Look], rule: Rule) -> None:
    found = list(rule(looks["faulty"]))

    assert [line for line in found if FAULTS[rule] in line], found


@pytest.mark.parametrize("rule", FAULTS, ids=lambda rule: rule.__name__)
def test_nothing_is_found_where_nothing_is_wrong(looks: Mapping[str, Look], rule: Rule) -> None:
    assert list(rule(looks["faultless"])) == []


def test_every_rule_has_its_fault() -> None:
    told = {
        name
        for name, rule in vars(rules).items()
        if getattr(rule, "__annotations__", {}).get("look")
    }

    assert {rule.__name__ for rule in FAULTS} == told
