"""Tests what of the settings the telephone line gets, and what makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from gateway.phone_settings import line_settings
from gateway.settings import Settings
from voice.sip.transfer import NotListed, TransferRules


def test_by_default_the_line_listens_to_this_machine_only_and_registers_nowhere() -> None:
    line = line_settings(Settings())

    assert (line.host, line.udp_port, line.tcp_port, line.tls_port) == (
        "127.0.0.1",
        5062,
        5062,
        None,
    )
    assert (line.trunks, line.account, line.srtp) == (("127.0.0.0/8",), None, "off")
    assert line.rtp_ports == (20000, 20999)


def test_callers_are_transferred_to_staff_and_to_listed_numbers_only() -> None:
    settings = Settings(
        phone_extensions="1001=sip:1001@pbx.local,1002=sip:1002@pbx.local",
        phone_duty_extension="sip:duty@pbx.local",
        phone_transfer_targets="80",
    )

    rules = TransferRules(line_settings(settings).transfer_targets)

    assert rules.uri("sip:1002@pbx.local", "") == "sip:1002@pbx.local"
    assert rules.uri("sip:duty@pbx.local", "") == "sip:duty@pbx.local"
    assert rules.uri("8001", "pbx.local") == "sip:8001@pbx.local"
    with pytest.raises(NotListed):
        rules.uri("sip:1001@elsewhere", "")


def test_an_account_registers_if_it_has_a_registrar() -> None:
    settings = Settings(
        phone_user="yibao", phone_password=SecretStr("s"), phone_registrar="pbx:5061"
    )

    registered = line_settings(settings).account
    only_answers = line_settings(settings.model_copy(update={"phone_registrar": ""})).account

    assert registered is not None
    assert (registered.registrar, registered.user, registered.register) == (
        "pbx:5061",
        "yibao",
        True,
    )
    assert only_answers is not None
    assert not only_answers.register


def test_passwords_of_phones_are_read_and_never_told() -> None:
    line = line_settings(Settings(phone_users=SecretStr("80=hush, 81=other")))

    assert line.users == {"80": "hush", "81": "other"}
    assert "hush" not in repr(line)
    with pytest.raises(ValueError, match="YIBAO_PHONE_USERS") as wrong:
        line_settings(Settings(phone_users=SecretStr("hush")))
    assert "hush" not in str(wrong.value)


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (Settings(phone_rtp_ports="20000"), "YIBAO_PHONE_RTP_PORTS"),
        (Settings(sip_certificate=Path("chain.pem")), "YIBAO_SIP_CERTIFICATE"),
        (Settings(phone_extensions="1001"), "YIBAO_PHONE_EXTENSIONS"),
    ],
)
def test_a_setting_without_sense_is_named(settings: Settings, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        line_settings(settings)


def test_a_port_of_nought_is_none() -> None:
    line = line_settings(Settings(sip_tcp_port=0, sip_tls_port=5061))

    assert (line.tcp_port, line.tls_port) == (None, 5061)


def test_a_border_controller_is_reached_by_tls_and_never_banned() -> None:
    line = line_settings(
        Settings(
            phone_user="yibao",
            phone_auth_user="0535123",
            phone_transport="tls",
            phone_never_banned="192.0.2.8/32, 192.0.2.9/32",
            sip_certificate=Path("chain.pem"),
            sip_key=Path("key.pem"),
            sip_authorities=Path("carrier.pem"),
            sip_client_certificates=True,
            phone_announce_early=True,
            phone_media_silence=12.0,
            phone_hold_limit=90.0,
        )
    )

    assert line.account is not None
    assert (line.account.auth_user, line.account.transport) == ("0535123", "tls")
    assert line.never_banned == ("192.0.2.8/32", "192.0.2.9/32")
    assert line.certificate is not None
    assert line.certificate.authorities == Path("carrier.pem")
    assert line.certificate.ask_for_one
    assert line.announce_early
    assert (line.media_silence, line.hold_limit) == (12.0, 90.0)
