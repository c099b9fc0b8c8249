"""Proves that help stands in the same place everywhere, and that pages say who speaks."""

from __future__ import annotations

import pytest

from gateway.pages.menu import PAGES as MENU
from tests.conformance.in_browser import rules
from tests.conformance.in_browser.cases import judge, named
from tests.conformance.in_browser.look import Control, Look, Version
from tests.conformance.in_browser.pages import PAGES, Who
from tests.conformance.in_browser.rules import is_human, is_telephone
from tests.conformance.in_browser.visiting import keys
from tests.people import NAME

pytestmark = pytest.mark.browser

OPENED = [key for key in keys(citizens=True) if key[1] == "opened"]
ELDER = [key for key in OPENED if key[2] is Version.ELDER]
ASSISTANT = [key for key in OPENED if key[0] in {"home", "chat"}]
SWITCH = ("版", "长辈", "敬老", "关怀")


def in_bar(look: Look) -> list[str]:
    """Return what of the help stands in the bar, in its order."""
    found = []
    for one in look.seen.controls:
        if one.placed == "header":
            found += [what for what, there in HELP if there(one)]
    return found


def is_switch(one: Control) -> bool:
    """Tell whether it changes the version."""
    return one.kind == "button" and any(word in one.name for word in SWITCH)


HELP = (("人工", is_human), ("热线", is_telephone), ("版本", is_switch))


@pytest.mark.parametrize("key", OPENED, ids=named)
def test_wcag_3_2_6_help_stands_in_the_same_order_on_every_page(seen: Look) -> None:
    assert in_bar(seen) == ["人工", "热线", "版本"]


@pytest.mark.parametrize("key", OPENED, ids=named)
def test_app_3_1_the_switch_of_versions_is_on_the_first_screen(seen: Look) -> None:
    switches = [one for one in seen.seen.controls if is_switch(one) and one.placed == "header"]

    assert switches
    assert all(one.y + one.height <= 844 for one in switches)  # of the telephone's screen


@pytest.mark.parametrize("key", ELDER, ids=named)
def test_web_1_2_3_every_page_reads_itself_aloud_to_old_people(seen: Look) -> None:
    judge(seen, rules.aloud)


@pytest.mark.parametrize("key", ASSISTANT, ids=named)
def test_labelling_rules_2025_the_page_says_that_the_assistant_is_no_person(seen: Look) -> None:
    assert "人工智能，不是真人" in seen.seen.words


@pytest.mark.parametrize("key", [("chat", "refused", Version.ELDER)], ids=named)
def test_app_1_4_and_wcag_1_4_1_an_error_is_said_in_words(seen: Look) -> None:
    assert "身份证号最后一位对不上" in seen.seen.words.split(NAME)[-1]


@pytest.mark.parametrize("key", [("sign-in", "refused", Version.STANDARD)], ids=named)
def test_wcag_3_3_1_a_refused_password_is_said_in_words(seen: Look) -> None:
    assert "工号或密码不对" in seen.seen.words


def test_every_page_of_the_menu_is_judged() -> None:
    judged = {page.path.split("#")[0] for page in PAGES if page.who is Who.CITIZEN}
    assert {page.path for page in MENU if page.menu} <= judged
