"""Puts pictures of all pages on one sheet a version, as `make pictures` asks for."""

# It needs the same environment variables as the tests of this folder. The pictures themselves,
# in full size, are left in var/pages, as by a test run.

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

from launch.places import CHECKOUT
from tests.browser.fake_camera import browser_with_camera
from tests.conformance.in_browser.look import Look, Version
from tests.conformance.in_browser.pages import PAGES
from tests.conformance.in_browser.visiting import Visited, Visitor, pictures_folder
from tests.running import running_product

SHEETS = CHECKOUT / "docs" / "pictures"
ACROSS = 10  # pictures of telephones in a row
ACROSS_DESKS = 4
WIDE, WIDE_DESK = 150, 380  # px of one picture
GAP, CAPTION = 12, 20  # px
QUALITY = 55  # of 100; a sheet is to be looked at, not to be read
PAPER, INK = "#eceae4", "#16272b"


def main() -> None:
    """Start the product, visit all pages, and write the sheets."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(Path(folder)) as product,
        sync_playwright() as playwright,
        browser_with_camera(playwright) as browser,
    ):
        visitor = Visitor(browser, product, pictures_folder())
        visited = visitor.visit({page.name for page in PAGES})
    for name, error in visited.failed.items():
        sys.stdout.write(f"{name} could not be shown: {error}\n")
    for path in write_sheets(visited, SHEETS):
        sys.stdout.write(f"{path.relative_to(CHECKOUT)}: {path.stat().st_size // 1000} kB\n")


def write_sheets(visited: Visited, folder: Path) -> list[Path]:
    """Write one sheet for each version of the citizens' pages and one for the staff's."""
    looks = list(visited.looks.values())
    sheets = {
        **{
            one.value: [look for look in looks if look.citizens and look.version is one]
            for one in Version
        },
        "staff": [look for look in looks if not look.citizens],
    }
    written = []
    for name, shown in sheets.items():
        if shown:
            path = folder / f"contact-sheet-{name}.webp"
            across, wide = (ACROSS_DESKS, WIDE_DESK) if name == "staff" else (ACROSS, WIDE)
            sheet(shown, across, wide).save(path, quality=QUALITY, method=6)
            written.append(path)
    return written


def sheet(shown: Sequence[Look], across: int, wide: int) -> Image.Image:
    """Return one picture of all, each with its name above."""
    pictures = [_small(look.picture, wide) for look in shown]
    high = max(one.height for one in pictures) + CAPTION + GAP
    rows = -(-len(pictures) // across)
    made = Image.new("RGB", (across * (wide + GAP) + GAP, rows * high + GAP), PAPER)
    pen, font = ImageDraw.Draw(made), ImageFont.load_default(13)
    for number, (look, picture) in enumerate(zip(shown, pictures, strict=True)):
        left = GAP + number % across * (wide + GAP)
        top = GAP + number // across * high
        pen.text((left, top), f"{look.page} {look.state}", fill=INK, font=font)
        made.paste(picture, (left, top + CAPTION))
    return made


def _small(path: Path, wide: int) -> Image.Image:
    with Image.open(path) as picture:
        high = round(picture.height * wide / picture.width)
        return picture.convert("RGB").resize((wide, high), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
