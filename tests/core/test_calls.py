"""Tests core.calls: the moves of a call, who sees whom, who may send what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.calls import (
    MAY_SEND,
    Attention,
    Call,
    CallSeat,
    CallState,
    Role,
    is_deserted,
    is_live,
    may_send,
    sees,
)
from core.errors import NotAllowedNow

NOW = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
CALL = Call("v1", "t1", "c1", NOW)


def seat(role: Role, stream: str | None = "s") -> CallSeat:
    return CallSeat("v1", role.value, role, role.value, NOW, stream=stream)


def test_a_call_goes_from_waiting_to_live_back_to_the_next_agent_and_to_its_end() -> None:
    live = CALL.moved_to(CallState.LIVE)

    handed_on = live.moved_to(CallState.WAITING)
    ended = handed_on.moved_to(CallState.ENDED)

    assert ended.state is CallState.ENDED
    assert ended.moved_to(CallState.ENDED) == ended


@pytest.mark.parametrize("state", [CallState.WAITING, CallState.LIVE])
def test_an_ended_call_never_begins_again(state: CallState) -> None:
    ended = CALL.moved_to(CallState.ENDED)

    with pytest.raises(NotAllowedNow):
        ended.moved_to(state)


@pytest.mark.parametrize(
    ("attention", "viewer", "seen"),
    [
        (Attention.LISTEN, Role.CITIZEN, False),
        (Attention.LISTEN, Role.AGENT, False),
        (Attention.WHISPER, Role.CITIZEN, False),
        (Attention.WHISPER, Role.AGENT, True),
        (Attention.BARGE, Role.CITIZEN, True),
        (Attention.BARGE, Role.FAMILY, True),
    ],
)
def test_a_supervisor_is_listed_where_they_can_be_heard(
    attention: Attention, viewer: Role, seen: bool
) -> None:
    supervisor = replace(seat(Role.SUPERVISOR), attention=attention)

    assert sees(seat(viewer), supervisor) is seen
    assert sees(supervisor, supervisor)
    assert sees(supervisor, seat(viewer))


def test_a_call_is_live_when_citizen_and_agent_are_connected() -> None:
    citizen, agent, family = seat(Role.CITIZEN), seat(Role.AGENT), seat(Role.FAMILY)

    assert is_live([citizen, agent])
    assert not is_live([citizen, family])
    assert not is_live([citizen, seat(Role.AGENT, stream=None)])
    assert not is_live([citizen, replace(agent, left_at=NOW)])


def test_a_call_is_deserted_when_all_have_left_but_not_before_anybody_came() -> None:
    left = replace(seat(Role.CITIZEN), left_at=NOW)

    assert is_deserted([left])
    assert not is_deserted([left, seat(Role.AGENT, stream=None)])
    assert not is_deserted([])


def test_only_the_citizen_agrees_and_only_the_agent_hands_in() -> None:
    agreeing = {frame: roles for frame, roles in MAY_SEND.items() if roles == {Role.CITIZEN}}

    assert set(agreeing) == {"consent", "confirm", "sign"}
    assert [role for role in Role if may_send(role, "submit")] == [Role.AGENT]
    assert [role for role in Role if may_send(role, "attend")] == [Role.SUPERVISOR]
    assert not any(may_send(role, "dance") for role in Role)
