"""Waits until the product can be called, and tells what its programs logged when a call fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import Product
from voice.engines.client import SpeechClient

READY_WITHIN = 180.0  # seconds; the engines load their models
PROGRAMS = ("phone", "speech", "gateway")
LINES = 40  # of each log


async def phone_answers(product: Product) -> str:
    """Return the SIP address of the desk, once it hears, speaks and is connected."""
    engines = SpeechClient(Path(product.settings["YIBAO_SPEECH_SOCKET"]))
    await engines.wait_until_ready(READY_WITHIN)
    await engines.close()
    async with asyncio.timeout(READY_WITHIN):
        while True:
            try:
                port = int(product.settings["YIBAO_SIP_TCP_PORT"])
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.2)
                continue
            writer.close()
            return f"sip:yibao@127.0.0.1:{product.settings['YIBAO_SIP_PORT']}"


@contextmanager
def logs_told(product: Product) -> Iterator[None]:
    """Print what was logged last if what is done here fails: pytest shows it with the failure."""
    try:
        yield
    except Exception:
        for program in PROGRAMS:
            log = product.first_login.parent / "log" / f"{program}.log"
            print(f"== {log}", *log.read_text("utf-8").splitlines()[-LINES:], sep="\n")
        raise
