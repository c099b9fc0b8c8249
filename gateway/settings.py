"""Reads the settings, once, from the environment (YIBAO_...)."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Hold every setting; each can be given as an environment variable YIBAO_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="YIBAO_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = f"sqlite+aiosqlite:///{ROOT / 'var' / 'yibao.sqlite3'}"
    rasa_url: str = "http://127.0.0.1:5005"
    action_secret: SecretStr = SecretStr("")
    rasa_timeout: float = 4.0  # seconds; action 3 < Rasa 4 < WeChat 5
    action_timeout: float = 3.0  # seconds
    models: Path = Path.home() / ".cache" / "yibao-desk" / "models"
    embedding_model: str = "m3e-small"  # folder under `models`; see README for production
    index: Path = ROOT / "var" / "index"
    packs: Path = ROOT / "knowledge_base" / "packs"
    items: Path = ROOT / "core" / "items"
    first_login: Path = ROOT / "var" / "first-login.txt"
    bureau: str = "医保办事台"
    hotline: str = "12393"  # 医保服务热线
    hours: str = "周一至周五 8:30 至 17:30"
    opens: time = time(8, 30)
    closes: time = time(17, 30)
    timezone: str = "Asia/Shanghai"
    session_hours: float = 8.0  # of a member of staff
    secure_cookies: bool = False  # set it behind HTTPS
    log_level: str = "INFO"
