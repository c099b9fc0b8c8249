"""Builds what ratings, complaints and rectification need, and joins their routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from core.catalogue import Catalogue
from core.contracts import Notices
from core.working_days import WorkingCalendar
from gateway.hourly_limit import HourlyLimit
from gateway.limits import Take
from gateway.ratings_api import RatingParts, rating_routes
from gateway.rectification_api import RectificationParts, rectification_routes
from gateway.remarks_desk_api import RemarkDeskParts, remark_desk_routes
from gateway.staff import StaffDoor
from gateway.stores import Stores


@dataclass(frozen=True, slots=True)
class Promises:
    """Hold how fast citizens are answered, and what is aimed at."""

    rectification_days: int = 15  # working days; a local rule, so it is configurable
    remark_days: int = 15  # working days; our own aim, no document names a number
    complaints_per_hour: int = 5  # from one address
    target: float = 0.7  # share of 非常满意


@dataclass(frozen=True, slots=True)
class RatingSide:
    """Hold what the routes of ratings, complaints and rectification use."""

    citizens: RatingParts
    rectifications: RectificationParts
    remark_desk: RemarkDeskParts

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return (
            rating_routes(self.citizens),
            rectification_routes(self.rectifications),
            remark_desk_routes(self.remark_desk),
        )


def rating_side(
    stores: Stores,
    *,
    catalogue: Catalogue,
    calendar: WorkingCalendar,
    door: StaffDoor,
    notices: Notices,
    now: Callable[[], datetime],
    hotline: str,
    promises: Promises,
    take: Take,
) -> RatingSide:
    """Join the stores with the catalogue, the clock and the calendar; `take` counts complaints."""
    return RatingSide(
        citizens=RatingParts(
            ratings=stores.ratings,
            remarks=stores.remarks,
            applications=stores.applications,
            conversations=stores.conversations,
            seats=stores.call_seats,
            catalogue=catalogue,
            limit=HourlyLimit("complaints", take, promises.complaints_per_hour),
            now=now,
            due_day=calendar.after,
            rectification_days=promises.rectification_days,
            remark_days=promises.remark_days,
            hotline=hotline,
        ),
        rectifications=RectificationParts(
            rectifications=stores.rectifications,
            ratings=stores.ratings,
            remarks=stores.remarks,
            applications=stores.applications,
            catalogue=catalogue,
            trail=stores.trail,
            door=door,
            now=now,
            due_day=calendar.after,
            days_left=calendar.between,
            rectification_days=promises.rectification_days,
            target=promises.target,
        ),
        remark_desk=RemarkDeskParts(
            remarks=stores.remarks,
            rectifications=stores.rectifications,
            notices=notices,
            trail=stores.trail,
            door=door,
            now=now,
            due_day=calendar.after,
            rectification_days=promises.rectification_days,
        ),
    )
