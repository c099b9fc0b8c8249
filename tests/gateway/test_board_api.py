"""Checks the manager's board: what it shows, to whom, and the table to take along."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from core import board_wording as say
from core.board import Satisfaction
from core.ratings import Level
from core.store.gaps import Gap
from core.tables import conversations
from gateway.board import Board, Span
from gateway.board_api import board_table
from tests.core.rated import rated
from tests.fakes.office import CATALOGUE
from tests.gateway.front import Front

BOARD = "/api/v1/admin/board"


async def test_the_board_is_for_supervisors(front: Front) -> None:
    await front.signed_in(duties=("desk",))
    refused = await front.http.get(BOARD)
    await front.signed_in("1002", "李工", duties=("supervise",))

    assert (refused.status_code, refused.json()["detail"]) == (403, say.NO_DUTY)
    assert (await front.http.get(BOARD)).status_code == 200


async def test_it_shows_the_last_thirty_days_unless_others_are_named(front: Front) -> None:
    await front.signed_in(duties=("supervise",))
    today = front.office.clock().date()

    usual = (await front.http.get(BOARD)).json()
    named = (await front.http.get(BOARD, params={"first": str(today), "last": str(today)})).json()

    assert (usual["first"], usual["last"]) == (str(today - timedelta(days=29)), str(today))
    assert (named["first"], named["last"]) == (str(today), str(today))


@pytest.mark.parametrize(("first", "last"), [(0, -1), (-366, 0)])
async def test_days_the_wrong_way_round_or_too_many_are_refused(
    front: Front, first: int, last: int
) -> None:
    await front.signed_in(duties=("supervise",))
    today = front.office.clock().date()
    asked = {"first": str(today + timedelta(first)), "last": str(today + timedelta(last))}

    refused = await front.http.get(BOARD, params=asked)

    assert (refused.status_code, refused.json()["detail"]) == (422, say.SPAN_WRONG)


async def test_what_citizens_did_is_on_it(front: Front) -> None:
    await rated(front.office, Level.VERY_SATISFIED)
    citizen = await front.citizen()
    await citizen.say("异地就医备案怎么办")
    await front.signed_in(duties=("supervise",))

    board = (await front.http.get(BOARD)).json()

    assert board["ratings"]["levels"] == [1, 0, 0, 0, 0]
    assert board["ratings"]["very_satisfied"] == 100.0
    assert board["ratings"]["wanted"] == 70.0
    (contacts,) = board["contacts"]
    assert (contacts["channel"], contacts["conversations"]) == ("web", 1)
    (volume,) = board["volumes"]
    assert (volume["conversations"], volume["turns"]) == (1, 1)
    assert board["waits"][-1]["channel"] == say.ALL


async def test_how_sure_the_telephone_was_comes_with_the_message(front: Front) -> None:
    citizen = await front.citizen()
    path, headers = f"{citizen.path}/messages", citizen.headers
    body = {"text": "怎么转医保", "message_id": "m1"}
    sent = await front.http.post(path, json={**body, "heard": 0.5}, headers=headers)
    wrong = await front.http.post(path, json={**body, "heard": 1.5}, headers=headers)
    await front.signed_in(duties=("supervise",))

    (hearing,) = (await front.http.get(BOARD)).json()["hearing"]

    assert (sent.status_code, wrong.status_code) == (200, 422)
    assert (hearing["heard"], hearing["mean"], hearing["unsure"]) == (1, 50.0, 1)


async def test_the_table_says_the_same_and_opens_in_a_spreadsheet(front: Front) -> None:
    await rated(front.office, Level.VERY_SATISFIED)
    await front.signed_in(duties=("supervise",))

    table = await front.http.get(f"{BOARD}.csv")

    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in table.headers["content-disposition"]
    assert table.text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(table.text.lstrip("\ufeff")))
    assert tuple(head) == say.HEAD
    assert [say.RATED, "非常满意", "", "1", say.CASES] in rows
    assert {len(row) for row in rows} == {len(head)}


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t", "\n"])
async def test_a_question_that_looks_like_a_formula_stays_words(front: Front, sign: str) -> None:
    at = front.office.clock()
    gap = Gap("g1", f'{sign}HYPERLINK("http://x")', None, "open", None, None, at, at, asked=3)
    span = Span(at.date(), at.date())
    board = Board(span, (), (), (), Satisfaction((0,) * 5, 0), None, (), (), (gap,), ())

    rows = list(csv.reader(io.StringIO(board_table(board, CATALOGUE), newline="")))

    assert [say.GAP, f'\'{sign}HYPERLINK("http://x")', "", "3", say.TIMES] in rows


@pytest.mark.parametrize("path", ["/admin/board", "/static/board.js", "/static/board.css"])
async def test_the_page_is_served(front: Front, path: str) -> None:
    assert (await front.http.get(path)).status_code == 200


def test_counting_by_day_has_an_index() -> None:
    assert {"ix_conversations_opened_at"} <= {index.name for index in conversations.indexes}
