"""Tests signatures and ciphers with the examples of WeChat's own documentation."""

from __future__ import annotations

import json

import pytest

from integrations.wechat.ciphers import MessageCipher
from integrations.wechat.faults import PushRefused
from integrations.wechat.signing import is_signed, js_sdk_signature, signature

TOKEN, KEY, APPID = "AAAAA", "A" * 43, "wxba5fad812f8e6fb9"
SEALED_PUSH = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZ"
    "qzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2"
    "Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBr"
    "ebufAlr7F9mFUPAJGj04="
)
SEALED_REPLY = (
    "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
)
TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"


def test_the_address_check_is_signed_as_documented() -> None:
    assert signature(TOKEN, "1714036504", "1514711492") == (
        "f464b24fc39322e44b38aa78f5edd27bd1441696"
    )


def test_a_plain_push_is_signed_as_documented() -> None:
    assert is_signed("899cf89e464efb63f54ddac96b0a0a235f53aa78", TOKEN, "1714037059", "486452656")


def test_a_safe_push_is_signed_and_opened_as_documented() -> None:
    stamp = (TOKEN, "1714112445", "415670741")

    assert signature(*stamp) == "6c5c811b55cc85e0e1b54100749188c20beb3f5d"
    assert signature(*stamp, SEALED_PUSH) == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    opened = MessageCipher([KEY], APPID).opened(SEALED_PUSH)
    assert opened.key == 0
    assert len(opened.message) == 167
    assert json.loads(opened.message)["Event"] == "debug_demo"


def test_a_reply_is_sealed_as_documented() -> None:
    cipher = MessageCipher([KEY], APPID)

    sealed = cipher.sealed(b'{"demo_resp":"good luck"}', random=b"707722b803182950")

    assert sealed == SEALED_REPLY
    assert signature(TOKEN, "1713424427", "415670741", sealed) == (
        "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    )


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("http://mp.weixin.qq.com", "f4d90daf4b3bca3078ab155816175ba34c443a7b"),
        ("http://mp.weixin.qq.com?params=value", "0f9de62fce790f9a083d5c99e95740ceb90c27ed"),
        ("http://mp.weixin.qq.com?params=value#/a", "0f9de62fce790f9a083d5c99e95740ceb90c27ed"),
    ],
)
def test_a_page_is_signed_as_documented_without_what_stands_behind_the_hash(
    url: str, signed: str
) -> None:
    found = js_sdk_signature(ticket=TICKET, nonce="Wm3WZYTPz0wzccnW", timestamp=1414587457, url=url)

    assert found == signed


@pytest.mark.parametrize("length", range(70))
def test_every_length_of_padding_is_opened_again(length: int) -> None:
    cipher = MessageCipher([KEY], APPID)
    message = b"x" * length

    assert cipher.opened(cipher.sealed(message)).message == message


def test_the_previous_key_still_opens_and_is_named() -> None:
    old, new = "B" * 43, KEY
    sealed = MessageCipher([old], APPID).sealed("换钥匙前".encode())

    opened = MessageCipher([new, old], APPID).opened(sealed)

    assert (opened.message.decode(), opened.key) == ("换钥匙前", 1)


def test_another_account_s_message_is_refused() -> None:
    sealed = MessageCipher([KEY], "wxother").sealed(b"x")

    with pytest.raises(PushRefused):
        MessageCipher([KEY], APPID).opened(sealed)


@pytest.mark.parametrize("text", ["", "!", "QUJD", "QUJDRA==", "A" * 300_000])
def test_what_is_no_ciphertext_is_refused(text: str) -> None:
    with pytest.raises(PushRefused):
        MessageCipher([KEY], APPID).opened(text)


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "?" * 43, "钥" * 43])
def test_what_is_no_key_is_refused_when_we_start(key: str) -> None:
    with pytest.raises(ValueError, match="43"):
        MessageCipher([key], APPID)
