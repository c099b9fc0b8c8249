"""Reads the settings, once, from the environment (YIBAO_...)."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from gateway.key_ring import Algorithm
from gateway.openid_settings import OpenIdSettings
from gateway.wechat_settings import WeChatSettings

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Hold every setting; each can be given as an environment variable YIBAO_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="YIBAO_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 8000
    listening: int | None = None  # descriptor of a socket to accept from, instead of the port's
    database_url: str = f"sqlite+aiosqlite:///{ROOT / 'var' / 'yibao.sqlite3'}"
    database_owner_url: str = ""  # whose the tables are; empty: of who serves (PostgreSQL)
    redis_url: SecretStr = SecretStr("")  # redis://:secret@host:6379/0, of several gateways
    rasa_url: str = "http://127.0.0.1:5005"
    action_secret: SecretStr = SecretStr("")
    rasa_timeout: float = 4.0  # seconds; action 3 < Rasa 4 < WeChat 5
    action_timeout: float = 3.0  # seconds
    models: Path = Path.home() / ".cache" / "yibao-desk" / "models"
    embedding_model: str = "multilingual-e5-small"  # folder under `models`, for the search
    likeness_model: str = "m3e-small"  # for service items and for sorting unanswered questions
    model_key: str = ""  # of who signs models, as `sign-models` prints it; empty: any is loaded
    index: Path = ROOT / "var" / "index"
    vectors_url: SecretStr = SecretStr("")  # of a PostgreSQL with pgvector; empty: FAISS, here
    packs: Path = ROOT / "knowledge_base" / "packs"
    items: Path = ROOT / "core" / "items"
    public_url: str = ""  # how citizens reach us, for QR codes; set it behind a proxy
    map_tiles: str = ""  # https://host/{z}/{x}/{y}.png in WGS-84; empty: a schematic map, no host
    leaflet_font: Path | None = None  # another Chinese TrueType font
    demo_tables: bool = True  # fill empty look-up tables with demonstration rows
    first_login: Path = ROOT / "var" / "first-login.txt"
    insurance_url: str = ""  # of the bureau's core system; empty: not connected
    insurance_secret: SecretStr = SecretStr("")
    insurance_timeout: float = 1.5  # seconds, retries included; less than an action may take
    identity_url: str = ""  # of who vouches for citizens; empty: nobody does
    identity_secret: SecretStr = SecretStr("")
    identity_timeout: float = 1.0  # seconds
    identity_minutes: float = 30.0  # after which a citizen has to prove again who they are
    rewrite_url: str = ""  # of an OpenAI-compatible API, ending in /v1; empty: no rewriting
    rewrite_model: str = ""
    rewrite_key: SecretStr = SecretStr("")
    rewrite_timeout: float = 1.8  # seconds; less than an action may take
    bureau: str = "医保办事台"
    hotline: str = "12393"  # 医保服务热线
    hours: str = "周一至周五 8:30 至 17:30"
    opens: time = time(8, 30)
    closes: time = time(17, 30)
    timezone: str = "Asia/Shanghai"
    photos: Path = ROOT / "var" / "photos"
    rectification_days: int = 15  # working days in which a bad rating is put right
    remark_days: int = 15  # working days in which complaints and suggestions are answered
    complaints_per_hour: int = 5  # from one address
    rating_target: float = 0.7  # share of 非常满意 that is aimed at
    follow_up_every: float = 5.0  # seconds between two steps of each background chore
    webhook_timeout: float = 5.0  # seconds
    private_webhooks: bool = False  # whether employers' systems inside our network may be told
    session_hours: float = 8.0  # of a member of staff
    staff_idle_minutes: float = 15.0  # without a key or a click, after which a session is over
    staff_password_days: int = 90  # after which staff change their passwords; 0: never
    staff_codes_required: bool = False  # whether all staff must bind a phone (TOTP)
    openid: OpenIdSettings = Field(default_factory=OpenIdSettings)  # YIBAO_OIDC_...
    secure_cookies: bool = False  # set it behind HTTPS
    call_backs_per_slot: int = 2  # calls promised for one half hour
    speech_socket: Path = ROOT / "var" / "speech.sock"  # where the speech engines are asked
    spoken_clauses: Path = ROOT / "var" / "spoken-clauses"  # rendered before, for every channel
    voice_name: str = "zf_xiaoxiao"  # of Kokoro
    prompts: Literal["off", "essential", "first", "all"] = "first"  # rendered while nobody calls
    phone_secret: SecretStr = SecretStr("")  # of the phone process; empty: nobody is let in
    phone_extensions: str = ""  # of staff: 1001=sip:1001@pbx.local,1002=...
    phone_duty_extension: str = ""  # SIP URI that takes calls when the gateway is down
    phone_recording: bool = True  # whether callers are asked; without a yes nothing is recorded
    call_recordings: Path = ROOT / "var" / "recordings"
    evidence: Path = ROOT / "var" / "evidence"  # of video calls
    video_engine: Literal["forward", "janus"] = "forward"  # our media processes, or Janus servers
    janus_urls: str = ""  # of their HTTP API, http://10.0.0.5:8088/janus, comma-separated
    janus_secret: SecretStr = SecretStr("")  # their api_secret, and the admin_key of their rooms
    janus_recordings: Path | None = None  # what they call media_recordings, if it is not that
    media_sockets: str = ""  # of media processes, comma-separated; empty: from page to page
    keys: Path | None = None  # of personal data; None: beside the database, made at first
    key_algorithm: Algorithm = Algorithm.AES  # of keys that are made: AES-256-GCM or SM4-GCM
    audit_anchors: Path | None = None  # the trail's end, day by day; None: beside the database
    audit_anchor_key: Path | None = None  # Ed25519 private key, PEM, that signs the anchors
    media_recordings: Path = ROOT / "var" / "media"  # where they record, until a call is sealed
    queue_overflow: float = 8.0  # minutes of waiting after which a call-back is offered
    media_rooms: int = 30  # calls that one media process carries at the same time
    captions_at_once: int = 2  # calls whose words are written under the pictures; 0: none
    turn_urls: str = ""  # turns:host:443,turn:host:3478?transport=tcp; empty: no TURN
    turn_secret: SecretStr = SecretStr("")  # coturn's static-auth-secret
    # What is kept for how long at first: `migrate` writes it down, then two administrators decide.
    recording_days: int = 30  # after which the recording of a telephone call is deleted
    chat_days: int = 90  # after which what was said is erased
    draft_days: int = 90  # without a change, after which what was never handed in is emptied
    photo_days: int = 90  # after which photographs of nothing accepted are deleted
    phone_calls: int = 20  # at the same time; who comes beyond it is told so in words
    phone_rtp_ports: str = "20000-20999"
    phone_trunks: str = "127.0.0.0/8"  # networks that may call us: PBX, border controller
    phone_media_networks: str = ""  # where media may come from; empty: the trunks
    phone_codecs: str = "PCMA,PCMU"
    phone_advertised_host: str = ""  # told to the other side; empty: the address that faces it
    phone_registrar: str = ""  # host or host:port of the PBX or trunk; empty: nobody is told of us
    phone_user: str = ""
    phone_password: SecretStr = SecretStr("")
    phone_domain: str = ""  # empty: the registrar's host
    phone_auth_user: str = ""  # empty: the user
    phone_transport: Literal["udp", "tcp", "tls"] = "udp"  # to the PBX or trunk
    phone_never_banned: str = ""  # networks; a border controller passes on others' rubbish
    phone_announce_early: bool = False  # to who finds all lines taken, free of charge
    phone_media_silence: float = 30.0  # seconds without media after which a call is given up
    phone_hold_limit: float = 600.0  # seconds a call may be on hold
    phone_users: SecretStr = SecretStr("")  # who must say a password: 80=secret,...
    phone_transfer_targets: str = ""  # numbers or SIP URIs that we may transfer to, as prefixes
    phone_transfer_host: str = ""  # where plain numbers are; empty: whence the call came
    sip_host: str = "127.0.0.1"
    sip_port: int = 5062  # UDP
    sip_tcp_port: int = 5062  # 0: no TCP
    sip_tls_port: int = 0  # 0: no TLS
    sip_certificate: Path | None = None  # chain, PEM; for TLS
    sip_key: Path | None = None
    sip_authorities: Path | None = None  # of the other side's certificate; None: the system's
    sip_client_certificates: bool = False  # whether who connects must show one, too
    srtp: Literal["off", "offered", "required"] = "off"
    wechat: WeChatSettings = Field(default_factory=WeChatSettings)  # YIBAO_WECHAT_...
    web_libraries: Path | None = None  # where npm installed what pages use; None: nowhere
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"  # json: one object a line, with the turn's id
    traces_url: str = ""  # of a collector: http://127.0.0.1:4318/v1/traces; empty: no traces
    metrics_networks: str = "127.0.0.0/8,::1"  # who may read /metrics without a token
    metrics_token: SecretStr = SecretStr("")  # Bearer; with it /metrics is read from anywhere

    @property
    def owner_url(self) -> str:
        """Return the address by which tables are made."""
        return self.database_owner_url or self.database_url

    def beside_the_database(self, name: str) -> Path:
        """Return a file in the folder of the database; of one that is no file, in var."""
        url = make_url(self.database_url)
        if url.get_backend_name() != "sqlite" or not url.database:
            return ROOT / "var" / name
        return Path(url.database).parent / name
