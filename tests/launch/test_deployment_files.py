"""Checks the files of the cluster against one another and against what the programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from core import wording
from gateway.settings import Settings
from gateway.wechat_settings import WeChatSettings
from launch.cluster import Ports
from launch.places import CHECKOUT, Places

CONF = CHECKOUT / "conf"
CHART = CONF / "helm" / "yibao-desk"
TEMPLATES = sorted((CHART / "templates").glob("*.yaml"))
NAMESPACE = "desk"
PROXY = (CONF / "haproxy.cfg").read_text("utf-8")
PRODUCT = {"gateway", "rasa", "migrate", "index"}  # what `launch only` can become
# Read by other programs than the gateway: the launcher, Rasa's server, uvicorn.
OTHERS = {"YIBAO_RASA_HOST", "YIBAO_RASA_PORT", "YIBAO_RASA_TOKEN", "YIBAO_ACTION_URL"}
OTHERS |= {"FORWARDED_ALLOW_IPS"}

Node = Mapping[str, object]


def known_to_the_gateway() -> set[str]:
    own = {f"YIBAO_{name.upper()}" for name in Settings.model_fields}
    return own | {f"YIBAO_WECHAT_{name.upper()}" for name in WeChatSettings.model_fields}


def taken_by_the_proxy() -> set[str]:
    return set(re.findall(r"presetenv (\S+)", PROXY))


def compose() -> dict[str, dict[str, object]]:
    services = yaml.safe_load((CONF / "compose.yml").read_text("utf-8"))["services"]
    assert isinstance(services, dict)
    return services


def rendered(template: Path) -> list[dict[str, object]]:
    """Return the objects of a template; ours name values and do nothing else."""
    values = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
    text = re.sub(
        r"\{\{ \.Values\.(\w+) \}\}",
        lambda found: str(values[found[1]]),
        template.read_text("utf-8"),
    )
    text = text.replace("{{ .Release.Namespace }}", NAMESPACE)
    assert "{{" not in text
    return list(yaml.safe_load_all(text))


def chart() -> list[dict[str, object]]:
    return [one for template in TEMPLATES for one in rendered(template)]


def nodes(tree: object) -> Iterator[Node]:
    """Return every mapping in a tree."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def name_of(one: Node) -> str:
    metadata = one["metadata"]
    assert isinstance(metadata, dict)
    return str(metadata["name"])


def variables(one: Node) -> set[str]:
    """Return the names of a container's variables in a chart."""
    listed = one.get("env", [])
    assert isinstance(listed, list)
    return {str(entry["name"]) for entry in listed}


def test_the_proxy_takes_from_the_environment_what_make_cluster_tells_it(tmp_path: Path) -> None:
    told = Ports.of(range(8100, 8109)).as_settings(Places(CHECKOUT, tmp_path, tmp_path))

    assert set(told) == taken_by_the_proxy()
    used = set(re.findall(r'"\$\{(\w+)(?:\[\*\])?\}"', PROXY))
    assert used == taken_by_the_proxy()
    for name, address in told.items():
        assert f"presetenv {name} {address}\n" in PROXY or name == "YIBAO_PROXY_ADMIN"


def test_every_variable_of_compose_is_read_by_the_program_that_gets_it() -> None:
    services = compose()
    product = {name for name in services if name.rpartition("-")[0] in PRODUCT or name in PRODUCT}

    assert len(product) == 6
    for name in product:
        given = services[name]["environment"]
        assert isinstance(given, dict)
        assert set(given) <= known_to_the_gateway() | OTHERS
        assert set(services[name]["command"]) <= PRODUCT  # type: ignore[call-overload]
    at_proxy = services["proxy"]["environment"]
    assert isinstance(at_proxy, dict)
    assert set(at_proxy) == taken_by_the_proxy()


def test_every_address_in_compose_leads_to_a_service_that_listens_there() -> None:
    services = compose()
    parts = ("gateway-1", "rasa-1", "proxy")
    product, rasa, at_proxy = (services[name]["environment"] for name in parts)
    assert isinstance(product, dict)
    assert isinstance(rasa, dict)
    assert isinstance(at_proxy, dict)
    listens = {f"{name}:{product['YIBAO_PORT']}" for name in services if "gateway" in name}
    listens |= {f"{name}:{rasa['YIBAO_RASA_PORT']}" for name in services if "rasa" in name}

    told = {at_proxy[name] for name in at_proxy if re.search(r"_(GATEWAY|RASA)_\d$", name)}
    assert told == listens
    assert product["YIBAO_RASA_URL"] == f"http://proxy{at_proxy['YIBAO_PROXY_RASA']}"
    actions = f"http://proxy{at_proxy['YIBAO_PROXY_ACTIONS']}/rasa/actions"
    assert rasa["YIBAO_ACTION_URL"] == actions
    assert services["proxy"]["ports"] == [f"127.0.0.1:8100{at_proxy['YIBAO_PROXY']}"]
    assert "@postgres/" in product["YIBAO_DATABASE_URL"]
    assert "@redis:6379/" in product["YIBAO_REDIS_URL"]
    vectors = services["vectors"]["environment"]
    assert isinstance(vectors, dict)
    assert product["YIBAO_VECTORS_URL"].endswith(f"@vectors/{vectors['POSTGRES_DB']}")
    assert {"postgres", "redis"} <= set(services)


def test_rasa_gets_neither_the_database_nor_the_files() -> None:
    for name in ("rasa-1", "rasa-2"):
        service = compose()[name]
        assert isinstance(service["environment"], dict)
        assert not {
            "YIBAO_DATABASE_URL",
            "YIBAO_VECTORS_URL",
            "YIBAO_REDIS_URL",
            "YIBAO_KEYS",
        } & set(service["environment"])
        assert "volumes" not in service


def test_passwords_come_into_no_image() -> None:
    left_out = (CONF / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {".git", "var", "**/*.env"} <= set(left_out)
    assert "*.env" in (CHECKOUT / ".gitignore").read_text("utf-8").splitlines()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_template_is_yaml_and_names_known_values(template: Path) -> None:
    for one in rendered(template):
        assert {"apiVersion", "kind", "metadata"} <= set(one)


def test_every_variable_of_the_chart_is_read_by_the_program_that_gets_it() -> None:
    (settings,) = [one["data"] for one in chart() if one["kind"] == "ConfigMap"]
    containers = [one for one in nodes(chart()) if "image" in one]
    product = [one for one in containers if "args" in one and set(one["args"]) <= PRODUCT]  # type: ignore[call-overload]
    (proxy,) = [one for one in containers if one.get("name") == "proxy"]

    assert isinstance(settings, dict)
    assert set(settings) <= known_to_the_gateway() | OTHERS
    assert len(product) == 3
    assert all(variables(one) <= known_to_the_gateway() | OTHERS for one in product)
    assert variables(proxy) == taken_by_the_proxy()


def test_every_address_in_the_chart_leads_to_a_service_that_listens_there() -> None:
    services = {name_of(one): one["spec"] for one in chart() if one["kind"] == "Service"}
    sets = {name_of(one): one["spec"] for one in chart() if one["kind"] == "StatefulSet"}
    (settings,) = [one["data"] for one in chart() if one["kind"] == "ConfigMap"]
    (proxy,) = [one for one in nodes(chart()) if one.get("name") == "proxy" and "image" in one]
    assert isinstance(settings, dict)
    env = proxy["env"]
    assert isinstance(env, list)
    told = {str(one["name"]): str(one["value"]) for one in env}

    # HAProxy asks for names as they stand: it puts none of resolv.conf's domains behind them.
    listens = {
        f"{name}-{number}.{name}.{NAMESPACE}.svc.cluster.local:{port['port']}"
        for name, one in sets.items()
        for number in range(one["replicas"])  # type: ignore[index]
        for port in services[name]["ports"]  # type: ignore[index]
    }
    assert {told[name] for name in told if re.search(r"_(GATEWAY|RASA)_\d$", name)} == listens
    ports = {one["name"]: one["port"] for one in services["proxy"]["ports"]}  # type: ignore[index]
    assert told["YIBAO_PROXY"] == f":{ports['desk']}"
    assert settings["YIBAO_RASA_URL"] == f"http://proxy:{ports['rasa']}"
    assert settings["YIBAO_ACTION_URL"] == f"http://proxy:{ports['actions']}/rasa/actions"
    assert told["YIBAO_PROXY_ACTIONS"] == f":{ports['actions']}"
    assert told["YIBAO_PROXY_RASA"] == f":{ports['rasa']}"


def pods() -> dict[str, dict[str, object]]:
    """Return what the chart says of the pods of each program."""
    return {
        name_of(one): one["spec"]["template"]["spec"]  # type: ignore[index]
        for one in chart()
        if one["kind"] in {"Deployment", "StatefulSet"}
    }


def container(name: str) -> dict[str, object]:
    """Return the one container of a program's pods."""
    listed = pods()[name]["containers"]
    assert isinstance(listed, list)
    (one,) = listed
    assert isinstance(one, dict)
    return one


def test_a_proxy_stays_in_service_while_no_gateway_answers_for_it_has_to_say_so() -> None:
    for name in ("readinessProbe", "livenessProbe"):
        probe = container("proxy")[name]
        assert isinstance(probe, dict)
        assert set(probe) - {"periodSeconds"} == {"tcpSocket"}


def test_every_pod_is_probed_and_confined_and_may_write_where_it_has_to() -> None:
    user = re.search(r"--uid (\d+)", (CONF / "Dockerfile").read_text("utf-8"))
    assert user is not None

    for name, pod in pods().items():
        assert pod["automountServiceAccountToken"] is False
        one = container(name)
        own, shared = one["securityContext"], pod.get("securityContext", {})
        assert isinstance(own, dict)
        assert isinstance(shared, dict)
        assert not own["allowPrivilegeEscalation"]
        assert (own | shared)["runAsNonRoot"]
        assert {"readinessProbe", "livenessProbe", "resources"} <= set(one)
        assert name == "redis" or shared["runAsUser"] == int(user[1])
    files = pods()["gateway"]["securityContext"]
    assert isinstance(files, dict)
    # Opened to the group at each start, keys.json would be refused (gateway/key_file.py).
    assert (files["fsGroup"], files["fsGroupChangePolicy"]) == (int(user[1]), "OnRootMismatch")


def test_nobody_but_gateways_reaches_rasa_whose_door_takes_no_password() -> None:
    policies = {name_of(one): one["spec"] for one in chart() if one["kind"] == "NetworkPolicy"}
    rules = policies["proxy"]["ingress"]  # type: ignore[index]
    open_to = {rule["ports"][0]["port"]: rule.get("from") for rule in rules}
    (settings,) = [one["data"] for one in chart() if one["kind"] == "ConfigMap"]
    assert isinstance(settings, dict)
    rasa = int(settings["YIBAO_RASA_URL"].rpartition(":")[2])

    assert [port for port, who in open_to.items() if who is None] == [8000]
    assert open_to[rasa] == [{"podSelector": {"matchLabels": {"app": "gateway"}}}]
    assert all(name in policies for name in ("inner", "redis"))


def test_gateways_can_be_told_what_the_files_do_not_name() -> None:
    listed = container("gateway")["envFrom"]
    assert isinstance(listed, list)
    further = [one["secretRef"] for one in listed if "secretRef" in one]

    assert further == [{"name": "yibao-desk-settings", "optional": True}]
    assert all(compose()[f"gateway-{n}"]["env_file"] == "gateway.env" for n in (1, 2))
    assert all("env_file" not in compose()[f"rasa-{n}"] for n in (1, 2))


def test_only_who_migrates_can_act_as_the_owner_of_the_tables() -> None:
    owner = "YIBAO_DATABASE_OWNER_URL"
    services = compose()
    knowing = {name for name in services if owner in str(services[name].get("environment"))}
    migrating = services["migrate"]["environment"]
    assert isinstance(migrating, dict)

    assert knowing == {"migrate"}
    owners = {name for name in services if "${POSTGRES_PASSWORD" in str(services[name])}
    assert owners == {"migrate", "postgres"}
    assert "yibao_app:" in migrating["YIBAO_DATABASE_URL"]
    assert "yibao:" in migrating[owner]
    told = {name: str(container(name)["env"]) for name in ("gateway", "rasa")}
    assert not any("databaseOwnerUrl" in text for text in told.values())
    assert "databaseOwnerUrl" in str(chart())


def test_who_comes_while_no_gateway_can_answer_reads_our_sentence_and_no_english() -> None:
    told = re.findall(r'^    http-error status (\d+) .* string "(.*)"$', PROXY, re.MULTILINE)

    assert [status for status, _ in told] == ["400", "500", "502", "503", "504"]
    for status, page in told:
        assert (wording.BAD_REQUEST if status == "400" else wording.NOT_TAKEN_IN) in page
        assert "lang='zh-CN'" in page
