"""Knows the duties of staff and which of them one person may not hold together (pure)."""

from __future__ import annotations

from collections.abc import Iterable

# Serve citizens, edit policies, arrange who serves whom.
DESK, KNOWLEDGE, SUPERVISE = "desk", "knowledge", "supervise"
# 三员分立 (GB/T 22239-2019 8.1.5): system, audit and security administrator are three people.
SYSTEM, AUDIT, SECURITY = "system", "audit", "security"
WORKING = frozenset({DESK, KNOWLEDGE, SUPERVISE})
ADMINISTRATIVE = frozenset({SYSTEM, AUDIT, SECURITY})
DUTIES = WORKING | ADMINISTRATIVE

# What takes two people: an account; its password and phone; its phone; one closed before; duties.
OPEN, RESET, CODE, REOPEN, CHANGE = "open", "reset", "code", "reopen", "duties"
BY_PASSWORD = frozenset({OPEN, RESET, REOPEN})  # they end with a temporary password
BY_CODE = frozenset({RESET, CODE, REOPEN})  # they forget the phone


def separated(duties: Iterable[str]) -> bool:
    """Tell whether one person may hold these duties together."""
    return len(ADMINISTRATIVE & set(duties)) <= 1


def needs_approval(duties: Iterable[str]) -> bool:
    """Tell whether an account with these duties takes two people to open."""
    return bool(ADMINISTRATIVE & set(duties))


def needs_second(duties: Iterable[str]) -> bool:
    """Tell whether it takes two administrators to give somebody the password to such an account.

    Administrators', and editors': who got into two of these could publish what nobody checked.
    """
    return needs_approval(duties) or KNOWLEDGE in set(duties)


def secured(duties: Iterable[str]) -> bool:
    """Tell whether of those who ask and approve one grants rights by duty (8.1.5.3)."""
    return SECURITY in set(duties)


def written(duties: Iterable[str]) -> str:
    """Return duties as they are stored: sorted, joined by commas."""
    return ",".join(sorted(set(duties)))
