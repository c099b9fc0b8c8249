"""Makes plain pages in big type, for browsers that come from elsewhere."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/plain.css"></head>
<body><main><h1>{title}</h1>{body}{way_on}</main></body></html>"""
TOLD = '<p role="status">{sentence}</p>'
WAY_ON = '<p><a href="{to}">{words}</a></p>'


def told_page(
    title: str, sentence: str, status: int, *, way_on: str = "", to: str = "/"
) -> HTMLResponse:
    """Return a page that says how it went; `way_on`: the words of a link to a page of ours."""
    return plain_page(title, TOLD.format(sentence=escape(sentence)), status, way_on=way_on, to=to)


def plain_page(
    title: str, body: str, status: int, *, way_on: str = "", to: str = "/"
) -> HTMLResponse:
    """Return a page around `body`, which is HTML."""
    link = WAY_ON.format(to=escape(to), words=escape(way_on)) if way_on else ""
    page = PAGE.format(title=escape(title), body=body, way_on=link)
    # The address may hold an attempt's id: it must lie in no cache and in nobody's history.
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
