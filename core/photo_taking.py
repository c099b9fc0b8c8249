"""Takes a photograph into a conversation, whatever channel it came through."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from core import photo_wording, wording
from core.answer_json import answer_from_json
from core.contracts import HumanDesk, PhotoReader, PhotoTaker
from core.conversation import Conversation, Stage
from core.errors import EngineUnavailable, NotAllowedNow
from core.messages import Answer, Handled, Message, Reply, Status, Turn
from core.ownership import Ownership
from core.photo_image import PhotoImage
from core.photos import DocumentKind, Photo, PhotoReading
from core.recording import TurnRecorder
from core.store import ConversationStore
from core.store.photos import KeptPhoto, PhotoStore

logger = logging.getLogger(__name__)

SHA_KEPT = 32  # hex digits of the SHA-256 that name the message


class PhotoKeeper(Protocol):
    """Keep the pictures themselves."""

    async def write(self, photo_id: str, jpeg: bytes) -> None:
        """Keep a picture under that id, whole or not at all."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """Say what became of a photograph."""

    photo: Photo
    answer: Answer | None  # None while a person serves the citizen


class PhotoTaking:
    """Read a photograph, keep it, and answer as if the citizen had said what stands on it."""

    def __init__(
        self,
        *,
        conversations: ConversationStore,
        photos: PhotoStore,
        pictures: PhotoKeeper,
        reader: PhotoReader,
        taker: PhotoTaker,
        desk: HumanDesk,
        ownership: Ownership,
        recorder: TurnRecorder,
        now: Callable[[], datetime],
    ) -> None:
        """Take what is needed; the recorder must be the one that the Assistant uses."""
        self._conversations = conversations
        self._photos = photos
        self._pictures = pictures
        self._reader = reader
        self._taker = taker
        self._desk = desk
        self._ownership = ownership
        self._recorder = recorder
        self._now = now

    async def take(
        self,
        conversation: Conversation,
        image: PhotoImage,
        *,
        kind: DocumentKind | None = None,
        material: str | None = None,
    ) -> Taken:
        """Take a photograph of what should be a `kind`, for a material of the form if named.

        The same picture again, with nothing said in between, gets the same answer; later it is
        taken anew, but neither read nor kept a second time. Raise PhotoRefused if there are too
        many.
        """
        async with self._recorder.one_at_a_time(conversation.id):
            current = await self._conversations.conversation(conversation.id)
            if current.stage is Stage.CLOSED:
                raise NotAllowedNow(f"conversation {current.id} is closed")
            return await self._take(current, image, kind, material)

    async def _take(
        self,
        conversation: Conversation,
        image: PhotoImage,
        kind: DocumentKind | None,
        material: str | None,
    ) -> Taken:
        started = time.monotonic()
        known = await self._photos.same_picture(conversation.id, image.sha256)
        if known is None:
            await self._photos.room_for_another(conversation.id, self._now())
        repeated = known is not None and _repeated(known, conversation, material)
        turn = known.turn if known is not None and repeated else conversation.turns
        message_id = f"photo:{image.sha256[:SHA_KEPT]}:{turn}"
        answered = await self._recorder.said(conversation.id, photo_wording.SAID, message_id)
        if known is not None and answered is not None and answered.answer is not None:
            first = answer_from_json(answered.answer)
            self._recorder.repeated(conversation.channel)
            shown = await self._ownership.with_fields(conversation.id, first)
            return Taken(known.photo, shown)
        photo = await self._kept(conversation, image, kind, material, known, turn)
        if conversation.stage is Stage.AGENT:
            await self._desk.relay(
                Message(conversation.id, conversation.channel, photo_wording.SAID, message_id)
            )
            return Taken(photo, None)
        answer = await self._answer(conversation, photo)
        milliseconds = round((time.monotonic() - started) * 1000)
        answer = replace(answer, turn=replace(answer.turn, milliseconds=milliseconds))
        answer = await self._recorder.record(conversation.channel, message_id, conversation, answer)
        return Taken(photo, await self._ownership.with_fields(conversation.id, answer))

    async def _kept(
        self,
        conversation: Conversation,
        image: PhotoImage,
        kind: DocumentKind | None,
        material: str | None,
        known: KeptPhoto | None,
        turn: int,
    ) -> Photo:
        """Keep the photograph as what it stands for now."""
        in_hand = await self._ownership.in_hand(conversation.id)
        application_id = in_hand.id if in_hand is not None else None
        if known is not None:
            reading = known.photo.reading
            if photo_wording.UNREAD in reading.problems:
                reading = await self._read(image, kind)
            again = replace(
                known.photo, application_id=application_id, material=material, reading=reading
            )
            await self._photos.hand_in_again(again, turn, self._now())
            return again
        photo = Photo(
            id=str(uuid.uuid4()),
            conversation_id=conversation.id,
            application_id=application_id,
            material=material,
            reading=await self._read(image, kind),
            sha256=image.sha256,
            width=image.width,
            height=image.height,
            at=self._now().astimezone(UTC),
        )
        # The picture first: a row promises that there is one.
        await self._pictures.write(photo.id, image.jpeg)
        await self._photos.add(photo, size=len(image.jpeg), turn=turn)
        return photo

    async def _read(self, image: PhotoImage, kind: DocumentKind | None) -> PhotoReading:
        try:
            return await self._reader.read(image.jpeg, kind)
        except EngineUnavailable as error:
            logger.warning("photograph: %s", error)
            return PhotoReading(kind or DocumentKind.OTHER, {}, (photo_wording.UNREAD,))

    async def _answer(self, conversation: Conversation, photo: Photo) -> Answer:
        try:
            return await self._taker.take(conversation, photo)
        except EngineUnavailable as error:
            logger.warning("conversation %s: %s", conversation.id, error)
            reply = Reply(
                text=photo_wording.UNREAD,
                status=Status.ENGINE_FAILED,
                choices=(wording.HUMAN_CHOICE,),
            )
            return Answer(reply, Turn(Handled.DECLINE))


def _repeated(known: KeptPhoto, conversation: Conversation, material: str | None) -> bool:
    """Tell whether a sender only repeats itself: nothing was said since the answer."""
    same = material is None or material == known.photo.material
    return same and conversation.turns <= known.turn + 1
