"""Is a server that speaks OpenAI's chat completions, says what it is told and can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

KEY = "sk-test"
MODEL = "qwen-small"


class Fault(StrEnum):
    """Name how the server goes wrong."""

    NONE = "none"
    SERVER_ERROR = "server error"
    NO_CHOICES = "no choices"
    CHOICES_MISSING = "choices missing"
    NOT_JSON = "not JSON"
    NOT_AN_OBJECT = "not an object"
    NULL_CONTENT = "null content"
    PARTS = "content in parts"


class Said(BaseModel):
    """Be one message of the talk."""

    role: Literal["system", "user", "assistant"]
    content: str = Field(min_length=1)


class Asked(BaseModel, extra="forbid"):
    """Be the body of a request, as the protocol defines it (platform.openai.com, chat)."""

    model: str
    messages: list[Said] = Field(min_length=1)
    temperature: float = Field(default=1, ge=0, le=2)
    max_tokens: int | None = Field(default=None, ge=1)


@dataclass(slots=True)
class Plan:
    """Hold what is answered next."""

    words: str
    fault: Fault = Fault.NONE


class FakeLanguageModel:
    """Answer POST /v1/chat/completions, and remember every request that was in order."""

    def __init__(self, words: str, fault: Fault = Fault.NONE, *, key: str = "") -> None:
        self.plan = Plan(words, fault)
        self.asked: list[Asked] = []
        self.requests = 0  # wrong ones included
        self.app = FastAPI()
        self._key = key
        self.app.add_api_route("/v1/chat/completions", self._complete, methods=["POST"])

    def client(self) -> httpx.AsyncClient:
        """Return a client that reaches this server and no other."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.app))

    async def _complete(self, request: Request) -> Response:
        self.requests += 1
        if self._key and request.headers.get("authorization") != f"Bearer {self._key}":
            return _refused(401, "Incorrect API key provided")
        asked = Asked.model_validate(await request.json())
        if asked.model != MODEL:
            return _refused(404, f"The model {asked.model} does not exist")
        self.asked.append(asked)
        return self._faulty() or JSONResponse(self._completion(self.plan.words))

    def _faulty(self) -> Response | None:
        """Return what a server that goes wrong would send, None if all is well."""
        match self.plan.fault:
            case Fault.SERVER_ERROR:
                return _refused(500, "The server had an error")
            case Fault.NOT_JSON:
                return PlainTextResponse("<html>502 Bad Gateway</html>")
            case Fault.NOT_AN_OBJECT:
                return JSONResponse([])
            case Fault.NO_CHOICES:
                return JSONResponse(self._completion("") | {"choices": []})
            case Fault.CHOICES_MISSING:
                return JSONResponse({"id": "1", "object": "chat.completion"})
            case Fault.NULL_CONTENT:
                return JSONResponse(self._completion(None))
            case Fault.PARTS:
                return JSONResponse(self._completion([{"type": "text", "text": self.plan.words}]))
        return None

    def _completion(self, content: object) -> dict[str, object]:
        """Return the body of an answer."""
        return {
            "id": f"chatcmpl-{self.requests}",
            "object": "chat.completion",
            "created": 1_790_000_000,
            "model": MODEL,
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": content},
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 200, "completion_tokens": 40, "total_tokens": 240},
        }


class StallingTransport(httpx.AsyncBaseTransport):
    """Be a connection over which nothing comes, and remember how long it was waited for."""

    def __init__(self, error: type[httpx.TransportError] = httpx.ReadTimeout) -> None:
        self.waited: list[object] = []
        self._error = error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Give up as httpx does when the time is over."""
        self.waited.append(request.extensions["timeout"]["read"])
        raise self._error("nothing came", request=request)


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": "error"}}, status)
