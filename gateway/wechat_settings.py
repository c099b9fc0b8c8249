"""Reads the settings of the WeChat channel from the environment (YIBAO_WECHAT_...)."""

from __future__ import annotations

from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class WeChatSettings(BaseSettings):
    """Hold what WeChat's console shows of the account; without an app id there is no channel."""

    model_config = SettingsConfigDict(env_prefix="YIBAO_WECHAT_", extra="ignore")

    app_id: str = ""  # of a verified 服务号
    secret: SecretStr = SecretStr("")  # AppSecret
    token: SecretStr = SecretStr("")  # 令牌
    aes_key: SecretStr = SecretStr("")  # EncodingAESKey
    previous_aes_key: SecretStr = SecretStr("")  # while the console's new one spreads
    mode: Literal["plain", "compatible", "safe"] = "safe"
    account: str = ""  # 原始ID (gh_...); empty: whatever comes is ours
    api: str = "https://api.weixin.qq.com"
    pages: str = "https://open.weixin.qq.com"  # where browsers are sent to sign in
    timeout: float = 4.0  # seconds, of one call
    budget: float = 4.0  # seconds for a passive reply; WeChat hangs up after 5
    menu: bool = True  # whether the account's menu is ours
    notice: str = ""  # JSON, see integrations.wechat.notices.read_form; empty: no notices
