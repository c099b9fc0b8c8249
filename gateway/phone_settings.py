"""Turns the settings of the telephone line, which are text, into what the line takes."""

from __future__ import annotations

from gateway.phone_api import read_extensions
from gateway.settings import Settings
from voice.sip.settings import Account, Certificate, LineSettings


def line_settings(settings: Settings) -> LineSettings:
    """Return the settings of the line; raise ValueError naming the one that makes no sense."""
    extensions = [*read_extensions(settings.phone_extensions).values()]
    extensions += filter(None, [settings.phone_duty_extension])
    return LineSettings(
        host=settings.sip_host,
        udp_port=settings.sip_port or None,
        tcp_port=settings.sip_tcp_port or None,
        tls_port=settings.sip_tls_port or None,
        certificate=_certificate(settings),
        advertised_host=settings.phone_advertised_host,
        trunks=_listed(settings.phone_trunks),
        media_networks=_listed(settings.phone_media_networks),
        rtp_ports=_ports(settings.phone_rtp_ports),
        codecs=_listed(settings.phone_codecs),
        srtp=settings.srtp,
        max_calls=settings.phone_calls,
        announce_early=settings.phone_announce_early,
        media_silence=settings.phone_media_silence,
        hold_limit=settings.phone_hold_limit,
        never_banned=_listed(settings.phone_never_banned),
        account=_account(settings),
        users=_users(settings.phone_users.get_secret_value()),
        # Staff may always be rung; anybody else only if listed.
        transfer_targets=(*_listed(settings.phone_transfer_targets), *extensions),
        transfer_host=settings.phone_transfer_host,
    )


def _account(settings: Settings) -> Account | None:
    """Return the account at the PBX or trunk, if there is one."""
    if not settings.phone_user:
        return None
    return Account(
        registrar=settings.phone_registrar,
        user=settings.phone_user,
        password=settings.phone_password.get_secret_value(),
        domain=settings.phone_domain,
        auth_user=settings.phone_auth_user,
        transport=settings.phone_transport,
        register=bool(settings.phone_registrar),  # else it only answers challenges
    )


def _certificate(settings: Settings) -> Certificate | None:
    if settings.sip_certificate is None and settings.sip_key is None:
        return None
    if settings.sip_certificate is None or settings.sip_key is None:
        raise ValueError("YIBAO_SIP_CERTIFICATE and YIBAO_SIP_KEY belong together")
    return Certificate(
        settings.sip_certificate,
        settings.sip_key,
        authorities=settings.sip_authorities,
        ask_for_one=settings.sip_client_certificates,
    )


def _ports(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    if not (dash and first.strip().isdigit() and last.strip().isdigit()):
        raise ValueError(f"YIBAO_PHONE_RTP_PORTS must be like 20000-20999, not {text!r}")
    return int(first), int(last)


def _users(text: str) -> dict[str, str]:
    """Read 80=secret,81=other; what is wrong is not told: it may be a password."""
    users: dict[str, str] = {}
    for pair in _listed(text):
        name, _, password = pair.partition("=")
        if not (name and password):
            raise ValueError("YIBAO_PHONE_USERS must be like 80=secret,81=other")
        users[name] = password
    return users


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
