"""Makes one whole telephone call and leaves its sound and its transcript in var/demo.

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

from launch.places import CHECKOUT
from tests.running import Product, running_product
from tests.voice.mandarin_caller import Caller, caller, side_by_side, write_wave
from tests.voice.telephones import phone_answers
from tests.voice.whole_call import whole_call

DEMO = CHECKOUT / "var" / "demo"


def main() -> int:
    """Run the product, call it, write the files, and say where they are."""
    folder = DEMO / "run"  # its logs stay until the next call
    shutil.rmtree(folder, ignore_errors=True)
    with ExitStack() as ends:
        product = ends.enter_context(running_product(folder / "product"))
        product.speech.start()
        product.phone.start()
        somebody = asyncio.run(_called(product, folder / "caller"))
        _keep(somebody)
        done = any(answer["turn"]["state"] == "submitted" for answer in somebody.answers())
        return 0 if done else 1


async def _called(product: Product, folder: Path) -> Caller:
    address = await phone_answers(product)
    database = Path(product.settings["YIBAO_DATABASE_URL"].partition("///")[2])
    async with caller(folder, Path(os.environ["YIBAO_MODELS"]), database) as somebody:
        try:
            await whole_call(somebody, address)
        except (AssertionError, TimeoutError) as error:
            sys.stderr.write(f"the call broke off: {error}\n")
            await somebody.hang_up()
    return somebody


def _keep(somebody: Caller) -> None:
    sound = side_by_side(somebody.spoken(), somebody.heard())
    write_wave(DEMO / "call.wav", sound, channels=2)
    lines = [f"{at:7.1f} s  来电人{what}" for at, what in somebody.events]
    said = [f"{who}：{text}" for who, text in somebody.transcript()]
    text = "\n".join(["# 通话经过", *lines, "", "# 对话记录", *said, ""])
    (DEMO / "call.md").write_text(text, "utf-8")
    sys.stdout.write(f"{DEMO / 'call.wav'} (left: caller)\n{DEMO / 'call.md'}\n")


if __name__ == "__main__":
    sys.exit(main())
