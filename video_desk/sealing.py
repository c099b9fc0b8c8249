"""Gathers what a call leaves behind and seals it; may be done again at any time."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.calls import Call
from core.errors import EngineUnavailable, YibaoError
from core.store import ConversationStore
from core.store.calls import CallStore
from core.store.evidence import EvidenceStore
from core.store.video_calls import VideoCallStore
from video_desk.call_forms import CallForms
from video_desk.exhibits import Exhibits

logger = logging.getLogger(__name__)

# After a call: who recorded it and is not there by then has not been started again for a day.
GIVEN_UP_AFTER = timedelta(days=1)


class Sealing:
    """Seal the calls that have ended."""

    def __init__(
        self,
        *,
        calls: VideoCallStore,
        conversations: ConversationStore,
        consents: CallStore,
        evidence: EvidenceStore,
        exhibits: Exhibits,
        forms: CallForms,
        recordings: Path,
        now: Callable[[], datetime],
        complete: Callable[[str], Awaitable[object]],
    ) -> None:
        """Take the stores, and the folder in which the media processes record.

        `complete` closes the room of a call, be it again, so that its recordings are whole; it
        raises EngineUnavailable as long as somebody may still be writing them.
        """
        self._calls = calls
        self._conversations = conversations
        self._consents = consents
        self._evidence = evidence
        self._exhibits = exhibits
        self._forms = forms
        self._recordings = recordings
        self._now = now
        self._complete = complete

    async def step(self) -> None:
        """Seal every ended call that is not sealed: a restart in between loses none."""
        for call in await self._calls.unsealed():
            try:
                await self.seal(call)
            except (OSError, YibaoError) as error:  # one bad disk sector must not hold up the rest
                logger.warning("call %s is not sealed: %s", call.id, error)

    async def seal(self, call: Call) -> None:
        """Gather the exhibits of one call, seal them, and note it."""
        if await self._evidence.of_call(call.id) is None:
            # Whoever ended the call may not have closed its room yet, or died before.
            is_whole = await self._is_complete(call)
            form = await self._forms.shown(call.id, "agent")
            files = {
                "form.json": await self._form(call, form),
                "consents.json": await self._agreed(call),
                "conversation.json": await self._said(call),
            }
            if not is_whole:
                files["unfinished.json"] = {"recorder_awaited_until": in_utc(self._now())}
            await asyncio.to_thread(self._gather, call.id, files)
            listed = await asyncio.to_thread(self._exhibits.listed, call.id)
            number = form.get("number") if form is not None else None
            receipt = number if isinstance(number, str) else None
            await self._evidence.seal(call.id, receipt, listed, self._now())
            logger.info("call %s sealed, %d exhibits", call.id, len(listed))
        await self._calls.seal(call.id, self._now())

    async def _is_complete(self, call: Call) -> bool:
        """Close the room; tell whether its recordings are whole, or nobody can close it any more.

        Raise EngineUnavailable while whoever records it may come back.
        """
        try:
            await self._complete(call.id)
        except EngineUnavailable:
            if self._now() - (call.ended_at or call.opened_at) < GIVEN_UP_AFTER:
                raise
            logger.error("call %s is sealed as it was found: its recorder is gone", call.id)
            return False
        return True

    def _gather(self, call_id: str, files: Mapping[str, object]) -> None:
        for recording in sorted(self._recordings.glob(f"{call_id}-*.mkv")):
            self._exhibits.take(call_id, recording)
        for name, content in files.items():
            text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
            self._exhibits.write(call_id, name, text.encode())

    async def _form(self, call: Call, form: Mapping[str, object] | None) -> dict[str, object]:
        """Return the form and what happened to it, by seconds of the recording."""
        began = call.recording_since or call.live_at or call.opened_at
        edits = [
            {"at": round(max(0.0, (at - began).total_seconds()), 3), "text": text}
            for at, text in await self._forms.edits(call.id)
        ]
        return {**_in_utc(form or {"fields": []}), "edits": edits}

    async def _agreed(self, call: Call) -> Sequence[Mapping[str, object]]:
        return [
            {
                "kind": consent.kind,
                "given": consent.given,
                "version": consent.text_version,
                "sha256": consent.text_hash,
                "at": in_utc(consent.at),
            }
            for consent in await self._consents.consents_of(call.conversation_id)
        ]

    async def _said(self, call: Call) -> Sequence[Mapping[str, object]]:
        """Return what was said in the conversation up to the end of the call, masked as stored."""
        until = call.ended_at or self._now()
        return [
            {
                "seq": line.seq,
                "at": in_utc(line.at),
                "who": line.who,
                "name": line.name,
                "text": line.text,
            }
            for line in await self._conversations.lines_after(call.conversation_id, 0)
            if line.at <= until
        ]


def in_utc(moment: datetime) -> str:
    """Write a moment as evidence has it: all of it in one zone, so that it can be compared."""
    return moment.astimezone(UTC).isoformat()


def _in_utc(form: Mapping[str, object]) -> dict[str, object]:
    """Return a form as pages see it, its moments in the zone of all evidence."""
    return {key: _moment(key, value) for key, value in form.items()}


def _moment(key: str, value: object) -> object:
    if isinstance(value, Mapping):
        return _in_utc(value)
    if isinstance(value, list | tuple):
        return [_moment("", one) for one in value]
    if isinstance(value, str) and (key == "at" or key.endswith("_at")):
        return in_utc(datetime.fromisoformat(value))
    return value
