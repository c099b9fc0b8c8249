"""Plays 206 scripted conversations and says which went as expected: `python -m bench.journeys`."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import httpx

from bench._figures import percentile, show_load, show_table
from bench._journey_people import MOST
from bench._journey_scripts import ELSEWHERE, Journey, read_journeys
from bench._journey_walk import ANSWER_WITHIN, Player, Reference, Walk
from bench._rasa import running_rasa
from bench._stub import ActionStub
from core.catalogue import Catalogue
from gateway.catalogue_files import read_catalogue
from launch.places import CHECKOUT, Places
from launch.work import Work
from tests.ports import free_port
from tests.running import running_product

P50_WANTED, P95_WANTED = 60, 120  # milliseconds
ZONE = ZoneInfo("Asia/Shanghai")
SHORT = 90  # characters of a reply that are shown


@dataclass(frozen=True, slots=True)
class Addresses:
    """Say where the product is, and the Rasa to compare it with."""

    product: str
    webhook: str = ""  # empty: nothing is compared
    stub_port: int = 0  # where that Rasa asks for actions


def main() -> None:
    """Play the scripts and print what came of them; this measures, so it never fails."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that everything is ended
    options = _options()
    journeys = [j for j in read_journeys() if not options.only or options.only in j.name]
    show_load("at the start")
    with _places(options.url) as places:
        walks = asyncio.run(_played(journeys, places, verbose=options.verbose))
    show_load("at the end")
    catalogue = read_catalogue(CHECKOUT / "core" / "items")
    _completed(walks, catalogue)
    _times(walks)
    _failed(walks)


async def _played(journeys: Sequence[Journey], places: Addresses, *, verbose: bool) -> list[Walk]:
    """Play one script after the other."""
    walks = []
    first = random.randrange(MOST)  # other people than those of the last run
    stub = ActionStub()
    if places.stub_port:
        await stub.open(places.stub_port)
    async with httpx.AsyncClient(trust_env=False, timeout=ANSWER_WITHIN) as client:
        reference = Reference(client, places.webhook) if places.webhook else None
        player = Player(client, places.product, reference)
        for number, journey in enumerate(journeys, first):
            walk = await player.play(journey, number, datetime.now(ZONE).date())
            walks.append(walk)
            if verbose:
                _dialogue(walk)
    await stub.close()
    return walks


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.journeys", description=__doc__)
    parser.add_argument(
        "--only",
        default=os.environ.get("ONLY", ""),
        help="play the scripts whose name has this in it (or ONLY in the environment)",
    )
    parser.add_argument(
        "--verbose",
        action="store_true",
        default=bool(os.environ.get("VERBOSE")),
        help="print what was said (or VERBOSE in the environment)",
    )
    parser.add_argument("--url", default="", help="of a product that runs already; no reference")
    return parser.parse_args()


@contextmanager
def _places(url: str) -> Iterator[Addresses]:
    """Run the product and, to compare with, Rasa alone; or use the product that is named."""
    if url:
        yield Addresses(url)
        return
    with tempfile.TemporaryDirectory() as name, running_product(Path(name)) as product:
        work = Work(Places(CHECKOUT, Path(os.environ["YIBAO_MODELS"]).parent, Path(name)))
        model, port = Path(os.environ["YIBAO_RASA_MODEL"]), free_port()
        with running_rasa(work, model, action_url=f"http://127.0.0.1:{port}/") as rasa:
            yield Addresses(product.url, rasa.webhook, port)


def _completed(walks: Sequence[Walk], catalogue: Catalogue) -> None:
    good = sum(walk.as_expected for walk in walks)
    print(f"\n{good} of {len(walks)} went as expected ({_percent(good, len(walks))} %)")
    by_kind: dict[str, list[Walk]] = defaultdict(list)
    by_voice: dict[str, list[Walk]] = defaultdict(list)
    by_item: dict[str, list[Walk]] = defaultdict(list)
    for walk in walks:
        by_kind[walk.journey.kind.value].append(walk)
        by_voice[walk.journey.voice.value].append(walk)
        by_item[catalogue.item(walk.journey.item, walk.journey.region).name].append(walk)
    for title, groups in (("By kind", by_kind), ("By voice", by_voice)):
        show_table(
            title,
            ("what", "scripts", "as expected", "%"),
            [_counted(name, group) for name, group in sorted(groups.items())],
        )
    show_table(
        "By service item",
        ("item", "scripts", "as expected", "%", "median turns to submission"),
        [(*_counted(name, group), _turns(group)) for name, group in by_item.items()],
    )


def _counted(name: str, group: Sequence[Walk]) -> tuple[object, ...]:
    good = sum(walk.as_expected for walk in group)
    return (name, len(group), good, _percent(good, len(group)))


def _turns(group: Sequence[Walk]) -> str:
    numbers = [walk.turns_to_submission for walk in group]
    submitted = [number for number in numbers if number is not None]
    return f"{median(submitted):.0f}" if submitted else "-"


def _times(walks: Sequence[Walk]) -> None:
    times = [t.milliseconds for w in walks for t in w.turns if t.said != ELSEWHERE and t.answer]
    reference = [milliseconds for walk in walks for milliseconds in walk.reference]
    rows = [("the product", times, f"p50 <= {P50_WANTED}, p95 <= {P95_WANTED}")]
    if reference:
        rows.append(("Rasa webhook, stub actions, the same texts", reference, ""))
    show_table(
        f"One turn at a time ({len(times)} turns)",
        ("what", "p50 ms", "p95 ms", "target ms"),
        [
            (name, f"{percentile(one, 50):.1f}", f"{percentile(one, 95):.1f}", target)
            for name, one, target in rows
        ],
    )


def _failed(walks: Sequence[Walk]) -> None:
    failed = [walk for walk in walks if not walk.as_expected]
    if not failed:
        return
    print("\nNot as expected\n")
    for walk in failed:
        print(f"- {walk.journey.name} ({walk.journey.kind.value}, {walk.journey.voice.value})")
        missed = [(number, turn) for number, turn in enumerate(walk.turns, 1) if turn.wrong]
        for number, turn in missed[:1]:  # what comes after it is mostly its consequence
            print(f"    turn {number} “{turn.said}”: {'; '.join(turn.wrong)}")
            if turn.answer is not None:
                print(f"        {_one_line(turn.answer.reply.text)}")
        if len(missed) > 1:
            print(f"    and {len(missed) - 1} turns after it")
        for wrong in walk.wrong_at_the_end:
            print(f"    at the end: {wrong}")


def _dialogue(walk: Walk) -> None:
    journey: Journey = walk.journey
    print(f"\n## {journey.name} ({journey.item}, {journey.kind.value}, {journey.voice.value})")
    for turn in walk.turns:
        print(f"  > {turn.said}")
        if turn.answer is not None:
            after = turn.answer.turn
            print(f"    {turn.answer.reply.text}".replace("\n", " "))
            print(
                f"    [{after.handled.value} {after.state.value} awaiting={after.awaiting}"
                f" intent={after.intent} {after.confidence:.2f} {turn.milliseconds:.0f} ms]"
            )
        for wrong in turn.wrong:
            print(f"    !! {wrong}")
    for wrong in walk.wrong_at_the_end:
        print(f"    !! at the end: {wrong}")


def _one_line(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= SHORT else line[:SHORT] + "…"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


if __name__ == "__main__":
    main()
