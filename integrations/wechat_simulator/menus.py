"""Reads a menu and refuses what the platform would; no I/O."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from integrations.wechat_simulator.refusals import Refused

TOP, BELOW = 3, 5  # most buttons
TOP_NAME, NAME, KEY, ADDRESS = 16, 60, 128, 1024  # bytes
WITH_KEY = {
    *("click", "scancode_push", "scancode_waitmsg", "location_select"),
    *("pic_sysphoto", "pic_photo_or_album", "pic_weixin"),
}
TAPPED = {"click", "scancode_push", "scancode_waitmsg"}  # these allow three customer messages


class Button(BaseModel):
    """Be a button as it is sent; which fields it needs depends on its type."""

    model_config = ConfigDict(strict=True, extra="forbid")

    name: str
    type: str = ""
    key: str = ""
    url: str = ""
    appid: str = ""
    pagepath: str = ""
    media_id: str = ""
    sub_button: list[Button] = []


class MenuBody(BaseModel):
    """Be the body of /cgi-bin/menu/create."""

    model_config = ConfigDict(strict=True, extra="forbid")

    button: list[Button]


@dataclass(slots=True)
class MenuBoard:
    """Hold the menu in force; None if there is none."""

    menu: MenuBody | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """Be the errcodes of one level."""

    type: int
    name: int
    key: int
    url: int


UPPER, LOWER = Codes(40017, 40018, 40019, 40020), Codes(40024, 40025, 40026, 40027)


def check_menu(menu: MenuBody) -> None:
    """Refuse a menu with too many buttons, or one that is too long or incomplete."""
    if not 1 <= len(menu.button) <= TOP:
        raise Refused(40016)
    for button in menu.button:
        if button.sub_button:
            _check_name(button.name, TOP_NAME, UPPER)
            if len(button.sub_button) > BELOW:
                raise Refused(40023)
            for lower in button.sub_button:
                if lower.sub_button:
                    raise Refused(40023)
                _check(lower, NAME, LOWER)
        else:
            _check(button, TOP_NAME, UPPER)


def pressed(menu: MenuBody, top: int, below: int) -> Button | None:
    """Return the button at a place (`below` is -1 for a top one), or None if nothing is there."""
    for place, button in enumerate(menu.button):
        if place == top and not button.sub_button:
            return button if below < 0 else None
        if place == top:
            return button.sub_button[below] if 0 <= below < len(button.sub_button) else None
    return None


def _check(button: Button, longest: int, codes: Codes) -> None:
    _check_name(button.name, longest, codes)
    if button.type in WITH_KEY:
        if not 1 <= len(button.key.encode()) <= KEY:
            raise Refused(codes.key)
    elif button.type in {"view", "miniprogram"}:
        if not 1 <= len(button.url.encode()) <= ADDRESS or "://" not in button.url:
            raise Refused(codes.url)
        if button.type == "miniprogram" and not (button.appid and button.pagepath):
            raise Refused(codes.type)
    elif button.type in {"media_id", "view_limited"}:
        if not button.media_id:
            raise Refused(40007)
    else:
        raise Refused(codes.type)


def _check_name(name: str, longest: int, codes: Codes) -> None:
    if not 1 <= len(name.encode()) <= longest:
        raise Refused(codes.name)
