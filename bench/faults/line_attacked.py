"""F13 and F14: throws rubbish, scans and floods at the telephone line beside a running call."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from time import monotonic

from bench.faults.caller import Caller
from bench.faults.calling import Calling
from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from bench.faults.telephone import SENTENCES, Telephone, telephone
from tests.voice.sip.raw_caller import RawCaller
from tests.voice.sip.sipp import TORTURE

SECONDS = 10.0  # of each attack
RATE = 200  # messages a second
SERVED_WITHIN = 90.0  # seconds after an attack until a new call is served; half-open ones end by 32
STAYS = 8.0  # seconds after which who is only told that all lines are taken has been hung up on

Attack = Callable[[Telephone, Calling, random.Random], Awaitable[int]]


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Let each attack meet a running call, whose caller asks meanwhile."""
    names = list(ATTACKS)
    scene.dice.shuffle(names)
    async with telephone(scene.town) as line:
        for name in names:
            yield await _attacked(line, scene, name)


async def _attacked(line: Telephone, scene: Scene, name: str) -> Hit:
    calling = await Calling.begun(line, scene, name)
    await calling.asks(SENTENCES[0])
    began = monotonic()
    attacking = asyncio.ensure_future(ATTACKS[name](line, calling, scene.dice))
    while not attacking.done() and not calling.has_fallen:
        await calling.asks(scene.dice.choice(SENTENCES))
    sent = await attacking
    await calling.ends()
    served = await _served(line)
    proof = f"{sent} packets were sent"
    return Hit(name, "line", began, served, used=sent > 0, proof=proof)


async def _torture(line: Telephone, calling: Calling, dice: random.Random) -> int:
    """Send the malformed and the strange messages of RFC 4475, over and over."""
    del calling
    messages = [path.read_bytes() for path in sorted(TORTURE.glob("*.dat"))]
    return await _sent(line, "127.0.0.2", lambda _: dice.choice(messages))


async def _scan(line: Telephone, calling: Calling, dice: random.Random) -> int:
    """Ask for extensions as scanning tools do."""
    del calling, dice
    agent = "User-Agent: friendly-scanner"
    return await _sent(line, "127.0.0.3", lambda caller: caller.request("OPTIONS", "", agent))


async def _flood(line: Telephone, calling: Calling, dice: random.Random) -> int:
    """Call and call, and acknowledge nothing."""
    del calling

    def invited(caller: RawCaller) -> str:
        caller.call_id = f"flood-{dice.getrandbits(64):x}"
        caller.their_tag = ""
        return caller.request("INVITE", caller.sdp())

    return await _sent(line, "127.0.0.4", invited)


async def _rubbish(line: Telephone, calling: Calling, dice: random.Random) -> int:
    """Send noise, and sound of somebody else, to where the call's sound goes."""
    del line
    sent, due, end = 0, monotonic(), monotonic() + SECONDS
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.5", 0))
        while monotonic() < end:
            length = dice.randrange(1, 400)
            rubbish = dice.randbytes(length)
            if dice.random() < 0.5:  # looks like sound, from another source
                rubbish = b"\x80\x08" + dice.randbytes(10 + 160)
            stranger.sendto(rubbish, ("127.0.0.1", calling.caller.port))
            sent, due = sent + 1, due + 1 / RATE
            await asyncio.sleep(max(0.0, due - monotonic()))
    return sent


async def _sent(line: Telephone, host: str, message: Callable[[RawCaller], bytes | str]) -> int:
    """Send messages from an address of their own; return how many."""
    caller = await RawCaller.open(line.port, host)
    sent, due, end = 0, monotonic(), monotonic() + SECONDS
    try:
        while monotonic() < end:
            caller.send(message(caller))
            sent, due = sent + 1, due + 1 / RATE
            await asyncio.sleep(max(0.0, due - monotonic()))
    finally:
        caller.close()
    return sent


ATTACKS: dict[str, Attack] = {
    "RFC 4475, 200 messages a second": _torture,
    "a scanner, 200 requests a second": _scan,
    "200 INVITEs a second, none acknowledged": _flood,
    "rubbish and foreign sound to the call's own port": _rubbish,
}


async def _served(line: Telephone) -> float | None:
    """Call until somebody is there who does not only say that all lines are taken."""
    end = monotonic() + SERVED_WITHIN
    while monotonic() < end:
        caller = await Caller.dialled(line.port)
        if caller is None:
            await asyncio.sleep(1.0)
            continue
        heard = await caller.sound_after(caller.began, STAYS)
        await asyncio.sleep(STAYS)
        is_served = heard is not None and not caller.is_dead
        await caller.hang_up()
        if is_served:
            return heard
    return None
