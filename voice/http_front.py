"""Speaks with the gateway over loopback HTTP and WebSocket; fulfils Front."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException

from core import queue_wording, wording
from core.answer_json import answer_from_json
from core.catalogue import Catalogue
from core.errors import EngineUnavailable, NotAllowedNow, NotAuthorised, NotFound
from core.form_fields import GUARDIAN
from core.messages import Answer
from core.service_items import Field
from core.stretches import Stretch, stretch
from core.turn_names import TURN, TURN_HEADER, continuing
from core.versions import SWITCHES
from voice.front import (
    AgentSaid,
    Announced,
    FrontEvent,
    Noticed,
    Placed,
    Said,
    Session,
    Slot,
    Staged,
    SystemSaid,
)
from voice.published import Published
from voice.sayable import reply_aloud

logger = logging.getLogger(__name__)

TRIES = 3  # of one message; the gateway answers one message id once
TRY_AGAIN_AFTER = 0.3  # seconds
SOONEST, LATEST = 0.5, 8.0  # seconds before a lost stream is opened again
TOKEN_NOT_VALID = 4401  # close code of the stream
GREETING_SEQ = 1  # the number of the greeting's line: only what comes later is told
_SECRET = "X-Phone-Secret"  # noqa: S105 - the name of the header, not its value
# What the call itself says when it happens.
_SAID_ANYWAY = frozenset({wording.AGENT_LEFT, queue_wording.LEFT, queue_wording.LEFT_FOR_CALL})
_JOINED = re.compile(re.escape(wording.AGENT_JOINED).replace(r"\{name\}", ".*"))

FieldOf = Callable[[str | None, str, Sequence[str]], Field | None]


class HttpFront:
    """Be the gateway, as the phone process reaches it."""

    def __init__(
        self, client: httpx.AsyncClient, *, base_url: str, secret: str, field_of: FieldOf
    ) -> None:
        """Take the client (with its timeouts), the gateway's address, and the shared secret.

        `field_of` finds a field by item name, key, and the choices that were offered.
        """
        self._client = client
        self._base = base_url.rstrip("/")
        self._secret = {_SECRET: secret}
        self._field_of = field_of

    async def begin(self, caller: str, called: str) -> Session:
        """Open a conversation for a caller ("" when withheld)."""
        data = await self._phone("POST", "", {"caller": caller[:32], "called": called[:32]})
        return Session(
            conversation_id=str(data["conversation_id"]),
            token=str(data["token"]),
            greeting=str(data["greeting"]),
            pace=float(str(data["pace"])),
            staffed=data["staffed"] is True,
            recording_allowed=data["recording_allowed"] is True,
            extensions={str(k): str(v) for k, v in _object(data["extensions"]).items()},
            notice=str(data.get("notice") or ""),
        )

    async def say(
        self, session: Session, text: str, message_id: str, confidence: float | None = None
    ) -> Said:
        """Return the answer to what was said; the same `message_id` is answered once."""
        path = f"/api/v1/conversations/{session.conversation_id}/messages"
        headers = {"Authorization": f"Bearer {session.token}"}
        body = {"text": text, "message_id": message_id, "heard": confidence}
        with continuing(""), stretch(Stretch.PHONE):
            for left in reversed(range(TRIES)):
                try:
                    data = await self._asked("POST", path, headers, body)
                    break
                except EngineUnavailable:
                    if not left:
                        raise
                    await asyncio.sleep(TRY_AGAIN_AFTER)
        if data["reply"] is None:
            return Said("", relayed=True)
        return self._said(answer_from_json(data))

    async def events(self, session: Session) -> AsyncIterator[FrontEvent]:
        """Yield what happens beside the answers; a lost stream is opened again."""
        address = re.sub("^http", "ws", self._base)
        url = f"{address}/api/v1/conversations/{session.conversation_id}/stream"
        last, wait, is_first = GREETING_SEQ, SOONEST, True
        while True:
            try:
                async with connect(url) as socket:
                    hello = {"type": "hello", "token": session.token, "last": last}
                    await socket.send(json.dumps(hello))
                    async for data in _frames(socket):
                        last = max(last, int(str(data.get("seq") or 0)))
                        for event in self._events_of(data, is_first=is_first):
                            yield event
                        is_first, wait = False, SOONEST
                    if socket.close_code == TOKEN_NOT_VALID:
                        return
            except (OSError, TimeoutError, InvalidHandshake, WebSocketException) as error:
                logger.warning("stream lost: %s", type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(LATEST, wait * 2)

    async def pace(self, session: Session, pace: float) -> None:
        """Remember how fast this caller is spoken to, in characters a second."""
        await self._phone("PATCH", f"/{session.conversation_id}", {"pace": round(pace, 3)})

    async def consent(self, session: Session, recording: bool) -> None:
        """Remember whether the caller agreed to be recorded."""
        body = {"recording_consent": recording}
        await self._phone("PATCH", f"/{session.conversation_id}", body)

    async def slots(self, session: Session) -> Sequence[Slot]:
        """Return the times at which somebody can call back, earliest first."""
        data = await self._phone("GET", f"/{session.conversation_id}/slots", None)
        return [
            Slot(
                datetime.fromisoformat(str(slot["starts"])),
                datetime.fromisoformat(str(slot["ends"])),
                str(slot["spoken"]),
            )
            for slot in map(_object, _list(data["slots"]))
        ]

    async def book_call_back(self, session: Session, slot: Slot, number: str) -> str:
        """Book a call-back; NotAllowedNow if that time was taken meanwhile."""
        body = {"number": number, "starts": slot.starts.isoformat()}
        data = await self._phone("POST", f"/{session.conversation_id}/call-backs", body)
        return str(data["spoken"])

    async def leave_queue(self, session: Session) -> None:
        """Let the caller wait for a person no more; NotAllowedNow if one is there already."""
        path = f"/api/v1/conversations/{session.conversation_id}/queue"
        await self._asked("DELETE", path, {"Authorization": f"Bearer {session.token}"}, None)

    async def published(self, known: str) -> Published | None:
        """Return all that the release in service can be answered with; None if it is `known`."""
        data = await self._phone("GET", f"/answers?known={known}", None)
        answers = [_object(one) for one in _list(data["answers"])]
        if data["version"] == known:
            return None
        return Published(
            version=str(data["version"]),
            said=tuple(self._said(answer_from_json(one)) for one in answers),
            aloud=tuple(reply_aloud(_object(one["reply"])) for one in answers),
        )

    async def ended(self, session: Session, why: str, seconds: int) -> None:
        """Tell that the call is over."""
        body = {"why": why[:32], "seconds": float(seconds)}
        await self._phone("POST", f"/{session.conversation_id}/end", body)

    async def _phone(
        self, method: str, path: str, body: Mapping[str, object] | None
    ) -> Mapping[str, object]:
        return await self._asked(method, f"/phone/calls{path}", self._secret, body)

    async def _asked(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Mapping[str, object] | None,
    ) -> Mapping[str, object]:
        try:
            answer = await self._client.request(
                method, self._base + path, headers=dict(headers), json=body
            )
            match answer.status_code:
                case 401 | 403:
                    raise NotAuthorised(path)
                case 404:
                    raise NotFound(path)
                case 409 | 422:
                    raise NotAllowedNow(path)
                case status if status >= 400:
                    raise EngineUnavailable("gateway")
            if turn := answer.headers.get(TURN_HEADER):
                TURN.set(turn)  # what is measured here belongs to it
            return _object(answer.json()) if answer.content else {}
        except (httpx.HTTPError, ValueError) as error:
            raise EngineUnavailable("gateway") from error

    def _said(self, answer: Answer) -> Said:
        reply, turn = answer.reply, answer.turn
        field = self._field_of(turn.item, turn.awaiting, reply.choices) if turn.awaiting else None
        return Said(
            spoken=reply.aloud(),
            choices=reply.choices,
            state=turn.state,
            status=reply.status,
            awaiting=turn.awaiting,
            kind=field.kind if field is not None else None,
            options=tuple(o.value for o in field.options) if field is not None else (),
            wants_human=reply.wants_human,
            rates=turn.rates,
            legal=turn.awaiting == GUARDIAN.key,  # why the law asks for it must be heard
            item=turn.item,
            switched=turn.persona if turn.intent == SWITCHES else None,
        )

    def _events_of(self, data: Mapping[str, object], *, is_first: bool) -> list[FrontEvent]:
        match data.get("type"):
            case "welcome":
                queue = data.get("queue")
                found: list[FrontEvent] = [_placed(_object(queue))] if queue is not None else []
                # At the beginning nobody is meant but the bot; later it may have changed unseen.
                return found if is_first else [*found, _staged(data)]
            case "queue":
                return [_placed(data)]
            case "stage":
                return [_staged(data)]
            case "agent":
                name = data.get("name")
                return [AgentSaid(str(data["text"]), str(name) if name is not None else None)]
            case "system":
                text = str(data["text"])
                known = text in _SAID_ANYWAY or _JOINED.fullmatch(text)
                return [] if known else [SystemSaid(text)]
            case "notice" if data.get("text"):
                return [Announced(str(data["text"]))]
            case "reply" if str(data.get("in_reply_to")).startswith("notice-"):
                return [Noticed(self._said(answer_from_json(data)))]
            case _:
                return []


def field_in(catalogue: Catalogue) -> FieldOf:
    """Return a finder of fields; of regional versions the one that offered these choices."""

    def field_of(item: str | None, key: str, choices: Sequence[str]) -> Field | None:
        if key == GUARDIAN.key:
            return GUARDIAN
        named = [i for i in (*catalogue.regional, *catalogue.items) if i.name == item]
        fields = [f for i in named for f in i.fields if f.key == key]
        offered = [f for f in fields if _begins(f, choices)]
        return next(iter(offered or reversed(fields)), None)

    return field_of


def _begins(field: Field, choices: Sequence[str]) -> bool:
    return bool(choices) and tuple(o.value for o in field.options[: len(choices)]) == tuple(choices)


async def _frames(socket: ClientConnection) -> AsyncIterator[Mapping[str, object]]:
    async for frame in socket:
        try:
            yield _object(json.loads(frame))
        except ValueError:
            logger.warning("a frame of the stream is no JSON object")


def _placed(data: Mapping[str, object]) -> Placed:
    minutes = data.get("minutes")
    return Placed(
        int(str(data["position"])),
        int(str(minutes)) if minutes is not None else None,
        data["open_now"] is True,
    )


def _staged(data: Mapping[str, object]) -> Staged:
    agent = data.get("agent")
    return Staged(str(data["stage"]), str(agent) if agent is not None else None)


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not a JSON list")
    return value
