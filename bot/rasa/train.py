"""Trains the dialogue model: `train.py NLU_FOLDER MODEL_FILE` in Rasa's environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(nlu_folder: Path, model_file: Path) -> None:
    """Train on the examples in `nlu_folder` and leave the model at `model_file`."""
    os.chdir(HERE)
    sys.path.insert(0, str(HERE))
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rasa.model_training import train

    result = train(
        domain="domain.yml",
        config="config.yml",
        training_files=[str(nlu_folder), "rules.yml"],
        output=str(model_file.parent),
        fixed_model_name=model_file.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not model_file.exists():
        sys.exit(f"Rasa did not train a model at {model_file}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
