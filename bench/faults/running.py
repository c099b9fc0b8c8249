"""Runs one class of faults after the other while citizens talk, and gathers what came of it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx

from bench.faults.chats import counted
from bench.faults.crowd import Townspeople
from bench.faults.evidence import Evidence, Hit
from bench.faults.judge import Findings, judged
from bench.faults.listed_words import LISTED, UNFIT
from bench.faults.people import People
from bench.faults.plan import FaultClass
from bench.faults.report import Run, tell
from bench.faults.scene import Scene
from bench.faults.searching import canaries
from bench.faults.telephone import unplayable
from bench.faults.town import Town, running_programs, town
from core.errors import YibaoError
from launch.errors import NotReady

BROKEN_OFF = (NotReady, TimeoutError, AssertionError, OSError, YibaoError)
ON_THE_WEB, IN_WECHAT = 8, 6  # who talk at the same time
BESIDE_CALLS = 2, 1  # who talk while callers are looked at: engines need a core


@dataclass(frozen=True, slots=True)
class Order:
    """Say what is to be run."""

    seed: int
    classes: Sequence[FaultClass]
    messages: int  # at least, over all classes
    not_run: Sequence[str] = ()  # classes that were wanted and are impossible here


def run(order: Order, folder: Path) -> Run:
    """Start everything in a folder, run the classes, and return what came of it."""
    with running_programs(folder, order.seed) as (cluster, settings, wires):

        async def all_classes() -> list[tuple[Evidence, Findings]]:
            async with town(cluster, folder, settings, wires) as whole:
                return await _all(whole, order)

        told = asyncio.run(all_classes())
    evidence, findings = [one for one, _ in told], [one for _, one in told]
    return Run(order.seed, evidence, findings, _wanted(order), order.not_run)


def _wanted(order: Order) -> int:
    """Return how many messages are to be said: none if only callers are looked at."""
    return 0 if all(one.by_telephone for one in order.classes) else order.messages


async def _all(whole: Town, order: Order) -> list[tuple[Evidence, Findings]]:
    told: list[tuple[Evidence, Findings]] = []
    people = People()
    talking = [one for one in order.classes if not one.by_telephone]
    share = -(-order.messages // max(1, len(talking)))
    for one in order.classes:
        missing = _wanted(order) - sum(findings.messages for _, findings in told)
        wanted = 0 if one.by_telephone else max(missing if one is talking[-1] else share, 0)
        evidence = await one_class(whole, order.seed, one, people, wanted)
        findings = judged(evidence, LISTED, UNFIT)
        bad = ", ".join(f"{name} {len(found)}" for name, found in findings.broken.items())
        news = f"{findings.messages} messages, {len(evidence.hits)} faults: {bad or 'good'}"
        print(f"{one.name} {one.what}: {news}", flush=True)
        tell(findings)
        told.append((evidence, findings))
    return told


async def one_class(
    whole: Town, seed: int, one: FaultClass, everybody: People, wanted: int
) -> Evidence:
    """Run one class while people talk, who say at least so much; return what came of it."""
    began = monotonic()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(trust_env=False, limits=limits) as client:
        people = Townspeople(whole.url, client, whole.wechat, everybody)
        dice = f"{seed}/{one.name}"
        scene = Scene(whole, people, random.Random(dice))
        crowd = BESIDE_CALLS if one.by_telephone else (ON_THE_WEB, IN_WECHAT)
        living = asyncio.create_task(people.live(one.name, *crowd, dice))
        try:
            hits = await _inflicted(one, scene)
            while people.said < wanted and not living.done():  # noqa: ASYNC110  two conditions
                await asyncio.sleep(0.2)
        finally:
            people.stop()
            await living
            await asyncio.gather(*scene.listening)
    return Evidence(
        name=one.name,
        what=one.what,
        seconds=monotonic() - began,
        told=tuple(people.told),
        hits=tuple(hits),
        kept=await whole.kept({told.conversation for told in people.told}),
        chats=await counted(whole, people.nicknames),
        canaries=await canaries(whole, everybody.all),
        audit_flaw=await whole.audit_flaw(),
        calls=tuple(scene.calls),
        recordings=await asyncio.to_thread(unplayable, whole.folder),
    )


async def _inflicted(one: FaultClass, scene: Scene) -> list[Hit]:
    """Let a class do what it does; if it cannot go on, that is a fault which met nothing."""
    hits: list[Hit] = []
    try:
        async with aclosing(one.inflict(scene)) as faults:
            async for hit in faults:
                hits.append(hit)
                harm = "".join(f"; HARM: {one}" for one in hit.harm)
                print(f"  {hit.what}: {_seconds(hit)} ({hit.proof}{harm})", flush=True)
    except BROKEN_OFF as error:  # what the other classes show must not be lost
        proof = f"{type(error).__name__}: {error}"
        hits.append(Hit(f"{one.name} was broken off", "none", monotonic(), None, False, proof))
        print(f"  {one.name} was broken off ({proof})", flush=True)
    return hits


def _seconds(hit: Hit) -> str:
    return "never good again" if hit.recovered is None else f"{hit.recovered - hit.began:.1f} s"
