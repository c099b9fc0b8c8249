"""Starts the speech service: python -m voice.engines --socket PATH --models DIR."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from core.errors import NotAllowedNow
from voice.engines.crew import SPEAKING, Limits
from voice.engines.service import Service
from voice.engines.specs import recognizer_spec, synthesizer_spec

REMOTE_KEY = "YIBAO_REMOTE_RECOGNIZER_KEY"  # not an argument: `ps` shows those to everybody


def main() -> int:
    """Serve until asked to stop; return the exit status."""
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    options = _parser().parse_args()
    try:
        asyncio.run(_serve(options))
    except NotAllowedNow as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


async def _serve(options: argparse.Namespace) -> None:
    models = Path(options.models)
    remote = {
        "url": options.remote_url,
        "model": options.remote_model,
        "ca": options.remote_ca,
        "key": os.environ.pop(REMOTE_KEY, ""),
    }
    recognizer = recognizer_spec(
        options.recognizer,
        models,
        workers=options.recognizer_workers,
        vosk_model=Path(options.vosk_model) if options.vosk_model else None,
        remote=remote,
    )
    synthesizer = synthesizer_spec(models, options.voice, workers=options.synthesizer_workers)
    hearing = Limits(options.waiting, options.patience, options.job_limit)
    speaking = Limits(SPEAKING.waiting, options.speaking_patience, options.job_limit)
    service = Service(
        Path(options.socket), recognizer, synthesizer, hearing, speaking, options.utterances
    )
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await service.start()
    logging.getLogger(__name__).info("recogniser %s: %s", recognizer.name, recognizer.why)
    try:
        await stopping.wait()
    finally:
        await service.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m voice.engines")
    add = parser.add_argument
    add("--socket", required=True, help="path of the Unix socket, at most 107 bytes")
    add("--models", required=True, help="folder with one folder for each model")
    add("--recognizer", choices=("auto", "vosk", "whisper", "remote"), default="auto")
    add("--recognizer-workers", type=int, default=1)
    add("--synthesizer-workers", type=int, default=1)
    add("--voice", default="zf_xiaoxiao", help="of Kokoro")
    add("--vosk-model", default="", help="a Chinese Vosk model folder; else MODELS/vosk-cn")
    add("--remote-url", default="", help="ws:// or wss:// of FunASR, http:// or https:// of others")
    add("--remote-model", default="", help="model name that an HTTP recogniser asks for")
    add("--remote-ca", default="", help="certificates to trust, where they are a bureau's own")
    add("--waiting", type=int, default=24, help="utterances that may wait for the recogniser")
    add("--patience", type=float, default=3.0, help="seconds that an utterance may wait")
    add(
        "--speaking-patience",
        type=float,
        default=SPEAKING.patience,
        help="seconds that a clause may be late",
    )
    add("--job-limit", type=float, default=15.0, help="seconds after which a worker has hung")
    add("--utterances", type=int, default=64, help="utterances open at a time")
    return parser


if __name__ == "__main__":
    sys.exit(main())
