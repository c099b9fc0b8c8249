"""Every exception that we raise."""

from __future__ import annotations

from collections.abc import Mapping


class YibaoError(Exception):
    """Be the root of all our exceptions."""


class NotAllowedNow(YibaoError):
    """Say that a thing was asked to move where its state does not let it."""


class NotFound(YibaoError):
    """Say that what was asked for does not exist, or is not for the asker."""


class NotAuthorised(YibaoError):
    """Say that the caller did not prove who they are."""


class NotForServing(YibaoError):
    """Say why a role of the database must not serve beside the owner of its tables."""


class CodeWanted(NotAuthorised):
    """Say that the password is right, and that a one-time code is still needed."""


class AccountOwes(YibaoError):
    """Say what somebody who is signed in has to do before anything else."""


class EngineUnavailable(YibaoError):
    """Say that an engine we depend on did not answer; `engine` names it."""

    def __init__(self, engine: str) -> None:
        super().__init__(f"{engine} did not answer")
        self.engine = engine


class InvalidCatalogue(YibaoError):
    """Say which service item breaks which rule of the catalogue."""


class InvalidPack(YibaoError):
    """Say which policy entry breaks which rule of the knowledge packs."""


class NotPermitted(YibaoError):
    """Say that this person, though known, may not do that."""


class InvalidContent(YibaoError):
    """Say what in an entry's content is not of the shape that we store."""


class ChangedMeanwhile(YibaoError):
    """Say that a colleague saved the entry first; `entry` is the id of what they saved."""

    def __init__(self, entry: str) -> None:
        super().__init__(f"{entry} was saved meanwhile")
        self.entry = entry


class OpenAlready(YibaoError):
    """Say that an entry is being worked on already; `entry` is the id of that version."""

    def __init__(self, entry: str) -> None:
        super().__init__(f"{entry} is open")
        self.entry = entry


class NotReadyForReview(YibaoError):
    """Say what must be done before an entry can go to review, in Chinese sentences."""

    def __init__(self, entry: str, shortcomings: tuple[str, ...]) -> None:
        super().__init__(f"{entry} has {len(shortcomings)} shortcomings")
        self.shortcomings = shortcomings


class RegressionFell(YibaoError):
    """Say that publishing would break an answer; `report` is the regression's."""

    def __init__(self, report: Mapping[str, object]) -> None:
        super().__init__("the regression fell")
        self.report = report


class UntrustedModel(YibaoError):
    """Say which model is not, to the last byte, what the key that we trust has signed."""


class Unreadable(YibaoError):
    """Say that a sealed value is not what was sealed for its row, or that its key is not here."""
