"""Serves managers the board, as JSON for the page and as a table to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Response

from core import board_wording as say
from core.board import Waits, percentile
from core.catalogue import Catalogue
from core.errors import InvalidContent
from gateway.api import Json
from gateway.board import Board, BoardRoom, Span, hundredths, names
from gateway.problems import ADMIN
from gateway.staff import SUPERVISE, StaffDoor

USUAL, LONGEST = timedelta(days=29), timedelta(days=365)  # beside the last day itself
# Wide ones as well: Chinese keyboards write them, and spreadsheets take them for the others.
SIGNS_OF_A_FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")

Row = tuple[str, str, str, object, str]


def board_routes(door: StaffDoor, room: BoardRoom) -> APIRouter:
    """Return the routes; they want the duty of a supervisor."""
    api = APIRouter(prefix=ADMIN)

    async def asked(cookie: str | None, first: date | None, last: date | None) -> Board:
        await door.who_has_one_of(cookie, frozenset({SUPERVISE}), say.NO_DUTY)
        last = last or room.now().date()
        first = first or last - USUAL
        if not first <= last <= first + LONGEST:
            raise InvalidContent("span", say.SPAN_WRONG)
        return await room.shown(Span(first, last))

    @api.get("/board")
    async def board(
        first: date | None = None,
        last: date | None = None,
        yibao_staff: Annotated[str | None, Cookie()] = None,
    ) -> Json:
        """Return the board of these days, both among them; the last thirty if none are named."""
        return board_json(await asked(yibao_staff, first, last), room)

    @api.get("/board.csv", response_class=Response)
    async def table(
        first: date | None = None,
        last: date | None = None,
        yibao_staff: Annotated[str | None, Cookie()] = None,
    ) -> Response:
        """Return the same as a table: one figure a line, UTF-8 as spreadsheets know it."""
        shown = await asked(yibao_staff, first, last)
        name = quote(say.FILE.format(first=shown.span.first, last=shown.span.last))
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        rows = board_table(shown, room.catalogue)
        return Response(rows, media_type="text/csv", headers=disposition)

    return api


def board_json(board: Board, room: BoardRoom) -> Json:
    """Return the board in the names of the page; shares are percentages, waits are seconds."""
    named, rated = names(room.catalogue, board.items), board.satisfaction
    return {
        "first": board.span.first.isoformat(),
        "last": board.span.last.isoformat(),
        "volumes": [
            {
                "day": one.day.isoformat(),
                "channel": one.channel,
                "conversations": one.conversations,
                "turns": one.turns,
            }
            for one in board.volumes
        ],
        "contacts": [
            {
                "channel": one.channel,
                "conversations": one.conversations,
                "handed_over": one.handed_over,
                "contained": hundredths(one.contained),
                "resolved": hundredths(one.resolved_share),
            }
            for one in board.contacts
        ],
        "waits": [_wait_json(one) for one in (*board.waits, _together(board))],
        "ratings": {
            "levels": list(rated.levels),
            "submitted": rated.submitted,
            "very_satisfied": hundredths(rated.very_satisfied),
            "wanted": hundredths(room.wanted),
            "rectified": hundredths(board.rectified),
        },
        "hearing": [
            {
                "channel": one.channel,
                "heard": one.heard,
                "mean": hundredths(one.mean),
                "unsure": one.unsure,
            }
            for one in board.hearing
        ],
        "items": [
            {
                "item": named[one.item_code],
                "decided": one.decided,
                "median": one.median,
                "longest": one.longest,
                "on_time": hundredths(one.on_time),
                "overdue": one.overdue,
            }
            for one in board.items
        ],
        "gaps": [
            {"question": one.question, "asked": one.asked, "thumbs_down": one.thumbs_down}
            for one in board.gaps
        ],
        "expiring": [
            {
                "key": one.key,
                "title": one.title,
                "section": one.section,
                "until": one.until.isoformat(),
            }
            for one in board.expiring
        ],
    }


def board_table(board: Board, catalogue: Catalogue) -> str:
    """Return the board as CSV (RFC 4180) that begins with a byte order mark."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(say.HEAD)
    for row in _rows(board, catalogue):
        writer.writerow([_harmless(cell) for cell in row])
    return text.getvalue()


def _rows(board: Board, catalogue: Catalogue) -> Iterator[Row]:
    def channel(name: str) -> str:
        return say.CHANNELS.get(name, name)

    for volume in board.volumes:
        where = (channel(volume.channel), volume.day.isoformat())
        yield (say.CONVERSATIONS, *where, volume.conversations, say.TIMES)
        yield (say.TURNS, *where, volume.turns, say.PEOPLE)
    for one in board.contacts:
        yield (say.HANDED_OVER, channel(one.channel), "", one.handed_over, say.TIMES)
        yield (say.CONTAINED, channel(one.channel), "", hundredths(one.contained), say.PERCENT)
        yield (say.RESOLVED, channel(one.channel), "", hundredths(one.resolved_share), say.PERCENT)
    for wait in (*board.waits, _together(board)):
        group, shown = channel(wait.channel), _wait_json(wait)
        yield (say.WAITED_HALF, group, "", shown["half"], say.SECONDS)
        yield (say.WAITED_MOST, group, "", shown["most"], say.SECONDS)
        yield (say.ABANDONED, group, "", shown["abandoned"], say.PERCENT)
    rated = board.satisfaction
    yield (say.VERY_SATISFIED, say.ALL, "", hundredths(rated.very_satisfied), say.PERCENT)
    for level, count in zip(say.LEVELS, rated.levels, strict=True):
        yield (say.RATED, level, "", count, say.CASES)
    yield (say.RECTIFIED, say.ALL, "", hundredths(board.rectified), say.PERCENT)
    for heard in board.hearing:
        yield (say.SURE, channel(heard.channel), "", hundredths(heard.mean), say.PERCENT)
        yield (say.UNSURE, channel(heard.channel), "", heard.unsure, say.PEOPLE)
    named = names(catalogue, board.items)
    for item in board.items:
        yield (say.MEDIAN_DAYS, named[item.item_code], "", item.median, say.DAYS)
        yield (say.ON_TIME, named[item.item_code], "", hundredths(item.on_time), say.PERCENT)
        yield (say.OVERDUE, named[item.item_code], "", item.overdue, say.CASES)
    for gap in board.gaps:
        yield (say.GAP, gap.question, "", gap.asked, say.TIMES)
    for entry in board.expiring:
        yield (say.EXPIRING, f"{entry.title} {entry.section}", entry.until.isoformat(), "", "")


def _together(board: Board) -> Waits:
    """Return the waits of all channels as those of one."""
    served = [seconds for one in board.waits for seconds in one.served]
    abandoned = [seconds for one in board.waits for seconds in one.abandoned]
    return Waits(say.ALL, tuple(served), tuple(abandoned))


def _wait_json(wait: Waits) -> Json:
    return {
        "channel": wait.channel,
        "served": len(wait.served),
        "left": len(wait.abandoned),
        "half": percentile(wait.served, 0.5),
        "most": percentile(wait.served, 0.9),
        "abandoned": hundredths(wait.abandonment),
    }


def _harmless(cell: object) -> object:
    """Keep a spreadsheet from taking what a citizen wrote for a formula (OWASP: CSV injection)."""
    if isinstance(cell, str) and cell.startswith(SIGNS_OF_A_FORMULA):
        return "'" + cell
    return "" if cell is None else cell
