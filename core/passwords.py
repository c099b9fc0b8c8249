"""Judges passwords of staff: long, mixed, not to be guessed (GB/T 22239-2019 8.1.4.1)."""

from __future__ import annotations

import re

from core import account_wording as say

SHORTEST = 10  # characters
LONG_ENOUGH = 16  # characters from which length alone does (NIST SP 800-63B, 5.1.1.2)
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
KINDS_NEEDED = 3
MOST_ALIKE = 3  # of the same character in a row
# What attackers try first: the beginnings and the middles of passwords that leaked most often.
GUESSED_FIRST = (
    *("password", "passw0rd", "p@ssw0rd", "p@ssword", "admin", "root", "qwer", "asdf", "zxcv"),
    *("12345", "54321", "123123", "112233", "1q2w", "abc123", "a1b2", "iloveyou", "woaini"),
    *("yibao", "ylbz", "shebao", "12393", "test", "welcome", "letmein", "changeme"),
)


def shortcoming(password: str, *known: str) -> str | None:
    """Return what is wrong with a password, as a sentence, or None.

    `known` is what anybody knows of its owner: it may not be in it.
    """
    if len(password) < SHORTEST:
        return say.PASSWORD_SHORT.format(least=SHORTEST)
    kinds = sum(re.search(kind, password) is not None for kind in KINDS)
    if kinds < KINDS_NEEDED and len(password) < LONG_ENOUGH:
        return say.PASSWORD_SIMPLE.format(long=LONG_ENOUGH)
    if re.search(rf"(.)\1{{{MOST_ALIKE},}}", password) or len(set(password)) < SHORTEST // 2:
        return say.PASSWORD_REPEATS
    small = password.lower()
    if any(guess in small for guess in GUESSED_FIRST):
        return say.PASSWORD_GUESSED
    if any(len(word) > 2 and word.lower() in small for word in known):
        return say.PASSWORD_NAME
    return None
