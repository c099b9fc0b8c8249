"""Makes the two plain pages on which a browser comes back from the identity provider."""

from __future__ import annotations

from html import escape

from fastapi.responses import HTMLResponse

from core import identity_wording as say
from gateway.plain_page import plain_page, told_page

QUESTION = """<p>{asked}</p><p><strong>{warning}</strong></p>
<form method="post" action="{action}"><input type="hidden" name="challenge" value="{challenge}">
<input type="hidden" name="token" value="{token}"><button>{yes}</button></form>"""


def told(sentence: str, status: int) -> HTMLResponse:
    """Return a page that says how it went."""
    return told_page(say.RETURN_TITLE, sentence, status, way_on=say.RETURN_BACK)


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
    return plain_page(say.RETURN_TITLE, body, 200, way_on=say.RETURN_BACK)
