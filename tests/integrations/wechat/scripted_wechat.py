"""Plays WeChat's interface from a script: what it is told to answer, and what it got."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

APPID, SECRET = "wx0123456789abcdef", "an app secret"
Fault = Callable[[httpx.Request], httpx.Response]


@dataclass
class ScriptedWeChat:
    """Fulfil httpx's transport; unknown paths fail the test."""

    sent: list[Mapping[str, object]] = field(default_factory=list)  # customer messages
    notices: list[Mapping[str, object]] = field(default_factory=list)
    typing: list[Mapping[str, object]] = field(default_factory=list)
    menus: list[str] = field(default_factory=list)  # as they came
    uploads: list[bytes] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    openids: dict[str, dict[str, object]] = field(default_factory=dict)  # by code
    faults: dict[str, list[Fault]] = field(default_factory=dict)  # by the end of a path
    faults_used: int = 0
    tokens_given: int = 0
    forced: int = 0
    valid: str = ""  # the token that works; empty: whatever was given last

    @property
    def client(self) -> httpx.AsyncClient:
        """Return a client that reaches only this WeChat."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self.answer))

    def texts(self) -> list[str]:
        """Return the texts that citizens got as customer messages."""
        return [str(m["text"]["content"]) for m in self.sent if m["msgtype"] == "text"]  # type: ignore[index]

    def fail(self, path: str, *faults: Fault) -> None:
        """Let the next calls of a path fail."""
        self.faults.setdefault(path, []).extend(faults)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as WeChat does: HTTP 200, and an errcode."""
        path = request.url.path
        waiting = self.faults.get(path.rsplit("/", 1)[-1], [])
        if waiting:
            self.faults_used += 1
            return waiting.pop(0)(request)
        if path == "/cgi-bin/stable_token":
            return self._token(json.loads(request.content))
        if path == "/sns/oauth2/access_token":
            return self._signed_in(request.url.params["code"])
        if request.url.params.get("access_token") != self.valid:
            return refusal(40001)
        match path:
            case "/cgi-bin/message/custom/send":
                self.sent.append(json.loads(request.content))
            case "/cgi-bin/message/custom/typing":
                self.typing.append(json.loads(request.content))
            case "/cgi-bin/message/template/send" | "/cgi-bin/message/subscribe/bizsend":
                self.notices.append(json.loads(request.content))
            case "/cgi-bin/menu/create":
                self.menus.append(request.content.decode())
            case "/cgi-bin/media/get":
                data = self.media.get(request.url.params["media_id"])
                return refusal(40007) if data is None else httpx.Response(200, content=data)
            case "/cgi-bin/media/upload":
                self.uploads.append(request.content)
                return httpx.Response(200, json={"type": "voice", "media_id": "uploaded"})
            case "/cgi-bin/ticket/getticket":
                return httpx.Response(
                    200, json={"errcode": 0, "ticket": "a ticket", "expires_in": 7200}
                )
            case _:
                raise AssertionError(f"nobody knows {path}")
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})

    def _token(self, body: Mapping[str, object]) -> httpx.Response:
        assert body["grant_type"] == "client_credential"
        if (body["appid"], body["secret"]) != (APPID, SECRET):
            return refusal(40125)
        self.tokens_given += 1
        if body["force_refresh"]:
            self.forced += 1
        if body["force_refresh"] or not self.valid:
            self.valid = f"token-{self.tokens_given}"
        return httpx.Response(200, json={"access_token": self.valid, "expires_in": 7200})

    def _signed_in(self, code: str) -> httpx.Response:
        known = self.openids.pop(code, None)
        if known is None:
            return refusal(40163)
        return httpx.Response(200, text=json.dumps(known))  # as text/plain, like WeChat


def refusal(code: int) -> httpx.Response:
    """Return a refusal as WeChat words it."""
    text = json.dumps({"errcode": code, "errmsg": "refused rid: 1-2-3"})
    return httpx.Response(200, text=text)


def refuses(code: int) -> Fault:
    """Refuse with an errcode."""
    return lambda _: refusal(code)


def never_reached(request: httpx.Request) -> httpx.Response:
    """Be out of reach."""
    raise httpx.ConnectError("refused", request=request)


def hangs(request: httpx.Request) -> httpx.Response:
    """Take the call, and never answer."""
    raise httpx.ReadTimeout("hangs", request=request)


def bad_gateway(request: httpx.Request) -> httpx.Response:
    """Answer from the front door only."""
    return httpx.Response(502)


def works(request: httpx.Request) -> httpx.Response:
    """Do what was asked."""
    return httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})
