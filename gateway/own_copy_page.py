"""Makes the page on which a citizen reads, prints or keeps the copy of their own data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import cast

from fastapi.responses import HTMLResponse

from core import own_data_wording as say
from core.citation import spoken_day
from gateway.own_copy import Json
from gateway.plain_page import plain_page

OPENING = """<p>{hint}</p><form method="post"><button>{open}</button></form>"""


def opening_page() -> HTMLResponse:
    """Return the page with the one button that opens the copy."""
    body = OPENING.format(hint=escape(say.FILE_HINT), open=escape(say.FILE_OPEN))
    return plain_page(say.FILE_TITLE, body, 200)


def copy_page(copy: Json) -> HTMLResponse:
    """Return the copy; it lies in no cache."""
    whose = say.FILE_WHOSE.format(name=copy["name"], time=_day(copy["made_at"]))
    body = "".join(
        (
            f"<p>{escape(whose)}</p><p>{escape(say.FILE_CORE)}</p>",
            f"<p>{escape(say.FILE_LEFT_OUT)}</p>",
            _section(say.FILE_APPLICATIONS, map(_application, _rows(copy, "applications"))),
            _section(
                say.FILE_PHOTOS,
                (_item(f"{_day(one['at'])} {one['material']}") for one in _rows(copy, "photos")),
            ),
            _section(
                say.FILE_CONSENTS,
                (
                    _item(f"{_day(one['at'])} {one['what']}：{one['said']}")
                    for one in _rows(copy, "consents")
                ),
            ),
            _section(
                say.FILE_DELEGATIONS,
                (_item(str(one)) for one in cast(list[str], copy["delegations"])),
            ),
            _section(
                say.FILE_REQUESTS,
                (
                    _item(f"{_day(one['at'])} {one['right']}（{one['number']}）：{one['state']}")
                    for one in _rows(copy, "requests")
                ),
            ),
            _section(
                say.FILE_TALK,
                (
                    _item(f"{_day(one['at'])} {one['who']}：{one['text']}")
                    for one in _rows(copy, "talk")
                ),
                note=say.FILE_MASKED,
            ),
        )
    )
    return plain_page(say.FILE_TITLE, body, 200)


def _rows(copy: Json, name: str) -> list[Json]:
    return cast(list[Json], copy[name])


def _application(one: Json) -> str:
    fields = "".join(
        _item(f"{label}：{value}")
        for label, value in cast(Mapping[str, str], one["fields"]).items()
    )
    heading = f"{one['item']}，{one['state']}，{one['number']}"
    note = f"<p>{escape(str(one['note']))}</p>" if one["note"] else ""
    return f"<li>{escape(heading)}{note}<ul>{fields}</ul></li>"


def _section(title: str, items: Iterable[str], *, note: str = "") -> str:
    listed = "".join(items)
    content = f"<ul>{listed}</ul>" if listed else f"<p>{escape(say.FILE_NOTHING)}</p>"
    said = f"<p>{escape(note)}</p>" if note else ""
    return f"<h2>{escape(title)}</h2>{said}{content}"


def _item(text: str) -> str:
    return f"<li>{escape(text)}</li>"


def _day(moment: object) -> str:
    return spoken_day(datetime.fromisoformat(str(moment)).date())
