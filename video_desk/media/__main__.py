"""Runs a media process: python -m video_desk.media --socket PATH --folder PATH."""

from __future__ import annotations

import argparse
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from video_desk.media.server import make_server
from video_desk.media.service import MediaService


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m video_desk.media")
    parser.add_argument("--socket", type=Path, required=True, help="where it listens")
    parser.add_argument("--folder", type=Path, required=True, help="where recordings go")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("aioice", "aiortc"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    os.umask(0o077)  # nobody else may read a recording, or speak with us
    server = make_server(MediaService(options.folder))
    config = uvicorn.Config(server, log_level="warning", timeout_graceful_shutdown=3)
    with listening(options.socket) as bound:
        uvicorn.Server(config).run(sockets=[bound])


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """Bind a socket that only we can open, whatever its folder is; take it away at the end.

    uvicorn would open its own to everybody. What a process before us left is removed; a file
    that is no socket is somebody's, and raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_socket():
        path.unlink()
    with socket.socket(socket.AF_UNIX) as bound:
        before = os.umask(0o177)
        try:
            bound.bind(str(path))
        finally:
            os.umask(before)
        yield bound
    path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
