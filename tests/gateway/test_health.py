"""Checks how parts are judged, and what staff see of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from core.errors import EngineUnavailable
from core.store.observed import Backlog, WeChatBacklogs
from gateway.audit_anchors import Anchors
from gateway.observing.audit_check import AFTER_START, EVERY, AuditCheck
from gateway.observing.channel_probes import (
    SpeechProbe,
    media_look,
    phone_look,
    queue_look,
    speech_look,
    wechat_look,
)
from gateway.observing.line_reports import SILENT_FOR, LineReport, LineReports
from gateway.observing.looks import Look, State, first_look, overall
from gateway.observing.observer import Observer, Probe
from gateway.observing.probes import (
    AuditProbe,
    backup_look,
    database_look,
    disk_look,
    knowledge_look,
)
from tests.fakes.clock import StandingClock
from tests.fakes.office import Office
from tests.gateway.front import Front
from voice.engines.states import EngineState, ServiceState, WorkerState

NOON = datetime(2026, 12, 21, 12, tzinfo=UTC)
HEALTH = "/api/v1/admin/health"
GB = 10**9


@dataclass
class Played:
    """Be a part that is as the test says."""

    found: Look | Exception

    async def look(self) -> Look:
        """Return it, or raise it."""
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


class Hanging:
    """Be a part that never answers."""

    async def look(self) -> Look:
        """Wait for ever."""
        await asyncio.Event().wait()
        raise AssertionError


def engine(name: str, *, ready: bool = True, waiting: int = 0) -> EngineState:
    workers = (WorkerState(1, ready, True, 0, 300.0), WorkerState(2, ready, False, 0, 300.0))
    return EngineState(name, "", ready, waiting, 9, 1, 2, 0, 0.1, workers)


def together(**states: State) -> State:
    return overall([first_look(part, Look(state), NOON) for part, state in states.items()])


def test_without_the_database_nobody_is_served_without_rasa_policy_still_is() -> None:
    ok, down = State.OK, State.DOWN

    assert together(database=ok, rasa=ok, phone=State.UNUSED) is State.OK
    assert together(database=ok, rasa=down, knowledge=ok) is State.DEGRADED
    assert together(database=ok, rasa=down, knowledge=down) is State.DOWN
    assert together(database=down, rasa=ok, knowledge=ok) is State.DOWN
    assert together(database=ok, rasa=ok, disk=State.DEGRADED) is State.DEGRADED


async def test_a_part_is_known_since_its_state_changed_and_by_its_last_problem() -> None:
    clock, phone = StandingClock(NOON), Played(Look(State.OK))
    observer = Observer({"phone": phone}, now=clock)
    await observer.step()
    clock.pass_by(timedelta(minutes=5))
    phone.found = Look(State.DEGRADED, "线路满。")
    await observer.step()
    clock.pass_by(timedelta(minutes=1))
    phone.found = Look(State.OK)
    await observer.step()
    clock.pass_by(timedelta(minutes=1))
    await observer.step()

    (part,) = observer.parts()

    assert (part.state, part.since) == (State.OK, NOON + timedelta(minutes=6))
    assert (part.problem, part.problem_at) == ("线路满。", NOON + timedelta(minutes=5))


async def test_what_hangs_or_fails_is_down_and_keeps_nobody_waiting() -> None:
    broken = OperationalError("SELECT", {}, Exception())
    probes: dict[str, Probe] = {
        "media": Hanging(),
        "wechat": Played(broken),
        "speech": Played(OSError()),
        "disk": Played(Look(State.OK)),
    }
    observer = Observer(probes, now=StandingClock(), patience=0.01)

    await observer.step()

    assert {part.part: (part.state, part.problem) for part in observer.parts()} == {
        "media": (State.DOWN, "没有应答。"),
        "wechat": (State.DOWN, "数据库没有应答，查不到。"),
        "speech": (State.DOWN, "没有应答。"),
        "disk": (State.OK, ""),
    }


def test_a_slow_database_is_degraded() -> None:
    assert database_look(0.02).state is State.OK
    assert database_look(1.5).state is State.DEGRADED


def test_an_old_release_is_degraded_and_none_at_all_is_down() -> None:
    assert knowledge_look(7, (7, NOON), loaded=True).state is State.OK
    assert knowledge_look(6, (7, NOON), loaded=True).problem == "还在用第 6 版，最新是第 7 版。"
    assert knowledge_look(0, None, loaded=False).state is State.DOWN


def test_a_backup_is_degraded_when_it_is_older_than_a_day() -> None:
    assert backup_look(None, NOON).state is State.UNUSED
    assert backup_look(NOON - timedelta(hours=25), NOON).state is State.OK
    old = backup_look(NOON - timedelta(hours=30), NOON)
    assert (old.state, old.problem) == (State.DEGRADED, "上一次备份是 30 小时以前。")


def test_a_disk_is_judged_by_its_share_and_by_what_is_left() -> None:
    assert disk_look(60 * GB, 100 * GB).state is State.OK
    assert disk_look(9 * GB, 100 * GB).state is State.DEGRADED
    assert disk_look(GB - 1, 2 * GB).state is State.DOWN


def test_speech_is_degraded_while_one_engine_loads() -> None:
    loading = ServiceState(engine("vosk"), engine("kokoro", ready=False), 0, 1, 50.0)

    look = speech_look(loading)

    assert (look.state, look.problem) == (State.DEGRADED, "语音合成还没有准备好。")
    values = {(figure.name, figure.labels): figure.value for figure in look.figures}
    assert values["yibao_speech_busy", ("recognizer",)] == 1
    assert values["yibao_speech_workers", ("synthesizer",)] == 0


async def test_speech_that_was_never_there_is_not_used_and_once_there_its_absence_is_down() -> None:
    answers = [False, True, False]

    async def state() -> ServiceState:
        if not answers.pop(0):
            raise EngineUnavailable("speech")
        return ServiceState(engine("vosk"), engine("kokoro"), 0, 1, 50.0)

    probe = SpeechProbe(state)

    found = [(await probe.look()).state for _ in range(3)]

    assert found == [State.UNUSED, State.OK, State.DOWN]


def test_a_line_is_degraded_when_all_are_taken_and_down_when_the_pbx_does_not_know_us() -> None:
    assert phone_look(LineReport(1, 20, 5, 0, 0, None)).state is State.OK
    assert phone_look(LineReport(20, 20, 5, 0, 0, True)).state is State.DEGRADED
    assert phone_look(LineReport(0, 20, 5, 0, 0, False)).state is State.DOWN


def test_a_report_of_the_line_is_believed_for_half_a_minute() -> None:
    at = 0.0
    reports = LineReports(lambda: at)
    reports.take(LineReport(1, 20, 5, 0, 0, None))

    at = SILENT_FOR
    assert reports.newest() is not None
    at += 1
    assert reports.newest() is None
    assert reports.ever


def test_media_processes_that_are_away_degrade_and_all_of_them_are_down() -> None:
    assert media_look([{"rooms": 2}, {"rooms": 1}]).state is State.OK
    assert media_look([{"rooms": 2}, None]).problem == "2 个视频程序中只有 1 个应答。"
    assert media_look([None]).state is State.DOWN


def test_who_waits_too_long_degrades_the_queue_and_wechat() -> None:
    assert queue_look({}, 480).state is State.OK
    assert queue_look({None: Backlog(3, 500.0)}, 480).problem == "有人已经等了 8 分钟。"
    late = WeChatBacklogs(Backlog(), Backlog(2, 180.0), parked=4)
    assert wechat_look(late).problem == "有要发到微信的消息 3 分钟没有发出。"


async def test_the_audit_trail_is_verified_soon_after_the_start_and_daily(
    office: Office, tmp_path: Path
) -> None:
    anchors = Anchors(tmp_path / "anchors.jsonl")
    check = AuditCheck(office.stores.trail, anchors, office.clock)
    probe = AuditProbe(check, office.clock)
    await check.step()
    assert check.verified_at is None

    office.clock.pass_by(AFTER_START)
    await check.step()
    first = check.verified_at
    office.clock.pass_by(EVERY + timedelta(hours=3))
    assert (await probe.look()).problem == "已经 27 小时没有核对。"
    await check.step()

    assert first is not None
    assert check.verified_at == office.clock()
    assert (await probe.look()).state is State.OK


async def test_the_state_is_for_supervisors_and_system_administrators(front: Front) -> None:
    await front.signed_in(duties=("desk",))
    assert (await front.http.get(HEALTH)).status_code == 403
    await front.signed_in("1002", "李工", duties=("supervise",))

    before = (await front.http.get(HEALTH)).json()
    await front.observing.observer.step()
    seen = (await front.http.get(HEALTH)).json()

    assert before["looked_at"] is None
    parts = {part["part"]: part for part in seen["parts"]}
    assert seen["state"] == "down"  # neither Rasa nor the index was waited for in this test
    assert parts["database"]["state"] == "ok"
    assert parts["phone"]["state"] == "unused"
    assert parts["rasa"]["name"] == "对话引擎"
    first = parts["rasa"]["runbooks"][0]
    assert first["alert"] == "RasaDown"
    assert [step["name"] for step in first["steps"]] == ["群众会看到", "先看", "处理", "找谁"]


@pytest.mark.parametrize("path", ["/admin/health", "/static/health.js", "/static/health.css"])
async def test_the_page_is_served(front: Front, path: str) -> None:
    assert (await front.http.get(path)).status_code == 200
