"""Opens an item in a call for a citizen who fills nothing yet, as the bot would."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core import delegation_wording
from core import shared_form_wording as say
from core.applications import Application
from core.calls import Call, CallSeat, Role
from core.catalogue import Catalogue
from core.conversation import Conversation
from core.delegations import Delegation
from core.errors import NotAllowedNow, NotFound
from core.privacy import mask_name
from core.service_items import ServiceItem
from core.store import ApplicationStore, ConversationStore, DelegationStore, IdentityStore
from core.store.shared_forms import SharedFormStore


class FormOpening:
    """Begin applications for staff, in the citizen's own conversation."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        forms: SharedFormStore,
        applications: ApplicationStore,
        conversations: ConversationStore,
        delegations: DelegationStore,
        people: IdentityStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take the items, where forms are stored, and what is known of the citizen."""
        self._catalogue = catalogue
        self._forms = forms
        self._applications = applications
        self._conversations = conversations
        self._delegations = delegations
        self._people = people
        self._now = now

    async def open(self, call: Call, who: CallSeat, code: str) -> None:
        """Open the item with that code; one put aside earlier goes on with all its values.

        Raise NotAllowedNow if something else is open, or it cannot be applied for here.
        """
        if who.role is not Role.AGENT:
            raise NotAllowedNow(say.NOT_YOURS.format(who=say.AGENT))
        conversation = await self._conversations.conversation(call.conversation_id)
        item = self._item(code, conversation.region)
        acting = await self._delegations.acting_in(conversation.id, self._now())
        if acting is not None and not acting.covers(item.topic):
            principal, scope = mask_name(acting.principal_name), "、".join(acting.scope)
            text = delegation_wording.NOT_COVERED.format(principal=principal, scope=scope)
            raise NotAllowedNow(text)
        delegate = mask_name(acting.principal_name) if acting else conversation.delegate
        application = await self._applications.parked(conversation.id)
        same = application is not None and application.delegate == delegate
        if application is None or not same or application.item_code != item.code:
            application = await self._blank(conversation, item, acting, delegate)
        await self._forms.open(call.id, application, who, self._now())
        await self._conversations.remember(conversation.id, last_item=item.code)

    async def _blank(
        self,
        conversation: Conversation,
        item: ServiceItem,
        acting: Delegation | None,
        delegate: str | None,
    ) -> Application:
        blank = Application(
            str(uuid.uuid4()),
            conversation.id,
            item.code,
            delegate=delegate,
            region=conversation.region,
            delegation_id=acting.id if acting is not None else None,
        )
        known: dict[str, str] = {}
        if acting is not None:
            known = {"name": acting.principal_name, "id_number": acting.principal_id_number}
        elif delegate is None:
            person = await self._people.person(conversation.id, self._now())
            if person is not None:
                known = {"name": person.name, "id_number": person.id_number}
        asked = {f.key for f in item.fields}
        return replace(blank, offered={k: v for k, v in known.items() if k in asked})

    def _item(self, code: str, region: str | None) -> ServiceItem:
        try:
            item = self._catalogue.item(code, region)
        except NotFound as error:
            raise NotAllowedNow(say.NO_SUCH_ITEM) from error
        if not item.fields:
            raise NotAllowedNow(say.NOTHING_TO_FILL.format(item=item.name))
        return item
