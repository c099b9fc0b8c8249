"""Keeps docs/conformance.md to the tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
DOCUMENT = CHECKOUT / "docs" / "conformance.md"
IN_BROWSER = CHECKOUT / "tests" / "conformance" / "in_browser"
# Of the suite itself, of loads, of the list of pages: they prove no rule of the table.
OF_NO_RULE = ("planted_fault", "where_nothing_is_wrong", "has_its_fault", "page_of_the_menu")


def test_every_test_that_it_names_exists() -> None:
    told = DOCUMENT.read_text("utf-8")
    here = "\n".join(path.read_text("utf-8") for path in IN_BROWSER.glob("test_*.py"))

    for name in re.findall(r"`(test_\w+)`", told):
        assert f"def {name}(" in here, name
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", told):
        assert f"def {name}(" in (CHECKOUT / file).read_text("utf-8"), name
    for file in re.findall(r"`(tests/[\w/]+\.py)`", told):
        assert (CHECKOUT / file).is_file(), file


def test_every_rule_that_is_judged_stands_in_it() -> None:
    told = DOCUMENT.read_text("utf-8")
    judged = [
        name
        for path in IN_BROWSER.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)
    ]

    missing = [name for name in judged if f"`{name}`" not in told]
    assert [name for name in missing if not any(part in name for part in OF_NO_RULE)] == []


def test_it_tells_all_34_rules() -> None:
    numbers = re.findall(r"^\| (\d+) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)

    assert [int(number) for number in numbers] == list(range(1, 35))
