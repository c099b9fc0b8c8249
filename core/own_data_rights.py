"""Carries out what citizens ask about their own data: withdraw, copy, correct, delete."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime

from core.errors import NotAllowedNow, NotFound
from core.hashing import hashed
from core.own_data import ANSWER_WITHIN, COPY_OPEN, Erased, OwnDataRequest, Right, Standing
from core.store.erasing import ErasingStore
from core.store.identity import IdentityStore
from core.store.own_data import OwnDataStore
from core.store.photos import PhotoStore
from core.store.push_choices import PushChoiceStore

EraseFile = Callable[[str], Awaitable[object]]
EraseRecordings = Callable[[str], Awaitable[int]]  # conversation -> how many files


class OwnData:
    """Do at once what needs nobody's judgement, and ask staff for the rest, with a promise."""

    def __init__(
        self,
        *,
        requests: OwnDataStore,
        erasing: ErasingStore,
        photos: PhotoStore,
        pushes: PushChoiceStore,
        identity: IdentityStore,
        erase_picture: EraseFile,
        erase_recordings: EraseRecordings,
        due_day: Callable[[date, int], date],
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, what erases files, and the calendar of working days."""
        self._requests = requests
        self._erasing = erasing
        self._photos = photos
        self._pushes = pushes
        self._identity = identity
        self._erase_picture = erase_picture
        self._erase_recordings = erase_recordings
        self._due_day = due_day
        self._now = now

    async def withdraw(self, conversation_id: str) -> OwnDataRequest:
        """Take back every consent: recommendations, recording, being known by one's face."""
        now = self._now()
        pushes = await self._pushes.switch_off(conversation_id, now)
        await self._identity.forget(conversation_id, now)
        kept, under_way = await self._erasing.accepted(conversation_id)
        outcome = {
            **await self._recording_ended(conversation_id),
            "pushes": int(pushes),
            "kept": kept,
            "under_way": under_way,
            "filmed": await self._erasing.filmed(conversation_id),
            "unsealed": await self._erasing.unsealed(conversation_id),
        }
        return await self._ask(conversation_id, Right.WITHDRAW, Standing.DONE, outcome)

    async def end_recording(self, conversation_id: str) -> OwnDataRequest:
        """Take back the yes to being recorded on the telephone, and nothing else."""
        outcome = await self._recording_ended(conversation_id)
        return await self._ask(conversation_id, Right.WITHDRAW, Standing.DONE, outcome)

    async def copy(self, conversation_id: str) -> tuple[OwnDataRequest, str]:
        """Return the request and the code that opens the copy; for a proven person only."""
        now = self._now()
        person = await self._identity.person(conversation_id, now)
        if person is None:
            raise NotAllowedNow(f"nobody is proven in {conversation_id}")
        request = await self._ask(conversation_id, Right.COPY, Standing.DONE, {})
        code = secrets.token_urlsafe(32)
        until = now + COPY_OPEN
        await self._requests.lend_copy(request.number, hashed(code), person.id_number, until)
        return request, code

    async def correct(self, conversation_id: str, words: str) -> OwnDataRequest:
        """Ask staff to put something right."""
        return await self._ask(conversation_id, Right.CORRECT, Standing.OPEN, {}, words)

    async def delete(self, conversation_id: str) -> OwnDataRequest:
        """Erase what no law keeps; what was accepted is kept, and staff look at it once more."""
        erased = await self._erase(conversation_id)
        is_left = erased.kept or erased.filmed or erased.unsealed
        standing = Standing.OPEN if is_left else Standing.DONE
        return await self._ask(conversation_id, Right.DELETE, standing, erased.counts())

    async def request(self, number: str, conversation_id: str) -> OwnDataRequest:
        """Return a request of this very conversation, or raise NotFound."""
        request = await self._requests.request(number)
        if request.conversation_id != conversation_id:
            raise NotFound(f"request {number}")
        return request

    async def of_conversation(self, conversation_id: str) -> Sequence[OwnDataRequest]:
        """Return what was asked for in a conversation, newest first."""
        return await self._requests.of_conversation(conversation_id)

    async def _recording_ended(self, conversation_id: str) -> dict[str, int]:
        recording = await self._erasing.end_recording(conversation_id, self._now())
        recordings = await self._erase_recordings(conversation_id)
        return {"recording": int(recording), "recordings": recordings}

    async def _erase(self, conversation_id: str) -> Erased:
        now = self._now()
        # What was said and filled in is an exhibit of a video call, made when it is sealed.
        unsealed = await self._erasing.unsealed(conversation_id)
        drafts = 0 if unsealed else await self._erasing.erase_drafts(conversation_id, now)
        photos = 0
        for photo in await self._photos.of_conversation(conversation_id):
            try:
                await self._photos.delete(photo.id, now)
            except NotAllowedNow:  # it belongs to an application that was accepted
                continue
            await self._erase_picture(photo.id)
            photos += 1
        recordings = await self._erase_recordings(conversation_id)
        kept, under_way = await self._erasing.accepted(conversation_id)
        await self._pushes.switch_off(conversation_id, now)
        await self._identity.forget(conversation_id, now)
        lines = 0 if unsealed else await self._erasing.erase_words(conversation_id, now)
        filmed = await self._erasing.filmed(conversation_id)
        return Erased(lines, drafts, photos, recordings, kept, under_way, filmed, unsealed)

    async def _ask(
        self,
        conversation_id: str,
        right: Right,
        standing: Standing,
        outcome: dict[str, int],
        words: str = "",
    ) -> OwnDataRequest:
        now = self._now()
        due = self._due_day(now.date(), ANSWER_WITHIN)
        return await self._requests.ask(
            conversation_id, right, now, due, standing=standing, outcome=outcome, words=words
        )
