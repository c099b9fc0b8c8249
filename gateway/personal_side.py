"""Builds what belongs to one citizen: photographs, identity, 我的医保, authorisations, rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from core.catalogue import Catalogue
from core.contracts import Channel
from core.own_data_rights import OwnData
from core.photo_taking import PhotoTaking
from gateway.delegations_api import DelegationParts, delegation_routes
from gateway.dialogue_side import Engines
from gateway.going_on_api import GoingOnParts, going_on_routes
from gateway.identity_api import IdentityParts, identity_routes
from gateway.me_api import MeParts, me_routes
from gateway.own_data_side import OwnDataSide, own_data_side
from gateway.photos_api import PhotoParts, photo_routes
from gateway.staff import StaffDoor
from gateway.stores import Stores
from integrations.photographs.files import PhotoFiles


@dataclass(frozen=True, slots=True)
class PersonalSide:
    """Hold what these routes use."""

    photos: PhotoParts
    identity: IdentityParts
    me: MeParts
    delegations: DelegationParts
    own_data: OwnDataSide
    going_on: GoingOnParts

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return (
            photo_routes(self.photos),
            identity_routes(self.identity),
            me_routes(self.me),
            delegation_routes(self.delegations),
            going_on_routes(self.going_on),
            *self.own_data.routes(),
        )


def personal_side(
    stores: Stores,
    engines: Engines,
    *,
    taking: PhotoTaking,
    files: PhotoFiles,
    rights: OwnData,
    catalogue: Catalogue,
    door: StaffDoor,
    channel: Channel,
    public_url: str,
    secure_cookies: bool,
    now: Callable[[], datetime],
) -> PersonalSide:
    """Join the stores with whoever vouches for citizens, and with the insurance core."""
    conversations = stores.conversations
    return PersonalSide(
        photos=PhotoParts(
            taking=taking,
            photos=stores.photos,
            files=files,
            conversations=conversations,
            staff=door,
            now=now,
        ),
        identity=IdentityParts(
            conversations=conversations,
            applications=stores.applications,
            identity=stores.identity,
            versions=stores.versions,
            provider=engines.provider,
            channel=channel,
            public_url=public_url,
            now=now,
            secure_cookies=secure_cookies,
        ),
        me=MeParts(
            conversations=conversations, identity=stores.identity, core=engines.core, now=now
        ),
        delegations=DelegationParts(
            delegations=stores.delegations,
            identity=stores.identity,
            conversations=conversations,
            door=door,
            now=now,
        ),
        going_on=GoingOnParts(
            conversations=conversations,
            applications=stores.applications,
            codes=stores.codes,
            now=now,
        ),
        own_data=own_data_side(stores, rights=rights, catalogue=catalogue, door=door, now=now),
    )
