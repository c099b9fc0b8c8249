"""Serves the few files of npm packages that pages use, each pinned to what was looked at."""

from __future__ import annotations

import base64
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from gateway.pages.files import Sendable, sendable

JAVASCRIPT = "text/javascript; charset=utf-8"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """Be one file of a package; requirements/web/package-lock.json pins the package."""

    name: str  # below /static/vendor/
    path: str  # below node_modules
    integrity: str  # as in a script's attribute (W3C Subresource Integrity)


FILES: tuple[LibraryFile, ...] = (
    LibraryFile(
        "u-tabs.js",
        "@u-elements/u-tabs/dist/u-tabs.js",
        "sha384-UJvJTTSiOPe2zsI3YNIplgLaIwE0KVO8ZCrff/Y/iwH2bkNZUSAHQRFNuZ0P+LOa",
    ),
    LibraryFile(
        "u-combobox.js",
        "@u-elements/u-combobox/dist/u-combobox.js",
        "sha384-oaR0gjggabu+tFTtG0lMg+otkJYW5WS1iNE3vm/fp0mVEA5SCWXCoCzyTVCHZIb3",
    ),
    LibraryFile(
        "chart.js",
        "chart.js/dist/chart.umd.min.js",
        "sha384-Emf5ZVIUiarAdhkgtqK+5/Z5qIvM6QoVrS+qAVtfyZVuD5lIHrac0me485+Antp0",
    ),
)


class Libraries:
    """Hold the files that are there; a page must work without them, only less comfortably."""

    def __init__(self, folder: Path | None, wanted: tuple[LibraryFile, ...] = FILES) -> None:
        """Read them below `folder`/node_modules; None, or missing: there are none.

        A file that is not what was pinned is left out, and the log says so.
        """
        self._found: dict[str, tuple[LibraryFile, Sendable]] = {}
        for file in wanted if folder is not None else ():
            path = (folder or Path()) / "node_modules" / file.path
            if not path.is_file():
                logger.warning("library %s is not there", file.name)
                continue
            body = path.read_bytes()
            if integrity(body) != file.integrity:
                logger.error("library %s is not what was pinned", file.name)
                continue
            self._found[file.name] = (file, sendable(body, JAVASCRIPT))

    def address(self, name: str) -> tuple[str, str] | None:
        """Return the address of a file and its integrity; None if it is not there."""
        found = self._found.get(name)
        if found is None:
            return None
        file, what = found
        return f"/static/vendor/{name}?{what.tag[1:9]}", file.integrity

    def file(self, name: str) -> Sendable | None:
        """Return a file; None if it is not there."""
        found = self._found.get(name)
        return None if found is None else found[1]


def integrity(body: bytes) -> str:
    """Return the integrity of a file as browsers check it."""
    return f"sha384-{base64.b64encode(hashlib.sha384(body).digest()).decode()}"
