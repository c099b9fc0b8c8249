"""Tests signatures and encryption against the vectors of WeChat's own guide."""

from __future__ import annotations

import base64
import json

import pytest

from integrations.wechat_simulator.ciphers import (
    MessageCipher,
    Undecipherable,
    page_signature,
    signature,
)

TOKEN, AES_KEY, APP_ID = "AAAAA", "A" * 43, "wxba5fad812f8e6fb9"
PUSHED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcv"
    "ZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3F"
    "n2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSe"
    "OBrebufAlr7F9mFUPAJGj04="
)
REPLIED = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (("1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        (("1714112445", "415670741"), "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
        (("1714112445", "415670741", PUSHED), "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"),
    ],
)
def test_signatures_are_those_of_the_guide(parts: tuple[str, ...], expected: str) -> None:
    assert signature(TOKEN, *parts) == expected


def test_the_guides_push_is_read_though_its_padding_is_longer_than_a_block_of_aes() -> None:
    message = MessageCipher(AES_KEY, APP_ID).decrypt(PUSHED)

    assert len(message) == 167
    assert json.loads(message)["Event"] == "debug_demo"


def test_the_guides_reply_is_written_byte_by_byte() -> None:
    cipher = MessageCipher(AES_KEY, APP_ID, random=lambda: b"707722b803182950")

    encrypted = cipher.encrypt(b'{"demo_resp":"good luck"}')
    signed = signature(TOKEN, "1713424427", "415670741", encrypted)

    assert encrypted == REPLIED
    assert signed == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://mp.weixin.qq.com", "f4d90daf4b3bca3078ab155816175ba34c443a7b"),
        ("http://mp.weixin.qq.com#part", "f4d90daf4b3bca3078ab155816175ba34c443a7b"),
        ("http://mp.weixin.qq.com?params=value", "0f9de62fce790f9a083d5c99e95740ceb90c27ed"),
    ],
)
def test_a_page_is_signed_without_what_stands_behind_the_hash(url: str, expected: str) -> None:
    assert page_signature(TICKET, "Wm3WZYTPz0wzccnW", "1414587457", url) == expected


def test_every_length_of_padding_comes_back_as_it_went() -> None:
    cipher = MessageCipher(AES_KEY, APP_ID)

    for length in range(65):
        assert cipher.decrypt(cipher.encrypt(b"x" * length)) == b"x" * length


@pytest.mark.parametrize("text", ["", "AAAA", "好", base64.b64encode(b"x" * 33).decode()])
def test_what_is_no_cipher_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Undecipherable):
        MessageCipher(AES_KEY, APP_ID).decrypt(text)


def test_a_message_for_another_account_is_not_read() -> None:
    foreign = MessageCipher(AES_KEY, "wx0000000000000000").encrypt(b"x")

    with pytest.raises(Undecipherable, match="another account"):
        MessageCipher(AES_KEY, APP_ID).decrypt(foreign)
