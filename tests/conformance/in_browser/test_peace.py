"""Judges that pages leave citizens in peace: nothing moves, sounds, opens or jumps by itself."""

from __future__ import annotations

import pytest

from tests.conformance.in_browser import rules
from tests.conformance.in_browser.cases import everywhere, for_citizens, judge
from tests.conformance.in_browser.look import Look

pytestmark = pytest.mark.browser


@everywhere
def test_app_1_5_and_wcag_3_3_8_there_is_no_captcha_and_no_puzzle(seen: Look) -> None:
    judge(seen, rules.no_puzzle)


@for_citizens
def test_wcag_2_2_2_nothing_moves_by_itself_for_old_people(seen: Look) -> None:
    judge(seen, rules.still)


@everywhere
def test_app_5_1_nothing_opens_by_itself(seen: Look) -> None:
    judge(seen, rules.no_pop_up)


@everywhere
def test_app_5_1_and_5_2_nobody_else_is_asked_for_anything(seen: Look) -> None:
    judge(seen, rules.own_only)


@everywhere
def test_wcag_1_4_2_nothing_sounds_by_itself(seen: Look) -> None:
    judge(seen, rules.silent)


@everywhere
def test_app_4_1_and_wcag_4_1_3_changes_are_announced(seen: Look) -> None:
    judge(seen, rules.announced)


@everywhere
def test_nothing_jumps_while_the_page_loads(seen: Look) -> None:
    judge(seen, rules.steady)
