"""Serves 网页授权 (OAuth2): the page that asks, and the exchange of what it gave."""

from __future__ import annotations

from html import escape
from typing import Annotated
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from fastapi import APIRouter, Cookie, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from integrations.wechat_simulator.platform import Platform
from integrations.wechat_simulator.refusals import Refused, said
from integrations.wechat_simulator.requests_read import query
from integrations.wechat_simulator.web_sign_in import BASE, USERINFO

Json = dict[str, object]
# WeChat checks the order, too: who gets it wrong sees 该链接无法访问.
ORDER = ["appid", "redirect_uri", "response_type", "scope", "state"]
MORE = {"connect_redirect", "forcePopup", "forceSnapShot"}
STATE_LIMIT = 128  # bytes
COOKIE = "wechat_simulator_openid"  # says in whose phone this browser is

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信授权（模拟）</title><link rel="stylesheet" href="/phone/asked.css"></head><body>
<p class="mark">模拟：这里不是微信，也没有真实的人。</p>
{body}
</body></html>"""
ASKED = """<h1>{account} 申请获得你的昵称、头像</h1><p class="who">{name}</p>
<form method="post" action="/connect/oauth2/authorize?{query}">
<button name="answer" value="allow" class="good">允许</button>
<button name="answer" value="refuse">拒绝</button>
<button name="answer" value="snapshot">进入快照页（身份是虚拟的）</button></form>"""
PROBLEM = "<h1>该链接无法访问</h1><p>{why}</p>"


def sign_in_routes(platform: Platform) -> APIRouter:
    """Return the routes."""
    routes, account, sign_in = APIRouter(), platform.account, platform.sign_in

    def problem(why: str) -> HTMLResponse:
        platform.faults.mistakes.append(f"authorize: {why}")
        return HTMLResponse(PAGE.format(body=PROBLEM.format(why=escape(why))), 400)

    def wrong(request: Request) -> str:
        """Return what is wrong with the address, or nothing."""
        pairs = request.query_params.multi_items()
        given, names = dict(pairs), [name for name, _ in pairs]
        foreign = set(names) - set(ORDER) - MORE
        if foreign:
            return f"no parameter {sorted(foreign)[0]}"
        if [name for name in names if name in ORDER] != ORDER:
            return f"the parameters are not {', '.join(ORDER)}, in this order"
        if given["appid"] != account.app_id:
            return "10006: no such appid"
        if given["response_type"] != "code" or given["scope"] not in {BASE, USERINFO}:
            return "10005: no such response_type or scope"
        if urlsplit(given["redirect_uri"]).netloc not in account.page_hosts:
            return "10003: redirect_uri域名与后台配置不一致"
        state = given["state"]
        if len(state.encode()) > STATE_LIMIT or not (state.isascii() and state.isalnum()):
            return "state has up to 128 letters and digits"
        return ""

    def back(request: Request, **more: str) -> RedirectResponse:
        given = request.query_params
        joint = "&" if urlsplit(given["redirect_uri"]).query else "?"
        told = urlencode({**more, "state": given["state"]})
        return RedirectResponse(f"{given['redirect_uri']}{joint}{told}", 303)

    @routes.get("/connect/oauth2/authorize")
    async def authorize(
        request: Request, openid: Annotated[str, Cookie(alias=COOKIE)] = ""
    ) -> Response:
        why = wrong(request)
        citizen = platform.citizens.find(openid)
        if why:
            return problem(why)
        if citizen is None:
            return problem("请在微信客户端打开链接")
        if request.query_params["scope"] == BASE:
            return back(request, code=sign_in.code(openid, BASE, is_snapshot=False))
        asked = ASKED.format(
            account=escape(account.name),
            name=escape(citizen.nickname),
            query=escape(str(request.url.query)),
        )
        return HTMLResponse(PAGE.format(body=asked))

    @routes.post("/connect/oauth2/authorize")
    async def answered(
        request: Request, openid: Annotated[str, Cookie(alias=COOKIE)] = ""
    ) -> Response:
        why = wrong(request)
        if why or platform.citizens.find(openid) is None:
            return problem(why or "请在微信客户端打开链接")
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        answer = "".join(form.get("answer", [])[:1])
        if answer not in {"allow", "snapshot"}:
            return back(request)  # refused: a state, and no code
        snapshot = answer == "snapshot"
        return back(request, code=sign_in.code(openid, USERINFO, is_snapshot=snapshot))

    @routes.get("/sns/oauth2/access_token")
    async def exchange(request: Request) -> Response:
        names = ("appid", "secret", "code", "grant_type")
        app_id, secret, code, kind = query(request, *names)
        platform.tokens.admit(app_id, secret)
        if kind != "authorization_code":
            raise Refused(40002)
        return _plain(sign_in.exchange(code))

    @routes.get("/sns/oauth2/refresh_token")
    async def refresh(request: Request) -> Response:
        app_id, kind, token = query(request, "appid", "grant_type", "refresh_token")
        if app_id != account.app_id:
            raise Refused(40013)
        if kind != "refresh_token":
            raise Refused(40002)
        return _plain(sign_in.refresh(token))

    @routes.get("/sns/userinfo")
    async def userinfo(request: Request) -> Response:
        token, openid, _ = query(request, "access_token", "openid", "lang")
        sign_in.who(token, openid, needs=USERINFO)
        citizen = platform.citizens.find(openid)
        name = citizen.nickname if citizen else "微信用户"
        told: Json = {"openid": openid, "nickname": name, "sex": 0, "privilege": []}
        empty: Json = {"province": "", "city": "", "country": "", "headimgurl": ""}
        return _plain(told | empty)

    @routes.get("/sns/auth")
    async def valid(request: Request) -> Response:
        token, openid = query(request, "access_token", "openid")
        sign_in.who(token, openid)
        return _plain(said(0))

    return routes


def authorize_address(site: str, app_id: str, redirect: str, scope: str, state: str) -> str:
    """Return an address of ours in the order that WeChat wants; for tests and for who reads."""
    pairs = zip(ORDER, (app_id, redirect, "code", scope, state), strict=True)
    told = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    return f"{site}/connect/oauth2/authorize?{told}#wechat_redirect"


def _plain(told: Json) -> Response:
    """Return JSON that calls itself plain text, as this API does."""
    return JSONResponse(told, media_type="text/plain")
