"""Writes notices for citizens whom no message of ours reaches any more (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.hashing import hashed
from core.wechat_messages import Due

LONGEST = {"thing": 20, "phrase": 5, "character_string": 32, "short_thing": 10}  # characters
NUMBER, TEXT, TIME = "number", "text", "time"
LONGEST_ID = 32


class Way(StrEnum):
    """Name by which interface a notice goes."""

    TEMPLATE = "template"
    SUBSCRIPTION = "subscription"  # 长期订阅消息, open to 政务民生


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """Be a template that the account was granted, and what stands in its fields."""

    way: Way
    template_id: str
    fields: Mapping[str, str]  # name in the template -> number, text or time
    page: str  # address that a tap opens; empty: none

    def message(self, openid: str, due: Due) -> dict[str, object]:
        """Return the notice as WeChat wants it; the same one has the same client_msg_id."""
        values = {
            NUMBER: due.body.get("number", ""),
            TEXT: due.body.get("text", "").replace("\n", " "),
            TIME: _time(due.made_at),
        }
        data = {name: {"value": _short(name, values[what])} for name, what in self.fields.items()}
        message: dict[str, object] = {
            "touser": openid,
            "template_id": self.template_id,
            "data": data,
        }
        if self.way is Way.TEMPLATE:
            message["client_msg_id"] = hashed(due.key)[:LONGEST_ID]
            if self.page:
                message["url"] = self.page
        elif self.page:
            message["page"] = self.page
        return message


def read_form(text: str, page: str) -> NoticeForm | None:
    """Return the form that a setting describes in JSON; None if empty; raise ValueError if wrong.

    {"way": "template", "id": "...", "fields": {"thing2": "text", "character_string1": "number"}}
    """
    if not text.strip():
        return None
    data = json.loads(text)
    fields = data.get("fields") if isinstance(data, dict) else None
    if not isinstance(fields, dict) or not isinstance(data.get("id"), str):
        raise ValueError("a notice form has way, id and fields")
    if not all(what in {NUMBER, TEXT, TIME} for what in fields.values()):
        raise ValueError("a field of a notice holds number, text or time")
    named = {str(name): str(what) for name, what in fields.items()}
    return NoticeForm(Way(data.get("way")), data["id"], named, page)


def _short(name: str, value: str) -> str:
    sort = name.rstrip("0123456789")
    longest = LONGEST.get(sort, 20)
    text = value if len(value) <= longest else value[: longest - 1] + "…"
    return text or "-"  # an empty value is refused (47003)


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
