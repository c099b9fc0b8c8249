"""Hands what employers reported to the insurance core, and follows its decisions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.applications import Application, Phase
from core.catalogue import Catalogue
from core.contracts import InsuranceCore
from core.enterprise import Client, JudgedRow, RowState
from core.errors import EngineUnavailable, NotAllowedNow, NotFound
from core.insured import CoreFiling, Decision
from core.privacy import mask_text
from core.store.enterprise import Batch, EnterpriseStore

logger = logging.getLogger(__name__)

AT_ONCE = 50  # rows of each state in one step
FIRST = ("", 0)  # before every row: batch and number
SANDBOX_REJECTS = "退回"  # in a name: the sandbox plays a rejection, so that it can be tried
SANDBOX_NOTE = "测试账号：姓名里有“退回”两个字的，按退回处理。"
_STATES = {Decision.APPROVED: RowState.DONE, Decision.REJECTED: RowState.REJECTED}


class EnterpriseFiling:
    """Move accepted rows on; a core that is down leaves them accepted."""

    def __init__(
        self,
        store: EnterpriseStore,
        core: InsuranceCore,
        catalogue: Catalogue,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Take where rows are stored and who decides them."""
        self._store = store
        self._core = core
        self._catalogue = catalogue
        self._now = now
        # The row of each state that was looked at last: one that stays holds up no other.
        self._last = dict.fromkeys((RowState.ACCEPTED, RowState.FILED), FIRST)

    async def step(self) -> int:
        """Look at some open rows, the next step at those after them; return how many moved."""
        return sum([await self._move(state) for state in self._last])

    async def _move(self, state: RowState) -> int:
        moved = 0
        found = await self._store.rows_after(state, self._last[state], AT_ONCE)
        if len(found) < AT_ONCE:
            self._last[state] = FIRST
        for client, batch, row in found:
            if len(found) == AT_ONCE:
                self._last[state] = (batch.id, row.n)
            try:
                after = _played(row) if client.sandbox else await self._decided(client, batch, row)
            except EngineUnavailable as error:
                logger.warning("enterprise rows wait: %s", error)
                return moved
            except (NotAllowedNow, NotFound) as error:  # this row's own problem
                logger.error("an enterprise row waits: %s", error)
                continue
            if after.state is row.state and after.reference == row.reference:
                continue
            if after.state in _STATES.values():
                after = replace(after, decided_at=self._now())
            await self._store.decide(client, batch, after, self._now())
            moved += 1
        return moved

    async def _decided(self, client: Client, batch: Batch, row: JudgedRow) -> JudgedRow:
        if row.reference is None:
            filing = await self._core.file(
                _as_application(client, batch, row), self._catalogue.item(batch.kind.item_code).name
            )
        else:
            filing = await self._core.decision(row.reference)
        return _with(row, filing)


def _with(row: JudgedRow, filing: CoreFiling) -> JudgedRow:
    state = _STATES.get(filing.decision, RowState.FILED)
    return replace(row, state=state, reference=filing.reference, note=mask_text(filing.note))


def _played(row: JudgedRow) -> JudgedRow:
    """Return what the sandbox decides, by a rule that testers can steer."""
    if SANDBOX_REJECTS in row.change.name:
        return replace(row, state=RowState.REJECTED, note=SANDBOX_NOTE)
    return replace(row, state=RowState.DONE)


def _as_application(client: Client, batch: Batch, row: JudgedRow) -> Application:
    """Return the row in the shape in which the core takes applications; the number keeps it one."""
    change = row.change
    fields = {
        "name": change.name,
        "id_number": change.id_number,
        "mobile": change.mobile,
        "day": change.day,
        "wage": change.wage,
        "credit_code": client.credit_code,
    }
    return Application(
        id=f"{batch.id}:{row.n}",
        conversation_id="",
        item_code=batch.kind.item_code,
        phase=Phase.SUBMITTED,
        fields={key: value for key, value in fields.items() if value},
        number=row.number,
        submitted_at=batch.received_at,
        identity="verified",
    )
