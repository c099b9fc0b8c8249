"""Lets everybody in a call fill one form together; what changes is told to all its pages."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from core import shared_form_wording as say
from core.calls import Call, CallSeat, CallState, Role
from core.catalogue import Catalogue
from core.contracts import PhotoTaker
from core.errors import NotAllowedNow, NotFound
from core.form_fields import Form, form_for
from core.shared_form import SharedForm, Way
from core.shared_form_json import form_json, locks_json, seen_by
from core.shared_form_moves import (
    confirmed,
    edited,
    locked,
    may_write,
    prefilled,
    signed,
    unconfirmed,
    unlocked,
)
from core.store import ConversationStore, PhotoStore
from core.store.call_seats import CallSeatStore
from core.store.shared_forms import Changed, Decide, Noted, SharedFormStore
from core.store.video_calls import VideoCallStore
from video_desk.exhibits import Exhibits
from video_desk.form_events import Event, after_edit, in_words, whole, written
from video_desk.form_filing import FormFiling
from video_desk.form_opening import FormOpening
from video_desk.signature import checked

Tell = Callable[[str, str, Event], Awaitable[None]]  # (call, seat, event)


class SharedForms:
    """Fulfil CallForms: one form in each call, which is the citizen's application itself.

    Every method raises NotAllowedNow, with a sentence for whoever tried, if it is refused. Those
    that change something tell it to every seat and return what they told, not masked.
    """

    def __init__(
        self,
        *,
        forms: SharedFormStore,
        calls: VideoCallStore,
        seats: CallSeatStore,
        catalogue: Catalogue,
        opening: FormOpening,
        filing: FormFiling,
        photos: PhotoStore,
        taker: PhotoTaker,
        conversations: ConversationStore,
        exhibits: Exhibits,
        tell: Tell,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, who begins and files applications, and who reaches a page."""
        self._forms = forms
        self._calls = calls
        self._seats = seats
        self._catalogue = catalogue
        self._opening = opening
        self._filing = filing
        self._photos = photos
        self._taker = taker
        self._conversations = conversations
        self._exhibits = exhibits
        self._tell = tell
        self._now = now

    async def shown(self, call_id: str, seat: str) -> Event | None:
        """Return the form as that seat may see it; None: no item is open."""
        call = await self._calls.call(call_id)
        who = await self._seat(call_id, seat)
        if call.state is CallState.ENDED:  # what the citizen does afterwards is not of this call
            forms = await self._forms.of_call(call_id)
            shared = forms[-1] if forms else None
        else:
            shared = await self._opened(call, who)
        if shared is None:
            return None
        return seen_by(form_json(self._form(shared), shared, self._now()), who)

    async def lock(self, call_id: str, seat: str, field: str) -> Sequence[Event]:
        """Keep a field for one seat while somebody types, 30 s at a time."""
        now = self._now()
        return await self._locking(
            call_id, seat, lambda form, shared, who: locked(form, shared, who, field, now)
        )

    async def unlock(self, call_id: str, seat: str, field: str) -> Sequence[Event]:
        """Let a field go."""
        return await self._locking(
            call_id, seat, lambda _form, shared, who: unlocked(shared, who, field)
        )

    async def set(
        self, call_id: str, seat: str, field: str, value: str, version: int
    ) -> Sequence[Event]:
        """Write a field as somebody typed it, who saw the form in that version.

        A value that breaks a rule is not taken: the field says what is wrong and keeps what it had.
        """
        call, who = await self._who(call_id, seat)
        now = self._now()
        changed = await self._change(
            call,
            who,
            lambda form, shared: edited(form, shared, who, field, value, version, now),
            lambda after: (written(after, field), {"field": field}),
        )
        return await self._told(call_id, after_edit(changed, field, now))

    async def choose(self, call_id: str, seat: str, code: str) -> Sequence[Event]:
        """Open an item, if none is."""
        call, who = await self._who(call_id, seat)
        await self._opening.open(call, who, code)
        return await self._told(call_id, [await self._whole(call)])

    async def confirm(self, call_id: str, seat: str, way: str) -> Sequence[Event]:
        """Take the citizen's yes to the form as it is now; way: button, key, voice."""
        call, who = await self._who(call_id, seat)
        if way not in {w.value for w in Way}:
            raise NotAllowedNow(say.CONFIRM_FIRST)
        now = self._now()
        changed = await self._change(
            call,
            who,
            lambda form, shared: confirmed(form, shared, who, Way(way), now),
            lambda _after: ("form_confirmed", {"way": way}),
        )
        event = {"type": "confirmed", "by": who.name, "way": way, "at": now.isoformat()}
        return await self._told(call_id, [event, whole(changed, now)])

    async def unconfirm(self, call_id: str, seat: str) -> Sequence[Event]:
        """Take the citizen's yes back."""
        call, who = await self._who(call_id, seat)
        now = self._now()
        changed = await self._change(
            call,
            who,
            lambda _form, shared: unconfirmed(shared, who, now),
            lambda _after: ("form_unconfirmed", {}),
        )
        event = {"type": "unconfirmed", "why": say.TAKEN_BACK}
        return await self._told(call_id, [event, whole(changed, now)])

    async def sign(self, call_id: str, seat: str, png: bytes) -> Sequence[Event]:
        """Take the citizen's signature under what they agreed to; a PNG of 200 KB at most."""
        call, who = await self._who(call_id, seat)
        now = self._now()
        shared = await self._forms.form(call_id, call.conversation_id)
        if shared is None:
            raise NotAllowedNow(say.NO_FORM)
        signed(self._form(shared), shared, who, "", "", now)  # refused before anything is kept
        picture = await asyncio.to_thread(checked, png)
        file = "signature.png" if shared.place == 1 else f"signature-{shared.place}.png"
        await asyncio.to_thread(self._exhibits.write, call_id, file, picture)
        sha256 = hashlib.sha256(picture).hexdigest()
        changed = await self._change(
            call,
            who,
            lambda form, current: signed(form, current, who, sha256, file, now),
            lambda _after: ("form_signed", {"signature": sha256}),
        )
        event = {"type": "signed", "at": now.isoformat()}
        return await self._told(call_id, [event, whole(changed, now)])

    async def submit(self, call_id: str, seat: str, display_name: str) -> Sequence[Event]:
        """Hand the form in for the citizen; again gives the same receipt."""
        call, who = await self._who(call_id, seat)
        try:
            filed = await self._filing.file(call, who, display_name)
        except NotAllowedNow:
            await self._told(call_id, [await self._whole(call)])
            raise
        application, line = filed.application, filed.line
        receipt = {
            "type": "receipt",
            "number": application.number,
            "item": filed.form.name,
            "due": application.due.isoformat() if application.due is not None else None,
        }
        said = {
            "type": "line",
            "who": line.who,
            "name": None,
            "text": line.text,
            "at": line.at.isoformat(),
            "seq": line.seq,
        }
        return await self._told(call_id, [receipt, said, await self._whole(call)])

    async def photographed(self, call_id: str, seat: str, photo_id: str) -> Sequence[Event]:
        """Take a photograph as a paper of the form, and what stands on it into open fields."""
        call, who = await self._who(call_id, seat)
        before = await self._opened(call, who)
        if before is None:
            raise NotAllowedNow(say.NO_FORM)
        may_write(before, who, self._now())
        photo = await self._photos.photo(photo_id)
        if photo.conversation_id != call.conversation_id:
            raise NotFound(f"photo {photo_id}")
        conversation = await self._conversations.conversation(call.conversation_id)
        answer = await self._taker.take(conversation, photo)
        taken = await self._forms.form(call_id, call.conversation_id)
        if taken is None or f"photo:{photo_id}" not in taken.application.papers.values():
            raise NotAllowedNow(answer.reply.text.split("\n\n")[0] or say.PHOTO_NOT_TAKEN)
        now = self._now()
        changed = await self._change(
            call,
            who,
            lambda form, shared: prefilled(form, shared, who, now),
            lambda _after: ("form_photographed", {"photo": photo_id}),
        )
        events: list[Event] = [whole(changed, now)]
        if before.confirmed is not None and changed.after.confirmed is None:
            events.insert(0, {"type": "unconfirmed", "why": say.PHOTO_AFTER})
        return await self._told(call_id, events)

    async def edits(self, call_id: str) -> Sequence[tuple[datetime, str]]:
        """Return when what happened to the forms of a call, in words without values."""
        forms = {s.application.id: self._form(s) for s in await self._forms.of_call(call_id)}
        told = [
            (edit.at, in_words(forms[edit.application_id], edit))
            for edit in await self._forms.edits(call_id)
        ]
        return [(at, text) for at, text in told if text]

    async def _locking(
        self,
        call_id: str,
        seat: str,
        decide: Callable[[Form, SharedForm, CallSeat], SharedForm],
    ) -> Sequence[Event]:
        call, who = await self._who(call_id, seat)
        changed = await self._change(
            call, who, lambda form, shared: decide(form, shared, who), lambda _a: ("form_lock", {})
        )
        event = {"type": "locks", "locks": locks_json(changed.after, self._now())}
        return await self._told(call_id, [event])

    async def _change(self, call: Call, who: CallSeat, decide: Decide, noted: Noted) -> Changed:
        return await self._forms.change(
            call.id, call.conversation_id, who, decide, noted, self._now()
        )

    async def _opened(self, call: Call, who: CallSeat) -> SharedForm | None:
        """Return the form of the call; what the citizen fills is opened in it."""
        shared = await self._forms.form(call.id, call.conversation_id)
        if shared is not None:
            return shared
        return await self._forms.attach(call.id, call.conversation_id, who, self._now())

    async def _whole(self, call: Call) -> Event:
        shared = await self._forms.form(call.id, call.conversation_id)
        shown = form_json(self._form(shared), shared, self._now()) if shared is not None else None
        return {"type": "form", "form": shown}

    async def _told(self, call_id: str, events: Sequence[Event]) -> Sequence[Event]:
        for seat in await self._seats.seats(call_id):
            if seat.taken:
                for event in events:
                    await self._tell(call_id, seat.id, seen_by(event, seat))
        return events

    async def _who(self, call_id: str, seat: str) -> tuple[Call, CallSeat]:
        call = await self._calls.call(call_id)
        if call.state is CallState.ENDED:
            raise NotAllowedNow(say.CALL_OVER)
        return call, await self._seats.seat(call_id, seat)

    async def _seat(self, call_id: str, seat: str) -> CallSeat:
        """Return the seat; somebody unknown sees no more than a guest."""
        try:
            return await self._seats.seat(call_id, seat)
        except NotFound:
            return CallSeat(call_id, seat, Role.FAMILY, "", self._now())

    def _form(self, shared: SharedForm) -> Form:
        return form_for(self._catalogue, shared.application, self._now().date())
