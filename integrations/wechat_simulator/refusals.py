"""Names WeChat's error codes as it answers them: HTTP 200, errcode, errmsg with a rid."""

from __future__ import annotations

import secrets

TEXTS = {
    -1: "system error",
    0: "ok",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid meida size",  # WeChat's own spelling
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40029: "invalid code",
    40030: "invalid refresh_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40037: "invalid template_id",
    40097: "invalid args",
    40125: "invalid appsecret",
    40132: "invalid username",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    40243: "AppSecret is frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41008: "missing code",
    42001: "access_token expired",
    42002: "refresh_token expired",
    42003: "code expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    44001: "empty media data",
    44002: "empty post data",
    44003: "empty news data",
    44004: "empty content",
    45002: "content size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45072: "command is invalid",
    45080: "need sending message to user, or recving message from user in the last 30 seconds",
    45081: "you are already typing, can NOT type again",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    48002: "user block receive message",
    50001: "user unauthorized",
    61004: "access clientip is not registered",
    89503: "this ip needs the administrator's confirmation",
}


class Refused(Exception):
    """Be a refusal in the platform's own way."""

    def __init__(self, code: int, more: str = "") -> None:
        """Take the errcode, and what follows its text."""
        super().__init__(code)
        self.code = code
        self.more = more


class Mistaken(Exception):
    """Be a request that the real platform does not know: our own mistake, so no polite answer."""


def said(code: int, more: str = "") -> dict[str, object]:
    """Return errcode and errmsg; a refusal ends in a rid, as the platform's do."""
    text = TEXTS.get(code, "unknown error")
    if code == 0:
        return {"errcode": 0, "errmsg": text}
    rid = "-".join(secrets.token_hex(4) for _ in range(3))
    return {"errcode": code, "errmsg": f"{text}{f' {more}' if more else ''} rid: {rid}"}
