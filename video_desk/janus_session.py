"""Speaks with one Janus server: a session, its handles, and what happens to them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from core.errors import EngineUnavailable

logger = logging.getLogger(__name__)

PLUGIN = "janus.plugin.videoroom"
ANSWER_WITHIN = 5.0  # seconds; Janus answers within a few milliseconds
BEAT_EVERY = 5.0  # seconds between two signs of life
LISTEN_FOR = 40.0  # seconds; Janus says something every 30
EVENTS_AT_ONCE = 20

Object = Mapping[str, object]


class JanusRefused(EngineUnavailable):
    """Say that Janus is there and does not do what we ask; `code` is its own."""

    def __init__(self, code: int, reason: str) -> None:
        """Take Janus's number and sentence."""
        super().__init__(f"Janus ({code}: {reason})")
        self.code = code


@dataclass(frozen=True, slots=True)
class Told:
    """Be what Janus tells of a handle: an answer, or something that happened to it."""

    handle: int
    kind: str  # webrtcup, media, hangup, detached, event ...
    data: Object  # of the plugin
    sdp: str | None = None
    sdp_type: str = ""  # offer, answer
    mid: str = ""  # of the stream that `media` is about
    is_receiving: bool = False


@dataclass
class JanusSession:
    """Hold one session; it is lost when Janus does not answer or has forgotten it."""

    http: httpx.AsyncClient  # at the root of the API, ending in /janus
    secret: str  # api_secret
    happened: Callable[[Told], None]  # for what nobody asked for
    lost: Callable[[], None]
    is_open: bool = False
    _path: str = ""
    _asked: dict[str, asyncio.Future[Told]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def open(self) -> None:
        """Begin the session, or raise EngineUnavailable."""
        answer = await self._post("", {"janus": "create"})
        self._path = f"/{_number(_object(answer.get('data')), 'id')}"
        self.is_open = True
        for work in (self._listen(), self._beat()):
            self._tasks.add(asyncio.create_task(work, name="Janus"))

    async def attach(self) -> int:
        """Return a new handle of the room plugin."""
        answer = await self._post(self._path, {"janus": "attach", "plugin": PLUGIN})
        return _number(_object(answer.get("data")), "id")

    async def ask(self, handle: int, body: Object, jsep: Object | None = None) -> Told:
        """Return what the plugin answers, at once or later; raise JanusRefused if it will not."""
        transaction = secrets.token_hex(8)
        later: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._asked[transaction] = later
        message = {"janus": "message", "transaction": transaction, "body": body}
        if jsep is not None:
            message["jsep"] = jsep
        try:
            answer = await self._post(f"{self._path}/{handle}", message)
            if answer.get("janus") == "ack":
                async with asyncio.timeout(ANSWER_WITHIN):
                    told = await later
            else:
                told = _told(answer)
        except TimeoutError as error:
            raise EngineUnavailable("Janus") from error
        finally:
            self._asked.pop(transaction, None)
        if "error_code" in told.data:
            raise JanusRefused(_number(told.data, "error_code"), str(told.data.get("error")))
        return told

    async def detach(self, handle: int) -> None:
        """Let go of a handle and its connection; one that is gone is gone."""
        with suppress(EngineUnavailable):
            await self._post(f"{self._path}/{handle}", {"janus": "detach"})

    async def close(self) -> None:
        """End the session with all its handles."""
        if self.is_open:
            self.is_open = False
            with suppress(EngineUnavailable):
                await self._post(self._path, {"janus": "destroy"})
        await self._end()

    async def _listen(self) -> None:
        query = {"maxev": str(EVENTS_AT_ONCE), "apisecret": self.secret}
        while True:
            try:
                answer = await self.http.get(self._path, params=query, timeout=LISTEN_FOR)
                answer.raise_for_status()
                messages = answer.json()
            except (httpx.HTTPError, ValueError) as error:
                return self._give_up(error)
            for message in messages if isinstance(messages, list) else [messages]:
                kind = _object(message).get("janus")
                if kind in {"error", "timeout"}:
                    return self._give_up(kind)
                if kind != "keepalive":
                    self._take(_object(message))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_EVERY)
            try:
                await self._post(self._path, {"janus": "keepalive"})
            except EngineUnavailable as error:
                return self._give_up(error)

    def _take(self, message: Object) -> None:
        later = self._asked.get(str(message.get("transaction")))
        if later is not None and not later.done():
            later.set_result(_told(message))
        elif "sender" in message:
            self.happened(_told(message))

    def _give_up(self, why: object) -> None:
        if self.is_open:
            logger.warning("Janus is lost: %s", why)
            self.is_open = False
            for later in self._asked.values():
                if not later.done():
                    later.set_exception(EngineUnavailable("Janus"))
            self.lost()

    async def _post(self, path: str, message: Object) -> Object:
        whole = {"transaction": secrets.token_hex(8), "apisecret": self.secret, **message}
        try:
            answer = await self.http.post(path, json=whole, timeout=ANSWER_WITHIN)
            answer.raise_for_status()
            said = _object(answer.json())
        except (httpx.HTTPError, ValueError) as error:
            self._give_up(error)
            raise EngineUnavailable("Janus") from error
        if said.get("janus") == "error":
            problem = _object(said.get("error"))
            refused = JanusRefused(_number(problem, "code"), str(problem.get("reason")))
            if refused.code == NO_SUCH_SESSION:
                self._give_up(refused)
            raise refused
        return said

    async def _end(self) -> None:
        here = asyncio.current_task()
        tasks = [task for task in self._tasks if task is not here]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


NO_SUCH_SESSION = 458


def _told(message: Object) -> Told:
    jsep = _object(message.get("jsep"))
    sdp = jsep.get("sdp")
    return Told(
        handle=_number(message, "sender"),
        kind=str(message.get("janus")),
        data=_object(_object(message.get("plugindata")).get("data")),
        sdp=sdp if isinstance(sdp, str) else None,
        sdp_type=str(jsep.get("type", "")),
        mid=str(message.get("mid", "")),
        is_receiving=message.get("receiving") is True,
    )


def _object(value: object) -> Object:
    return value if isinstance(value, Mapping) else {}


def _number(value: Object, name: str) -> int:
    found = value.get(name)
    return found if isinstance(found, int) else 0


def objects(value: object) -> Sequence[Object]:
    """Return the objects of a JSON list; none if it is no list."""
    return [_object(one) for one in value] if isinstance(value, list) else []
