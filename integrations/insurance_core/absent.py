"""Stands where no insurance core is connected, and says so; fulfils InsuranceCore."""

from __future__ import annotations

from typing import NoReturn

from core.applications import Application
from core.errors import EngineUnavailable

ENGINE = "insurance core (not connected)"


class NoInsuranceCore:
    """Answer every question with EngineUnavailable."""

    async def summary(self, id_number: str) -> NoReturn:
        """Raise EngineUnavailable."""
        del id_number
        raise EngineUnavailable(ENGINE)

    async def file(self, application: Application, item_name: str) -> NoReturn:
        """Raise EngineUnavailable."""
        del application, item_name
        raise EngineUnavailable(ENGINE)

    async def decision(self, reference: str) -> NoReturn:
        """Raise EngineUnavailable."""
        del reference
        raise EngineUnavailable(ENGINE)

    async def withdraw(self, number: str) -> NoReturn:
        """Raise EngineUnavailable."""
        del number
        raise EngineUnavailable(ENGINE)
