"""Keeps the account's menu as it should be: 办事, 查询, 人工."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from core import wechat_wording as say
from core import wording
from core.errors import EngineUnavailable
from core.hashing import hashed
from core.store.wechat_kept import KeptStore
from integrations.wechat.api import Api
from integrations.wechat.pushes import SAYS

logger = logging.getLogger(__name__)

NAME = "menu"
LOOK_AGAIN = timedelta(days=1)  # somebody may have changed it in the console
MOST_BELOW, MOST_TOP = 5, 3
LONGEST_TOP, LONGEST_BELOW, LONGEST_KEY = 16, 60, 128  # bytes
ASKED = ("查进度", "我的医保", "附近的医保网点", "都能办哪些业务")
PERSON = ("转人工", "转视频", "打电话给我")


def menu() -> dict[str, object]:
    """Return the menu; every entry says something in the citizen's name, as if it were typed."""
    tops = (
        (say.MENU_DO, wording.GREETING_CHOICES[:MOST_BELOW]),
        (say.MENU_ASK, ASKED),
        (say.MENU_PERSON, PERSON),
    )
    return {
        "button": [
            {
                "name": name,
                "sub_button": [
                    {"type": "click", "name": words, "key": SAYS + words} for words in below
                ],
            }
            for name, below in tops
        ]
    }


class MenuKeeper:
    """Set the menu when it is another than the one that was set last."""

    def __init__(
        self,
        api: Api,
        kept: KeptStore,
        *,
        now: Callable[[], datetime],
        wanted: Mapping[str, object] | None = None,
    ) -> None:
        """Take where it is kept what was set; `wanted` None: the menu of this module."""
        self._api = api
        self._kept = kept
        self._now = now
        self._wanted = menu() if wanted is None else wanted

    async def step(self) -> bool:
        """Set the menu if need be; tell whether it was set."""
        text = json.dumps(self._wanted, ensure_ascii=False, sort_keys=True)
        kept, now = await self._kept.kept(NAME), self._now()
        if kept is not None and kept.value == hashed(text) and now < kept.until:
            return False
        try:
            await self._api.set_menu(self._wanted)
        except EngineUnavailable as error:
            logger.warning("the menu was not set: %s", error)
            return False
        await self._kept.keep(NAME, hashed(text), now + LOOK_AGAIN)
        return True
