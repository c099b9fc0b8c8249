"""Says how far the service knows with whom it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class IdentityLevel(StrEnum):
    """Name what is known of a person; what is typed into a chat proves nothing."""

    ANONYMOUS = "anonymous"  # may ask about policy
    CLAIMED = "claimed"  # gave a name and an ID number: enough to fill a form with
    VERIFIED = "verified"  # an IdentityProvider vouches: may see personal data


@dataclass(frozen=True, slots=True)
class Person:
    """Be somebody for whom an IdentityProvider vouches."""

    name: str
    id_number: str
    verified_at: datetime  # UTC
    until: datetime  # UTC; then it has to be proven again
    provider: str  # who vouches


@dataclass(frozen=True, slots=True)
class Challenge:
    """Be one attempt to prove an identity: where the citizen goes, and until when."""

    id: str
    url: str  # the provider's page, opened by the citizen
    until: datetime  # UTC
