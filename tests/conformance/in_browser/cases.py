"""Names what is judged, page by page, and fails with what breaks a rule."""

from __future__ import annotations

import pytest

from tests.conformance.in_browser.look import Look
from tests.conformance.in_browser.rules import Rule
from tests.conformance.in_browser.visiting import Key, keys

SHOWN = 12  # of what breaks a rule


def named(key: Key) -> str:
    """Name a case: page, state, version."""
    return "-".join(key)


everywhere = pytest.mark.parametrize("key", keys(), ids=named)
for_citizens = pytest.mark.parametrize("key", keys(citizens=True), ids=named)


def judge(look: Look, rule: Rule) -> None:
    """Fail with what breaks the rule."""
    broken = list(rule(look))
    assert not broken, "\n".join(
        [f"{len(broken)} on {look.page}, {look.state}, {look.version}:", *broken[:SHOWN]]
    )
