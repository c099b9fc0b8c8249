"""The one error of an import: a file that cannot be read."""

from __future__ import annotations

from core.errors import YibaoError


class UnreadableDocument(YibaoError):
    """Say in one Chinese sentence why a file cannot be read, and what to do; nothing was kept."""
