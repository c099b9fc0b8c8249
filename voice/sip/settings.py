"""Holds what an operator can set about the telephone line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Transport = Literal["udp", "tcp", "tls"]
Encryption = Literal["off", "offered", "required"]


@dataclass(frozen=True, slots=True)
class Account:
    """Be the account with which we register at a trunk or a PBX, and answer its challenges."""

    registrar: str  # host or host:port
    user: str
    password: str = field(repr=False)
    domain: str = ""  # "": the registrar's host
    auth_user: str = ""  # "": user
    transport: Transport = "udp"
    expires: int = 300  # seconds asked for
    register: bool = True  # False: only answer challenges


@dataclass(frozen=True, slots=True)
class Certificate:
    """Be the files of our TLS side."""

    chain: Path
    key: Path
    authorities: Path | None = None  # who may have signed the other side's; None: the system's
    ask_for_one: bool = False  # whether those who connect must show a certificate, too


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Be everything that can be set; docs/phone-line.md explains each line."""

    host: str = "127.0.0.1"
    udp_port: int | None = 5060
    tcp_port: int | None = None
    tls_port: int | None = None
    certificate: Certificate | None = None
    advertised_host: str = ""  # in Contact, Via and SDP; "": the address that faces the peer
    trunks: tuple[str, ...] = ("127.0.0.0/8",)  # who may call at all
    media_networks: tuple[str, ...] = ()  # where media may come from and go to; (): as trunks
    rtp_ports: tuple[int, int] = (20000, 20999)
    codecs: tuple[str, ...] = ("PCMA", "PCMU")
    srtp: Encryption = "off"
    max_calls: int = 20
    max_announcements: int = 10  # callers who hear that all lines are taken, at once
    max_setups: float = 50.0  # new calls a second
    retry_after: int = 60  # seconds, told to who is refused
    announce_early: bool = False  # announce before answering (free of charge) instead of after
    ring_seconds: float = 0.0  # how long it rings before we answer
    account: Account | None = None
    users: Mapping[str, str] = field(default_factory=dict, repr=False)  # who must say a password
    realm: str = "yibao-desk"
    session_expires: int = 1800
    min_session_expires: int = 90
    media_silence: float = 30.0  # seconds without media after which a call is given up
    hold_limit: float = 600.0  # seconds a call may be on hold
    transfer_targets: tuple[str, ...] = ()  # "80" or "sip:80@pbx.example": listed prefixes
    transfer_host: str = ""  # where plain numbers are; "": whence the call came
    transfer_seconds: float = 60.0  # after which a transfer that tells nothing has failed
    bad_requests: int = 20  # of one address within ban_within: then it is banned
    ban_within: float = 60.0
    ban_seconds: float = 600.0
    never_banned: tuple[str, ...] = ()  # the border controller: it passes on other people's rubbish
    goodbye_seconds: float = 2.0  # how long shutting down waits for answers to our BYEs
    comfort_noise: int = -66  # dB below full scale, while we say nothing; 0: plain silence
    user_agent: str = "YibaoDesk"

    @property
    def media_allowed(self) -> tuple[str, ...]:
        """Return the networks of media."""
        return self.media_networks or self.trunks
