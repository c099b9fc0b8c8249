"""Has speech recognised by a FunASR server over a WebSocket, while it is spoken."""

from __future__ import annotations

import json
import logging
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from core.errors import EngineUnavailable
from voice.recognizers.hotwords import prompt_words
from voice.speech import Heard

logger = logging.getLogger(__name__)

ENGINE = "remote recogniser"
CHUNKS = (5, 10, 5)  # times 60 ms: the audio that its streaming model takes, and looks around
WEIGHT = 20  # of an expected word, as in FunASR's own examples
# It says nothing about how sure it is, so that its words count as usual, neither sure nor not.
UNSTATED = 0.8
UNCORRECTED = 0.5  # words of the first, quick pass only


@dataclass(frozen=True, slots=True)
class Waits:
    """Be how long to wait for the server, in seconds."""

    connect: float = 2.0
    send: float = 2.0
    alive: float = 4.0  # between two signs of life
    answer: float = 4.0  # from the end of the audio to its words
    more: float = 0.4  # after words that may not be the last: its Python server doesn't say


@dataclass(frozen=True, slots=True)
class Said:
    """Be one result of the server."""

    text: str
    corrected: bool  # by the second pass, which sees the whole sentence
    final: bool


class Remote:
    """Know the server; each utterance has a connection of its own, as its protocol wants."""

    def __init__(
        self, url: str, *, waits: Waits = Waits(), trusted: Path | None = None, key: str = ""
    ) -> None:
        """Raise EngineUnavailable if the certificates to trust can't be read."""
        self._url = url
        self._waits = waits
        self._key = key
        self._tls: ssl.SSLContext | None = None
        if url.startswith("wss:"):
            try:
                self._tls = ssl.create_default_context(cafile=trusted)
            except OSError as error:
                raise EngineUnavailable(ENGINE) from error

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> Remote:
        """Return the client that the settings of the speech service describe."""
        ca = options.get("ca", "")
        return cls(options["url"], trusted=Path(ca) if ca else None, key=options.get("key", ""))

    def open(self, rate: int, hints: Sequence[str]) -> RemoteStream:
        """Begin an utterance, or raise EngineUnavailable."""
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else None
        try:
            connection = connect(
                self._url,
                ssl=self._tls,
                subprotocols=[Subprotocol("binary")],
                additional_headers=headers,
                open_timeout=self._waits.connect,
                close_timeout=self._waits.send,
                ping_interval=self._waits.alive,
                ping_timeout=self._waits.alive,
                proxy=None,  # it stands in the bureau's own network
                legacy=True,  # the connection itself, because it outlives this call
            )
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI) as error:
            logger.warning("%s refused: %s", ENGINE, type(error).__name__)
            raise EngineUnavailable(ENGINE) from error
        stream = RemoteStream(connection, self._waits)
        stream.begin(rate, prompt_words(hints))
        return stream


class RemoteStream:
    """Be one utterance: PCM goes out, results of two passes come in."""

    def __init__(self, connection: ClientConnection, waits: Waits) -> None:
        self._connection = connection
        self._waits = waits
        self._corrected: list[str] = []  # sentences of the second pass
        self._quick = ""  # what the first pass says since then
        self._over = False  # we said that the audio is over
        self._ended = False  # the server said that there is no more

    def begin(self, rate: int, words: Sequence[str]) -> None:
        """Tell the server what will come."""
        config = {
            "mode": "2pass",
            "wav_name": "utterance",
            "wav_format": "pcm",
            "audio_fs": rate,
            "is_speaking": True,
            "chunk_size": list(CHUNKS),
            "chunk_interval": 10,
            "itn": False,  # figures are read by our own understanding
            "hotwords": json.dumps(dict.fromkeys(words, WEIGHT), ensure_ascii=False),
        }
        self._send(json.dumps(config, ensure_ascii=False))

    def feed(self, pcm: bytes) -> str:
        """Send audio; return the words so far."""
        self._send(pcm)
        while (said := self._next(0)) is not None:
            self._take(said)
        return self._words()

    def pause(self) -> str:
        """Return the words so far: the server finds pauses by itself."""
        while (said := self._next(0)) is not None:
            self._take(said)
        return self._words()

    def finish(self) -> Heard:
        """Say that the audio is over and return what the server makes of it."""
        self._send(json.dumps({"is_speaking": False}))
        self._over = True
        known = len(self._corrected)
        until = time.monotonic() + self._waits.answer
        while not self._ended and (left := until - time.monotonic()) > 0:
            # A corrected sentence after the end is the last, unless more comes at once.
            waits = min(left, self._waits.more) if len(self._corrected) > known else left
            said = self._next(waits)
            if said is None:
                break
            self._take(said)
        answered = self._ended or len(self._corrected) > known
        if not answered and not self._alive():
            raise EngineUnavailable(ENGINE)
        text = self._words()
        if not text:
            return Heard("", 0.0, "remote")
        return Heard(text, UNSTATED if not self._quick else UNCORRECTED, "remote")

    def __del__(self) -> None:
        """Hang up, finished or dropped; aside, because it waits for the server's goodbye."""
        threading.Thread(target=self._connection.close, daemon=True).start()

    def _words(self) -> str:
        return "".join((*self._corrected, self._quick))

    def _take(self, said: Said) -> None:
        if said.corrected:
            self._corrected.append(said.text)
            self._quick = ""
        else:
            self._quick += said.text
        # The Python server sets it on everything but the last result: alone it means little.
        self._ended = said.final and self._over and (said.corrected or not said.text)

    def _alive(self) -> bool:
        """Tell whether a server that said nothing is there: it is silent about silence."""
        try:
            return self._connection.ping().wait(self._waits.send)
        except WebSocketException:
            return False

    def _send(self, message: str | bytes) -> None:
        try:
            self._connection.send(message)
        except (WebSocketException, OSError) as error:
            raise EngineUnavailable(ENGINE) from error

    def _next(self, seconds: float) -> Said | None:
        """Return the next result, None if there is none within that time."""
        try:
            message = self._connection.recv(timeout=seconds)
        except TimeoutError:
            return None
        except WebSocketException as error:
            if self._over and self._corrected:
                self._ended = True
                return None
            raise EngineUnavailable(ENGINE) from error
        return parsed(message)


def parsed(message: str | bytes) -> Said:
    """Return a result of the server, or raise EngineUnavailable if it is none."""
    try:
        given = json.loads(message)
        text, mode = given.get("text", ""), given.get("mode", "")
        final = given.get("is_final", False)
    except (ValueError, AttributeError) as error:
        raise EngineUnavailable(ENGINE) from error
    return Said(str(text), corrected="offline" in str(mode), final=final is True)
