"""Is a sheet to write on, as printers of forms do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from core.photos import DocumentKind
from gateway.leaflet_font import find_font

Colour = tuple[int, int, int]
BLACK: Colour = (30, 30, 30)
BLUE: Colour = (60, 110, 170)
RED: Colour = (190, 50, 50)


@dataclass(frozen=True, slots=True)
class Document:
    """Be a drawn document, with what a perfect reader reads."""

    kind: DocumentKind
    image: Image.Image
    values: dict[str, str]


class Sheet:
    """Be an empty sheet."""

    def __init__(self, width: int, height: int, colour: Colour = (246, 246, 243)) -> None:
        self.image = Image.new("RGB", (width, height), colour)
        self._pen = ImageDraw.Draw(self.image)

    def write(self, x: float, y: float, text: str, size: int = 30, colour: Colour = BLACK) -> float:
        """Write a line with its left upper corner there; return where it ends."""
        self._pen.text((x, y), text, fill=colour, font=font(size))
        return x + self._pen.textlength(text, font=font(size))

    def centred(self, y: float, text: str, size: int, colour: Colour = BLACK) -> None:
        """Write a line in the middle."""
        width = self._pen.textlength(text, font=font(size))
        self.write((self.image.width - width) / 2, y, text, size, colour)

    def labelled(
        self, x: float, y: float, label: str, value: str, size: int = 30, gap: int = 12
    ) -> float:
        """Write a label and its value behind it; return where they end."""
        return self.write(self.write(x, y, label, size) + gap, y, value, size)

    def rule(self, x: float, y: float, right: float, bottom: float) -> None:
        """Draw a line."""
        self._pen.line((x, y, right, bottom), fill=(120, 120, 120), width=2)

    def box(self, x: float, y: float, right: float, bottom: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self._pen.rectangle((x, y, right, bottom), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fill a circle around a point."""
        self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: Colour = RED) -> None:
        """Draw a circle, as of a seal."""
        self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=5)


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the Chinese font that came with us."""
    file = find_font()
    assert file is not None
    return ImageFont.truetype(str(file.path), size, index=file.number)
