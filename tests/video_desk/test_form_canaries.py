"""Fills the form of a video call with invented personal data, and looks where it lies."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from core.applications import Application
from core.luhn import check_digit
from tests.canaries import Canary, columns_with, files_with, found_in
from tests.fakes.office import CONTRACT, Office
from tests.people import next_id_number
from tests.video_desk.form_desk import form_desk

CARD = "622202123456789012"


async def test_what_is_written_into_the_shared_form_is_readable_nowhere(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if office.database.url.get_backend_name() != "sqlite":
        pytest.skip("looks into the file of a database")
    caplog.set_level(logging.DEBUG)
    who = Canary("欧阳翠屏", next_id_number(), "13987654321", CARD + check_digit(CARD))
    desk = await form_desk(office, tmp_path, Application("a1", "", CONTRACT, awaiting="name"))

    await desk.fill(name=who.name, id_number=who.id_number, mobile=who.mobile)
    await desk.agreed()
    await desk.submit()

    kept = await desk.submitted()
    assert kept.fields["id_number"] == who.id_number  # it was kept, and can be read with the keys
    database = Path(str(office.database.url.database))
    assert columns_with(database, [CONTRACT]) != {}  # what is looked for would be found
    assert columns_with(database, who.everything) == {}
    assert files_with(tmp_path, who.everything) == {}  # journal and free pages included
    assert found_in(caplog.text.encode(), who.everything) == []


def test_what_is_looked_for_is_found_however_it_is_written() -> None:
    card = CARD + check_digit(CARD)
    written = (
        "欧阳翠屏".encode(),
        b'"\\u6b27\\u9633\\u7fe0\\u5c4f"',
        b"%E6%AC%A7%E9%98%B3%E7%BF%A0%E5%B1%8F",
        f"{card[:4]} {card[4:8]} {card[8:12]} {card[12:16]} {card[16:]}".encode(),
    )

    assert [bool(found_in(one, ("欧阳翠屏", card))) for one in written] == [True] * 4
