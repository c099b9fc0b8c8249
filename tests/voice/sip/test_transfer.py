"""Tests to whom callers may be transferred, and how it is known that it came off."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from voice.sip.transfer import (
    NotListed,
    Progress,
    Transfer,
    TransferRules,
    TransferState,
    context_headers,
    refer_headers,
    sipfrag_status,
)

RULES = TransferRules(["80", "sip:agent@pbx.example:5080"])


@pytest.mark.parametrize(
    ("to", "uri"),
    [
        ("8001", "sip:8001@10.0.0.5"),
        ("sip:agent7@pbx.example:5080", "sip:agent7@pbx.example:5080"),
        ("sip:agent@PBX.example:5080", "sip:agent@PBX.example:5080"),
    ],
)
def test_listed_targets_are_allowed(to: str, uri: str) -> None:
    assert RULES.uri(to, "10.0.0.5") == uri


@pytest.mark.parametrize(
    "to",
    [
        "",
        "9001",
        "00862012345",
        "sip:8001@evil.example",  # a number's prefix is for our own exchange only
        "sip:agent@pbx.example:5080.evil.example",
        "sip:agent@pbx.example",
        "sip:agent;x=y@pbx.example:5080",
        "sip:agent@pbx.example:5080?Replaces=x",
        "sip:agent@pbx.example:5080;transport=tcp",
        "8001@evil.example",
        "8001\r\nVia: x",
        "80 01",
        "tel:8001",
        "80" * 20,
    ],
)
def test_everything_else_is_not(to: str) -> None:
    with pytest.raises(NotListed):
        RULES.uri(to, "10.0.0.5")


def test_without_a_list_nobody_is_transferred() -> None:
    with pytest.raises(NotListed):
        TransferRules([]).uri("8001", "10.0.0.5")


def test_a_list_with_a_target_that_is_none_is_refused_when_it_is_read() -> None:
    with pytest.raises(ValueError, match="user"):
        TransferRules(["http://x"])


def test_the_context_travels_in_the_new_call() -> None:
    context = {"subject": "门诊统筹签约", "conversation": "c-17", "item": "YB-SL-0101"}

    headers = refer_headers("sip:8001@10.0.0.5", context, "sip:line@10.0.0.9")

    carried = headers["User-to-User"].removesuffix(";encoding=hex")
    assert bytes.fromhex(carried).decode() == "conversation=c-17\nitem=YB-SL-0101"
    assert headers["Subject"] == "门诊统筹签约"
    assert headers["Referred-By"] == "<sip:line@10.0.0.9>"
    target, _, asked = headers["Refer-To"].strip("<>").partition("?")
    assert target == "sip:8001@10.0.0.5"
    assert {unquote(part) for part in asked.split("&")} == {
        f"Subject={headers['Subject']}",
        f"User-to-User={headers['User-to-User']}",
    }


def test_a_context_can_smuggle_in_no_header() -> None:
    headers = context_headers({"subject": "a\r\nVia: b", "x": "c\r\nRoute: d"})

    assert headers["Subject"] == "a Via: b"
    assert all("\r" not in value and "\n" not in value for value in headers.values())


def test_a_long_context_is_cut_between_characters() -> None:
    headers = context_headers({"subject": "医" * 500, "note": "保" * 5000})

    assert headers["Subject"] == "医" * 20
    assert len(headers["User-to-User"]) < 260


@pytest.mark.parametrize(
    ("body", "status"),
    [("SIP/2.0 180 Ringing\r\n", 180), ("SIP/2.0 603 Decline", 603), ("", None), ("200 OK", None)],
)
def test_a_fragment_tells_its_status(body: str, status: int | None) -> None:
    assert sipfrag_status(body) == status


def test_a_target_that_answered_ends_the_transfer_well() -> None:
    transfer = Transfer(0.0, 60.0)

    ringing = transfer.notified(180, ended=False)
    answered = transfer.notified(200, ended=True)

    assert ringing == Progress(TransferState.UNDER_WAY)
    assert answered == Progress(TransferState.DONE, 200)


def test_a_target_that_refused_ends_it_badly_with_its_status() -> None:
    assert Transfer(0.0, 60.0).notified(486, ended=True) == Progress(TransferState.FAILED, 486)


def test_an_end_of_news_without_a_result_is_a_failure() -> None:
    assert Transfer(0.0, 60.0).notified(100, ended=True) == Progress(TransferState.FAILED, 408)


def test_silence_for_too_long_is_a_failure() -> None:
    transfer = Transfer(0.0, 60.0)

    assert transfer.due(59.0).state is TransferState.UNDER_WAY
    assert transfer.due(60.0) == Progress(TransferState.FAILED, 408)
