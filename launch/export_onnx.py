"""Exports a BERT sentence model to ONNX, in 8 bits if that changes its vectors little enough."""

# Run by launch.models in the main environment: python export_onnx.py MODEL_FOLDER OUT_FOLDER
# Inputs: input_ids, attention_mask (int64, batch x length).
# Outputs: sentence (batch x size, mean over the tokens, length 1), tokens (batch x length x size).

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModel

NEEDED = 0.98  # the lowest cosine between an 8-bit vector and the exact one that we accept
PROBES = (
    "我想办门诊统筹签约",
    "老伴高血压想换个医院拿药",
    "异地就医备案要带什么材料",
    "门诊能报多少",
    "同志你好啊，我是个老头子，头一回用这个，想问问慢特病认定去哪儿办",
    "我上次办的那个批下来没有",
    "转人工",
    "刚才手机号说错了",
    "今天天气怎么样",
    "恁好，俺想问问这个医保卡咋用",
    "医保关系转移接续手续最多多少天办结？",
    "13800138000",
)


class SentenceModel(torch.nn.Module):  # type: ignore[misc]
    """Give a sentence's vector and its tokens' vectors."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the mean over the real tokens, scaled to length 1, and the tokens."""
        tokens = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=torch.zeros_like(input_ids),
        ).last_hidden_state
        real = attention_mask.unsqueeze(-1).float()
        mean = (tokens * real).sum(1) / real.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=-1), tokens


def main(source: Path, target: Path) -> None:
    """Write model.onnx, tokenizer.json and report.json into the target folder."""
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        exact, small = Path(scratch) / "exact.onnx", Path(scratch) / "small.onnx"
        export(source, exact)
        # One scale for each channel and 7 bits keep the vectors equally near on processors
        # without VNNI, whose 8-bit sums would otherwise overflow.
        quantize_dynamic(
            exact, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
        tokenizer = source / "tokenizer.json"
        products = vectors(exact, tokenizer) * vectors(small, tokenizer)
        cosine = float(products.sum(axis=1).min())
        chosen = small if cosine >= NEEDED else exact
        report = {"chosen": "int8" if chosen is small else "fp32", "lowest_cosine": cosine}
        chosen.replace(target / "model.onnx")
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")
    (target / "report.json").write_text(json.dumps(report) + "\n")
    sys.stdout.write(f"{report}\n")


def export(source: Path, file: Path) -> None:
    """Write the exact model."""
    model = SentenceModel(AutoModel.from_pretrained(source, attn_implementation="eager")).eval()
    example = torch.tensor([[101, 2769, 2682, 102], [101, 1215, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    lengths = {0: "batch", 1: "length"}
    torch.onnx.export(
        model,
        (example, mask),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["sentence", "tokens"],
        dynamic_axes={
            "input_ids": lengths,
            "attention_mask": lengths,
            "sentence": {0: "batch"},
            "tokens": lengths,
        },
        opset_version=17,
        dynamo=False,
    )


def vectors(
    model: Path, tokenizer_file: Path
) -> numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.float32]]:
    """Return the vectors of the probe sentences, one a row."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    rows = []
    for probe in PROBES:
        encoding = tokenizer.encode(probe)
        inputs = {
            "input_ids": numpy.array([encoding.ids], dtype=numpy.int64),
            "attention_mask": numpy.array([encoding.attention_mask], dtype=numpy.int64),
        }
        rows.append(session.run(["sentence"], inputs)[0][0])
    return numpy.array(rows, dtype=numpy.float32)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
