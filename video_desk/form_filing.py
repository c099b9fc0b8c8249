"""Submits a form that was confirmed and signed in a call, with the evidence of who did what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from core import delegation_wording
from core.answer_json import answer_to_json
from core.applications import Application
from core.calls import Call, CallSeat
from core.contracts import Channel, Notices
from core.delegations import Delegation
from core.errors import NotAllowedNow
from core.form_fields import Form
from core.messages import Answer
from core.ownership import Ownership
from core.privacy import mask_name, mask_text
from core.shared_form import SharedForm
from core.shared_form_json import sha256_of
from core.shared_form_moves import handed_in
from core.store import ConversationStore, DelegationStore, IdentityStore, Line
from core.store.shared_forms import Changed, SharedFormStore
from video_desk.exhibits import Exhibits

EXHIBIT = "authorisation.json"


class Filer(Protocol):
    """File applications as the bot does: one transaction, one receipt, nothing twice."""

    async def submit(self, form: Form, application: Application) -> Answer:
        """Return the answer with the receipt number, or saying what is under way already."""
        ...


@dataclass(frozen=True, slots=True)
class Filed:
    """Be what came of a submission."""

    form: Form
    application: Application  # with its number
    line: Line  # that tells the citizen


class FormFiling:
    """File forms of calls, and bring the receipt into the conversation."""

    def __init__(
        self,
        *,
        forms: SharedFormStore,
        filer: Filer,
        exhibits: Exhibits,
        delegations: DelegationStore,
        people: IdentityStore,
        notices: Notices,
        conversations: ConversationStore,
        ownership: Ownership,
        citizens: Channel,
        invite: Callable[[str, Answer], Awaitable[Answer]],
        now: Callable[[], datetime],
    ) -> None:
        """Take who files, where evidence and lines are kept, and who invites to rate."""
        self._forms = forms
        self._filer = filer
        self._exhibits = exhibits
        self._delegations = delegations
        self._people = people
        self._notices = notices
        self._conversations = conversations
        self._ownership = ownership
        self._citizens = citizens
        self._invite = invite
        self._now = now

    async def file(self, call: Call, who: CallSeat, display_name: str) -> Filed:
        """Submit the form; again, even after a restart, gives the same receipt.

        Raise NotAllowedNow if it is not confirmed and signed, if the authorisation is over, or if
        the same matter is under way already.
        """
        now = self._now()
        delegation = await self._delegation(call)
        changed = await self._forms.change(
            call.id,
            call.conversation_id,
            who,
            lambda form, shared: handed_in(form, shared, who, now),
            lambda after: ("form_handed_in", _evidence(after)),
            now,
        )
        await self._keep(call, who, display_name)
        application = changed.after.application
        level = await self._level(application, delegation)
        answer = await self._filer.submit(changed.form, replace(application, identity=level))
        accepted = await self._accepted(call, changed)
        if accepted is None:
            await self._say(call, f"doubled-{application.id}", answer)
            raise NotAllowedNow(answer.reply.text)
        if delegation is not None:
            await self._tell_principal(delegation, changed.form.name, accepted.number or "")
        line = await self._say(call, f"receipt-{accepted.id}", answer)
        return Filed(changed.form, accepted, line)

    async def _accepted(self, call: Call, changed: Changed) -> Application | None:
        """Return the application as it was filed; None: it would have been a double."""
        rows = await self._forms.of_call(call.id)
        mine = [s.application for s in rows if s.application.id == changed.after.application.id]
        return mine[0] if mine and mine[0].number is not None else None

    async def _delegation(self, call: Call) -> Delegation | None:
        """Return the authorisation under which the form was filled; raise if it is over."""
        shared = await self._forms.form(call.id, call.conversation_id)
        if shared is None or shared.application.delegation_id is None:
            return None
        delegation = await self._delegations.delegation(shared.application.delegation_id)
        if shared.application.number is None and not delegation.in_force(self._now()):
            raise NotAllowedNow(delegation_wording.OVER)
        return delegation

    async def _level(self, application: Application, delegation: Delegation | None) -> str:
        """Return the IdentityLevel: that a card was seen in a call proves no more than before."""
        person = await self._people.person(application.conversation_id, self._now())
        if person is None:
            return "claimed"
        own = person.id_number
        if delegation is not None and own == delegation.agent_id_number:
            own = delegation.principal_id_number
        elif application.delegate is not None:
            return "claimed"
        return "verified" if own == application.fields.get("id_number") else "claimed"

    async def _keep(self, call: Call, who: CallSeat, display_name: str) -> None:
        """Write for every form of the call on what authority staff handed it in."""
        content = [
            {
                **_evidence(shared),
                "application": shared.application.id,
                "item": shared.application.item_code,
                "handed_in_at": shared.handed_in_at.isoformat(),
                "handed_in_by": {"staff": who.staff, "name": display_name},
                "authorisation": await self._authorisation(shared.application.delegation_id),
            }
            for shared in await self._forms.of_call(call.id)
            if shared.handed_in_at is not None
        ]
        text = json.dumps({"forms": content}, ensure_ascii=False, indent=1, sort_keys=True)
        await asyncio.to_thread(self._exhibits.write, call.id, EXHIBIT, text.encode())

    async def _authorisation(self, delegation_id: str | None) -> Mapping[str, object] | None:
        if delegation_id is None:
            return None
        return _authorisation(await self._delegations.delegation(delegation_id))

    async def _tell_principal(self, delegation: Delegation, item: str, number: str) -> None:
        """Tell the principal what was filed in their name; the bot's key, so it is told once."""
        if delegation.made_in is None:
            return
        name = delegation.agent_name
        await self._notices.add(
            key=f"delegation:{delegation.id}:submitted:{number}",
            conversation_id=delegation.made_in,
            kind="delegation",
            text=delegation_wording.TOLD_PRINCIPAL["submitted"].format(
                agent=mask_name(name) if name else delegation.relation, item=item, number=number
            ),
            at=self._now(),
        )

    async def _say(self, call: Call, message_id: str, answer: Answer) -> Line:
        """Add the bot's own answer to the conversation; the same id is one line."""
        now, conversation_id = self._now(), call.conversation_id
        answer = await self._invite(conversation_id, answer)
        reply = replace(
            answer.reply,
            text=mask_text(answer.reply.text),
            spoken=mask_text(answer.reply.aloud()),
        )
        stored = Answer(reply, replace(answer.turn, fields={}, field_labels={}))
        line = Line(
            0, now, "assistant", reply.text, message_id=message_id, answer=answer_to_json(stored)
        )
        line = replace(line, seq=await self._conversations.add_line(conversation_id, line))
        # What was read back before the call must not be what a later "yes" answers.
        await self._conversations.remember(conversation_id, last_reply=reply.text)
        answer = await self._ownership.with_fields(conversation_id, answer)
        told = answer_to_json(replace(answer, turn=replace(answer.turn, seq=line.seq)))
        event = {"type": "reply", "in_reply_to": message_id, **told, "seq": line.seq}
        await self._citizens.deliver(conversation_id, event)
        return line


def _evidence(shared: SharedForm) -> dict[str, object]:
    """Return who filled, agreed and signed what: keys, times and sums, never values."""
    application, yes, signature = shared.application, shared.confirmed, shared.signed
    return {
        "filled": {key: _by(shared, key) for key in sorted(application.fields)},
        "form": sha256_of(application),
        "confirmed": {
            "seat": yes.seat,
            "way": yes.way.value,
            "at": yes.at.isoformat(),
            "version": yes.version,
        }
        if yes is not None
        else None,
        "signature": {"file": signature.file, "sha256": signature.sha256} if signature else None,
        "delegation": application.delegation_id,
        "for_another": application.delegate is not None,
    }


def _by(shared: SharedForm, key: str) -> Mapping[str, str]:
    entry = shared.entries.get(key)
    if entry is None:
        return {"role": "chat"}
    return {"role": entry.role, "seat": entry.by, "at": entry.at.isoformat()}


def _authorisation(delegation: Delegation) -> Mapping[str, object]:
    return {
        "id": delegation.id,
        "evidence": delegation.evidence.value,
        "scope": list(delegation.scope),
        "made_at": delegation.made_at.isoformat(),
        "until": delegation.until.isoformat() if delegation.until else None,
    }
