"""Says where the checkout, the cache and the product's own data lie."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 100  # bytes; the kernel takes 107


@dataclass(frozen=True, slots=True)
class Places:
    """Hold the folders that every step uses."""

    checkout: Path
    cache: Path  # outside the checkout, shared by all checkouts of this user
    var: Path  # database, index, logs of this checkout

    @property
    def models(self) -> Path:
        """Return the folder with one folder for each language or speech model."""
        return self.cache / "models"

    @property
    def rasa_models(self) -> Path:
        """Return the folder with trained Rasa models, named by what they were trained from."""
        return self.cache / "rasa-models"

    @property
    def bytecode(self) -> Path:
        """Return the folder with what Python compiled of all checkouts and environments."""
        return self.cache / "bytecode"

    @property
    def preparation_logs(self) -> Path:
        """Return the folder with what pip and the other preparing programs printed."""
        return self.cache / "log"

    @property
    def logs(self) -> Path:
        """Return the folder with what the running product prints."""
        return self.var / "log"

    def socket(self, name: str) -> Path:
        """Return where a program listens: in var/, unless that path is too long for a socket."""
        path = self.var / f"{name}.sock"
        if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
            return path
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"yibao-{os.getuid()}-{digest}.sock"

    def lock(self, environment: str) -> Path:
        """Return the file that pins the packages of an environment."""
        return self.checkout / "requirements" / f"{environment}.lock"


def find_places(settings: Mapping[str, str], home: Path, checkout: Path = CHECKOUT) -> Places:
    """Return the places that the environment variables ask for, or the usual ones."""
    caches = settings.get("XDG_CACHE_HOME") or str(home / ".cache")
    cache = Path(settings.get("YIBAO_CACHE") or Path(caches) / "yibao-desk")
    var = Path(settings.get("YIBAO_VAR") or checkout / "var")
    return Places(checkout, cache.expanduser().absolute(), var.expanduser().absolute())
