"""Serves a media process to the gateway: python -m video_desk.media --socket PATH --folder PATH."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from video_desk.media.places import Attention, Role, Seat
from video_desk.media.service import MediaService

SWEEP_EVERY = 10.0  # seconds
LOOK_EVERY = 1.0  # seconds
ALIVE_EVERY = 5.0  # seconds: an event stream that is silent for longer is broken


class Body(BaseModel):
    """Be the root of all request bodies."""

    model_config = ConfigDict(extra="forbid")


class Joining(Body):
    """Take a seat."""

    role: Role
    attention: Attention = Attention.BARGE
    sdp: str = Field(max_length=100_000)


class Attending(Body):
    """Change how a supervisor takes part."""

    attention: Attention


class Recorded(Body):
    """Say whether the room is to be recorded."""

    wanted: bool


def make_server(service: MediaService) -> FastAPI:
    """Return the application; it listens on a Unix socket that only we can open."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app

        async def sweep() -> None:
            while True:
                await asyncio.sleep(SWEEP_EVERY)
                await service.sweep()

        async def look() -> None:
            while True:
                await asyncio.sleep(LOOK_EVERY)
                service.look()

        chores = [asyncio.create_task(chore(), name=chore.__name__) for chore in (sweep, look)]
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await service.close_all()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/rooms/{room}/seats/{seat}")
    async def join(room: str, seat: str, body: Joining) -> dict[str, str]:
        try:
            return {
                "sdp": await service.join(room, Seat(seat, body.role, body.attention), body.sdp)
            }
        except ValueError as error:  # aiortc's errors of SDP are ValueErrors, too
            raise HTTPException(422, str(error)) from error

    @app.patch("/rooms/{room}/seats/{seat}", status_code=204)
    async def attend(room: str, seat: str, body: Attending) -> Response:
        await service.attend(room, Seat(seat, Role.SUPERVISOR, body.attention))
        return Response(status_code=204)

    @app.delete("/rooms/{room}/seats/{seat}", status_code=204)
    async def leave(room: str, seat: str) -> Response:
        await service.leave(room, seat)
        return Response(status_code=204)

    @app.put("/rooms/{room}/recording", status_code=204)
    async def record(room: str, body: Recorded) -> Response:
        service.record(room, wanted=body.wanted)
        return Response(status_code=204)

    @app.get("/rooms/{room}")
    async def streams(room: str) -> dict[str, object]:
        return {
            seat: {kind: asdict(stream) for kind, stream in kinds.items()}
            for seat, kinds in service.streams(room).items()
        }

    @app.get("/rooms/{room}/voices")
    async def voices(room: str) -> StreamingResponse:
        return StreamingResponse(
            service.voices(room).packets(ALIVE_EVERY), media_type="application/octet-stream"
        )

    @app.delete("/rooms/{room}")
    async def close(room: str) -> dict[str, object]:
        return {"files": list(await service.close(room))}

    @app.get("/load")
    async def load() -> dict[str, float]:
        return service.load()

    @app.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(_lines(service), media_type="application/x-ndjson")

    return app


async def _lines(service: MediaService) -> AsyncIterator[str]:
    """Yield what happens in the rooms, a JSON object a line; empty ones show that we live."""
    queue = service.follow()
    try:
        while True:
            try:
                async with asyncio.timeout(ALIVE_EVERY):
                    event: Mapping[str, str] = await queue.get()
            except TimeoutError:
                event = {}
            yield json.dumps(event) + "\n"
    finally:
        service.events.discard(queue)
