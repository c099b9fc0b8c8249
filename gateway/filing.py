"""Hands applications and withdrawals to the insurance core, and brings its decisions back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from core.applications import Application, Phase
from core.casework import decided, wanted
from core.catalogue import Catalogue
from core.contracts import InsuranceCore
from core.errors import EngineUnavailable, YibaoError
from core.insured import CoreFiling
from core.store.casework import CORE, CaseworkStore

logger = logging.getLogger(__name__)

AT_ONCE = 50  # applications in one step
FIRST_PAUSE = timedelta(seconds=5)  # after the core did not answer; doubled each time
LONGEST_PAUSE = timedelta(minutes=10)


class Filing:
    """Keep our applications and the core's filings in step; nothing is filed twice."""

    def __init__(
        self,
        *,
        casework: CaseworkStore,
        core: InsuranceCore,
        catalogue: Catalogue,
        now: Callable[[], datetime],
    ) -> None:
        """Take where applications are, the core, and how items are called."""
        self._casework = casework
        self._core = core
        self._catalogue = catalogue
        self._wholes = [item.code for item in catalogue.items if item.parts]
        self._now = now
        self._failures = 0  # steps in a row in which the core did not answer
        self._not_before: datetime | None = None
        self._stumbled: set[str] = set()  # numbers at which the core fell silent: tried last
        self._asked_last = ""  # id of the application whose decision was asked for last

    async def step(self) -> bool:
        """Hand over what is new and ask for decisions; False if the core was down or is resting."""
        now = self._now()
        if self._not_before is not None and now < self._not_before:
            return False
        try:
            await self._hand_over()
            await self._withdraw()
            await self._ask()
        except EngineUnavailable:
            # What was not answered stays SUBMITTED; its receipt number keeps it from doubling.
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures, 10))
            self._failures += 1
            self._not_before = now + pause
            logger.warning("the core did not answer, next try in %d s", pause.total_seconds())
            return False
        self._failures, self._not_before = 0, None
        return True

    async def _hand_over(self) -> None:
        unfiled = await self._casework.unfiled(AT_ONCE, self._wholes)
        for application in sorted(unfiled, key=lambda a: a.number in self._stumbled):
            item = self._catalogue.item(application.item_code, application.region)
            number = application.number or ""
            self._stumbled.add(number)
            filing = await self._core.file(application, item.name)
            self._stumbled.discard(number)
            await self._casework.filed(number, filing.reference, self._now())
            logger.info("filed %s", number)
            await self._follow(application, filing)

    async def _withdraw(self) -> None:
        """Tell the core what citizens took back; after the handing over, lest one overtake it."""
        for application in await self._casework.withdrawn_untold(AT_ONCE, self._wholes):
            number = application.number or ""
            withdrawn = await self._core.withdraw(number)
            await self._casework.withdrawal_told(number, self._now(), too_late=not withdrawn)
            logger.info("withdrew %s%s", number, "" if withdrawn else ": too late")

    async def _ask(self) -> None:
        """Ask for the decisions on some of what was filed; the next step goes on from there."""
        filed = await self._casework.filed_after(self._asked_last, AT_ONCE)
        for application in filed:
            if application.core_reference is not None:
                filing = await self._core.decision(application.core_reference)
                await self._follow(application, filing)
            self._asked_last = application.id
        if len(filed) < AT_ONCE:
            self._asked_last = ""

    async def _follow(self, application: Application, filing: CoreFiling) -> None:
        """Move an application as the core decided; what staff did meanwhile stands."""
        phase = decided(application, filing)
        if phase is None:
            return
        number, at = application.number or "", self._now()
        try:
            if phase is Phase.APPROVED and application.phase is Phase.NEEDS_PAPERS:
                # The papers reached the core by another way, a counter for instance.
                await self._casework.papers_in(number, at=at, actor=CORE)
            await self._casework.move(
                number,
                phase,
                at=at,
                actor=CORE,
                note=filing.note,
                missing=wanted(filing),
                reason=filing.note,
            )
            logger.info("the core moved %s to %s", number, phase)
        except EngineUnavailable:
            raise
        except YibaoError as error:
            logger.warning("the core's word on %s changes nothing: %s", number, error)
