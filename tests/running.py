"""Runs the real product for tests: Rasa and the gateway, on free ports of the loopback."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from launch.listening import listening_socket
from launch.media import media_programs
from launch.places import CHECKOUT, Places
from launch.prepare import Prepared
from launch.processes import Program, Programs
from launch.readiness import wait_until_ready
from launch.run import product_settings, programs, simulator
from launch.voice import voice_programs
from launch.wechat import wechat_simulator
from launch.work import Work
from tests.ports import free_port

NEEDED = ("YIBAO_MODELS", "YIBAO_RASA_PYTHON", "YIBAO_RASA_MODEL")  # `launch test` sets them
READY_WITHIN = 120.0  # seconds; Rasa alone takes twenty on two cores


@dataclass(slots=True)
class Service:
    """Be one program of the product that a test may stop and start again."""

    work: Work
    program: Program
    addresses: tuple[str, ...]  # that answer 200, the one after the other, once it is ready
    _life: ExitStack = field(default_factory=ExitStack)
    _programs: Programs | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether it was started and not stopped since."""
        return self._programs is not None

    def start(self) -> None:
        """Start it; it must not run."""
        assert self._programs is None, f"the {self.program.name} runs already"
        self._programs = self._life.enter_context(Programs(self.work))
        self._programs.start(self.program)

    def wait_until_ready(self) -> None:
        """Wait until the whole product is ready, or fail with what is missing."""
        assert self._programs is not None, f"the {self.program.name} does not run"
        for address in self.addresses:
            wait_until_ready(self.work, self._programs, address, READY_WITHIN)

    @property
    def pids(self) -> list[int]:
        """Return the processes of the program, not of the guard beside it; often one."""
        assert self._programs is not None, f"the {self.program.name} does not run"
        return [
            int(child)
            for guard in self._programs.guards
            for child in Path(f"/proc/{guard}/task/{guard}/children").read_text().split()
        ]

    def kill(self) -> None:
        """Kill it as a power cut would: it can neither save nor say anything."""
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        """Stop it, if it runs, and wait until it has ended."""
        self._programs = None
        self._life.close()


@dataclass(frozen=True, slots=True)
class Product:
    """Be the running product."""

    url: str
    rasa: Service
    gateway: Service
    core: Service  # the simulated insurance core and identity provider
    speech: Service  # the engines that hear and speak; started by who needs them
    phone: Service  # likewise
    media: Service  # carries pictures and voices; likewise
    wechat: Service  # the simulated platform, with a phone; likewise
    first_login: Path
    settings: Mapping[str, str]  # environment variables of its programs

    def open_account(self, name: str, display_name: str, duties: str, password: str) -> None:
        """Open an account for a member of staff; duties are joined by commas."""
        subprocess.run(
            [
                *(sys.executable, "-m", "gateway", "staff", name, display_name),
                *("--duties", duties, "--own-password"),
                *("--requested-by", "张三", "--approved-by", "李四"),  # for administrators only
            ],
            input=f"{password}\n",
            text=True,
            env=os.environ | self.settings,
            cwd=CHECKOUT,
            check=True,
            timeout=READY_WITHIN,
        )

    def credentials(self) -> tuple[str, str]:
        """Return the name and the password of the first member of staff."""
        name, password = self.first_login.read_text("utf-8").splitlines()
        return name.split()[-1], password.split()[-1]


def missing_settings() -> list[str]:
    """Return the names of the environment variables that are missing to run the product."""
    return [name for name in NEEDED if not os.environ.get(name)]


@contextmanager
def running_product(folder: Path, **more: str) -> Iterator[Product]:
    """Run the product for the time of the block, with all its data in the folder.

    `more` are further settings by the name of their environment variable.
    """
    # The same places and programs as `launch run`, so that this tests the launcher, too.
    places = Places(CHECKOUT, Path(os.environ["YIBAO_MODELS"]).parent, folder)
    libraries = os.environ.get("YIBAO_WEB_LIBRARIES")  # without them charts are not drawn
    prepared = Prepared(
        main_python=Path(sys.executable),
        rasa_python=Path(os.environ["YIBAO_RASA_PYTHON"]),
        rasa_model=Path(os.environ["YIBAO_RASA_MODEL"]),
        web_libraries=Path(libraries) if libraries else None,
    )
    port, rasa_port, core_port, sip_port, wechat_port = (str(free_port()) for _ in range(5))
    settings = product_settings(
        {
            "YIBAO_PORT": port,
            "YIBAO_RASA_PORT": rasa_port,
            "YIBAO_CORE_PORT": core_port,
            "YIBAO_SIP_PORT": sip_port,
            "YIBAO_WECHAT_PORT": wechat_port,
            "YIBAO_MEDIA_PROCESSES": "1",
        },
        places,
    )
    settings |= prepared.as_settings(places) | {
        "YIBAO_FIRST_LOGIN": str(folder / "first-login.txt"),
        "YIBAO_OPENS": "00:00",  # tests ask for a person at any hour
        "YIBAO_CLOSES": "23:59:59",
        **more,
    }
    work, url = Work(places), f"http://127.0.0.1:{port}"
    listening = listening_socket("YIBAO_PORT", "127.0.0.1", int(port))
    rasa_program, gateway_program = programs(
        places, prepared, settings, listening=listening.fileno()
    )
    # The gateway learns within seconds that Rasa has gone; until then readyz says what was.
    rasa = Service(work, rasa_program, (f"http://127.0.0.1:{rasa_port}/", f"{url}/readyz"))
    gateway = Service(work, gateway_program, (f"{url}/readyz",))
    core = Service(
        work,
        simulator(places, prepared, settings),
        (f"http://127.0.0.1:{core_port}/healthz",),
    )
    speech, phone = (
        Service(work, program, ()) for program in voice_programs(places, prepared, settings)
    )
    media = Service(work, media_programs(places, prepared, settings, 1)[0], ())
    wechat = Service(
        work,
        wechat_simulator(places, prepared, settings),
        (f"http://127.0.0.1:{wechat_port}/healthz",),
    )
    with listening, ExitStack() as ends:
        for service in (core, speech, phone, media, wechat):
            ends.callback(service.stop)
        ends.callback(rasa.stop)
        ends.callback(gateway.stop)
        rasa.start()
        core.start()
        for step in ("migrate", "index"):
            work.run(
                [str(prepared.main_python), "-m", "gateway", step],
                what=f"gateway {step}",
                log=places.logs / f"{step}.log",
                environment=os.environ | settings,
                folder=CHECKOUT,
            )
        core.wait_until_ready()
        gateway.start()
        gateway.wait_until_ready()
        first_login = folder / "first-login.txt"
        take_own_password(url, first_login)
        yield Product(
            *(url, rasa, gateway, core, speech, phone, media, wechat),
            *(first_login, settings),
        )


def take_own_password(url: str, first_login: Path) -> None:
    """Change the first account's password, as it must before any work, and note the new one."""
    name, password = (line.split()[-1] for line in first_login.read_text("utf-8").splitlines())
    with httpx.Client(base_url=f"{url}/api/v1/staff", timeout=READY_WITHIN) as http:
        http.post("/session", json={"name": name, "password": password}).raise_for_status()
        own = secrets.token_urlsafe(16)
        http.put("/me/password", json={"old": password, "new": own}).raise_for_status()
        http.delete("/session").raise_for_status()
    first_login.write_text(f"工号 {name}\n密码 {own}\n", "utf-8")
