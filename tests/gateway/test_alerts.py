"""Checks that alerts, dashboard and runbooks speak of what there is, and of each other."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from core import health_wording
from gateway.observing.families import FAMILIES
from gateway.observing.looks import State
from gateway.observing.meters import Meters
from gateway.observing.runbooks import STEPS, read_runbooks, the_runbooks

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "conf" / "prometheus" / "alerts.yml"
DASHBOARD = ROOT / "conf" / "grafana" / "yibao-desk.json"
OF_PROMETHEUS = {"up"}
GATEWAY = "gateway"  # what nobody can ask for its state when it is away
METRIC = re.compile(r"\b(yibao_\w+|up)\b")


def rules() -> list[dict[str, str]]:
    """Return the alerts."""
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return [{**rule, **rule["annotations"], **rule["labels"]} for rule in group["rules"]]


def known_metrics() -> set[str]:
    """Return every name under which the gateway tells something."""
    meters = Meters()
    meters.redis()
    endings = {"counter": ("_total",), "gauge": ("",)}
    counted = {
        metric.name + ending
        for metric in meters.registry.collect()
        for ending in endings.get(metric.type, ("_bucket", "_sum", "_count"))
    }
    return counted | {family.name for family in FAMILIES} | OF_PROMETHEUS


def expressions_of_dashboard() -> Iterator[str]:
    for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"]:
        for target in panel.get("targets", []):
            yield target["expr"]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_names_only_metrics_parts_and_states_that_exist(rule: dict[str, str]) -> None:
    named = set(METRIC.findall(rule["expr"]))
    parts = set(re.findall(r'part="(\w+)"', rule["expr"]))
    states = set(re.findall(r'state=~?"([\w|]+)"', rule["expr"]))

    assert named
    assert named <= known_metrics()
    assert parts <= set(health_wording.PARTS)
    assert {one for state in states for one in state.split("|")} <= {s.value for s in State}


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    alerts = [rule["alert"] for rule in rules()]

    assert sorted(alerts) == sorted(runbook.alert for runbook in the_runbooks())
    assert len(alerts) == len(set(alerts))
    for rule in rules():
        assert rule["runbook"] == f"docs/runbooks.md#{rule['alert'].lower()}"
        assert rule["severity"] in {"page", "ticket"}


def test_every_part_has_a_runbook_and_no_runbook_speaks_of_another() -> None:
    assert {runbook.part for runbook in the_runbooks()} == {*health_wording.PARTS, GATEWAY}


def test_a_runbook_that_leaves_a_step_out_is_refused() -> None:
    text = "\n".join(f"- **{step}**：看。" for step in STEPS[1:])

    with pytest.raises(ValueError, match="LooksStopped"):
        read_runbooks(f"## LooksStopped 停了（gateway）\n\n{text}\n")


def test_the_dashboard_shows_only_metrics_that_exist() -> None:
    shown = [set(METRIC.findall(expression)) for expression in expressions_of_dashboard()]

    assert all(shown)
    assert set().union(*shown) <= known_metrics()


def test_prometheus_itself_reads_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("no promtool (Debian: prometheus)")

    checked = subprocess.run([promtool, "check", "rules", str(RULES)], capture_output=True)

    assert checked.returncode == 0, checked.stderr
