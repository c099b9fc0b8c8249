"""Installs what pages use from npm; without it they work, only less comfortably."""

from __future__ import annotations

from pathlib import Path

from launch.errors import NotReady
from launch.npm import npm_packages
from launch.work import Work


def web_libraries(work: Work) -> Path | None:
    """Return the folder they are installed in; None if npm is missing or cannot reach them."""
    source, what = work.places.checkout / "requirements" / "web", "libraries of the pages"
    try:
        return npm_packages(work, source, "web-npm", what)
    except NotReady as problem:
        work.tell(what, f"doing without: {problem}")
        return None
