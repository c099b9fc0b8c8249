"""Reads Excel workbooks."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml.etree import XMLSyntaxError
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from core.knowledge import Flag
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.grids import grid_from
from knowledge_base.importing.hidden import hidden_flag
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Block, Limits, Progress, Source

# What openpyxl and what lies below it raise for a damaged workbook.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    ParseError,
    OSError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
_MERGED = re.compile(
    rb"<mergeCell\s+ref=[\"']([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])(\d{1,7})"
    rb":([A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])(\d{1,7})"
)
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_DECIMALS = re.compile(r"\.(0+)")


def read_xlsx(content: bytes, notes: Notes, limits: Limits, progress: Progress) -> Source:
    """Return each block of filled rows as a table; hidden sheets, rows and columns are dropped."""
    _check_merged(content, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except _DAMAGED as error:
        raise UnreadableDocument(
            "Excel 文件已损坏，打不开。请用 Excel 或 WPS 另存后再上传。"
        ) from error
    blocks: list[Block] = []
    sheets = [s for s in book.worksheets if isinstance(s, Worksheet)]
    if sum(s.max_row * s.max_column for s in sheets) > limits.most_cells:
        most = limits.most_cells // 10_000
        raise UnreadableDocument(f"表格超过 {most} 万格，请删去空行空列或拆成几份后再上传。")
    for n, sheet in enumerate(sheets):
        progress("读取 Excel 表格", n, len(sheets))
        where = f"工作表“{sheet.title}”"
        if sheet.sheet_state != "visible":
            said = " ".join(t for _, row in _rows(sheet) for t in row if t)
            if said:
                hidden_flag(said, "隐藏的工作表", where, notes)
            continue
        blocks += _Sheet(sheet, where, notes).blocks()
    progress("读取 Excel 表格", len(sheets), len(sheets))
    return Source(tuple(blocks))


def _check_merged(content: bytes, limits: Limits) -> None:
    """Refuse merged areas larger than any table: openpyxl would fill every cell of them."""
    cells = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                for area in _MERGED.finditer(archive.read(name)):
                    left, top, right, bottom = (part.decode() for part in area.groups())
                    wide = column_index_from_string(right) - column_index_from_string(left) + 1
                    cells += wide * (int(bottom) - int(top) + 1)
    if cells > limits.most_cells:
        raise UnreadableDocument("表格里合并的单元格太大，请取消多余的合并后再上传。")


class _Sheet:
    """Read one sheet."""

    def __init__(self, sheet: Worksheet, where: str, notes: Notes) -> None:
        self._sheet = sheet
        self._height, self._width = sheet.max_row, sheet.max_column  # counted anew at each call
        self._where = where
        self._notes = notes
        self._merged = {
            (row, column): (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        self._hidden_columns = {
            column
            for column in range(1, self._width + 1)
            if sheet.column_dimensions[get_column_letter(column)].hidden
        }

    def blocks(self) -> Iterator[Block]:
        """Return the tables between the empty rows."""
        name = self._sheet.title.strip()
        caption = "" if _UNNAMED.fullmatch(name) else name
        rows: list[list[str]] = []
        flags: list[Flag] = []
        first = 1
        for number in range(1, self._height + 2):
            row = self._row(number, flags) if number <= self._height else []
            if any(row):
                first = first if rows else number
                rows.append(row)
            elif rows or flags:
                where = f"{self._where}第{first}行起"
                yield from grid_from(_without_empty_columns(rows), caption, where, tuple(flags))
                rows, flags = [], []

    def _row(self, number: int, flags: list[Flag]) -> list[str]:
        """Return what a reader sees of a row."""
        texts: list[str] = []
        hidden: dict[str, list[str]] = {}
        for column in range(1, self._width + 1):
            at = self._merged.get((number, column), (number, column))
            cell = self._sheet.cell(*at)
            text = _shown(cell)
            why = self._why_hidden(number, column, cell) if text else None
            if why:
                if at == (number, column):
                    hidden.setdefault(why, []).append(text)
                text = ""
            texts.append(text)
        for why, found in hidden.items():
            where = f"{self._where}第{number}行"
            flags.append(hidden_flag(" ".join(found), why, where, self._notes))
        return texts

    def _why_hidden(self, row: int, column: int, cell: Cell | MergedCell) -> str | None:
        """Return why a reader does not see a cell."""
        if self._sheet.row_dimensions[row].hidden:
            return "隐藏的行"
        if column in self._hidden_columns:
            return "隐藏的列"
        if cell.number_format.replace(" ", "") == ";;;":
            return "设为不显示"
        colour = cell.font.color.rgb if cell.font and cell.font.color else None
        bare = cell.fill is None or cell.fill.fill_type is None
        if isinstance(colour, str) and colour.upper().endswith("FFFFFF") and bare:
            return "白色文字"
        if cell.font and cell.font.sz is not None and cell.font.sz <= 3:
            return f"字号只有 {cell.font.sz:g} 磅"
        return None


def _rows(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    """Return every row of a sheet as texts."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [_shown(cell) for cell in row]


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without columns that hold nothing."""
    width = max((len(row) for row in rows), default=0)
    filled = [c for c in range(width) if any(row[c] for row in rows)]
    return [[row[c] for c in filled] for row in rows]


def _shown(cell: Cell | MergedCell) -> str:
    """Return a cell as Excel shows it."""
    value, shape = cell.value, str(cell.number_format or "")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.strftime("%Y-%m-%d" if at_midnight else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, shape)
    return str(value).strip()


def _number(value: float, shape: str) -> str:
    """Return a number with the decimals and the percent sign of its format."""
    decimals = _DECIMALS.search(shape)
    places = len(decimals[1]) if decimals else None
    if "%" in shape:
        return f"{value * 100:.{places or 0}f}%"
    if places is not None:
        return f"{value:.{places}f}"
    # 0.1 + 0.2 is shown as 0.3.
    return str(value) if isinstance(value, int) else f"{value:.10g}"
