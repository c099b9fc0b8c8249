"""Starts the simulator on the loopback: python -m integrations.insurance_simulator."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import uvicorn

from integrations.insurance_simulator.app import make_simulator
from integrations.insurance_simulator.filings import Journal
from integrations.insurance_simulator.people import invent


def main() -> None:
    """Read the command line and serve until somebody stops it."""
    parser = argparse.ArgumentParser(description="plays the insurance core; nobody in it is real")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people")
    parser.add_argument("--step", type=float, default=60.0, help="seconds between two decisions")
    parser.add_argument("--journal", type=Path, help="file that keeps what was filed")
    given = parser.parse_args()
    secret = os.environ.get("YIBAO_INSURANCE_SECRET", "")
    app = make_simulator(
        invent(given.seed), secret=secret, journal=Journal(given.journal), step=given.step
    )
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
