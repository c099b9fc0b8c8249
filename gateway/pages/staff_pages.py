"""Names the pages of staff: where each answers, its part of the work, its styles and script."""

from __future__ import annotations

from dataclasses import dataclass

IN_THE_OFFICE = ("admin.css", "admin_controls.css")  # of all pages but the desk itself


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Describe one page in the frame that all pages of staff share."""

    path: str
    name: str  # of its template in gateway/pages/templates/staff, and of its script in gateway/web
    part: str  # what it is for, as its bar and its title say
    sheets: tuple[str, ...]  # styles of its own, after those of the frame
    libraries: tuple[str, ...] = ()  # scripts of others; it works without them


STAFF_PAGES: tuple[StaffPage, ...] = (
    StaffPage(
        "/desk",
        "desk",
        "人工坐席",
        (
            *("desk_talk.css", "desk_call_backs.css", "desk_bar.css", "desk_call.css"),
            *("desk_sheets.css", "desk_training.css"),
        ),
    ),
    StaffPage("/cases", "cases", "办件与整改", (*IN_THE_OFFICE, "admin_tables.css", "cases.css")),
    StaffPage(
        "/admin",
        "admin",
        "政策库编辑台",
        (
            *(*IN_THE_OFFICE, "admin_tables.css", "admin_lists.css", "admin_entry.css"),
            "admin_reading.css",
        ),
    ),
    StaffPage("/admin/board", "board", "服务数据", (*IN_THE_OFFICE, "board.css"), ("chart.js",)),
    StaffPage("/admin/health", "health", "运行状态", (*IN_THE_OFFICE, "health.css")),
    StaffPage(
        "/admin/staff", "staff", "账号和职责", (*IN_THE_OFFICE, "admin_tables.css", "staff.css")
    ),
)
