"""Finds a font that can write Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# Noto Sans SC, SIL Open Font License 1.1: pip brings it, so a fresh machine has it.
PACKAGE, PACKAGE_FILE = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
# Debian's fonts-noto-cjk; the third font of the collection is the simplified Chinese one.
SYSTEM = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2


@dataclass(frozen=True, slots=True)
class FontFile:
    """Be a font on the disk."""

    path: Path
    number: int = 0  # within a collection (.ttc)


def find_font(chosen: Path | None = None, system: Path = SYSTEM) -> FontFile | None:
    """Return the chosen font, else the one that came with us, else the system's, else None."""
    if chosen is not None:
        return FontFile(chosen) if chosen.is_file() else None
    package = find_spec(PACKAGE)
    if package is not None and package.origin is not None:
        path = Path(package.origin).with_name(PACKAGE_FILE)
        if path.is_file():
            return FontFile(path)
    return FontFile(system, SIMPLIFIED_CHINESE) if system.is_file() else None
