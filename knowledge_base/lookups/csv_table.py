"""Reads a CSV file strictly: Chinese headers, every wrong cell reported with its row."""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

LONGEST_CELL = 500  # characters
HIDDEN = {"Cc", "Cf", "Co", "Cs"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Be one thing that is wrong with a file."""

    row: int  # as a spreadsheet counts: the header is row 1; 0 means the whole file
    text: str  # in Chinese

    def __str__(self) -> str:
        """Return the problem with its row."""
        return f"第 {self.row} 行：{self.text}" if self.row else self.text


@dataclass(slots=True)
class Cells:
    """Be one row; each wrong cell is noted, and reading goes on so that all are found at once."""

    number: int
    texts: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, header: str, *, needed: bool = True, longest: int = LONGEST_CELL) -> str:
        """Return a text; what is needed must not be empty."""
        value = self.texts.get(header, "")
        if needed and not value:
            self.wrong(header, "不能为空")
        if len(value) > longest:
            self.wrong(header, f"太长了，最多 {longest} 个字")
        return value

    def read(self, header: str, reader: Callable[[str], T], otherwise: T, **how: bool) -> T:
        """Return what `reader` makes of a cell; its ValueError is the reason told."""
        value = self.text(header, needed=how.get("needed", True))
        if not value:
            return otherwise
        try:
            return reader(value)
        except ValueError as error:
            self.wrong(header, str(error))
            return otherwise

    def wrong(self, header: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(Problem(self.number, f"“{header}”{reason}"))


@dataclass(frozen=True, slots=True)
class Table:
    """Be a file that was read: its rows, or what is wrong with it as a whole."""

    rows: tuple[Cells, ...]
    problems: tuple[Problem, ...]


def read_table(data: bytes, *, needed: Sequence[str], optional: Sequence[str]) -> Table:
    """Return the rows of a CSV file in UTF-8 or GB18030 that has exactly the known headers."""
    text = _decoded(data)
    if text is None:
        return _nothing(0, "文件不是 UTF-8 或 GB18030 编码的文本，请另存为 CSV UTF-8 再导入")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [_cell(name) for name in next(lines, [])]
        problems = _header_problems(header, needed, optional)
        if problems:
            return Table((), tuple(problems))
        rows: list[Cells] = []
        for values in lines:
            if any(value.strip() for value in values):
                rows.append(_row(lines.line_num, header, values))
    except csv.Error:
        return _nothing(lines.line_num, "引号没有配对，或者分隔有误，后面的内容无法读取")
    if not rows:
        return _nothing(0, "文件里一行数据也没有")
    return Table(tuple(rows), ())


def day(text: str) -> date:
    """Return a day written 2026-12-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是日期，请写成 2026-12-01 的样子") from None


def yes_or_no(text: str) -> bool:
    """Return 是 or 否 as a truth value."""
    if text not in {"是", "否"}:
        raise ValueError(f"“{text}”看不懂，请填“是”或“否”")
    return text == "是"


def decimal_of(smallest: str, largest: str, unit: str) -> Callable[[str], Decimal]:
    """Return a reader of numbers with at most two decimals between two bounds."""

    def read(text: str) -> Decimal:
        plain = text.removesuffix(unit).strip()
        try:
            value = Decimal(plain)
        except InvalidOperation:
            raise ValueError(f"“{text}”不是数字") from None
        if not value.is_finite() or not Decimal(smallest) <= value <= Decimal(largest):
            raise ValueError(f"“{text}”应在 {smallest} 到 {largest}{unit} 之间")
        if value != value.quantize(Decimal("0.01")):
            raise ValueError(f"“{text}”最多两位小数")
        return value

    return read


def degrees(smallest: float, largest: float) -> Callable[[str], float]:
    """Return a reader of coordinates between two bounds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise ValueError(f"“{text}”不是坐标") from None
        if not math.isfinite(value) or not smallest <= value <= largest:
            raise ValueError(f"“{text}”不在中国境内的范围（{smallest} 到 {largest}）")
        return value

    return read


def whole_number(text: str) -> int:
    """Return a whole number that is not negative."""
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise ValueError(f"“{text}”不是整数")
    return int(text)


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _header_problems(
    header: Sequence[str], needed: Sequence[str], optional: Sequence[str]
) -> list[Problem]:
    known = {*needed, *optional}
    problems = [Problem(1, f"缺少列“{name}”") for name in needed if name not in header]
    problems += [Problem(1, f"不认识的列“{name}”") for name in header if name not in known]
    twice = {name for name in header if header.count(name) > 1 and name in known}
    return problems + [Problem(1, f"列“{name}”出现了两次") for name in sorted(twice)]


def _row(number: int, header: Sequence[str], values: Sequence[str]) -> Cells:
    cells = Cells(number, {})
    if len(values) != len(header):
        cells.problems.append(
            Problem(number, f"有 {len(values)} 格，表头有 {len(header)} 列，对不上")
        )
    for name, value in zip(header, values, strict=False):
        if any(unicodedata.category(char) in HIDDEN for char in value.strip()):
            cells.wrong(name, "里有看不见的字符或换行，请删掉重新输入")
        cells.texts[name] = _cell(value)
    return cells


def _cell(value: str) -> str:
    return value.strip().strip("\u3000")


def _nothing(row: int, text: str) -> Table:
    return Table((), (Problem(row, text),))
