"""Finds sentences in a document that speak to a machine instead of to a citizen."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from core.knowledge import Flag
from knowledge_base.importing.simplify import simplified

INSTRUCTION = "instruction"
_QUOTE = 80  # characters of a quote
_BOT = r"(?:AI|人工智能|智能)?(?:助手|助理|机器人|模型|大模型|智能体)"
_LIST = re.compile(r"\{(?:bot|before|orders)\}")
_BEFORE = (
    r"(?:以上|上述|之前|前面|此前|先前|所有|一切|任何|原有|原来|已有|系统|你的|其他|其它|现有|既定|上文|前述)"
    r"的?"
)
_ORDERS = (
    r"(?:指令|指示|提示词?|命令|规则|设定|要求|限制|约束|对话|内容|上下文|安全策略|安全规定|"
    r"消息|回答)"
)
_LISTS = {"{bot}": _BOT, "{before}": _BEFORE, "{orders}": _ORDERS}
_PATTERNS = Path(__file__).with_name("instructions.txt").read_text("utf-8").splitlines()
_LINES = tuple(
    (why, re.compile(_LIST.sub(lambda m: _LISTS[m[0]], pattern), re.IGNORECASE))
    for why, _, pattern in (line.partition("\t") for line in _PATTERNS if line[:1] != "#")
)
_BLOB = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9+/=_-])")
_HEX = re.compile(
    r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){24,}(?![0-9A-Fa-f])"
    r"|(?:\\[ux][0-9A-Fa-f]{2,4}){6,}|(?:&#x?[0-9A-Fa-f]{2,6};){6,}"
)
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])[\s·.*_\-|]{1,3}(?=[\u4e00-\u9fff])")


def instruction_flags(text: str) -> tuple[Flag, ...]:
    """Return a flag for each way in which the text speaks to a machine, one of each reason."""
    plain = simplified(unicodedata.normalize("NFKC", text))
    flags: dict[str, Flag] = {}
    for version in dict.fromkeys((plain, _GAPS.sub("", plain))):
        for why, pattern in _LINES:
            found = pattern.search(version)
            if found and why not in flags:
                quote = version[max(0, found.start() - 6) : found.end() + 12].strip()[:_QUOTE]
                flags[why] = Flag(INSTRUCTION, quote, f"{why}。请核实这句话是否属于文件本身。")
    for blob in (*_BLOB.finditer(text), *_HEX.finditer(text)):
        if not _is_blob(blob[0]):
            continue
        note = "此处有一长串编码，可能藏有内容"
        said = _decoded(blob[0])
        note += f"，解码后是“{said[:_QUOTE]}”。" if said else "。"
        flags.setdefault("blob", Flag(INSTRUCTION, blob[0][:_QUOTE], note))
    return tuple(flags.values())


def _is_blob(run: str) -> bool:
    """Tell an encoded run from a long number or a path."""
    if run.isdigit() or "://" in run:
        return False
    return bool(re.search(r"\d", run) and re.search(r"[A-Za-z]", run)) or bool(_decoded(run))


def _decoded(run: str) -> str:
    """Return what a base64 or hexadecimal run says if that is text, else ""."""
    tries = []
    if re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", run):
        tries.append(bytes.fromhex(run))
    padded = run.rstrip("=").replace("-", "+").replace("_", "/")
    with suppress(binascii.Error, ValueError):
        tries.append(base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True))
    for raw in tries:
        try:
            said = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(said) >= 4 and said.isprintable():
            return said
    return ""
