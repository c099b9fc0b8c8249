"""Holds what citizens say to fill each of three small service items."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.form import step
from bot.form_answers import Heard
from bot.form_questions import ask
from bot.form_steps import Step
from core.applications import Application
from core.form_changes import settled
from core.form_fields import Form
from tests.bot.small_items import CHANGE, CONTRACT, TRAVEL, form_of
from tests.sample_fields import WOMAN

# What is said, field by field, and what is understood.
SCRIPTS = {
    CONTRACT: {
        "name": ("我叫王秀英", "王秀英"),
        "id_number": (f"身份证是{WOMAN}", WOMAN),
        "mobile": ("幺三八零零幺三八零零零", "13800138000"),
        "institution": ("就签城关社区吧", "城关社区卫生服务中心"),
    },
    CHANGE: {
        "name": ("王秀英", "王秀英"),
        "id_number": (WOMAN, WOMAN),
        "disease": ("血压高好多年了", "高血压"),
        "current_hospital": ("县医院", "县人民医院"),
        "new_hospital": ("想换到市中医院", "市中医医院"),
        "mobile": ("13800138000", "13800138000"),
    },
    TRAVEL: {
        "name": ("叫王秀英", "王秀英"),
        "id_number": (WOMAN, WOMAN),
        "city": ("去北京", "北京市"),
        "reason": ("复查", "普通看病"),
        "start_date": ("明天", "2026-12-22"),
        "end_date": ("1月3号", "2027-01-03"),
        "mobile": ("13800138000", "13800138000"),
    },
}


EVERY_ITEM = pytest.mark.parametrize("code", SCRIPTS)


def started(code: str) -> tuple[Form, Application]:
    form = form_of(code)
    return form, settled(form, Application("a1", "c1", code))


def said(text: str, act: Act = Act.GIVE_INFORMATION, *, sure: bool = False) -> Heard:
    return Heard(text, act, sure)


def after(code: str, *texts: str) -> Step:
    """Walk through sentences; return the last step."""
    form, application = started(code)
    done = ask(form, application, "")
    for text in texts:
        done = step(form, done.application, said(text))
    return done


def until(code: str, key: str) -> Application:
    """Return an application that asks for this field, all before it answered."""
    keys = list(SCRIPTS[code])
    return after(code, *(SCRIPTS[code][k][0] for k in keys[: keys.index(key)])).application


def confirming(code: str) -> Application:
    return after(code, *(text for text, _ in SCRIPTS[code].values())).application
