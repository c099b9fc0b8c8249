"""Is a citizen with the simulator's phone: writes, speaks, shows, and reads what comes."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

import httpx

WITHIN = 60.0  # seconds for an answer; on a busy machine some come through the outbox


class Phone:
    """Hold one citizen's chat with the office."""

    def __init__(self, client: httpx.Client, nickname: str) -> None:
        """Take the phone of an invented citizen; the client knows the simulator's address."""
        self._client = client
        self.openid = str(self._post("who", {"nickname": nickname})["openid"])
        self._seen = 0
        self._office: list[Mapping[str, object]] = []

    def follows(self, awaited: str) -> str:
        """Begin to follow the account; return the greeting."""
        self._post("follow", {"openid": self.openid, "follows": True})
        return self.reads(awaited)

    def says(self, text: str, awaited: str) -> str:
        """Write something; return the answer, in which a text is awaited."""
        self.writes(text)
        return self.reads(awaited)

    def chooses(self, wanted: str, shown: str, awaited: str) -> str:
        """Answer with the number of one of the choices that were shown."""
        [number] = re.findall(rf"^(\d+)\. {re.escape(wanted)}$", shown, re.MULTILINE)
        return self.says(number, awaited)

    def writes(self, text: str) -> None:
        """Write something, and wait for nothing."""
        self._office.clear()
        self._post("say", {"openid": self.openid, "text": text})

    def speaks(self, recording: bytes, awaited: str) -> str:
        """Send a voice message, recorded in any format; WeChat makes AMR of it."""
        return self._sends("voice", recording, awaited)

    def shows(self, picture: bytes, awaited: str) -> str:
        """Send a picture."""
        return self._sends("picture", picture, awaited)

    def is_at(self, latitude: float, longitude: float, awaited: str) -> str:
        """Send a place."""
        self._office.clear()
        place = {"latitude": latitude, "longitude": longitude, "label": "某处"}
        self._post("place", {"openid": self.openid, **place})
        return self.reads(awaited)

    def reads(self, awaited: str) -> str:
        """Return all that the office sent since the citizen's last act, once it says this."""
        end = time.monotonic() + WITHIN
        while True:
            text = "\n".join(_text(one) for one in self._office)
            if awaited in text:
                return text
            assert time.monotonic() < end, f"waited in vain for {awaited!r}, read {text!r}"
            self._look()

    def hears(self) -> bytes:
        """Return the voice message that the office sends, as a WAV."""
        end = time.monotonic() + WITHIN
        while True:
            voices = [one["voice"] for one in self._office if one["msgtype"] == "voice"]
            if voices:
                assert isinstance(voices[0], dict)
                path = f"/phone/media/{voices[0]['media_id']}"
                return self._client.get(path).raise_for_status().content
            assert time.monotonic() < end, f"waited in vain for a voice, read {self._office}"
            self._look()

    def _sends(self, what: str, content: bytes, awaited: str) -> str:
        self._office.clear()
        answer = self._client.post(
            f"/phone/{what}", params={"openid": self.openid}, content=content
        )
        answer.raise_for_status()
        return self.reads(awaited)

    def _look(self) -> None:
        """Read what is new, as soon as there is something."""
        query: dict[str, str | int] = {"openid": self.openid, "after": self._seen, "seconds": 2}
        told = self._client.get("/phone/news", params=query).raise_for_status().json()
        self._seen = told["last"]
        self._office += [one["body"] for one in told["shown"] if one["side"] == "office"]

    def _post(self, what: str, body: Mapping[str, object]) -> Mapping[str, object]:
        answer = self._client.post(f"/phone/{what}", json=dict(body))
        told: Mapping[str, object] = answer.raise_for_status().json()
        return told


def _text(body: Mapping[str, object]) -> str:
    text = body.get("text")
    return str(text["content"]) if isinstance(text, dict) else ""
