"""Starts the Rasa server, with costs of every turn taken out (cheap_turns).

Run by `python -m launch run` in Rasa's environment. Reads from the environment:
YIBAO_RASA_MODEL, YIBAO_RASA_PORT, YIBAO_RASA_TOKEN, YIBAO_ACTION_URL, YIBAO_ACTION_SECRET,
YIBAO_MODELS; YIBAO_RASA_HOST where gateways on other machines ask (the loopback otherwise): the
webhook takes no password, so only an inner network may reach it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Hand over to Rasa's own command line."""
    os.chdir(HERE)
    sys.path.insert(0, str(HERE))
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TICKET_LOCK_LIFETIME", "10")  # seconds; 60 blocks a citizen for long
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Rasa reads its token from the command line only; rewriting argv here keeps it out of `ps`.
    sys.argv = [
        *("rasa", "run", "--enable-api", "-i", os.environ.get("YIBAO_RASA_HOST", "127.0.0.1")),
        *("-p", os.environ["YIBAO_RASA_PORT"], "-m", os.environ["YIBAO_RASA_MODEL"]),
        *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        f"--auth-token={os.environ.pop('YIBAO_RASA_TOKEN')}",  # a token may begin with a dash
    ]
    from cheap_turns import make_turns_cheap

    make_turns_cheap()
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
