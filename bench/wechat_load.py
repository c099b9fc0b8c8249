"""Measures the WeChat channel: passive replies under load, and a run with faults by seed.

python -m bench.wechat_load                   20 messages a second, p50 and p95
python -m bench.wechat_load --faults 7        1,500 messages, everything goes wrong in turn
Both push to a tiny door of the tests (to show that the measure works), or to the product's:
--product starts it; --door URL takes one that runs, set up by YIBAO_WECHAT_... as this program is.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from bench._citizen import START, STEPS, nobody
from bench._figures import percentile, show_load, show_table
from bench._processor import took
from bench._wechat_crowd import Crowd, settled
from bench._wechat_judge import Verdict, chat_around, judged, passive_times
from bench._wechat_site import Site, invented, running_site
from tests.running import Product, running_product

P95_WANTED = 1000  # milliseconds, at RATE
RATE, SECONDS = 20.0, 30.0
MESSAGES, CITIZENS = 1500, 60
SHARE = 0.15  # of calls and of pushes that meet a fault
HANGING = 12.0  # seconds until a late answer: longer than any caller waits
LATE = 20.0  # seconds until a late repetition
QUESTIONS = ("异地就医怎么备案", "门诊慢特病怎么认定", "医保断缴了怎么办", "生育津贴怎么领")
NAME, _, *REST = STEPS
PROGRAMS = {
    "gateway": "-m gateway serve",
    "Rasa": "serve.py",
    "simulated WeChat": "integrations.wechat_simulator",
    "simulated insurance core": "integrations.insurance_simulator",
    "crowd (this benchmark)": "bench.wechat_load",
    "all of them": "",
}


def main() -> None:
    """Run one of the two and end with status 1 if it did not show what is wanted."""
    parser = argparse.ArgumentParser(description="measures the WeChat channel")
    parser.add_argument("--door", default="", help="URL of a door that runs already")
    parser.add_argument("--port", default="", help="of the simulator, where a door expects its API")
    parser.add_argument("--product", action="store_true", help="start the product and push to it")
    parser.add_argument("--folder", type=Path, help="where the product's data and logs stay")
    parser.add_argument("--kills", type=int, default=0, help="SIGKILLs of the product's gateway")
    parser.add_argument("--faults", type=int, metavar="SEED")
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--citizens", type=int, default=CITIZENS)
    parser.add_argument("--share", type=float, default=SHARE)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    show_load("at the start")
    with ExitStack() as ends:
        settings: Mapping[str, str] = invented()
        door, port, product = given.door, given.port, None
        if given.product:
            folder = given.folder or Path(ends.enter_context(tempfile.TemporaryDirectory()))
            product = ends.enter_context(running_product(folder))
            settings, port = product.settings, product.settings["YIBAO_WECHAT_PORT"]
            door = f"{product.url}/wechat"
        elif door:
            settings = os.environ
        good = asyncio.run(_measure(given, settings, door, port, product))
    sys.exit(0 if good else 1)


async def _measure(
    given: argparse.Namespace,
    settings: Mapping[str, str],
    door: str,
    port: str,
    product: Product | None,
) -> bool:
    async with running_site(settings, door, port, LATE) as site:
        crowd = Crowd(site)
        following = asyncio.create_task(crowd.follow())
        try:
            if given.faults is None:
                return await _load(site, crowd, given.rate, given.seconds)
            return await _faults(site, crowd, given, files=bool(door), product=product)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def _load(site: Site, crowd: Crowd, rate: float, seconds: float) -> bool:
    """Say the same number of things each second and look at the passive replies."""
    texts = itertools.cycle(QUESTIONS)
    await crowd.say_steadily(texts, rate, 3.0)  # warm
    await settled(site, 30.0)
    warm = len((await crowd.all_told())[0])
    asked = round(rate * seconds)
    with took(f"{asked} messages and their answers", PROGRAMS, asked):
        began = time.monotonic()
        await crowd.say_steadily(texts, rate, seconds)
        passed = time.monotonic() - began
        await settled(site, 60.0)
    pushed = (await crowd.all_told())[0][warm:]
    times = passive_times(pushed)
    p50, p95 = percentile(times, 50), percentile(times, 95)
    show_table(
        f"Passive replies at {rate:.0f} messages a second",
        ("messages", "really a second", "passive", "p50 ms", "p95 ms", "target p95 ms", "slowest"),
        [
            (
                *(len(pushed), f"{len(pushed) / passed:.1f}", len(times)),
                *(f"{p50:.0f}", f"{p95:.0f}", f"<= {P95_WANTED}", f"{max(times, default=0):.0f}"),
            )
        ],
    )
    show_load("at the end")
    return bool(times) and p95 <= P95_WANTED


async def _faults(
    site: Site, crowd: Crowd, given: argparse.Namespace, *, files: bool, product: Product | None
) -> bool:
    """Let everything go wrong by seed, and see whether anything was lost."""
    print(f"seed {given.faults}: {given.messages} messages of {given.citizens} citizens")
    began = time.monotonic()
    scripts = _scripts(given.messages, given.citizens, files=files)
    await site.spoil(given.faults, given.share, HANGING)
    killing = asyncio.create_task(_kill(crowd, product, given.kills, given.messages))
    names = [f"市民{number}" for number in range(given.citizens)]
    await asyncio.gather(*map(crowd.converse, names, scripts))
    killed = await killing
    await site.heal()
    # Everybody is answered again, however it went before.
    await asyncio.gather(*(crowd.converse(name, ["还在吗"]) for name in names))
    await settled(site, LATE + 60.0)
    pushed, shown = await crowd.all_told()
    verdict = judged(pushed, shown, _submits if files else _submits_at_once)
    report = await site.report()
    for one in pushed:
        if one.number in {*verdict.lost, *verdict.unanswered}:
            print(f"no answer: {one}; the chat around it:")
            print(*chat_around(shown, one), sep="\n")
    _show(verdict, report, time.monotonic() - began, killed, given.faults)
    used = int(str(report["used_total"]))
    wrong = len(verdict.lost) + len(verdict.unanswered) + verdict.doubled
    return wrong == 0 and used > 0 and not report["mistakes"]


def _scripts(messages: int, citizens: int, *, files: bool) -> list[list[str]]:
    """Return what each citizen says; a tiny door files an application at one word."""
    shares = [messages // citizens + (n < messages % citizens) for n in range(citizens)]
    scripts = []
    for number, share in enumerate(shares):
        texts = _with_form(number) if files else _for_tiny_door(number)
        scripts.append(list(itertools.islice(texts, share)))
    return scripts


def _with_form(number: int) -> Iterator[str]:
    """Fill one form for somebody of one's own, so that each files one application; then ask."""
    yield from (START, NAME, nobody(number), *REST)
    yield from (QUESTIONS[n % len(QUESTIONS)] for n in itertools.count(number))


def _for_tiny_door(number: int) -> Iterator[str]:
    for step in itertools.count():
        match step % 5:
            case 1:
                yield f"办理 {number}-{step}"
            case 3:
                yield f"慢慢问 {number}-{step}"
            case _:
                yield f"问题 {number}-{step}"


def _submits(text: str) -> bool:
    return text == STEPS[-1]


def _submits_at_once(text: str) -> bool:
    return text.startswith("办理")


async def _kill(crowd: Crowd, product: Product | None, times: int, messages: int) -> int:
    """Kill the gateway while citizens write, after equal shares of what they say; return how often.

    It is started again at once, as the launcher does.
    """
    if product is None:
        return 0
    for number in range(1, times + 1):
        await crowd.has_said(messages * number // (times + 1))
        await asyncio.to_thread(product.gateway.kill)
        product.gateway.start()
        await asyncio.to_thread(product.gateway.wait_until_ready)
    return times


def _show(
    verdict: Verdict, report: Mapping[str, object], seconds: float, killed: int, seed: int
) -> None:
    show_table(
        f"Faults by seed {seed}, {seconds:.0f} s, {killed} kills of the gateway",
        *(("messages", "lost", "doubled applications", "unanswered", "faults really used"),),
        [
            (
                *(verdict.messages, len(verdict.lost), verdict.doubled),
                *(len(verdict.unanswered), report["used_total"]),
            )
        ],
    )
    used, drawn = report["used"], report["drawn"]
    assert isinstance(used, dict)
    assert isinstance(drawn, dict)
    rows = [(name, drawn.get(name, 0), used.get(name, 0)) for name in sorted({*used, *drawn})]
    show_table("What went wrong", ("fault", "drawn", "really used"), rows)
    show_table(
        "What citizens saw",
        ("applications", "answers", "answered twice", "answered otherwise", "error lines"),
        [
            (
                *(verdict.applications, dict(verdict.ways), verdict.twice),
                *(verdict.changed, verdict.busy_lines),
            )
        ],
    )
    print(f"\nerrcodes {report['refusals']}, calls {report['calls']}")
    for mistake in list(
        map(str, report["mistakes"] if isinstance(report["mistakes"], list) else [])
    ):
        print(f"mistake: {mistake}")
    show_load("at the end")


if __name__ == "__main__":
    main()
