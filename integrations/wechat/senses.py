"""Takes in what is no text: recordings, pictures, places."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from core import wechat_wording as say
from core import wording
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.messages import Answer, Handled, Reply, Turn
from core.photo_refusal import PhotoRefused
from core.photo_taking import PhotoTaking
from integrations.photographs.image_check import checked
from integrations.wechat.api import Api
from integrations.wechat.faults import ApiRefused
from integrations.wechat.own_answers import sorry
from integrations.wechat.sounds import RATE, NotSound, TooLong, samples

logger = logging.getLogger(__name__)

LONGEST_LABEL = 100  # characters of an address that WeChat gives a place


class Hears(Protocol):
    """Turn speech into words."""

    async def words(self, pcm: bytes, rate: int) -> str:
        """Return what was said, "" if nothing was understood; raise EngineUnavailable."""
        ...


class Speaks(Protocol):
    """Turn words into speech."""

    async def mp3(self, text: str) -> bytes:
        """Return the text read aloud; raise EngineUnavailable."""
        ...


class Places(Protocol):
    """Know places."""

    async def near(
        self, latitude: float, longitude: float, label: str, region: str | None
    ) -> Reply | None:
        """Return what to say about the places nearest to a point in GCJ-02; None: none known."""
        ...


class Senses:
    """Turn what is no text into words, or into an answer that says why it cannot."""

    def __init__(
        self,
        *,
        api: Api,
        hears: Hears,
        places: Places,
        taking: PhotoTaking,
        hotline: str,
    ) -> None:
        """Take who fetches, who hears, who knows places and who takes photographs."""
        self._api = api
        self._hears = hears
        self._places = places
        self._taking = taking
        self._hotline = hotline
        # A picture of 40 megapixels takes 160 MB while it is decoded.
        self._one_at_a_time = asyncio.Lock()

    async def voice(self, content: Mapping[str, str]) -> str | Answer:
        """Return the words of a recording, or what to say instead."""
        # WeChat's own recognition is being switched off, and comes empty: we never read it.
        media_id = content.get("MediaId16K") or content.get("MediaId", "")
        try:
            recording = await self._api.media(media_id)
            pcm = await asyncio.to_thread(samples, recording)
            words = (await self._hears.words(pcm, RATE)).strip()
        except TooLong:
            return sorry(say.VOICE_TOO_LONG, wording.HUMAN_CHOICE)
        except (ApiRefused, NotSound) as error:
            logger.info("a voice message could not be had: %s", error)
            return sorry(say.VOICE_GONE, wording.HUMAN_CHOICE)
        except EngineUnavailable as error:
            logger.warning("a voice message could not be heard: %s", error)
            return sorry(say.NOT_HEARING, wording.HUMAN_CHOICE, failed=True)
        return words or sorry(say.NOTHING_HEARD, wording.HUMAN_CHOICE)

    async def photo(
        self, conversation: Conversation, content: Mapping[str, str]
    ) -> tuple[Answer | None, bool]:
        """Take a picture; return the answer and whether it is recorded already.

        None: a person serves the citizen, and was told.
        """
        try:
            data = await self._api.media(content.get("MediaId", ""))
            async with self._one_at_a_time:
                image = await asyncio.to_thread(checked, data)
            return (await self._taking.take(conversation, image)).answer, True
        except PhotoRefused as refused:
            return sorry(refused.sentence), False
        except ApiRefused as refused:
            logger.info("a photograph could not be had: %s", refused)
            return sorry(say.PHOTO_GONE), False
        except EngineUnavailable as error:
            logger.warning("a photograph could not be had: %s", error)
            return sorry(say.PHOTO_DOWN, wording.HUMAN_CHOICE, failed=True), False

    async def place(self, content: Mapping[str, str], region: str | None) -> Answer:
        """Return what to say about the places nearest to a point."""
        try:
            latitude = float(content.get("Location_X", ""))
            longitude = float(content.get("Location_Y", ""))
        except ValueError:
            return sorry(say.NOT_A_PLACE)
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # nor NaN
            return sorry(say.NOT_A_PLACE)
        label = content.get("Label", "")[:LONGEST_LABEL]
        reply = await self._places.near(latitude, longitude, label, region)
        if reply is None:
            return sorry(say.NO_PLACES.format(hotline=self._hotline), wording.HUMAN_CHOICE)
        return Answer(reply, Turn(Handled.ANSWER))
