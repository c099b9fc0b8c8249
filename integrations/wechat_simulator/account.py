"""Says which 服务号 is played, and how its pushes are dressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """Name how messages are pushed (消息加解密方式)."""

    PLAIN = "plain"  # 明文模式
    COMPATIBLE = "compatible"  # 兼容模式: the plain fields and the cipher
    SAFE = "safe"  # 安全模式: the cipher only


@dataclass(frozen=True, slots=True)
class Account:
    """Be a 服务号 as its owner set it up in the console."""

    app_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)  # 令牌 of the push
    aes_key: str = field(repr=False)  # EncodingAESKey, 43 characters
    original_id: str = "gh_simulated0001"  # ToUserName of what citizens send
    name: str = "医保办事台"
    mode: Mode = Mode.SAFE
    door: str = ""  # URL that messages are pushed to; empty: none is set
    page_hosts: tuple[str, ...] = ()  # 网页授权域名, exact hosts (with a port, if not the usual)
    # template id -> names of its fields; both 模板消息 and 订阅通知 have such
    templates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subscriptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    long_term: frozenset[str] = frozenset()  # ids of 长期订阅, open to 政务民生
