"""Finds which modules a page's script needs, so that the browser can ask for all at once."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

# Static imports of our own files; what a script imports later, it imports with import().
_FROM = re.compile(r"""^(?:import|export)\b[^;'"]*?['"](\.{1,2}/[^'"]+)['"]""", re.MULTILINE)


def modules_of(web: Path, entry: str) -> tuple[str, ...]:
    """Return the files that `entry` needs, itself first, as paths below `web`."""
    found = [entry]
    for name in found:  # grows while it is read
        text = (web / name).read_text("utf-8")
        for imported in _FROM.findall(text):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
            if path not in found:
                found.append(path)
    return tuple(found)
