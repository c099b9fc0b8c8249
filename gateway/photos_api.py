"""Serves photographs of documents: hand one in, look at it, delete it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Query, Request, Response
from fastapi.responses import JSONResponse

from core import photo_wording
from core.answer_json import answer_to_json
from core.conversation import Conversation
from core.errors import NotAuthorised, NotFound
from core.photo_refusal import PhotoRefused
from core.photo_taking import PhotoTaking
from core.photos import DocumentKind, Photo
from core.store import ConversationStore
from core.store.photos import PhotoStore
from core.stretches import door
from gateway.api import Bearer, Json
from gateway.own_conversation import bearer, own_conversation
from gateway.problems import problem
from gateway.staff import DESK, StaffDoor
from integrations.photographs.files import PhotoFiles
from integrations.photographs.image_check import checked

Staff = Annotated[str | None, Cookie(alias="yibao_staff")]


@dataclass(frozen=True, slots=True)
class PhotoParts:
    """Hold what the photographs' routes use."""

    taking: PhotoTaking
    photos: PhotoStore
    files: PhotoFiles
    conversations: ConversationStore
    staff: StaffDoor
    now: Callable[[], datetime]


def photo_routes(parts: PhotoParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")
    one_at_a_time = asyncio.Lock()  # a picture of 40 megapixels takes 160 MB while it is decoded

    async def mine(conversation_id: str, authorization: str) -> Conversation:
        return await own_conversation(parts.conversations, conversation_id, authorization)

    async def my_photo(photo_id: str, authorization: str) -> Photo:
        bearer(authorization)  # who shows nothing learns nothing
        photo = await parts.photos.photo(photo_id)
        try:
            await mine(photo.conversation_id, authorization)
        except NotAuthorised as error:
            raise NotFound(f"photo {photo_id}") from error
        return photo

    @api.post("/conversations/{conversation_id}/photos", status_code=201, response_model=None)
    async def hand_in(
        conversation_id: str,
        request: Request,
        authorization: Bearer = "",
        material: Annotated[str | None, Query(min_length=1, max_length=128)] = None,
        kind: DocumentKind | None = None,
    ) -> Json | JSONResponse:
        """Hand in a photograph; `reply` is null while a person serves the citizen."""
        conversation = await mine(conversation_id, authorization)
        if not request.headers.get("content-type", "").startswith("image/"):
            return problem(415, "not-an-image", photo_wording.NOT_A_PICTURE)
        data = await request.body()
        try:
            async with one_at_a_time:
                image = await asyncio.to_thread(checked, data)
            with door(conversation.channel):
                taken = await parts.taking.take(conversation, image, kind=kind, material=material)
        except PhotoRefused as refused:
            return problem(429 if refused.later else 422, "photo-refused", refused.sentence)
        answer = taken.answer
        said = {"reply": None, "turn": None} if answer is None else answer_to_json(answer)
        return {"photo": photo_json(taken.photo), **said}

    @api.get("/conversations/{conversation_id}/photos")
    async def photos(conversation_id: str, authorization: Bearer = "", staff: Staff = None) -> Json:
        """Return the photographs of a conversation to its owner or to staff, oldest first."""
        if authorization:
            await mine(conversation_id, authorization)
        else:
            await parts.staff.who(staff, DESK)
        kept = await parts.photos.of_conversation(conversation_id)
        return {"photos": [photo_json(photo) for photo in kept]}

    @api.get("/photos/{photo_id}")
    async def look(photo_id: str, authorization: Bearer = "", staff: Staff = None) -> Response:
        """Return the picture to its owner, or to staff, whose every look is recorded."""
        if authorization:
            photo = await my_photo(photo_id, authorization)
        else:
            member = await parts.staff.who(staff, DESK)
            photo = await parts.photos.photo(photo_id)
            await parts.photos.note_look(photo, member.name, parts.now())
        jpeg = await parts.files.read(photo.id)
        return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    @api.delete("/photos/{photo_id}", status_code=204)
    async def delete(photo_id: str, authorization: Bearer = "") -> Response:
        """Delete a photograph that was not handed in with an application yet."""
        photo = await my_photo(photo_id, authorization)
        await parts.photos.delete(photo.id, parts.now())
        await parts.files.delete(photo.id)
        return Response(status_code=204)

    return api


def photo_json(photo: Photo) -> Json:
    """Return what a page shows of a photograph; what was read is in the answer."""
    return {
        "id": photo.id,
        "kind": photo.reading.kind.value,
        "material": photo.material,
        "at": photo.at.isoformat(),
    }
