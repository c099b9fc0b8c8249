"""Measures the WeChat channel through the whole product: replies under load, then faults and kills.

SEED=7 KILLS=8 python -m bench.wechat
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

SEED, KILLS = "7", "8"


def main() -> None:
    """Run both, also if the first did not show what is wanted; end with the worse status."""
    seed, kills = os.environ.get("SEED", SEED), os.environ.get("KILLS", KILLS)
    with tempfile.TemporaryDirectory() as folder:  # what is indexed once serves both
        runs = [
            subprocess.run(
                [sys.executable, "-m", "bench.wechat_load", "--product", "--folder", folder, *more],
                check=False,
            )
            for more in ([], ["--faults", seed, "--kills", kills])
        ]
    sys.exit(max(run.returncode for run in runs))


if __name__ == "__main__":
    main()
