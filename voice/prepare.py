"""Renders beforehand what will be said: python -m voice.prepare --models DIR --into DIR."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import EngineUnavailable
from voice.clauses import pace_within
from voice.engines.client import SpeechClient, Timeouts
from voice.prompt_files import texts_of_items, texts_of_packs
from voice.prompts import clauses_of, essential, steps, wordings
from voice.speaker import Render
from voice.speech import SLOW, USUAL
from voice.synthesizers.recordings import RATE, Recordings

ROOT = Path(__file__).parents[1]  # of the product: core/items and knowledge_base/packs lie below
PATIENT = Timeouts(render=120.0)  # seconds
SPARE = 60.0  # seconds: the clauses of callers go first
_FIRST = 5  # wordings that every call needs
_REPORT_AFTER = 20.0  # seconds
_NICE = 15  # callers come first


@dataclass(frozen=True, slots=True)
class Prepared:
    """Tell what came of a preparation."""

    rendered: int  # clauses
    already: int  # clauses that were there
    speech: float  # seconds rendered
    seconds: float


def texts(extent: str, root: Path = ROOT) -> list[str]:
    """Return what is to be prepared, the most useful first; `extent`: essential, first or all.

    "first" is what every call and every form needs; "all" has every wording and every answer.
    """
    found = list(essential().values())
    if extent == "essential":
        return found
    found += [*wordings(_FIRST), *steps(), *texts_of_items(root / "core" / "items")]
    if extent == "first":
        return found
    return [*found, *wordings(), *texts_of_packs(root / "knowledge_base" / "packs")]


async def prepare(
    clauses: Iterable[str],
    recordings: Recordings,
    render: Render,
    *,
    paces: Sequence[float] = (USUAL, SLOW),
) -> Prepared:
    """Render every clause that is not there yet, pace by pace; what is done stays done.

    Raises EngineUnavailable when the engine does; another run goes on from there.
    """
    started = reported = time.monotonic()
    clauses = tuple(clauses)
    rendered = already = 0
    speech = 0.0
    for pace in map(pace_within, paces):
        for clause in clauses:
            if recordings.has_prompt(clause, pace=pace):
                already += 1
                continue
            pcm = await render(clause, pace=pace, rate=RATE, spare=SPARE)
            await asyncio.to_thread(recordings.keep, clause, pcm, pace=pace, prompt=True)
            rendered += 1
            speech += len(pcm) / 2 / RATE
            if time.monotonic() - reported > _REPORT_AFTER:
                reported = time.monotonic()
                done = rendered + already
                print(f"{done} of {len(clauses) * len(paces)} clauses", flush=True)
    return Prepared(rendered, already, speech, time.monotonic() - started)


def main() -> int:
    """Prepare and report; return 1 if the engine failed."""
    given = _arguments()
    os.nice(_NICE)
    # Nothing is fetched from a hub of models: everything lies in the folder.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    clauses = clauses_of(texts(given.extent))
    recordings = Recordings(given.into, given.voice)
    try:
        render = _direct(given.models, given.voice) if given.direct else _served(given.socket)
        done = asyncio.run(prepare(clauses, recordings, render, paces=given.paces))
    except EngineUnavailable as error:
        print(f"The synthesiser failed ({error}). What is rendered stays; run this again.")
        return 1
    print(
        f"{done.rendered} clauses rendered ({done.speech:.0f} s of speech) in {done.seconds:.0f} s,"
        f" {done.already} were there; {given.extent}, at {given.paces} characters a second."
    )
    return 0


def _direct(models: Path, voice: str) -> Render:
    """Return what renders in this process."""
    from voice.synthesizers.kokoro import Kokoro

    engine = Kokoro(models, voice)

    async def render(clause: str, *, pace: float, rate: int, spare: float = 0.0) -> bytes:
        del spare  # nobody else asks this process
        return await asyncio.to_thread(engine.render, clause, pace=pace, rate=rate)

    return render


def _served(socket: Path) -> Render:
    """Return what renders in the speech service."""
    return SpeechClient(socket, PATIENT).render


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="voice.prepare", description=__doc__)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--direct", action="store_true", help="render in this process")
    way.add_argument("--socket", type=Path, help="of the speech service, to render there")
    parser.add_argument("--models", type=Path, required=True, help="holds kokoro-82m")
    parser.add_argument("--into", type=Path, required=True, help="folder of the recordings")
    parser.add_argument("--voice", default="zf_xiaoxiao")
    parser.add_argument("--paces", type=float, nargs="+", default=[USUAL, SLOW])
    parser.set_defaults(extent="first")
    for extent in ("essential", "first", "all"):
        parser.add_argument(f"--{extent}", dest="extent", action="store_const", const=extent)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
