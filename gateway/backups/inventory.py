"""Lists what a backup consists of, so that a torn or altered one is known before it is used."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.audit import Head, canonical
from core.errors import YibaoError
from gateway.key_ring import KeyRing

FILE = "backup.json"
PURPOSE = "backup"  # of the mark that seals the inventory
FORMAT = 1


class NoBackup(YibaoError):
    """Say why a backup is not made or not restored, in Chinese, for who asked for it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Be one file of a backup."""

    name: str  # below the folder of the backup, with slashes
    sha256: str  # hex
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Inventory:
    """Be what a backup consists of, and what its database holds."""

    made_at: datetime
    kind: str  # of the database: sqlite, postgresql
    revision: str  # of its tables (Alembic)
    rows: Mapping[str, int]  # by table
    trail: Head
    marks: str  # fingerprint of the keys that it was sealed with
    keys: tuple[str, ...]  # names of those that something in it is sealed under
    parts: tuple[Part, ...]
    missing: tuple[str, ...]  # parts that a row speaks of and that were not there

    def as_text(self, ring: KeyRing) -> str:
        """Return it as JSON, with a mark that nobody can make who has not the keys."""
        content = self._content()
        sealed = {**content, "mark": ring.mark(PURPOSE, canonical(content))}
        return json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _content(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "kind": self.kind,
            "revision": self.revision,
            "rows": dict(self.rows),
            "trail": [self.trail.number, self.trail.hash],
            "marks": self.marks,
            "keys": list(self.keys),
            "parts": [[part.name, part.sha256, part.size] for part in self.parts],
            "missing": list(self.missing),
        }


def read_inventory(folder: Path) -> tuple[Inventory, str]:
    """Return the inventory of a backup and its mark; raise NoBackup if it is torn."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
        if content["format"] != FORMAT:
            raise NoBackup(f"{folder} 的备份格式是 {content['format']}，本程序只认 {FORMAT}")
        number, head = content["trail"]
        inventory = Inventory(
            made_at=datetime.fromisoformat(content["made_at"]),
            kind=str(content["kind"]),
            revision=str(content["revision"]),
            rows={str(name): int(count) for name, count in content["rows"].items()},
            trail=Head(int(number), str(head)),
            marks=str(content["marks"]),
            keys=tuple(map(str, content["keys"])),
            parts=tuple(
                Part(str(name), str(sha), int(size)) for name, sha, size in content["parts"]
            ),
            missing=tuple(map(str, content["missing"])),
        )
        return inventory, str(content["mark"])
    except FileNotFoundError as error:
        raise NoBackup(f"{folder} 里没有 {FILE}：不是备份，或者没有做完") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoBackup(f"{folder / FILE} 已经损坏") from error


def check_keys(inventory: Inventory, mark: str, ring: KeyRing, known: frozenset[str]) -> None:
    """Raise NoBackup unless these are the keys, `known` by name, and the inventory is theirs."""
    if not hmac.compare_digest(inventory.marks, ring.fingerprint):
        raise NoBackup("这套密钥不是这份备份的密钥")
    if absent := sorted(set(inventory.keys) - known):
        raise NoBackup(f"密钥文件里缺少旧密钥 {'、'.join(absent)}，备份里的资料打不开")
    text = inventory.as_text(ring)
    if not hmac.compare_digest(str(json.loads(text)["mark"]), mark):
        raise NoBackup(f"{FILE} 被改动过")
