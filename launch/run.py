"""Runs the product: Rasa, the gateway, the simulated core, the voice, and what they need."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Never

from launch.errors import NotReady
from launch.listening import listening_socket
from launch.media import media_count, media_programs, media_settings
from launch.places import Places
from launch.prepare import Prepared, prepare
from launch.processes import Program, Programs
from launch.readiness import check_ports, wait_until_ready
from launch.training import rasa_settings
from launch.voice import has_voice, phone_lines, voice_programs, voice_settings
from launch.wechat import WECHAT_PORT, plays_wechat, wechat_settings, wechat_simulator
from launch.work import Work

READY_WITHIN = 180.0  # seconds
CORE_PORT = "YIBAO_CORE_PORT"


def run(work: Work) -> int:
    """Prepare, start, say where the pages are, and watch until somebody stops it."""
    settings = product_settings(os.environ, work.places)
    host, port = settings["YIBAO_HOST"], _port(settings, "YIBAO_PORT")
    rasa_port = _port(settings, "YIBAO_RASA_PORT")
    ports = [("YIBAO_PORT", host, port), ("YIBAO_RASA_PORT", "127.0.0.1", rasa_port)]
    plays_core, speaks = simulated(os.environ), has_voice(os.environ)
    if plays_core:
        ports.append((CORE_PORT, "127.0.0.1", _port(settings, CORE_PORT)))
    plays_chat = plays_wechat(os.environ)
    if plays_chat:
        ports.append((WECHAT_PORT, "127.0.0.1", _port(settings, WECHAT_PORT)))
    if speaks:  # a taken one stops only the telephone, nonsense would stop the gateway, too
        _port(settings, "YIBAO_SIP_PORT")
    check_ports(ports)
    prepared = prepare(work)
    settings |= prepared.as_settings(work.places)
    with listening_socket("YIBAO_PORT", host, port) as listening, Programs(work) as running:
        rasa, gateway = programs(work.places, prepared, settings, listening=listening.fileno())
        try:
            running.start(rasa)  # takes longest, so it goes first
            if plays_core:
                running.start(simulator(work.places, prepared, settings))
            if plays_chat:
                running.start(wechat_simulator(work.places, prepared, settings))
            for step in ("migrate", "index"):
                finish(work, prepared, settings, step)
            for program in media_programs(work.places, prepared, settings, media_count(os.environ)):
                running.start(program)
            running.start(gateway)
            wait_until_ready(work, running, f"{_address(host, port)}/readyz", READY_WITHIN)
            if speaks:  # last: nothing that citizens need first waits for it
                for program in voice_programs(work.places, prepared, settings):
                    running.start(program)
            phone = phone_lines(settings) if speaks else []
            address = _address(host, port)
            chat = settings[WECHAT_PORT] if plays_chat else ""
            pages = welcome(address, work.places, plays_core=plays_core, phone=phone, wechat=chat)
            watch_over(running, pages)
        except KeyboardInterrupt:
            stop_in_peace(work)
    work.tell("product", "stopped")
    return 0


def watch_over(running: Programs, pages: str) -> Never:
    """Say where everything is, and look after the programs until somebody presses Ctrl-C."""
    sys.stdout.write(pages)
    sys.stdout.flush()
    while True:
        running.look_after()
        time.sleep(0.5)


def product_settings(given: Mapping[str, str], places: Places) -> dict[str, str]:
    """Return the environment variables of the programs; what is given wins."""
    port, rasa_port = given.get("YIBAO_PORT", "8000"), given.get("YIBAO_RASA_PORT", "5005")
    usual = {
        "YIBAO_HOST": "127.0.0.1",
        "YIBAO_PORT": port,
        "YIBAO_VAR": str(places.var),
        "YIBAO_DATABASE_URL": f"sqlite+aiosqlite:///{places.var / 'yibao.sqlite3'}",
        "YIBAO_INDEX": str(places.var / "index"),
        "YIBAO_PHOTOS": str(places.var / "photos"),
        "YIBAO_FIRST_LOGIN": str(places.var / "first-login.txt"),
        "YIBAO_RASA_PORT": rasa_port,
        "YIBAO_RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "YIBAO_ACTION_URL": f"http://127.0.0.1:{port}/rasa/actions",
        # Both sides get them from here at each start, so nobody need know or keep them.
        "YIBAO_RASA_TOKEN": secrets.token_urlsafe(24),
        "YIBAO_ACTION_SECRET": secrets.token_urlsafe(24),
    }
    usual |= _core_settings(given) | voice_settings(given, places) | media_settings(given, places)
    usual |= wechat_settings(given)
    chosen = usual | {name: given[name] for name in usual if given.get(name)}
    without_proxy = ",".join(filter(None, (given.get("NO_PROXY"), "127.0.0.1,localhost")))
    fixed = {"NO_PROXY": without_proxy, "no_proxy": without_proxy}
    return chosen | fixed


def programs(
    places: Places, prepared: Prepared, settings: Mapping[str, str], *, listening: int | None
) -> tuple[Program, Program]:
    """Describe Rasa, and the gateway that accepts from the descriptor of a listening socket.

    None: it opens its own, and whoever connects while it is down is refused at once.
    """
    held = {} if listening is None else {"YIBAO_LISTENING": str(listening)}
    bot = places.checkout / "bot" / "rasa"
    rasa = Program(
        name="Rasa",
        command=(str(prepared.rasa_python), str(bot / "serve.py")),
        settings={**settings, **rasa_settings(places)},
        folder=bot,
        log=places.logs / "rasa.log",
        deaths_allowed=None,
    )
    gateway = Program(
        name="gateway",
        command=(str(prepared.main_python), "-m", "gateway", "serve"),
        settings={**settings, **held},
        folder=places.checkout,
        log=places.logs / "gateway.log",
        deaths_allowed=1,
        descriptors=() if listening is None else (listening,),
    )
    return rasa, gateway


def simulated(given: Mapping[str, str]) -> bool:
    """Tell whether nobody named a real insurance core, so that ours is to be simulated."""
    return not given.get("YIBAO_INSURANCE_URL")


def simulator(places: Places, prepared: Prepared, settings: Mapping[str, str]) -> Program:
    """Describe the simulator of the insurance core and the identity provider."""
    journal = places.var / "simulator-filings.jsonl"
    return Program(
        name="simulator",
        command=(
            *(str(prepared.main_python), "-m", "integrations.insurance_simulator"),
            *("--port", settings[CORE_PORT], "--journal", str(journal)),
        ),
        settings=settings,
        folder=places.checkout,
        log=places.logs / "simulator.log",
        deaths_allowed=None,  # without it everything but personal data is served
    )


def welcome(
    address: str,
    places: Places,
    *,
    plays_core: bool = False,
    phone: Sequence[str] = (),
    wechat: str = "",
) -> str:
    """Say where the pages are; `wechat` is the port of the simulated phone, if there is one."""
    lines = ["", f"  citizens' pages {address}/", f"  chat            {address}/chat"]
    lines.append(f"  policy library  {address}/policies")
    lines += [
        f"  staff           {address}/desk and {address}/cases",
        f"  policy editors  {address}/admin",
    ]
    lines += phone
    if wechat:
        lines.append(f"  WeChat          http://127.0.0.1:{wechat}/ (simulated, nobody is real)")
    if plays_core:
        lines.append("  insurance core  simulated, nobody in it is real (YIBAO_INSURANCE_URL)")
    first_login = places.var / "first-login.txt"
    if first_login.is_file():
        lines.append(f"  first login     see {first_login}")
    return "\n".join([*lines, f"  logs            {places.logs}", "  stop with Ctrl-C", "", ""])


def stop_in_peace(work: Work) -> None:
    """Let nothing interrupt us from here on: what was started must end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    work.tell("product", "stopping")


def finish(work: Work, prepared: Prepared, settings: Mapping[str, str], step: str) -> None:
    """Run one command of the gateway to its end."""
    work.run(
        [str(prepared.main_python), "-m", "gateway", step],
        what=f"gateway {step}",
        log=work.places.logs / f"{step}.log",
        environment=os.environ | dict(settings),
        folder=work.places.checkout,
    )


def _core_settings(given: Mapping[str, str]) -> dict[str, str]:
    """Return what leads to the simulator, unless a real insurance core is named.

    A real one gets no secret and brings no identity provider that nobody named.
    """
    port = given.get(CORE_PORT) or "5106"
    url = secret = ""
    if simulated(given):
        url = _simulator_url(port)
        secret = given.get("YIBAO_INSURANCE_SECRET") or secrets.token_urlsafe(24)
    # A provider that somebody named must not learn the simulator's secret, either.
    own_provider = bool(given.get("YIBAO_IDENTITY_URL"))
    return {
        CORE_PORT: port,
        "YIBAO_INSURANCE_URL": url,
        "YIBAO_INSURANCE_SECRET": secret,
        "YIBAO_IDENTITY_URL": url,
        "YIBAO_IDENTITY_SECRET": "" if own_provider else secret,
    }


def _simulator_url(port: str) -> str:
    return f"http://127.0.0.1:{port}"


def _address(host: str, port: int) -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{reachable}:{port}"


def _port(settings: Mapping[str, str], name: str) -> int:
    text = settings[name]
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise NotReady(f"{name} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)
