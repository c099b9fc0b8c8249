"""Says what this bureau is: its items, its regions, its promises, how it is reached."""

from __future__ import annotations

from core.catalogue import Catalogue
from core.office_hours import OfficeHours
from core.working_days import WorkingCalendar
from gateway.connected import own_address
from gateway.dialogue_side import Bureau
from gateway.knowledge import Knowledge
from gateway.rating_side import Promises
from gateway.settings import Settings


def bureau_of(
    settings: Settings, catalogue: Catalogue, calendar: WorkingCalendar, knowledge: Knowledge
) -> Bureau:
    """Return the bureau that the settings describe."""
    return Bureau(
        catalogue=catalogue,
        calendar=calendar,
        regions=knowledge.regions,
        popular=knowledge.popular,
        hotline=settings.hotline,
        public_url=own_address(settings),
        promises=Promises(
            rectification_days=settings.rectification_days,
            remark_days=settings.remark_days,
            complaints_per_hour=settings.complaints_per_hour,
            target=settings.rating_target,
        ),
        hours=OfficeHours(calendar, settings.opens, settings.closes),
        hours_said=settings.hours,
    )


def about(settings: Settings) -> dict[str, str]:
    """Return what every page says of the bureau."""
    return {"name": settings.bureau, "hotline": settings.hotline, "hours": settings.hours}
