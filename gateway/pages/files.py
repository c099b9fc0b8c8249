"""Serves scripts, styles and pictures: packed once, and kept by browsers until they change."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.scripts import traditional

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".js", ".css", ".svg", ".html", ".json"})
WORDY = frozenset({TYPES[".js"], TYPES[".css"]})  # what holds words for citizens
TRADITIONAL = "-hant"  # ISO 15924
UNCHANGING = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # kept, but only used after asking whether it is still the same


@dataclass(frozen=True, slots=True)
class Sendable:
    """Hold what is sent for one address, as it is and packed."""

    body: bytes
    packed: bytes  # gzip; empty: packing gains nothing
    kind: str
    tag: str  # ETag


def sendable(body: bytes, kind: str, *, packs: bool = True) -> Sendable:
    """Return a body ready to be sent."""
    packed = gzip.compress(body, 9, mtime=0) if packs else b""
    if len(packed) >= len(body):
        packed = b""
    return Sendable(body, packed, kind, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def answer(request: Request, what: Sendable, keep: str) -> Response:
    """Return the answer to a request for it: packed if the browser can unpack, 304 if it has it."""
    headers = {"ETag": what.tag, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    known = request.headers.get("if-none-match", "")
    if what.tag in {part.strip().removeprefix("W/") for part in known.split(",")}:
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = what.kind
    if what.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(what.packed, headers=headers | {"Content-Encoding": "gzip"})
    return Response(what.body, headers=headers)


class StaticFiles:
    """Be the ASGI application of one folder.

    Under /RELEASE/ the same files may be kept for a year: the name changes with any of them.
    Under /RELEASE-hant/ scripts and styles are written in traditional characters; what they
    import by a relative path is so, too.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder; what changes in it later is served after the next start."""
        self._files: dict[str, Sendable] = {}
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            if path.suffix not in TYPES or not path.is_file():
                continue
            name = path.relative_to(folder).as_posix()
            found = sendable(path.read_bytes(), TYPES[path.suffix], packs=path.suffix in PACKED)
            self._files[name] = found
            digest.update(f"{name} {found.tag}\n".encode())
        self.release = f"r{digest.hexdigest()[:12]}"
        self._traditional: dict[str, Sendable] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raise HTTPException for what is not there, or cannot be done."""
        if scope["type"] != "http":
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405)
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        first, _, rest = path.partition("/")
        # Of another release is what a page asks for that came from before an update, or from
        # another gateway during it: it gets our file, and must not keep it under that name.
        named = first in {self.release, self.release + TRADITIONAL}
        written = first.endswith(TRADITIONAL)
        if named or (path not in self._files and rest in self._files):
            path = rest
        found = self._files.get(path)
        if found is None:
            raise HTTPException(404)
        if written and found.kind in WORDY:
            found = self._written(path, found)
        response = answer(Request(scope, receive), found, UNCHANGING if named else ASK_AGAIN)
        await response(scope, receive, send)

    def _written(self, path: str, found: Sendable) -> Sendable:
        """Return a file in traditional characters; it is turned once."""
        if path not in self._traditional:
            self._traditional[path] = sendable(
                traditional(found.body.decode()).encode(), found.kind
            )
        return self._traditional[path]
