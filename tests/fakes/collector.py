"""Is an OpenTelemetry collector on a loopback socket: takes OTLP over HTTP, and keeps the spans."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

PROTOBUF = "application/x-protobuf"


@dataclass(frozen=True, slots=True)
class Span:
    """Be one span as it came."""

    name: str
    trace: str  # hex
    id: str  # hex
    parent: str  # hex; empty: none
    turn: str
    service: str
    seconds: float


@dataclass(slots=True)
class Collector:
    """Keep what came, and say what was wrong with it."""

    url: str = ""
    raw: list[bytes] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def took(self, path: str, kind: str, body: bytes) -> None:
        """Take one request, if it is of the protocol."""
        if (path, kind) != ("/v1/traces", PROTOBUF):
            self.wrong.append(f"{path} {kind}")
        with self.came:
            self.raw.append(body)
            self.came.notify_all()

    def wait_for_turns(self, least: int, seconds: float = 20.0) -> Mapping[str, list[Span]]:
        """Return the spans of each turn, once so many turns are whole; TimeoutError."""
        with self.came:
            if not self.came.wait_for(lambda: len(self._whole()) >= least, seconds):
                raise TimeoutError(f"{len(self._whole())} turns came")
            return self._whole()

    def _whole(self) -> dict[str, list[Span]]:
        turns: dict[str, list[Span]] = {}
        for span in self.spans:
            turns.setdefault(span.turn, []).append(span)
        return {turn: spans for turn, spans in turns.items() if any(map(_is_last, spans))}

    def write(self, path: Path) -> None:
        """Write down everything that came, as it came."""
        path.write_bytes(b"\n".join(self.raw))

    @property
    def spans(self) -> list[Span]:
        """Return every span, in the order in which they came."""
        return [
            Span(
                name=span.name,
                trace=span.trace_id.hex(),
                id=span.span_id.hex(),
                parent=span.parent_span_id.hex(),
                turn=next((a.value.string_value for a in span.attributes if a.key == "turn"), ""),
                service=next(
                    a.value.string_value
                    for a in sent.resource.attributes
                    if a.key == "service.name"
                ),
                seconds=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
            )
            for body in self.raw
            for sent in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in sent.scope_spans
            for span in scope.spans
        ]


def _is_last(span: Span) -> bool:
    """Tell whether a span is over after all others of its turn in the gateway.

    Above the door of the telephone is a span of another process, which may not be there.
    """
    return not span.parent or span.name.startswith("door ")


@contextmanager
def running_collector() -> Iterator[Collector]:
    """Take traces for the time of the block."""
    collector = Collector()

    class Door(BaseHTTPRequestHandler):
        """Answer one request."""

        def do_POST(self) -> None:
            """Take spans."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.took(self.path, self.headers["Content-Type"], body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", PROTOBUF)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    collector.url = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
    thread = threading.Thread(target=server.serve_forever, name="collector")
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
