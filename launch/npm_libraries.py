"""Installs what tests compare our WeChat encryption with: libraries from npm, never committed."""

from __future__ import annotations

from pathlib import Path

from launch.errors import NotReady
from launch.npm import npm_packages
from launch.work import Work


def wechat_libraries(work: Work) -> Path | None:
    """Return the folder that they are installed in; None if npm is missing or cannot reach them."""
    source = work.places.checkout / "tests" / "integrations" / "wechat_simulator" / "npm"
    what = "libraries from npm"
    try:
        return npm_packages(work, source, "wechat-npm", what)
    except NotReady as problem:
        work.tell(what, f"skipping the comparison of encryptions: {problem}")
        return None
