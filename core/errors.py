"""Every exception that we raise."""

from __future__ import annotations


class YibaoError(Exception):
    """Be the root of all our exceptions."""


class NotAllowedNow(YibaoError):
    """Say that a thing was asked to move where its state does not let it."""


class NotFound(YibaoError):
    """Say that what was asked for does not exist, or is not for the asker."""


class NotAuthorised(YibaoError):
    """Say that the caller did not prove who they are."""


class EngineUnavailable(YibaoError):
    """Say that an engine we depend on did not answer; `engine` names it."""

    def __init__(self, engine: str) -> None:
        super().__init__(f"{engine} did not answer")
        self.engine = engine


class InvalidCatalogue(YibaoError):
    """Say which service item breaks which rule of the catalogue."""


class InvalidPack(YibaoError):
    """Say which policy entry breaks which rule of the knowledge packs."""
