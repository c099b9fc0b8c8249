"""Reads session descriptions and writes ours (RFC 3264, RFC 4568)."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aiosipua import MediaDescription, SdpMessage, parse_sdp

from voice.sip.networks import Networks
from voice.sip.settings import Encryption

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
DIRECTIONS: tuple[Direction, ...] = ("sendrecv", "sendonly", "recvonly", "inactive")
ANSWERED: dict[Direction, Direction] = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}
STATIC = {0: "PCMU", 8: "PCMA"}
SUITE = "AES_CM_128_HMAC_SHA1_80"
KEY_BYTES = 30  # 16 of key and 14 of salt


class NotAcceptable(ValueError):
    """An offer or answer that we cannot speak with; the text says why, for logs."""


@dataclass(frozen=True, slots=True)
class Codec:
    """Be a codec under the number that the offer gave it."""

    name: str  # PCMA, PCMU, OPUS
    payload_type: int
    clock_rate: int = 8000

    @property
    def rtpmap(self) -> str:
        """Return it as an attribute's value."""
        channels = "/2" if self.name == "OPUS" else ""  # RFC 7587: always written as stereo
        name = "opus" if self.name == "OPUS" else self.name
        return f"{self.payload_type} {name}/{self.clock_rate}{channels}"


@dataclass(frozen=True, slots=True)
class Terms:
    """Be what the other side wants, as far as we can do it."""

    codec: Codec
    keys: int | None  # payload type of its telephone events
    address: tuple[str, int]
    direction: Direction  # as they said it: sendonly means that they hold us
    key: bytes | None = None  # theirs, for SRTP
    crypto_tag: str = "1"
    keys_rate: int = 8000  # the clock of its telephone events, which need not be the codec's

    @property
    def held(self) -> bool:
        """Return whether they do not want to hear us."""
        return self.direction in ("sendonly", "inactive")


@dataclass(frozen=True, slots=True)
class Ours:
    """Be our side of a session."""

    host: str
    port: int
    session: int
    version: int = 1
    key: bytes | None = None  # ours, for SRTP

    def next(self) -> Ours:
        """Return the same with a new version, which every changed description needs."""
        return replace(self, version=self.version + 1)


def new_key() -> bytes:
    """Return a master key with its salt."""
    return secrets.token_bytes(KEY_BYTES)


def read(
    text: str, *, codecs: Sequence[str], allowed: Networks, encryption: Encryption = "off"
) -> Terms:
    """Return what an offer or an answer wants; raise NotAcceptable."""
    try:
        description = parse_sdp(text)
    except (ValueError, IndexError) as error:
        raise NotAcceptable("malformed description") from error
    audio = description.audio
    if audio is None or not 0 < audio.port < 65536:
        raise NotAcceptable("no audio offered")
    connection = audio.connection or description.connection
    if connection is None:
        raise NotAcceptable("no address")
    direction = _direction(description, audio)
    host = connection.address.split("/")[0]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - the old way of saying: hold (RFC 2543)
        direction = "inactive"
    elif not allowed.holds(host):
        raise NotAcceptable("media address outside the listed networks")
    codec = _codec(audio, codecs)
    key, tag = _encryption(audio, encryption)
    keys, rate = _keys(audio, codec)
    return Terms(codec, keys, (host, audio.port), direction, key, tag, rate)


def answer(offer: str, terms: Terms, ours: Ours) -> str:
    """Return our answer: the audio as agreed, everything else refused (RFC 3264, section 6)."""
    description = parse_sdp(offer)
    agreed = description.audio
    media = []
    for each in description.media:
        if each is agreed:
            media += _audio_lines(ours, terms, [terms.codec], ANSWERED[terms.direction])
        else:
            media.append(f"m={each.media} 0 {each.proto} {' '.join(each.formats) or '0'}")
    return _written(ours, media)


def own_offer(ours: Ours, codecs: Sequence[Codec], keys: int = 101) -> str:
    """Return an offer of ours, for calls that leave the offering to us."""
    terms = Terms(codecs[0], keys, (ours.host, ours.port), "sendrecv")
    return _written(ours, _audio_lines(ours, terms, codecs, "sendrecv"))


def current(ours: Ours, terms: Terms) -> str:
    """Return our description as agreed, for refreshing a session."""
    return _written(ours, _audio_lines(ours, terms, [terms.codec], ANSWERED[terms.direction]))


def _audio_lines(
    ours: Ours, terms: Terms, codecs: Sequence[Codec], direction: Direction
) -> list[str]:
    formats = [str(codec.payload_type) for codec in codecs]
    lines = [f"a=rtpmap:{codec.rtpmap}" for codec in codecs]
    if terms.keys is not None:
        formats.append(str(terms.keys))
        lines.append(f"a=rtpmap:{terms.keys} telephone-event/{terms.keys_rate}")
        lines.append(f"a=fmtp:{terms.keys} 0-15")
    if ours.key is not None:
        inline = base64.b64encode(ours.key).decode()
        lines.append(f"a=crypto:{terms.crypto_tag} {SUITE} inline:{inline}")
    protocol = "RTP/AVP" if ours.key is None else "RTP/SAVP"
    head = f"m=audio {ours.port} {protocol} {' '.join(formats)}"
    return [head, *lines, "a=ptime:20", f"a={direction}"]


def _written(ours: Ours, media: Sequence[str]) -> str:
    kind = "IP6" if ":" in ours.host else "IP4"
    head = [
        "v=0",
        f"o=- {ours.session} {ours.version} IN {kind} {ours.host}",
        "s=-",
        f"c=IN {kind} {ours.host}",
        "t=0 0",
    ]
    return "\r\n".join([*head, *media]) + "\r\n"


def _direction(description: SdpMessage, audio: MediaDescription) -> Direction:
    for attributes in (audio.attributes, description.attributes):
        for direction in DIRECTIONS:
            if direction in attributes:
                return direction
    return "sendrecv"


def _codec(audio: MediaDescription, codecs: Sequence[str]) -> Codec:
    """Return the first codec they offer that we speak."""
    for each in audio.codecs:
        name = (each.encoding_name or STATIC.get(each.payload_type, "")).upper()
        rate = each.clock_rate or 8000
        if name in codecs and rate == (48000 if name == "OPUS" else 8000):
            return Codec(name, each.payload_type, rate)
    raise NotAcceptable("no codec in common")


def _keys(audio: MediaDescription, codec: Codec) -> tuple[int | None, int]:
    """Return payload type and clock of telephone events: the codec's own clock, else 8000 Hz."""
    events = {
        each.clock_rate or 8000: each.payload_type
        for each in reversed(audio.codecs)
        if each.encoding_name.lower() == "telephone-event" and each.payload_type < 128
    }
    for rate in (codec.clock_rate, 8000):
        if rate in events:
            return events[rate], rate
    return None, 8000


def _encryption(audio: MediaDescription, wanted: Encryption) -> tuple[bytes | None, str]:
    secure = audio.proto.upper() in ("RTP/SAVP", "RTP/SAVPF")
    if not secure:
        if wanted == "required" or audio.proto.upper() not in ("RTP/AVP", "RTP/AVPF"):
            raise NotAcceptable("media is not encrypted as it must be")
        return None, "1"
    if wanted == "off":
        raise NotAcceptable("encrypted media is switched off")
    for value in audio.attributes.get("crypto", []):
        tag, suite, parameters, *_ = [*value.split(), "", "", ""]
        if suite == SUITE and parameters.startswith("inline:"):
            try:
                key = base64.b64decode(parameters[7:].split("|")[0], validate=True)
            except binascii.Error:
                continue
            if len(key) == KEY_BYTES:
                return key, tag
    raise NotAcceptable("no encryption in common")
