"""Measures what a video call is like over a bad network: two Chromium pages, the whole product.

python -m bench.video_network [--only NAME ...] [--seed N] [--seconds S]
The citizen's browser is in a network of its own behind a wire that loses, narrows and delays IP
packets by seeded dice (bench/_citizens_network.py). References: the same wire when it is clean, and
the same call from page to page. After each part it prints what processor the product took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError

from bench._bad_call import BadCall, bad_call
from bench._bad_weather import direct, under, voice_only
from bench._bad_wire import Weather
from bench._citizens_network import citizens_network, enter_own_network
from bench._figures import show_load
from bench._processor import took
from bench._waits import clicks, edits
from bench._ways_back import moved, outages, rebound
from tests.running import running_product

SECONDS = 15.0  # that each weather is watched
LOSSES, NARROW = (Weather(loss=0.05), Weather(loss=0.1)), (Weather(rate=300_000),)
PARTS: Mapping[str, Callable[[BadCall, float], None]] = {
    "click": lambda call, _: clicks(call, 20),
    "loss": lambda call, seconds: under(call, LOSSES, seconds),
    "rate": lambda call, seconds: under(call, NARROW, seconds),
    "voice": voice_only,
    "field": lambda call, _: edits(call, 200),
    "outage": lambda call, _: outages(call, 3),
    "address": lambda call, _: moved(call, 3),
    "rebinding": lambda call, _: rebound(call, 3),
    "direct": lambda call, seconds: direct(call, (*LOSSES, *NARROW), seconds),
}
PROGRAMS = {
    "gateway": "-m gateway serve",
    "media process": "-m video_desk.media",
    "browsers": "--type=",
    "the wire (of the benchmark)": "-m bench._wire_process",
}


def main() -> None:
    """Run the parts asked for, each in a call of its own; one that fails spoils no other."""
    parser = argparse.ArgumentParser(description="measures video calls over a bad network")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    enter_own_network()
    with (
        tempfile.TemporaryDirectory() as name,
        citizens_network(given.seed) as network,
        running_product(Path(name) / "product") as product,
    ):
        failed = []
        for part in (part for part in PARTS if part in given.only):
            product.media.start()
            show_load(f"before {part}")
            try:
                # A call of its own: pages remember how often a picture was too much for the wire.
                with bad_call(network, product, Path(name)) as call, took(part, PROGRAMS):
                    PARTS[part](call, given.seconds)
            except (TimeoutError, AssertionError, PlaywrightError) as error:
                failed.append(part)
                print(f"{part} was not measured: {error}")
            finally:
                network.become(Weather())
                product.media.stop()
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
