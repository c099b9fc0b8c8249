"""Does what the frames of a call page ask for, if whoever sends them may."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum

from core import call_wording
from core.calls import Attention, Call, CallSeat, Engine, Medium, Role, may_send
from core.errors import NotAllowedNow
from core.store.call_seats import CallSeatStore
from video_desk.call_audience import Audience, Event
from video_desk.call_doors import Colleague
from video_desk.call_forms import CallForms
from video_desk.call_frames import LONGEST_ID, LONGEST_SDP, LONGEST_WORDS, Frame
from video_desk.call_media import CallMedia
from video_desk.call_talk import CallTalk
from video_desk.calls import VideoCalls
from video_desk.supervising import Supervising
from video_desk.viewing import CallViewing

BEAT: Event = {"type": "beat"}  # says that the line is alive
LEG = "leg"  # kind of an offer that brings a stream to be recorded, nothing else
TARGET = re.compile(r"(microphone|camera|confirm|sign|photo|hang_up|field:[a-z][a-z0-9_]{0,63})")

Move = Callable[[Call, CallSeat, Frame], Awaitable[Event | None]]


class Way(StrEnum):
    """Name how a citizen confirms."""

    BUTTON = "button"
    KEY = "key"
    VOICE = "voice"


class CallMoves:
    """Take frames; what comes back is for the page that sent the frame."""

    def __init__(
        self,
        *,
        service: VideoCalls,
        supervising: Supervising,
        media: CallMedia,
        viewing: CallViewing,
        forms: CallForms,
        talk: CallTalk,
        seats: CallSeatStore,
        audience: Audience,
    ) -> None:
        """Take what the frames are for."""
        self._service = service
        self._supervising = supervising
        self._media = media
        self._viewing = viewing
        self._forms = forms
        self._talk = talk
        self._seats = seats
        self._audience = audience
        self._moves: Mapping[str, Move] = {
            "offer": self._offer,
            "answer": self._answer,
            "peer": self._peer,
            "media": self._medium,
            "leave": self._leave,
            "beat": self._beat,
            "say": self._say,
            "form": self._form,
            "item": self._item,
            "confirm": self._confirm,
            "unconfirm": self._unconfirm,
            "sign": self._sign,
            "submit": self._submit,
            "point": self._point,
            "snapshot_wanted": self._snapshot_wanted,
            "mask": self._mask,
            "consent": self._consent,
            "note": self._note,
            "attend": self._attend,
        }

    async def take(self, call: Call, seat: CallSeat, frame: Frame) -> Event | None:
        """Do it; ValueError: not of the protocol; NotAllowedNow: why not, in a sentence."""
        move = self._moves.get(frame.type)
        if move is None:
            raise ValueError(frame.type)
        if not may_send(seat.role, frame.type):
            raise NotAllowedNow(f"{seat.role} {frame.type}", call_wording.NOT_YOURS_TO_DO)
        return await move(call, seat, frame)

    async def _offer(self, call: Call, seat: CallSeat, frame: Frame) -> Event | None:
        sdp = frame.text("sdp", LONGEST_SDP)
        if frame.fields.get("kind") == LEG:
            if seat.role is not Role.AGENT:
                raise NotAllowedNow("leg", call_wording.NOT_YOURS_TO_DO)
            of = frame.text("seat", LONGEST_ID)
            return {
                "type": "answer",
                "sdp": await self._media.leg(call, of, sdp),
                "kind": LEG,
                "seat": of,
            }
        answer = await self._media.offer(call, seat, sdp)
        if answer is None:
            return None
        shown = await self._viewing.offered(call, seat)
        return {"type": "answer", "sdp": answer} | ({} if shown is None else {"offer": shown})

    async def _answer(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        await self._viewing.answered(call, seat, frame.text("sdp", LONGEST_SDP))

    async def _peer(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        to, data = frame.text("to", LONGEST_ID), frame.signal()
        if call.engine is not Engine.PEER:
            raise NotAllowedNow(f"call {call.id} is forwarded", call_wording.BAD_FRAME)
        event = {"type": "peer", "from": seat.id, "data": data}
        await self._audience.one(call.id, to, event)

    async def _medium(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        await self._seats.carry(call.id, seat.id, frame.one_of("kind", Medium))
        await self._audience.seats_changed(call.id)

    async def _leave(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        del frame
        await self._service.leave(call, seat)

    async def _beat(self, call: Call, seat: CallSeat, frame: Frame) -> Event:
        """Answer, so that the page knows that its line is alive: no browser tells it in time."""
        del call, seat, frame
        return BEAT

    async def _say(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        text = frame.text("text", LONGEST_WORDS)
        await self._talk.say(call, seat, text, frame.text("message_id", LONGEST_ID))
        agrees = text.strip().rstrip("。！!") in call_wording.AGREEMENTS
        form = await self._forms.shown(call.id, seat.id) if agrees else None
        if seat.role is Role.CITIZEN and form is not None and form.get("state") == "confirmable":
            await self._forms.confirm(call.id, seat.id, Way.VOICE.value)

    async def _form(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        operation, field = frame.text("op", LONGEST_ID), frame.text("field", LONGEST_ID)
        if operation == "lock":
            await self._forms.lock(call.id, seat.id, field)
        elif operation == "unlock":
            await self._forms.unlock(call.id, seat.id, field)
        elif operation == "set":
            value = frame.text("value", LONGEST_WORDS, empty=True)
            await self._forms.set(call.id, seat.id, field, value, frame.whole("version"))
        else:
            raise ValueError(operation)

    async def _item(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        await self._forms.choose(call.id, seat.id, frame.text("code", LONGEST_ID))

    async def _confirm(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        await self._forms.confirm(call.id, seat.id, frame.one_of("way", Way).value)

    async def _unconfirm(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        del frame
        await self._forms.unconfirm(call.id, seat.id)

    async def _sign(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        await self._forms.sign(call.id, seat.id, frame.picture())

    async def _submit(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        del frame
        await self._forms.submit(call.id, seat.id, seat.name)

    async def _point(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        target = frame.text("target", LONGEST_ID + len("field:"))
        if not TARGET.fullmatch(target):
            raise ValueError("point: no such control")
        event = {"type": "point", "target": target}
        await self._audience.all(call.id, event, but=seat.id)

    async def _snapshot_wanted(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        del seat
        event = {"type": "snapshot_wanted", "kind": frame.optional("kind", LONGEST_ID)}
        await self._audience.one(call.id, Role.CITIZEN.value, event)

    async def _mask(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        event = {"type": "mask", "on": frame.flag("on")}
        await self._audience.all(call.id, event, but=seat.id)

    async def _consent(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        del seat
        await self._media.consent(call, agreed=frame.flag("recording"))

    async def _note(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        if seat.staff is not None:
            text = frame.text("text", 4 * LONGEST_WORDS, empty=True)
            await self._talk.note(call, seat.staff, text)

    async def _attend(self, call: Call, seat: CallSeat, frame: Frame) -> None:
        if seat.staff is not None:
            colleague = Colleague(seat.staff, seat.name)
            mode = frame.one_of("mode", Attention).value
            await self._supervising.attend(call.id, colleague, mode)
