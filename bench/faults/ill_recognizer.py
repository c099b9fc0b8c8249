"""Is a recogniser over HTTP that can be slow, talk nonsense, hear nothing, or break."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SURE, UNSURE = -0.05, -3.0  # logarithms of the probability that it states
NONSENSE = "嗯那个的了呢吧啊嘶哈"


@dataclass(frozen=True, slots=True)
class Illness:
    """Be how it answers."""

    words: str = "well"
    slow: float = 0.0  # seconds
    text: str | None = None  # instead of what was said
    probability: float = SURE
    breaks: bool = False  # what it answers is no JSON


WELL = Illness()


class IllRecognizer(ThreadingHTTPServer):
    """Answer with what the caller says, as well as the illness allows."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on any port of the loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.illness = WELL
        self.said = ""  # what the caller says now
        self.met = 0  # recordings that came while it was ill
        self.well_again = threading.Event()

    @property
    def url(self) -> str:
        """Return where it takes recordings."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1/audio/transcriptions"

    def fall(self, illness: Illness) -> None:
        """Be ill from now on."""
        self.well_again.clear()
        self.met, self.illness = 0, illness

    def recover(self) -> None:
        """Be well, and let go who waits."""
        self.illness = WELL
        self.well_again.set()


class _Handler(BaseHTTPRequestHandler):
    server: IllRecognizer

    def do_POST(self) -> None:
        """Take one recording."""
        self.rfile.read(int(self.headers["Content-Length"]))
        ill = self.server.illness
        self.server.met += ill is not WELL
        if ill.slow:
            self.server.well_again.wait(ill.slow)
        text = self.server.said if ill.text is None else ill.text
        told = {"text": text, "segments": [{"avg_logprob": ill.probability}]}
        body = b"\x00\xff<html>" if ill.breaks else json.dumps(told).encode()
        with suppress(OSError):  # who asked may have given up
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Print nothing."""


@contextmanager
def ill_recognizer() -> Iterator[IllRecognizer]:
    """Let it listen during the block."""
    with IllRecognizer() as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield listening
        finally:
            listening.recover()
            listening.shutdown()
            thread.join()
