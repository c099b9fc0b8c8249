"""Runs Rasa alone, without the gateway."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from launch.errors import NotReady
from launch.processes import Program, Programs
from launch.training import rasa_settings
from launch.work import Work
from tests.ports import free_port

READY_WITHIN = 180.0  # seconds
NO_ACTIONS = "http://127.0.0.1:9/"  # the port that discards: for a Rasa that only parses


@dataclass(frozen=True, slots=True)
class Rasa:
    """Be one running Rasa."""

    url: str
    token: str

    @property
    def parse(self) -> str:
        """Return the address that says what a text means."""
        return f"{self.url}/model/parse?token={self.token}"

    @property
    def webhook(self) -> str:
        """Return the address that takes one turn."""
        return f"{self.url}/webhooks/rest/webhook"


@contextmanager
def running_rasa(
    work: Work, model: Path, *, action_url: str = NO_ACTIONS, stock: bool = False
) -> Iterator[Rasa]:
    """Run Rasa for the time of the block: as the product starts it, or as it comes."""
    bot = work.places.checkout / "bot" / "rasa"
    port, token = str(free_port()), secrets.token_urlsafe(24)
    settings = rasa_settings(work.places) | {
        "YIBAO_RASA_MODEL": str(model),
        "YIBAO_RASA_PORT": port,
        "YIBAO_RASA_TOKEN": token,
        "YIBAO_ACTION_URL": action_url,
        "YIBAO_ACTION_SECRET": "none",
        "OMP_NUM_THREADS": "1",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    as_it_comes = (
        *("-m", "rasa", "run", "--enable-api", "-i", "127.0.0.1", "-p", port, "-m", str(model)),
        *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
    )
    name = f"{'stock ' if stock else ''}Rasa alone"
    program = Program(
        name=name,
        command=(
            os.environ["YIBAO_RASA_PYTHON"],
            *(as_it_comes if stock else (str(bot / "serve.py"),)),
        ),
        settings=settings,
        folder=bot,
        log=work.places.logs / f"{name.replace(' ', '-').lower()}.log",
        deaths_allowed=0,
    )
    with Programs(work) as running:
        running.start(program)
        rasa = Rasa(f"http://127.0.0.1:{port}", token)
        _wait(running, rasa)
        try:
            yield rasa
        except httpx.TransportError:
            running.look_after()  # if Rasa died, this says so with the end of its log
            raise


def parsed(answer: httpx.Response) -> tuple[str, tuple[tuple[str, float], ...]]:
    """Return the act that Rasa settled on, and all acts that it names with their probability."""
    answer.raise_for_status()
    said: Mapping[str, object] = answer.json()
    intent, ranking = said["intent"], said["intent_ranking"]
    assert isinstance(intent, dict)
    assert isinstance(ranking, list)
    return str(intent["name"]), tuple((str(r["name"]), float(r["confidence"])) for r in ranking)


def _wait(running: Programs, rasa: Rasa) -> None:
    until = time.monotonic() + READY_WITHIN
    with httpx.Client(trust_env=False, timeout=30.0) as client:
        while True:
            running.look_after()
            try:
                if client.post(rasa.parse, json={"text": "您好"}).is_success:
                    return
            except httpx.TransportError:
                pass
            if time.monotonic() > until:
                raise NotReady(f"Rasa was not ready after {READY_WITHIN:.0f} s.")
            time.sleep(0.25)
