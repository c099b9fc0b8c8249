"""Makes the two plain pages on which a browser comes back from the identity provider."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

from core import identity_wording as say

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/identity.css"></head>
<body><main><h1>{title}</h1>{body}<p><a href="/">{back}</a></p></main></body></html>"""
QUESTION = """<p>{asked}</p><p><strong>{warning}</strong></p>
<form method="post" action="{action}"><input type="hidden" name="challenge" value="{challenge}">
<input type="hidden" name="token" value="{token}"><button>{yes}</button></form>"""


def told_page(sentence: str, status: int) -> HTMLResponse:
    """Return a page that says how it went."""
    return _page(f'<p role="status">{escape(sentence)}</p>', status)


def asking_page(name: str, action: str, challenge: str, token: str) -> HTMLResponse:
    """Return the page that asks whether it was really the citizen who began this."""
    body = QUESTION.format(
        asked=escape(say.RETURN_ASK.format(name=name)),
        warning=escape(say.RETURN_WARNING),
        action=escape(action),
        challenge=escape(challenge),
        token=escape(token),
        yes=escape(say.RETURN_YES),
    )
    return _page(body, 200)


def _page(body: str, status: int) -> HTMLResponse:
    page = PAGE.format(title=escape(say.RETURN_TITLE), body=body, back=escape(say.RETURN_BACK))
    # The address holds the attempt's id: it must lie in no cache and in nobody's history.
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
