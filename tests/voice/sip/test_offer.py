"""Tests how offers are read and answered."""

from __future__ import annotations

import base64

import pytest

from voice.sip.networks import Networks
from voice.sip.offer import Codec, NotAcceptable, Ours, Terms, answer, new_key, own_offer, read
from voice.sip.settings import Encryption

ALLOWED = Networks(["192.0.2.0/24"])
HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
OURS = Ours("192.0.2.1", 20000, 77)


def offer(media: str = "m=audio 4000 RTP/AVP 8 0 101", *attributes: str, head: str = HEAD) -> str:
    lines = attributes or ("rtpmap:101 telephone-event/8000",)
    return head + media + "\r\n" + "".join(f"a={line}\r\n" for line in lines)


def terms(
    text: str, encryption: Encryption = "off", codecs: tuple[str, ...] = ("PCMA", "PCMU")
) -> Terms:
    return read(text, codecs=codecs, allowed=ALLOWED, encryption=encryption)


def test_an_ordinary_offer_is_understood() -> None:
    assert terms(offer()) == Terms(Codec("PCMA", 8), 101, ("192.0.2.7", 4000), "sendrecv")


def test_the_caller_s_favourite_codec_is_taken() -> None:
    assert terms(offer("m=audio 4000 RTP/AVP 18 0 8")).codec == Codec("PCMU", 0)


def test_keys_have_the_payload_type_of_the_offer() -> None:
    text = offer("m=audio 4000 RTP/AVP 8 96", "rtpmap:96 telephone-event/8000")

    agreed = terms(text)
    answered = answer(text, agreed, OURS)

    assert agreed.keys == 96
    assert "m=audio 20000 RTP/AVP 8 96\r\n" in answered
    assert "a=rtpmap:96 telephone-event/8000\r\n" in answered


def test_an_offer_without_keys_gets_none() -> None:
    text = offer("m=audio 4000 RTP/AVP 8", "ptime:20")

    assert terms(text).keys is None
    assert "telephone-event" not in answer(text, terms(text), OURS)


def test_opus_comes_with_its_own_clock_and_keys() -> None:
    text = offer(
        "m=audio 4000 RTP/AVP 111 8 110 101",
        "rtpmap:111 opus/48000/2",
        "rtpmap:110 telephone-event/48000",
        "rtpmap:101 telephone-event/8000",
    )

    agreed = terms(text, codecs=("OPUS", "PCMA"))

    assert agreed.codec == Codec("OPUS", 111, 48000)
    assert agreed.keys == 110
    assert "a=rtpmap:111 opus/48000/2\r\n" in answer(text, agreed, OURS)
    assert terms(text).codec == Codec("PCMA", 8)


def test_keys_keep_the_clock_of_the_offer_though_the_codec_has_another() -> None:
    text = offer(
        "m=audio 4000 RTP/AVP 111 101", "rtpmap:111 opus/48000/2", "rtpmap:101 telephone-event/8000"
    )

    agreed = terms(text, codecs=("OPUS",))

    assert (agreed.keys, agreed.keys_rate) == (101, 8000)
    assert "a=rtpmap:101 telephone-event/8000\r\n" in answer(text, agreed, OURS)


@pytest.mark.parametrize(
    ("said", "answered", "held"),
    [
        ("sendrecv", "sendrecv", False),
        ("sendonly", "recvonly", True),
        ("inactive", "inactive", True),
        ("recvonly", "sendonly", False),
    ],
)
def test_a_direction_is_answered_by_its_counterpart(said: str, answered: str, held: bool) -> None:
    text = offer("m=audio 4000 RTP/AVP 8", said)

    assert terms(text).held is held
    assert f"a={answered}\r\n" in answer(text, terms(text), OURS)


def test_a_direction_of_the_whole_session_counts() -> None:
    assert terms(offer(head=HEAD + "a=sendonly\r\n")).held


def test_the_old_way_of_holding_is_understood() -> None:
    assert terms(offer(head=HEAD.replace("192.0.2.7", "0.0.0.0"))).held


def test_other_media_are_refused_in_their_place() -> None:
    video = "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
    text = HEAD + video + "m=audio 4000 RTP/AVP 8\r\n"

    answered = answer(text, terms(text), OURS)

    assert answered.index("m=video 0 RTP/AVP 96") < answered.index("m=audio 20000 RTP/AVP 8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        HEAD,
        offer("m=audio 0 RTP/AVP 8"),
        offer("m=audio 99999 RTP/AVP 8"),
        offer("m=audio x RTP/AVP 8"),
        offer("m=audio 4000 RTP/AVP 18"),
        offer("m=audio 4000 RTP/AVP"),
        offer("m=audio 4000 UDP/TLS/RTP/SAVPF 8"),
        offer("m=audio 4000 RTP/AVP 8", "rtpmap:x PCMA/8000"),
        offer("m=audio 4000 RTP/AVP 97", "rtpmap:97 PCMA/eight"),
        offer(head=HEAD.replace("c=IN IP4 192.0.2.7\r\n", "")),
        offer(head=HEAD.replace("192.0.2.7", "phone.example")),
        offer(head=HEAD.replace("192.0.2.7", "198.51.100.1")),  # not in a listed network
        offer(head="v=zero\r\n"),
    ],
)
def test_what_we_cannot_speak_with_is_not_acceptable(text: str) -> None:
    with pytest.raises(NotAcceptable):
        terms(text)


def secure(key: bytes, suite: str = "AES_CM_128_HMAC_SHA1_80") -> str:
    inline = base64.b64encode(key).decode()
    return offer("m=audio 4000 RTP/SAVP 8", f"crypto:7 {suite} inline:{inline}|2^31")


def test_an_encrypted_offer_is_answered_with_a_key_of_ours() -> None:
    key, ours = new_key(), Ours("192.0.2.1", 20000, 77, key=new_key())
    text = secure(key)

    agreed = terms(text, "offered")
    answered = answer(text, agreed, ours)

    assert (agreed.key, agreed.crypto_tag) == (key, "7")
    assert "m=audio 20000 RTP/SAVP 8\r\n" in answered
    assert ours.key is not None
    inline = base64.b64encode(ours.key).decode()
    assert f"a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:{inline}\r\n" in answered


def test_encryption_is_as_it_is_set() -> None:
    with pytest.raises(NotAcceptable):
        terms(secure(new_key()), "off")
    with pytest.raises(NotAcceptable):
        terms(offer(), "required")
    assert terms(offer(), "offered").key is None


def test_a_key_of_the_wrong_length_or_an_unknown_suite_is_not_acceptable() -> None:
    with pytest.raises(NotAcceptable):
        terms(secure(b"short"), "offered")
    with pytest.raises(NotAcceptable):
        terms(secure(new_key(), "F8_128_HMAC_SHA1_80"), "offered")


def test_our_own_offer_can_be_read() -> None:
    text = own_offer(Ours("192.0.2.7", 20000, 77), [Codec("PCMA", 8), Codec("PCMU", 0)])

    assert terms(text) == Terms(Codec("PCMA", 8), 101, ("192.0.2.7", 20000), "sendrecv")
