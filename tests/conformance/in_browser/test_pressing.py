"""Judges what can be pressed, and by which means, on every page in every version."""

from __future__ import annotations

import pytest

from tests.conformance.in_browser import rules
from tests.conformance.in_browser.cases import everywhere, for_citizens, judge
from tests.conformance.in_browser.look import Look
from tests.conformance.in_browser.visiting import Key, attended

pytestmark = pytest.mark.browser


@everywhere
def test_app_2_1_wcag_2_5_5_and_2_5_8_targets_are_44_px_and_for_old_people_60(seen: Look) -> None:
    judge(seen, rules.targets)


@everywhere
def test_app_2_2_and_wcag_2_5_7_nothing_must_be_dragged(seen: Look) -> None:
    judge(seen, rules.gestures)


@everywhere
def test_wcag_2_1_1_the_keyboard_reaches_everything(seen: Look) -> None:
    judge(seen, rules.reachable)


@everywhere
def test_wcag_2_4_7_the_focus_can_be_seen_also_in_the_systems_colours(seen: Look) -> None:
    judge(seen, rules.focus_marked)


@everywhere
def test_wcag_2_4_11_nothing_covers_the_focus(seen: Look) -> None:
    judge(seen, rules.focus_uncovered)


@for_citizens
def test_wcag_3_2_6_a_person_and_the_hotline_are_one_press_away(seen: Look, key: Key) -> None:
    judge(seen, rules.hotline)
    if not attended(key):
        judge(seen, rules.person)
