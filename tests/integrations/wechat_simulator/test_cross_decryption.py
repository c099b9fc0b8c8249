"""Lets our two encryptions, of the product and of the simulator, meet three libraries from npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from integrations.wechat import ciphers as product
from integrations.wechat import signing as product_signing
from integrations.wechat_simulator import ciphers as simulator

HERE = Path(__file__).parent / "npm"
LIBRARIES = ("wechat-crypto", "wxcrypt", "@wecom/crypto")
# `make test` installs them; without that they are where somebody installed them by hand.
USUAL = Path.home() / ".cache" / "yibao-desk" / "wechat-npm"


@dataclass(frozen=True, slots=True)
class Console:
    """Be what both sides were told."""

    token: str = "tok3n"
    key: str = "kWxPDDPNdVXtGQqUTXGOzTFmLQgAHbzOZtKqkmZwBq1"
    app: str = "wxba5fad812f8e6fb9"
    moment: str = "1714112445"
    nonce: str = "415670741"


@dataclass(frozen=True, slots=True)
class Crossed:
    """Be what a library made of ours, and its own."""

    opened: list[str]
    signed: list[str]
    sealed: list[str]


TEXTS = [
    *("x" * length for length in range(1, 65)),  # every length of padding
    *("门诊慢特病怎么认定？", "好" * 700, "😀👵", "a]]></Content><MsgType>", "<xml>&amp;</xml>"),
    *("\t\n 空白 ", "\\u4f60", '{"json": true}'),
]


@pytest.fixture(scope="module")
def installed() -> Path:
    """Return the folder with the libraries, as the lock file beside this file pins them."""
    folder = Path(os.environ.get("YIBAO_WECHAT_NPM") or USUAL)
    if shutil.which("node") is None or not (folder / "node_modules" / "wxcrypt").is_dir():
        pytest.skip(f"the libraries are not in {folder}; `make test` installs them")
    return folder


def crossed(folder: Path, library: str, console: Console, sealed: list[str]) -> Crossed:
    """Let a library open what was sealed, and seal the texts itself."""
    asked = {"console": asdict(console), "library": library, "sealed": sealed, "plain": TEXTS}
    answer = subprocess.run(
        ["node", "--no-deprecation", str(HERE / "cross.cjs"), str(folder)],
        input=json.dumps(asked), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    told = json.loads(answer.stdout)
    return Crossed(told["opened"], told["signed"], told["sealed"])


@dataclass(frozen=True, slots=True)
class Ours:
    """Be one of our two encryptions."""

    seal: Callable[[bytes], str]
    open: Callable[[str], bytes]
    sign: Callable[..., str]


def of_product(console: Console) -> Ours:
    cipher = product.MessageCipher([console.key], console.app)
    return Ours(
        cipher.sealed, lambda sealed: cipher.opened(sealed).message, product_signing.signature
    )


def of_simulator(console: Console) -> Ours:
    cipher = simulator.MessageCipher(console.key, console.app)
    return Ours(cipher.encrypt, cipher.decrypt, simulator.signature)


@pytest.mark.parametrize("made", [of_product, of_simulator])
@pytest.mark.parametrize("library", LIBRARIES)
def test_both_sides_read_and_sign_what_the_other_wrote(
    library: str, made: Callable[[Console], Ours], installed: Path
) -> None:
    console = Console()
    ours = made(console)
    sealed = [ours.seal(text.encode()) for text in TEXTS]

    theirs = crossed(installed, library, console, sealed)

    assert theirs.opened == TEXTS
    assert theirs.signed == [
        ours.sign(console.token, console.moment, console.nonce, one) for one in sealed
    ]
    assert [ours.open(one).decode() for one in theirs.sealed] == TEXTS
