"""Checks how a 4-bit file is read, with files made by hand."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from launch.unpack_e5 import chinese_pieces, read_packed, tokenizer, unquantised

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "医保", "医", "保"]


def block(scale: float, halves: list[int]) -> bytes:
    """Return 32 weights, each a half byte from 0 to 15."""
    packed = bytes(halves[j] | halves[j + 16] << 4 for j in range(16))
    return struct.pack("<e", scale) + packed


def packed_file(version: int = 1) -> bytes:
    """Return a whole file with one exact tensor and one in 4 bits."""
    texts = [piece.encode() for piece in PIECES]
    offsets = [sum(map(len, texts[:n])) for n in range(len(texts) + 1)]
    head = struct.pack("<4sI7ifi", b"E5S1", version, 32, 1, 1, 64, 8, 4, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(texts), 0, 2, 1, 3, offsets[-1])
    head += struct.pack(f"<{len(offsets)}I{len(texts)}f", *offsets, *(-float(n) for n in range(8)))
    head += b"".join(texts) + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x3000, 1, 0x20)
    tensors = {
        "emb.type": (0, 2, struct.pack("<2f", 1.5, -2.0)),
        "l0.q.w": (1, 32, block(0.5, [9] * 32)),
    }
    directory = sum(2 + len(name) + 21 for name in tensors) + 4
    at = len(head) + directory
    listed, data = struct.pack("<i", len(tensors)), b""
    for name, (kind, count, raw) in tensors.items():
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", kind, count, at + len(data), len(raw))
        data += raw
    return head + listed + data


def test_a_weight_is_its_half_byte_less_eight_times_the_scale() -> None:
    halves = [*range(16), *reversed(range(16))]

    weights = unquantised(block(0.25, halves) + block(2.0, [8] * 32))

    np.testing.assert_array_equal(weights[:32], [(half - 8) * 0.25 for half in halves])
    np.testing.assert_array_equal(weights[32:], np.zeros(32))


def test_a_file_is_read_whole() -> None:
    packed = read_packed(packed_file())

    assert packed.sizes["hidden"] == 32
    assert packed.sizes["inner"] == 64
    assert packed.epsilon == pytest.approx(1e-12)
    assert packed.pieces == [(piece, -float(n)) for n, piece in enumerate(PIECES)]
    np.testing.assert_array_equal(packed.tensors["emb.type"], [1.5, -2.0])
    np.testing.assert_array_equal(packed.tensors["l0.q.w"], [0.5] * 32)


def test_another_version_of_the_format_is_refused() -> None:
    with pytest.raises(ValueError, match="version 2 is not the format"):
        read_packed(packed_file(version=2))


def test_pieces_of_other_scripts_are_left_out_and_those_of_ours_and_the_prompts_kept() -> None:
    rare = ["▁rare"] * 60_000
    pieces = [*PIECES, "ов", "▁app", "한국", "，", "2021", *rare, "▁query", "%"]

    kept = [pieces[n] for n in chinese_pieces(pieces)]

    assert kept[: len(PIECES)] == PIECES
    assert kept[-2:] == ["▁query", "%"]
    assert "ов" not in kept
    assert "한국" not in kept
    assert {"▁app", "，", "2021"} < set(kept)
    assert len([piece for piece in kept if piece == "▁rare"]) < len(rare)


def test_a_sentence_is_cut_into_the_likeliest_pieces_between_the_marks() -> None:
    scores = [0.0, 0.0, 0.0, 0.0, -1.0, -2.0, -4.0, -4.0]
    cutter = tokenizer(list(zip(PIECES, scores, strict=True)))

    assert cutter.encode("医保").tokens == ["<s>", "▁", "医保", "</s>"]
    assert cutter.encode("保\t　医").tokens == ["<s>", "▁", "保", "▁", "医", "</s>"]
    assert cutter.encode("醫").ids == [0, 4, 3, 2]
