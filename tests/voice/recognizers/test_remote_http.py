"""Checks the client of a recogniser over HTTP against a real server on the loopback."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.errors import EngineUnavailable
from voice.recognizers.remote import UNSTATED
from voice.recognizers.remote_http import RemoteHttp, Waits
from voice.speech import Heard

SPEECH = b"\x00\x20\x00\xe0" * 8000  # two seconds of a tone at 8 kHz
QUICK = Waits(connect=1.0, answer=1.0)


class Server(ThreadingHTTPServer):
    """Remember what came, and answer what the test says."""

    def __init__(self, answer: bytes, status: int) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.status = answer, status
        self.received: list[bytes] = []

    @property
    def url(self) -> str:
        """Return where it takes recordings."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1/audio/transcriptions"


class Handler(BaseHTTPRequestHandler):
    """Take one recording."""

    server: Server

    def do_POST(self) -> None:
        """Answer as the test says."""
        self.server.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Print nothing."""


@contextmanager
def server(answer: str, status: int = 200) -> Iterator[Server]:
    """Let a server listen."""
    with Server(answer.encode(), status) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield listening
        finally:
            listening.shutdown()
            thread.join()


def test_an_utterance_is_sent_as_a_recording_with_the_likely_words() -> None:
    with server('{"text": "我要签约"}') as listening:
        stream = RemoteHttp(listening.url, model="sense-voice", waits=QUICK).open(
            8000, ("海慈医院",)
        )
        stream.feed(SPEECH)

        heard = stream.finish()

    [request] = listening.received
    sent = request[request.index(b"RIFF") :]
    with wave.open(io.BytesIO(sent)) as recording:
        assert (recording.getframerate(), recording.getnframes()) == (8000, len(SPEECH) // 2)
    assert "海慈医院" in request.decode("utf-8", "replace")
    assert b"sense-voice" in request
    assert heard == Heard("我要签约", UNSTATED, "remote")


def test_a_stated_confidence_counts_and_that_of_the_weakest_part() -> None:
    answer = '{"text": "我要签约", "segments": [{"avg_logprob": -0.1}, {"avg_logprob": -0.7}]}'
    with server(answer) as listening:
        stream = RemoteHttp(listening.url, waits=QUICK).open(8000, ())
        stream.feed(SPEECH)

        assert stream.finish().confidence == pytest.approx(0.4966, abs=0.001)


def test_what_a_pause_brought_is_not_asked_for_again() -> None:
    with server('{"text": "我要签约"}') as listening:
        stream = RemoteHttp(listening.url, waits=QUICK).open(8000, ())
        stream.feed(SPEECH)
        assert stream.pause() == "我要签约"
        assert stream.feed(bytes(8000)) == "我要签约"

        assert stream.finish().text == "我要签约"

    assert len(listening.received) == 1


def test_made_up_words_are_not_heard() -> None:
    with server('{"text": "请不吝点赞 订阅 转发"}') as listening:
        stream = RemoteHttp(listening.url, waits=QUICK).open(8000, ())
        stream.feed(SPEECH)

        assert stream.finish() == Heard("", 0.0, "remote")


@pytest.mark.parametrize(
    ("answer", "status"), [("{}", 200), ("<html>", 200), ("[]", 200), ('{"text": "好"}', 503)]
)
def test_an_answer_that_is_none_counts_as_no_engine(answer: str, status: int) -> None:
    with server(answer, status) as listening:
        stream = RemoteHttp(listening.url, waits=QUICK).open(8000, ())
        stream.feed(SPEECH)

        with pytest.raises(EngineUnavailable):
            stream.finish()


def test_a_server_that_is_not_there_counts_as_no_engine() -> None:
    with server("{}") as listening:
        url = listening.url
    stream = RemoteHttp(url, waits=QUICK).open(8000, ())
    stream.feed(SPEECH)

    with pytest.raises(EngineUnavailable):
        stream.finish()
