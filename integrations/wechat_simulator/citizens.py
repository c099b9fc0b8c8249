"""Keeps the invented citizens: who follows, what may still be sent to them, what they agreed to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from integrations.wechat_simulator.allowance import Allowance
from integrations.wechat_simulator.refusals import Refused

NAMES = ("王秀英", "李建国", "张桂兰", "刘志强", "陈玉梅")  # nobody real


@dataclass(slots=True)
class Citizen:
    """Be a WeChat user and what binds them to the account."""

    openid: str
    nickname: str
    follows: bool = False
    followed_at: int = 0  # Unix seconds
    allowance: Allowance = field(default_factory=Allowance)
    consents: dict[str, int] = field(default_factory=dict)  # template id -> messages left


class Citizens:
    """Know everybody by openid."""

    def __init__(self, app_id: str) -> None:
        """Take the account that the openids belong to."""
        self._app_id = app_id
        self._all: dict[str, Citizen] = {}

    def named(self, nickname: str) -> Citizen:
        """Return the citizen with this name; the same name, the same openid."""
        digest = hashlib.sha256(f"{self._app_id}/{nickname}".encode()).hexdigest()
        openid = f"oSim{digest[:24]}"
        return self._all.setdefault(openid, Citizen(openid, nickname))

    def find(self, openid: str) -> Citizen | None:
        """Return somebody, or None if there is nobody."""
        return self._all.get(openid)

    def known(self, openid: str) -> Citizen:
        """Return somebody, or refuse."""
        citizen = self._all.get(openid)
        if citizen is None:
            raise Refused(40003)
        return citizen

    def everybody(self) -> list[Citizen]:
        """Return all, in the order in which they came."""
        return list(self._all.values())
