"""Makes ready everything that the product needs."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from launch.environments import MAIN, RASA, make_environment
from launch.models import make_models
from launch.places import Places
from launch.signatures import look_after_signatures
from launch.training import make_rasa_model
from launch.voice_models import fetch_vosk_chinese, make_test_models, make_voice_models
from launch.web_libraries import web_libraries
from launch.work import Work


@dataclass(frozen=True, slots=True)
class Prepared:
    """Say what was made ready and where it is."""

    main_python: Path
    rasa_python: Path
    rasa_model: Path
    web_libraries: Path | None = None  # None: pages do without

    def as_settings(self, places: Places) -> dict[str, str]:
        """Return it as environment variables, for tests and benchmarks."""
        return {
            "YIBAO_MODELS": str(places.models),
            "YIBAO_RASA_PYTHON": str(self.rasa_python),
            "YIBAO_RASA_MODEL": str(self.rasa_model),
            "HF_HUB_OFFLINE": "1",
            "PYTHONUNBUFFERED": "1",
            **({"YIBAO_WEB_LIBRARIES": str(self.web_libraries)} if self.web_libraries else {}),
        }


def prepare_main(work: Work) -> Path:
    """Make only the main environment ready; return its interpreter."""
    return make_environment(work, MAIN)


def prepare_for_tests(work: Work) -> Prepared:
    """Make ready what the product needs and the models that only tests use."""
    prepared = prepare(work)
    make_test_models(work, prepared.main_python)
    return prepared


def prepare_models(work: Work) -> None:
    """Make all models ready, also the one that not everybody can download."""
    _main_with_models(work)
    fetch_vosk_chinese(work)


def prepare(work: Work) -> Prepared:
    """Make environments, models and the trained Rasa model ready, side by side."""
    with ThreadPoolExecutor(max_workers=2) as threads:
        main = threads.submit(_main_with_models, work)
        rasa = threads.submit(make_environment, work, RASA)
        try:
            wait((main, rasa), return_when=FIRST_EXCEPTION)
            for step in (main, rasa):
                if step.done():
                    step.result()
        except BaseException:
            work.stopping.set()  # so that the other thread stops its program
            raise
    main_python, rasa_python = main.result(), rasa.result()
    rasa_model = make_rasa_model(work, main_python, rasa_python)
    look_after_signatures(work, main_python, rasa_model)
    return Prepared(main_python, rasa_python, rasa_model, web_libraries(work))


def _main_with_models(work: Work) -> Path:
    python = prepare_main(work)
    make_models(work, python)
    make_voice_models(work, python)
    render_greetings(work, python)
    return python


def render_greetings(work: Work, python: Path) -> None:
    """Have what every call needs spoken beforehand: the first caller must not wait for it.

    It takes some minutes once; afterwards only what was reworded is rendered.
    """
    work.run(
        [
            *(str(python), "-m", "voice.prepare", "--direct", "--essential", "--paces", "3.2"),
            *("--models", str(work.places.models)),
            *("--into", str(work.places.cache / "spoken-clauses")),
        ],
        what="spoken sentences",
        log=work.places.preparation_logs / "spoken-sentences.log",
        environment=os.environ | {"HF_HUB_OFFLINE": "1"},
        folder=work.places.checkout,
    )
