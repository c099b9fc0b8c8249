"""Is an insurance core that keeps what is filed and taken back, and does what a test wants."""

from __future__ import annotations

from core.applications import Application
from core.errors import EngineUnavailable, NotAllowedNow
from core.insured import CoreFiling, Decision, Summary
from gateway.filing import Filing
from tests.fakes.bureau import CATALOGUE, Bureau


class FakeCore:
    """Fulfil InsuranceCore: keep one filing for each receipt number, as a real core must."""

    def __init__(self) -> None:
        self.calls = 0
        self.kept: dict[str, str] = {}  # receipt number -> reference
        self.items: list[str] = []
        self.says: dict[str, CoreFiling] = {}  # reference -> its word
        self.asked: list[str] = []
        self.down = False
        self.chokes_on: str | None = None  # the receipt number that it never answers
        self.refuses: set[str] = set()  # receipt numbers and references of which it will not hear
        self.lose_answers = 0  # so many filings are accepted, and their answers lost
        self.withdrawn: list[str] = []  # receipt numbers, as often as they were told
        self.too_late: set[str] = set()  # receipt numbers that were decided before

    async def summary(self, id_number: str) -> Summary | None:
        """Know nobody."""
        del id_number
        return None

    async def file(self, application: Application, item_name: str) -> CoreFiling:
        """Accept it, or what was accepted under the same number before."""
        self.calls += 1
        number = application.number or ""
        if self.down or number == self.chokes_on:
            raise EngineUnavailable("core")
        self._raise_if_refused(number)
        if number not in self.kept:
            self.kept[number] = f"R{len(self.kept) + 1}"
            self.items.append(item_name)
        if self.lose_answers:
            self.lose_answers -= 1
            raise EngineUnavailable("core")
        return await self.decision(self.kept[number])

    async def decision(self, reference: str) -> CoreFiling:
        """Say what was told to say."""
        if self.down:
            raise EngineUnavailable("core")
        self.asked.append(reference)
        self._raise_if_refused(reference)
        return self.says.get(reference, CoreFiling(reference, Decision.RECEIVED, ""))

    async def withdraw(self, number: str) -> bool:
        """Take it back unless it was decided; the answer may get lost."""
        if self.down:
            raise EngineUnavailable("core")
        self.withdrawn.append(number)
        self._raise_if_refused(number)
        if number == self.chokes_on:
            raise EngineUnavailable("core")
        if self.lose_answers:
            self.lose_answers -= 1
            raise EngineUnavailable("core")
        return number not in self.too_late

    def _raise_if_refused(self, name: str) -> None:
        if name in self.refuses:
            raise NotAllowedNow(name)

    def decide(self, decision: Decision, *missing: str, reference: str = "R1") -> None:
        """Come to a decision."""
        self.says[reference] = CoreFiling(reference, decision, "核对过了", missing)


def filing_of(bureau: Bureau, core: FakeCore) -> Filing:
    """Return a filing that has remembered nothing yet."""
    return Filing(casework=bureau.casework, core=core, catalogue=CATALOGUE, now=bureau.clock)
