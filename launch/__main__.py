"""Is the one entrance for make: python3.11 -m launch run, cluster, test, check, prepare, ..."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from launch.audit import audit
from launch.backups import back_up, restore
from launch.bench import bench
from launch.bytecode import keep_bytecode
from launch.check import check
from launch.clean import clean
from launch.cluster import cluster
from launch.errors import NotReady
from launch.only import only
from launch.pictures import pictures
from launch.places import find_places
from launch.prepare import prepare, prepare_models
from launch.run import run
from launch.signatures import SIGNING_KEY, sign_models
from launch.test import test
from launch.train_embedder import train_embedder
from launch.work import Work

COMMANDS = {
    "run": run,
    "cluster": cluster,
    "test": test,
    "check": check,
    "audit": audit,
    "clean": clean,
    "pictures": pictures,
}
WITH_NAME = {
    "bench": bench,
    "train-embedder": train_embedder,
    "backup": back_up,
    "restore": restore,
    "only": only,
}
STEPS = ("prepare", "models", "sign-models")


def main() -> int:
    """Do what was asked; turn every foreseen failure into one sentence."""
    parser = argparse.ArgumentParser(prog="launch")
    parser.add_argument("command", choices=[*COMMANDS, *WITH_NAME, *STEPS])
    parser.add_argument(
        "which", nargs="?", help="the benchmark, model, program, or folder of a backup"
    )
    parser.add_argument("--key", help="of sign-models: file of an Ed25519 private key, PEM")
    options = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # all three end us like Ctrl-C
    work = Work(find_places(os.environ, Path.home()))
    keep_bytecode(work.places, os.environ)
    try:
        if options.command == "prepare":
            prepare(work)
            work.tell("prepare", "everything is ready")
            return 0
        if options.command == "models":
            prepare_models(work)
            return 0
        if options.command == "sign-models":
            made = prepare(work)
            key = options.key or os.environ.get(SIGNING_KEY)
            return sign_models(work, made.main_python, made.rasa_model, key)
        if options.command in WITH_NAME:
            return WITH_NAME[options.command](work, options.which)
        return COMMANDS[options.command](work)
    except NotReady as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except OSError as problem:  # a full disk, a folder that may not be written
        sys.stderr.write(f"\n{problem.strerror}: {problem.filename}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
