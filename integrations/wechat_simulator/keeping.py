"""Keeps the menu and who follows in a file, so that a restart changes neither."""

from __future__ import annotations

import json
from pathlib import Path

from integrations.wechat_simulator.citizens import Citizens
from integrations.wechat_simulator.menus import MenuBoard, MenuBody


class Keeping:
    """Write what the account's owner may rely on; without a path, nothing is kept."""

    def __init__(self, path: Path | None, board: MenuBoard, citizens: Citizens) -> None:
        """Take what is kept."""
        self._path, self._board, self._citizens = path, board, citizens

    def save(self) -> None:
        """Write the file anew."""
        if self._path is None:
            return
        menu = self._board.menu
        told = {
            "menu": menu.model_dump(exclude_defaults=True) if menu else None,
            "followers": [one.nickname for one in self._citizens.everybody() if one.follows],
        }
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        part.replace(self._path)

    def load(self) -> None:
        """Take up again what was saved; nobody is told anew that somebody follows."""
        if self._path is None or not self._path.is_file():
            return
        told = json.loads(self._path.read_text("utf-8"))
        self._board.menu = MenuBody.model_validate(told["menu"]) if told["menu"] else None
        for nickname in told["followers"]:
            self._citizens.named(nickname).follows = True
