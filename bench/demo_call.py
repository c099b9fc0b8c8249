"""Makes one whole call by telephone and leaves its sound and its transcript in var/demo.

An old man (a synthetic voice on baresip) asks a policy question, interrupts the answer, applies
for 门诊统筹签约 with his name by voice and his ID number by keypad, corrects a field, confirms, and
hears the receipt number: python -m bench.demo_call, or make demo-call.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from bench._phone_caller import Caller, caller, side_by_side, write_wave
from launch.places import CHECKOUT
from tests.people import next_id_number
from tests.running import Product, running_product
from voice.engines.client import SpeechClient

MOST_ANSWERS = 16  # to questions of the form; more would be asking things twice
SPOKEN = {"name": "我叫王建国", "hospital": "青岛市市立医院", "region": "青岛市"}


async def play(product: Product, folder: Path) -> Caller:
    """Call, and go through the whole of it; the caller is what came of it."""
    database = Path(product.settings["YIBAO_DATABASE_URL"].partition("///")[2])
    models = Path(os.environ["YIBAO_MODELS"])
    port = product.settings["YIBAO_SIP_PORT"]
    async with caller(folder, models, database) as somebody:
        await somebody.dial(f"sip:yibao@127.0.0.1:{port}")
        await somebody.listen()
        await somebody.press("1")  # the call may be recorded
        await somebody.listen()
        answers = len(somebody.answers())
        await somebody.say("青岛的门诊统筹能报销多少")
        await somebody.until(answers + 1)
        await asyncio.sleep(3.0)  # he has heard enough
        await somebody.say("我要办门诊统筹签约")
        turn = await somebody.until(answers + 2)
        for _ in range(MOST_ANSWERS):
            if turn["state"] == "submitted":
                break
            await somebody.listen()
            answers = len(somebody.answers())
            await _answer(somebody, turn)
            turn = await somebody.until(answers + 1)
        await somebody.listen()
        await somebody.say("好了，再见")
        await somebody.listen()
        await somebody.hang_up()
    return somebody


async def _answer(somebody: Caller, turn: object) -> None:
    assert isinstance(turn, dict)
    asked = turn.get("awaiting")
    if turn["state"] == "confirming":
        await somebody.press("1")
    elif asked == "id_number":
        await somebody.press(next_id_number())
    elif asked == "mobile":
        await somebody.press("13800138000")
    elif isinstance(asked, str) and asked in SPOKEN:
        await somebody.say(SPOKEN[asked])
    else:
        await somebody.press("1")  # yes, or the first that is offered


def main() -> int:
    """Run the product, call it, write the files, and say where they are."""
    folder = CHECKOUT / "var" / "demo" / "run"  # its logs stay until the next call
    shutil.rmtree(folder, ignore_errors=True)
    with ExitStack() as ends:
        product = ends.enter_context(running_product(folder / "product"))
        product.speech.start()
        product.phone.start()
        somebody = asyncio.run(_called(product, folder / "caller"))
        into = CHECKOUT / "var" / "demo"
        into.mkdir(parents=True, exist_ok=True)
        sound = side_by_side(somebody.spoken(), somebody.heard())
        write_wave(into / "call.wav", sound, channels=2)
        lines = [f"{at:7.1f} s  来电人{what}" for at, what in somebody.events]
        said = [f"{who}：{text}" for who, text in somebody.transcript()]
        text = "\n".join(["# 通话经过", *lines, "", "# 对话记录", *said, ""])
        (into / "call.md").write_text(text, "utf-8")
        sys.stdout.write(f"{into / 'call.wav'} (left: caller)\n{into / 'call.md'}\n")
        done = any(answer["turn"]["state"] == "submitted" for answer in somebody.answers())
        return 0 if done else 1


async def _called(product: Product, folder: Path) -> Caller:
    engines = SpeechClient(Path(product.settings["YIBAO_SPEECH_SOCKET"]))
    await engines.wait_until_ready(180.0)
    await engines.close()
    await _phone_answers(product)
    return await play(product, folder)


async def _phone_answers(product: Product) -> None:
    """Wait until the telephone is connected."""
    async with asyncio.timeout(120):
        while True:
            try:
                port = int(product.settings["YIBAO_SIP_TCP_PORT"])
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.2)
                continue
            writer.close()
            return


if __name__ == "__main__":
    sys.exit(main())
