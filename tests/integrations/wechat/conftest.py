"""Lends the WeChat channel to the tests of this folder."""

from __future__ import annotations

from tests.fakes.office import office as office
from tests.integrations.wechat.wechat_office import desk as desk
