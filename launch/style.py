"""Checks what our style guide asks for beyond what the usual tools check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LONGEST = 300  # lines
NAMELESS = {"utils", "helpers", "manager", "base", "common"}
MADE = {"var", "node_modules", "__pycache__"}
MARKUP = ".inner" + "HTML"
MOCKS = ("mock." + "patch", "import " + "mock", "unittest" + ".mock")


def findings(checkout: Path) -> list[str]:
    """Return one line for each place that breaks a rule."""
    return sorted(_all(checkout))


def in_python(path: str, text: str) -> Iterator[str]:
    """Find what a Python file does that it must not."""
    if Path(path).stem in NAMELESS:
        yield f"{path}: the name says nothing (style 1)"
    if text.count("\n") > LONGEST:
        yield f"{path}: longer than {LONGEST} lines (style 2)"
    try:
        words = ast.get_docstring(ast.parse(text)) if text.strip() else "empty"
    except SyntaxError as error:
        yield f"{path}:{error.lineno}: not Python"
        return
    if not path.startswith("migrations/versions/") and not (words or "").strip():
        yield f"{path}: the first line must say what the file is (style 2)"
    if any(mock in text for mock in MOCKS):
        yield f"{path}: fakes fulfil the real Protocol, no mocks (style 14)"


def in_page(path: str, text: str) -> Iterator[str]:
    """Find what a browser module does that it must not."""
    if MARKUP in text:
        yield f"{path}: textContent, never innerHTML (style 13)"


def _all(checkout: Path) -> Iterator[str]:
    for finder, ending in ((in_python, "*.py"), (in_page, "*.js")):
        for file in checkout.rglob(ending):
            path = file.relative_to(checkout)
            if not any(part in MADE or part.startswith(".") for part in path.parts):
                yield from finder(path.as_posix(), file.read_text(encoding="utf-8"))
