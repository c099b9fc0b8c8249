"""Judges letters, lines, contrast and fit of every page in every version."""

from __future__ import annotations

import pytest

from tests.conformance.in_browser import rules
from tests.conformance.in_browser.cases import everywhere, for_citizens, judge
from tests.conformance.in_browser.look import Look

pytestmark = pytest.mark.browser


@for_citizens
def test_app_1_1_letters_for_old_people_are_18_px_and_more(seen: Look) -> None:
    judge(seen, rules.letters)


@everywhere
def test_app_1_1_letters_have_no_serifs(seen: Look) -> None:
    judge(seen, rules.family)


@everywhere
def test_app_1_2_lines_are_1_3_times_their_letters(seen: Look) -> None:
    judge(seen, rules.lines)


@for_citizens
def test_app_1_2_paragraphs_for_old_people_are_1_3_lines_apart(seen: Look) -> None:
    judge(seen, rules.paragraphs)


@everywhere
def test_app_1_3_wcag_1_4_3_and_1_4_6_letters_stand_out_by_4_5_for_old_people_by_7(
    seen: Look,
) -> None:
    judge(seen, rules.contrast)


@for_citizens
def test_examples_are_seen_whole_and_headings_leave_no_character_alone(seen: Look) -> None:
    judge(seen, rules.whole_words)


@everywhere
def test_wcag_1_4_11_edges_of_controls_stand_out_by_3(seen: Look) -> None:
    judge(seen, rules.edges)


@everywhere
def test_wcag_1_4_12_nothing_is_lost_with_wide_spacing(seen: Look) -> None:
    judge(seen, rules.spaced)


@everywhere
def test_wcag_1_4_4_nothing_is_lost_at_200_percent(seen: Look) -> None:
    judge(seen, rules.zoomed)


@everywhere
def test_wcag_1_4_10_nothing_is_lost_at_320_px(seen: Look) -> None:
    judge(seen, rules.narrow)


@for_citizens
def test_wechat_care_mode_letters_of_30_px_fit_a_small_telephone(seen: Look) -> None:
    judge(seen, rules.enlarged)


@for_citizens
def test_wechat_care_mode_letters_for_old_people_are_23_8_px(seen: Look) -> None:
    judge(seen, rules.care)


@everywhere
def test_wcag_3_1_1_and_2_4_2_the_page_says_its_language_and_its_title(seen: Look) -> None:
    judge(seen, rules.language)


@everywhere
def test_axe_core_finds_no_violation_of_wcag_2_2_aa_and_best_practices(seen: Look) -> None:
    judge(seen, rules.axe)
