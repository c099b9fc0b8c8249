"""Serves media, the menu, and what the account may know of a citizen."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter

from integrations.wechat_simulator.menus import MenuBody, check_menu
from integrations.wechat_simulator.platform import Platform
from integrations.wechat_simulator.refusals import Refused, said
from integrations.wechat_simulator.requests_read import body, query, uploaded

Json = dict[str, object]
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "audio/amr": "amr",
    "audio/mp3": "mp3",
}


def account_routes(platform: Platform) -> APIRouter:
    """Return the routes."""
    routes, board, check = APIRouter(prefix="/cgi-bin"), platform.board, platform.tokens.check
    menus = TypeAdapter(MenuBody)

    @routes.post("/media/upload")
    async def upload(request: Request) -> Json:
        token, kind = query(request, "access_token", "type")
        check(token)
        medium = platform.media.add(kind, await uploaded(request))
        named = "thumb_media_id" if kind == "thumb" else "media_id"
        return {"type": kind, named: medium.id, "created_at": int(medium.created)}

    @routes.get("/media/get")
    async def download(request: Request) -> Response:
        token, media_id = query(request, "access_token", "media_id")
        check(token)
        try:
            medium = platform.media.get(media_id)
        except Refused as refused:
            # The platform calls this JSON plain text, so nobody may go by the type.
            answer = JSONResponse(said(refused.code), media_type="text/plain")
            platform.faults.refusals[str(refused.code)] += 1
            return answer
        if medium.kind == "video":
            return JSONResponse({"video_url": str(request.url_for("see", media_id=media_id))})
        name = f"{medium.id}.{ENDINGS.get(medium.type, 'bin')}"
        headers = {"Content-disposition": f'attachment; filename="{name}"'}
        return Response(medium.content, media_type=medium.type, headers=headers)

    @routes.post("/menu/create")
    async def create(request: Request) -> Json:
        check(*query(request, "access_token"))
        menu = await body(request, menus)
        check_menu(menu)
        board.menu = menu
        platform.keeping.save()
        return said(0)

    @routes.get("/menu/get")
    async def get(request: Request) -> Json:
        check(*query(request, "access_token"))
        if board.menu is None:
            raise Refused(46003)
        return {"menu": board.menu.model_dump(exclude_defaults=True)}

    @routes.get("/menu/delete")
    async def delete(request: Request) -> Json:
        check(*query(request, "access_token"))
        board.menu = None
        platform.keeping.save()
        return said(0)

    @routes.get("/user/info")
    async def info(request: Request) -> Json:
        token, openid, language = query(request, "access_token", "openid", "lang")
        check(token)
        citizen = platform.citizens.known(openid)
        if not citizen.follows:
            return {"subscribe": 0, "openid": openid}
        # Since December 2021 neither a name nor a picture is told here.
        return {
            "subscribe": 1,
            "openid": openid,
            "language": language or "zh_CN",
            "subscribe_time": citizen.followed_at,
            "remark": "",
            "groupid": 0,
            "tagid_list": [],
            "subscribe_scene": "ADD_SCENE_QR_CODE",
            "qr_scene": 0,
            "qr_scene_str": "",
        }

    return routes
