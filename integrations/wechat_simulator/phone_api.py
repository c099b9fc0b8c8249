"""Serves the phone: a page with the chat, and what it does on behalf of an invented citizen."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import Field

from integrations.wechat_simulator.citizens import NAMES, Citizen
from integrations.wechat_simulator.customer_messages import Body
from integrations.wechat_simulator.menus import TAPPED, pressed
from integrations.wechat_simulator.platform import Platform
from integrations.wechat_simulator.record import Pushed
from integrations.wechat_simulator.refusals import Refused
from integrations.wechat_simulator.sign_in_api import COOKIE
from integrations.wechat_simulator.voices import Unhearable, seconds_of, to_amr, to_wav

Json = dict[str, object]
FILES = Path(__file__).parent / "page"
HELD = 25.0  # seconds that the page waits for news in one request
TAKEN = 12 << 20  # bytes of a picture or a recording


class Who(Body):
    """Name a citizen."""

    nickname: str = Field(min_length=1, max_length=20)


class Said(Body):
    """Be a text, perhaps an entry that was tapped."""

    openid: str
    text: str = Field(min_length=1, max_length=2000)
    menu_id: str = ""


class Tapped(Body):
    """Name a menu button by its place: 0-2, and 0-4 below it or -1."""

    openid: str
    top: int
    below: int = -1


class Placed(Body):
    """Be a place."""

    openid: str
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    label: str = Field(max_length=100)


class Followed(Body):
    """Say whether somebody follows."""

    openid: str
    follows: bool
    scene: str = Field(default="", max_length=64)


class Agreed(Body):
    """Say that somebody tapped 允许 for notices."""

    openid: str
    template_id: str


async def only_our_page(x_phone: Annotated[str, Header()] = "") -> None:
    """Keep other pages of the same browser out: they cannot send this header unasked."""
    if x_phone != "1":
        raise HTTPException(403)


async def content(request: Request) -> bytes:
    """Return the body of an upload, if it is one and not too large."""
    found = await request.body()
    if not found or len(found) > TAKEN:
        raise HTTPException(413 if found else 422)
    return found


def phone_routes(platform: Platform) -> APIRouter:
    """Return the routes of the page and its files."""
    routes, acts, media = APIRouter(), platform.acts, platform.media
    ours = [Depends(only_our_page)]

    def sent(pushed: Pushed) -> Json:
        return {"pushed": pushed.number}

    @routes.get("/", include_in_schema=False)
    async def page() -> Response:
        return FileResponse(FILES / "phone.html", media_type="text/html; charset=utf-8")

    @routes.post("/phone/who", dependencies=ours)
    async def who(body: Who) -> Response:
        citizen = acts.citizen(body.nickname)
        told = JSONResponse(_told(platform, citizen))
        # Only for the pages that ask for a sign-in; a page elsewhere on this host never sees it.
        told.set_cookie(COOKIE, citizen.openid, path="/connect", httponly=True, samesite="lax")
        return told

    @routes.get("/phone/news", dependencies=ours)
    async def news(openid: str, after: int = 0, seconds: float = HELD) -> Json:
        citizen = platform.citizens.known(openid)
        found = await platform.record.news(openid, after, min(seconds, HELD))
        shown = [asdict(one) for one in found if not one.is_repeat]
        last = found[-1].number if found else after
        return {"shown": shown, "last": last} | _told(platform, citizen)

    @routes.post("/phone/say", dependencies=ours)
    async def say(body: Said) -> Json:
        return sent(acts.say(body.openid, body.text, menu_id=body.menu_id))

    @routes.post("/phone/tap", dependencies=ours)
    async def tap(body: Tapped) -> Json:
        menu = platform.board.menu
        button = pressed(menu, body.top, body.below) if menu else None
        if button is None:
            raise HTTPException(404)
        if button.type in TAPPED:
            return sent(acts.tap(body.openid, button.key, button.name))
        return sent(acts.open_page(body.openid, button.url, button.name)) | {"open": button.url}

    @routes.post("/phone/picture", dependencies=ours)
    async def picture(request: Request, openid: str) -> Json:
        medium = media.add("image", await content(request))
        url = str(request.url_for("see", media_id=medium.id))
        return sent(acts.show_picture(openid, medium, url))

    @routes.post("/phone/voice", dependencies=ours)
    async def voice(openid: str, recording: Annotated[bytes, Depends(content)]) -> Json:
        try:
            amr = await asyncio.to_thread(to_amr, recording)
        except Unhearable as error:
            raise HTTPException(422, "no sound in it") from error
        return sent(acts.speak(openid, media.add("voice", amr), seconds_of(amr)))

    @routes.post("/phone/place", dependencies=ours)
    async def place(body: Placed) -> Json:
        degrees = f"{body.latitude:.6f}", f"{body.longitude:.6f}"
        return sent(acts.show_place(body.openid, *degrees, body.label))

    @routes.post("/phone/follow", dependencies=ours)
    async def follow(body: Followed) -> Json:
        citizen = platform.citizens.known(body.openid)
        if not body.follows:
            pushed = acts.leave(body.openid)
        else:
            pushed = (acts.scan if body.scene else acts.follow)(body.openid, body.scene)
        platform.keeping.save()
        return sent(pushed) | _told(platform, citizen)

    @routes.post("/phone/agree", dependencies=ours)
    async def agree(body: Agreed) -> Json:
        if body.template_id not in platform.account.subscriptions:
            raise HTTPException(404)
        citizen = platform.citizens.known(body.openid)
        return sent(acts.agree(body.openid, body.template_id)) | _told(platform, citizen)

    @routes.get("/phone/media/{media_id}", name="see")
    def see(media_id: str) -> Response:
        try:
            medium = media.get(media_id)
        except Refused as refused:
            raise HTTPException(404) from refused
        if medium.kind == "voice":
            return Response(to_wav(medium.content), media_type="audio/wav")
        return Response(medium.content, media_type=medium.type)

    routes.mount("/phone", StaticFiles(directory=FILES), name="files")
    return routes


def _told(platform: Platform, citizen: Citizen) -> Json:
    """Return what the page shows around the chat."""
    menu, now = platform.board.menu, platform.clock()
    return {
        "account": platform.account.name,
        "openid": citizen.openid,
        "nickname": citizen.nickname,
        "names": list(NAMES),
        "follows": citizen.follows,
        "typing": citizen.allowance.is_typing(now),
        "left": citizen.allowance.left(now),
        "menu": menu.model_dump(exclude_defaults=True)["button"] if menu else [],
        "subscriptions": list(platform.account.subscriptions),
        "agreed": [name for name, left in citizen.consents.items() if left > 0],
    }
