"""Sends what waits in the outbox, within what WeChat allows, and never twice without a reason."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import EngineUnavailable
from core.store.wechat_outbox import OutboxStore
from core.stretches import Stretch, stretch
from core.turn_names import continuing
from core.wechat import Allowance
from core.wechat_messages import Due
from integrations.wechat.api import REST, Api
from integrations.wechat.error_codes import Policy, midnight, pause, policy
from integrations.wechat.faults import ApiRefused, OutcomeUnknown
from integrations.wechat.notices import NoticeForm, Way
from integrations.wechat.packing import GAP, joined
from integrations.wechat.riding import worded
from integrations.wechat.typing_signs import TypingSigns

logger = logging.getLogger(__name__)

AT_ONCE = 20  # citizens in one step
LEASE = timedelta(seconds=40)
LONG_ENOUGH = timedelta(seconds=12)  # for one citizen: the rest waits for the next step
MOST_FAILURES = 6  # then it waits until the citizen comes back
MISCONFIGURED_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Be one message of WeChat with the rows that it carries."""

    rows: tuple[Due, ...]
    content: Mapping[str, object]  # without the receiver

    @property
    def ids(self) -> list[int]:
        """Return the ids of its rows."""
        return [row.id for row in self.rows]


class Outbox:
    """Send to each citizen in order, as few messages as will do."""

    def __init__(
        self,
        *,
        store: OutboxStore,
        api: Api,
        typing: TypingSigns,
        notice_form: NoticeForm | None,
        now: Callable[[], datetime],
    ) -> None:
        """Take what waits and who sends; `notice_form` None: there is no other way."""
        self._store = store
        self._api = api
        self._typing = typing
        self._notice_form = notice_form
        self._now = now
        self._holder = str(uuid.uuid4())

    async def step(self) -> int:
        """Send what is due; return to how many citizens."""
        openids = await self._store.citizens_due(self._now(), AT_ONCE)
        outcomes = await asyncio.gather(
            *(self._serve(openid) for openid in openids), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                logger.error("a citizen's messages were not sent", exc_info=outcome)
        return len(openids)

    async def _serve(self, openid: str) -> None:
        now = self._now()
        due, allowance = await self._store.claim(openid, self._holder, now, now + LEASE)
        parcels = parcels_of(due)
        for number, parcel in enumerate(parcels):
            rest = [row for later in parcels[number:] for row in later.rows]
            if self._now() - now > LONG_ENOUGH:
                await self._store.put_off(_ids(rest), self._now(), None, counted=False)
                return
            if allowance.left(self._now()) <= 0:
                await self._other_way(openid, rest, allowance, None)
                return
            left = await self._send(openid, parcel, rest, allowance)
            if left is None:
                return
            allowance = left

    async def _send(
        self, openid: str, parcel: Parcel, rest: Sequence[Due], allowance: Allowance
    ) -> Allowance | None:
        """Send one message; return what is left of the allowance; None: not one more now."""
        # Should no answer come, the sign will tell whether the message arrived.
        await self._typing.show(openid)
        now = self._now()
        again = now + pause(parcel.rows[0].failures)
        try:
            # One message may carry several answers: it is told as the first one's.
            with continuing(parcel.rows[0].turn), stretch(Stretch.DELIVER):
                await self._api.send({"touser": openid, **parcel.content})
        except ApiRefused as refused:
            return await self._refused(openid, parcel, rest, allowance, refused.code)
        except OutcomeUnknown:
            return await self._unknown(openid, parcel, rest, allowance)
        except EngineUnavailable:  # nobody was reached, or there is no access token
            await self._not_sent(openid, rest, allowance, again, None)
            return None
        allowance = allowance.spent(now)
        await self._store.sent(parcel.ids, "custom", openid, allowance, self._now())
        await self._typing.ended(openid)
        logger.info("wechat: %d rows sent as one message", len(parcel.rows))
        return allowance

    async def _refused(
        self, openid: str, parcel: Parcel, rest: Sequence[Due], allowance: Allowance, code: int
    ) -> Allowance | None:
        now = self._now()
        match policy(code):
            case Policy.OTHER_WAY:
                await self._other_way(openid, rest, allowance.gone(), code)
            case Policy.LATER:
                again = now + pause(parcel.rows[0].failures)
                await self._not_sent(openid, rest, allowance, again, code)
            case Policy.RENEW:
                await self._store.put_off(_ids(rest), now + REST, code, counted=True)
            case Policy.TOMORROW:
                await self._store.put_off(_ids(rest), midnight(now), code, counted=False)
            case Policy.MISCONFIGURED | Policy.OFF:
                again = now + MISCONFIGURED_AGAIN
                await self._store.put_off(_ids(rest), again, code, counted=False)
            case _:
                logger.error("wechat will never take a message: errcode %d", code)
                await self._store.give_up(parcel.ids, code)
                return allowance
        return None

    async def _unknown(
        self, openid: str, parcel: Parcel, rest: Sequence[Due], allowance: Allowance
    ) -> Allowance | None:
        """Find out whether a message arrived; without evidence it is never sent again."""
        others = _ids(row for row in rest if row not in parcel.rows)
        arrived = await self._typing.was_ended(openid)
        now = self._now()
        if arrived is True:
            allowance = allowance.spent(now)
            await self._store.sent(parcel.ids, "custom", openid, allowance, now)
        elif arrived is False:
            again = now + pause(parcel.rows[0].failures)
            await self._not_sent(openid, parcel.rows, allowance, again, None)
        else:
            logger.warning("wechat: nobody knows whether a message arrived")
            await self._store.unsure(parcel.ids)
        if others:
            await self._store.put_off(others, now + pause(0), None, counted=False)
        return None

    async def _not_sent(
        self,
        openid: str,
        rows: Sequence[Due],
        allowance: Allowance,
        again: datetime,
        code: int | None,
    ) -> None:
        """Let what surely had no effect wait; after many failures, until the citizen comes back."""
        tired = [row for row in rows if row.failures + 1 >= MOST_FAILURES]
        if tired:
            await self._store.park(_ids(tired), openid, allowance, code)
        others = [row for row in rows if row not in tired]
        if others:
            await self._store.put_off(_ids(others), again, code, counted=True)

    async def _other_way(
        self, openid: str, rows: Sequence[Due], allowance: Allowance, code: int | None
    ) -> None:
        """Park what no message can carry now; what is a notice goes as a notice."""
        form, parked = self._notice_form, list[Due]()
        for row in rows:
            told = (
                form is not None
                and row.kind == "notice"
                and await self._notified(openid, row, form, allowance)
            )
            if not told:
                parked.append(row)
        if parked:
            await self._store.park(_ids(parked), openid, allowance, code)

    async def _notified(
        self, openid: str, row: Due, form: NoticeForm, allowance: Allowance
    ) -> bool:
        """Send a notice; False: it has to be parked."""
        message = form.message(openid, row)
        try:
            if form.way is Way.TEMPLATE:
                await self._api.template(message)
            else:
                await self._api.subscription(message)
        except OutcomeUnknown:
            if form.way is Way.TEMPLATE and row.failures + 1 < MOST_FAILURES:
                # Its client_msg_id keeps WeChat from showing it twice.
                again = self._now() + pause(row.failures)
                await self._store.put_off([row.id], again, None, counted=True)
            else:
                await self._store.unsure([row.id])
            return True
        except ApiRefused as refused:
            if policy(refused.code) is Policy.LATER and row.failures + 1 < MOST_FAILURES:
                again = self._now() + pause(row.failures)
                await self._store.put_off([row.id], again, refused.code, counted=True)
                return True
            return False
        except EngineUnavailable:
            if row.failures + 1 >= MOST_FAILURES:
                return False
            again = self._now() + pause(row.failures)
            await self._store.put_off([row.id], again, None, counted=True)
            return True
        await self._store.sent([row.id], form.way.value, openid, allowance, self._now())
        return True


def parcels_of(due: Sequence[Due]) -> list[Parcel]:
    """Return the rows as messages, joined where they fit; their order stays."""
    parcels: list[Parcel] = []
    run: list[Due] = []

    def close() -> None:
        for numbers in joined([worded(row) for row in run]):
            rows = tuple(run[n] for n in numbers)
            text = GAP.join(map(worded, rows))
            parcels.append(Parcel(rows, {"msgtype": "text", "text": {"content": text}}))
        run.clear()

    for row in due:
        if "text" in row.body:
            run.append(row)
            continue
        close()
        media = {"media_id": row.body.get("media_id", "")}
        parcels.append(Parcel((row,), {"msgtype": "voice", "voice": media}))
    close()
    return parcels


def _ids(rows: Iterable[Due]) -> list[int]:
    return [row.id for row in rows]
