"""Hands applications and withdrawals to the insurance core, and brings its decisions back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from core.applications import Application, Phase
from core.casework import decided, wanted
from core.catalogue import Catalogue
from core.contracts import InsuranceCore
from core.errors import EngineUnavailable, NotAllowedNow, NotFound, YibaoError
from core.insured import CoreFiling
from core.store.casework import CORE, CaseworkStore

logger = logging.getLogger(__name__)

AT_ONCE = 50  # applications in one step
FIRST_PAUSE = timedelta(seconds=5)  # after the core did not answer; doubled each time
LONGEST_PAUSE = timedelta(minutes=10)
REFUSED_AGAIN = timedelta(hours=1)  # after the core refused one thing: either side may be mended


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
        self._refused: dict[str, datetime] = {}  # numbers that the core refuses: when to try again
        self._asked_last = ""  # id of the application whose decision was asked for last

    async def step(self) -> bool:
        """Hand over what is new and ask for decisions; False if the core was down or is resting."""
        now = self._now()
        if self._not_before is not None and now < self._not_before:
            return False
        self._refused = {number: again for number, again in self._refused.items() if again > now}
        answered = True
        for part in (self._hand_over, self._withdraw, self._ask):
            try:
                await part()
            except EngineUnavailable:  # of one thing perhaps; decisions are brought all the same
                answered = False
        if not answered:
            # What was not answered stays SUBMITTED; its receipt number keeps it from doubling.
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures, 10))
            self._failures += 1
            self._not_before = now + pause
            logger.warning("the core did not answer, next try in %d s", pause.total_seconds())
            return False
        self._failures, self._not_before = 0, None
        return True

    async def _hand_over(self) -> None:
        unfiled = await self._casework.unfiled(AT_ONCE, self._wholes, self._refused)
        for application in sorted(unfiled, key=self._silent_before):
            item = self._catalogue.item(application.item_code, application.region)
            number = application.number or ""
            self._stumbled.add(number)
            try:
                filing = await self._core.file(application, item.name)
            except (NotAllowedNow, NotFound) as refusal:
                self._put_off(number, "hand-over", refusal)
                continue
            self._stumbled.discard(number)
            await self._casework.filed(number, filing.reference, self._now())
            logger.info("filed %s", number)
            await self._follow(application, filing)

    async def _withdraw(self) -> None:
        """Tell the core what citizens took back; after the handing over, lest one overtake it."""
        untold = await self._casework.withdrawn_untold(AT_ONCE, self._wholes, self._refused)
        for application in sorted(untold, key=self._silent_before):
            number = application.number or ""
            self._stumbled.add(number)
            try:
                withdrawn = await self._core.withdraw(number)
            except (NotAllowedNow, NotFound) as refusal:
                self._put_off(number, "withdrawal", refusal)
                await self._casework.withdrawal_refused(number, self._now())
                continue
            self._stumbled.discard(number)
            await self._casework.withdrawal_told(number, self._now(), too_late=not withdrawn)
            logger.info("withdrew %s%s", number, "" if withdrawn else ": too late")

    async def _ask(self) -> None:
        """Ask for the decisions on some of what was filed; the next step goes on from there."""
        filed = await self._casework.filed_after(self._asked_last, AT_ONCE)
        for application in filed:
            self._asked_last = application.id  # one that is never answered holds up nobody
            if application.core_reference is None:
                continue
            try:
                filing = await self._core.decision(application.core_reference)
            except (NotAllowedNow, NotFound) as refusal:
                logger.error("no decision on %s: %s", application.number, refusal)
                continue
            await self._follow(application, filing)
        if len(filed) < AT_ONCE:
            self._asked_last = ""

    def _silent_before(self, application: Application) -> bool:
        return application.number in self._stumbled

    def _put_off(self, number: str, what: str, refusal: YibaoError) -> None:
        """Leave one that the core refuses alone for a while; the log names it at each try."""
        self._stumbled.discard(number)
        self._refused[number] = self._now() + REFUSED_AGAIN
        logger.error("%s of %s put off: %s", what, number, refusal)

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
