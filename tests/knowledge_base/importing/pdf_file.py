"""Writes small PDF files by hand, so that tests need neither a font nor a library that writes PDF.

A composite font without an embedded program and with a ToUnicode map is all that a reader of text
needs; text modes, colours and lines are one operator each.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842  # points, A4


@dataclass
class PdfFile:
    """Collect what stands on the pages."""

    pages: list[list[str]] = field(default_factory=list)
    images: set[int] = field(default_factory=set)
    _codes: dict[str, int] = field(default_factory=dict)

    def page(self) -> None:
        """Begin a page."""
        self.pages.append([])

    def text(
        self,
        x: float,
        top: float,
        text: str,
        *,
        size: float = 12,
        mode: int = 0,
        colour: str = "0 g",
    ) -> None:
        """Write a line, its upper edge `top` points below that of the page."""
        codes = "".join(f"{self._codes.setdefault(c, len(self._codes) + 1):04X}" for c in text)
        y = HEIGHT - top - size
        self.pages[-1].append(
            f"q {colour} BT /F1 {size:g} Tf {mode} Tr {x:g} {y:g} Td <{codes}> Tj ET Q"
        )

    def table(
        self, x: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]]
    ) -> float:
        """Draw a ruled table and return where it ends; an empty text leaves a cell empty."""
        height, end = 24.0, x + sum(widths)
        for n in range(len(rows) + 1):
            y = HEIGHT - top - n * height
            self.pages[-1].append(f"{x:g} {y:g} m {end:g} {y:g} l S")
        at = x
        for width in (*widths, 0.0):
            upper, lower = HEIGHT - top, HEIGHT - top - len(rows) * height
            self.pages[-1].append(f"{at:g} {upper:g} m {at:g} {lower:g} l S")
            at += width
        for n, row in enumerate(rows):
            at = x
            for cell, width in zip(row, widths, strict=True):
                if cell:
                    self.text(at + 4, top + n * height + 5, cell, size=10)
                at += width
        return top + len(rows) * height

    def scan(self) -> None:
        """Cover the page with a picture."""
        self.images.add(len(self.pages) - 1)
        self.pages[-1].insert(0, f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Im1 Do Q")

    def content(self) -> bytes:
        """Return the file."""
        count = len(self.pages)
        kids = " ".join(f"{8 + 2 * n} 0 R" for n in range(count))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
            b"/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry "
            f"(Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [{self._widths()}] "
            f"/FontDescriptor 5 0 R >>".encode(),
            b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 800] "
            b"/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
            _stream(self._unicode_map()),
            _stream(
                b"\xff",
                "/Type /XObject /Subtype /Image /Width 1 /Height 1 "
                "/ColorSpace /DeviceGray /BitsPerComponent 8",
            ),
        ]
        for n, commands in enumerate(self.pages):
            objects += [
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources "
                f"<< /Font << /F1 3 0 R >> /XObject << /Im1 7 0 R >> >> "
                f"/Contents {9 + 2 * n} 0 R >>".encode(),
                _stream("\n".join(commands).encode()),
            ]
        return _file(objects)

    def _widths(self) -> str:
        return " ".join(f"{code} [500]" for c, code in self._codes.items() if c.isascii())

    def _unicode_map(self) -> bytes:
        pairs = "\n".join(
            f"<{code:04X}> <{c.encode('utf-16-be').hex()}>" for c, code in self._codes.items()
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def\n"
            "/CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{len(self._codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
        ).encode()


def bomb(unpacked: int, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    """Return a PDF whose only page, of these entries, unpacks to that many bytes of blanks."""
    packer = zlib.compressobj(9)
    packed = (
        b"".join(packer.compress(b" " * 2**20) for _ in range(unpacked // 2**20)) + packer.flush()
    )
    return _file([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< %s /Length %d >>\nstream\n" % (entries, len(packed)) + packed + b"\nendstream",
    ])  # fmt: skip


def _stream(content: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(content)
    head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for n, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()
