"""Runs a media process: python -m video_desk.media --socket PATH --folder PATH."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

import uvicorn

from video_desk.media.server import make_server
from video_desk.media.service import MediaService


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m video_desk.media")
    parser.add_argument("--socket", type=Path, required=True, help="its folder is made ours alone")
    parser.add_argument("--folder", type=Path, required=True, help="where recordings go")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("aioice", "aiortc"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    options.socket.parent.mkdir(parents=True, exist_ok=True)
    options.socket.parent.chmod(0o700)  # uvicorn opens its socket to all: the folder must not be
    options.socket.unlink(missing_ok=True)
    os.umask(0o077)  # nobody else may read a recording
    server = make_server(MediaService(options.folder))
    uvicorn.run(server, uds=str(options.socket), log_level="warning", timeout_graceful_shutdown=3)


if __name__ == "__main__":
    main()
