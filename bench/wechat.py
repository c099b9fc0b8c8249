"""Measures the WeChat channel through the whole product: replies under load, then faults and kills.

PART=replies or PART=faults runs one of the two; RATE=20 SEED=7 KILLS=8 python -m bench.wechat both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

RATE, SEED, KILLS = "20", "7", "8"


def main() -> None:
    """Run what is wanted, all of it also if a part did not show that; end with the worst status."""
    seed, kills = os.environ.get("SEED", SEED), os.environ.get("KILLS", KILLS)
    rate = os.environ.get("RATE", RATE)  # messages a second
    parts = {"replies": ["--rate", rate], "faults": ["--faults", seed, "--kills", kills]}
    wanted = os.environ.get("PART")
    if wanted and wanted not in parts:
        sys.exit(f"PART is one of {', '.join(parts)}")
    with tempfile.TemporaryDirectory() as folder:  # what is indexed once serves both
        runs = [
            subprocess.run(
                [sys.executable, "-m", "bench.wechat_load", "--product", "--folder", folder, *more],
                check=False,
            )
            for part, more in parts.items()
            if wanted in {None, "", part}
        ]
    sys.exit(max(run.returncode for run in runs))


if __name__ == "__main__":
    main()
