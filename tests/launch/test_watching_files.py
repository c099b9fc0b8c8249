"""Checks the files that watch the cluster against one another and against what they watch."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from launch.places import CHECKOUT

CONF = CHECKOUT / "conf"
COMPOSE = CONF / "compose.yml"
WATCH = {"collector", "jaeger", "prometheus", "grafana"}
PINNED = re.compile(r"^[\w./-]+:v?\d+\.\d+\.\d+(-\w+)?$")

Node = dict[str, object]


def read(path: str) -> Node:
    """Return what a file of conf/ says."""
    content = yaml.safe_load((CONF / path).read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def services() -> dict[str, Node]:
    found = read("compose.yml")["services"]
    assert isinstance(found, dict)
    return found


def mounted(service: Node) -> dict[str, str]:
    """Return the files that a service is given: where it finds them, and where they lie here."""
    volumes = service.get("volumes", [])
    assert isinstance(volumes, list)
    pairs = [str(one).removesuffix(":ro").split(":") for one in volumes]
    return {inside: outside for outside, inside in pairs}


def only(listed: object) -> dict[str, object]:
    """Return the one mapping of a list."""
    assert isinstance(listed, list)
    (one,) = listed
    assert isinstance(one, dict)
    return one


def test_what_watches_is_started_by_its_profile_alone_and_pinned() -> None:
    watching = {name for name, one in services().items() if one.get("profiles") == ["watch"]}

    assert watching == WATCH
    assert all("profiles" not in one for name, one in services().items() if name not in WATCH)
    assert all(PINNED.match(str(services()[name]["image"])) for name in WATCH)


def test_every_file_that_a_service_is_given_is_there() -> None:
    given = [one for service in services().values() for one in mounted(service).values()]
    files = [CONF / one for one in given if one.startswith("./")]

    assert len(files) > 6
    assert all(one.exists() for one in files)
    named = {one for one in given if not one.startswith("./")}
    assert named == set(read("compose.yml")["volumes"])  # type: ignore[call-overload]


def test_prometheus_asks_every_gateway_with_the_token_that_they_know() -> None:
    job = only(read("prometheus/prometheus.yml")["scrape_configs"])
    listed = services()
    gateway, prometheus = listed["gateway-1"]["environment"], listed["prometheus"]
    assert isinstance(gateway, dict)
    asked = set(only(job["static_configs"])["targets"])  # type: ignore[call-overload]
    started = "".join(prometheus["entrypoint"])  # type: ignore[arg-type]

    assert job["job_name"] == "yibao"
    assert asked == {f"{name}:{gateway['YIBAO_PORT']}" for name in listed if "gateway" in name}
    assert only([job["authorization"]]) == {"credentials_file": started.split(" > ")[1].split()[0]}
    assert prometheus["environment"] == {"YIBAO_METRICS_TOKEN": gateway["YIBAO_METRICS_TOKEN"]}
    inside = mounted(prometheus)
    assert "--config.file=/etc/prometheus/prometheus.yml" in started
    assert read("prometheus/prometheus.yml")["rule_files"] == ["alerts.yml"]
    assert inside["/etc/prometheus/alerts.yml"] == "./prometheus/alerts.yml"


def test_spans_go_to_the_collector_and_from_there_to_where_grafana_looks() -> None:
    collector = read("otel/collector.yml")
    listens = re.search(r"http: \{ endpoint: 0\.0\.0\.0:(\d+) \}", _text("otel/collector.yml"))
    told = re.search(r"YIBAO_TRACES_URL=http://(\S+):(\d+)/v1/traces", COMPOSE.read_text("utf-8"))
    assert listens is not None
    assert told is not None
    pipelines = collector["service"]["pipelines"]  # type: ignore[index]

    assert (told[1], told[2]) == ("collector", listens[1])
    for kind in ("receivers", "processors", "exporters"):
        assert set(pipelines["traces"][kind]) == set(collector[kind])  # type: ignore[call-overload]
    assert "endpoint: jaeger:4317" in _text("otel/collector.yml")
    assert "/etc/otelcol/collector.yml" in mounted(services()["collector"])
    sources = read("grafana/provisioning/datasources/yibao.yml")["datasources"]
    assert isinstance(sources, list)
    assert {one["url"].split("/")[2].split(":")[0] for one in sources} == {"prometheus", "jaeger"}


def test_grafana_finds_the_dashboard_where_its_provider_looks_and_lets_nobody_change_it() -> None:
    grafana = services()["grafana"]
    provider = only(read("grafana/provisioning/dashboards/yibao.yml")["providers"])
    inside, environment = mounted(grafana), grafana["environment"]
    assert isinstance(environment, dict)

    (board,) = [
        one for one in inside if Path(one).parent == Path(str(only([provider["options"]])["path"]))
    ]
    assert json.loads((CONF / inside[board]).read_text("utf-8"))["uid"] == "yibao-desk"
    assert inside["/etc/grafana/provisioning"] == "./grafana/provisioning"
    assert environment["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
    for name in WATCH:
        ports = services()[name].get("ports", [])
        assert isinstance(ports, list)
        assert all(str(one).startswith("127.0.0.1:") for one in ports)


def test_prometheus_itself_reads_its_file(tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("no promtool (Debian: prometheus)")
    for name in ("prometheus.yml", "alerts.yml"):
        shutil.copy(CONF / "prometheus" / name, tmp_path / name)

    checked = subprocess.run(
        [promtool, "check", "config", "--syntax-only", str(tmp_path / "prometheus.yml")],
        capture_output=True,
    )

    assert checked.returncode == 0, checked.stderr


def _text(path: str) -> str:
    return (CONF / path).read_text("utf-8")
