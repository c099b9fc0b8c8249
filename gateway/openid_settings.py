"""Reads the settings of staff's sign-in with an OpenID provider (YIBAO_OIDC_...)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class OpenIdSettings(BaseSettings):
    """Hold what 统一身份认证 says of us; without an issuer there is no such sign-in."""

    model_config = SettingsConfigDict(env_prefix="YIBAO_OIDC_", extra="ignore")

    issuer: str = ""  # as its discovery document writes it
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")  # empty: a public client, with PKCE alone
    claim: str = "employee_number"  # of the ID token, that holds the 工号
    scope: str = "openid profile"
    several_factors: str = ""  # values of acr or amr after which our code is not asked, with commas
    timeout: float = 3.0  # seconds, of one call

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse a provider that anybody on the way could play (OpenID Connect Discovery 7.2)."""
        if not self.issuer:
            return self
        parts = urlsplit(self.issuer)
        is_safe = parts.scheme == "https" or _is_this_machine(parts.hostname or "")
        if not (is_safe and parts.netloc and self.client_id and "openid" in self.scope.split()):
            raise ValueError("YIBAO_OIDC_ISSUER is https, with YIBAO_OIDC_CLIENT_ID and openid")
        return self


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
