"""Reads plain text files."""

from __future__ import annotations

from knowledge_base.importing.encodings import decoded
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Limits, Paragraph, Progress, Source


class TextReader:
    """Read a text file, each line of which is a paragraph."""

    def __init__(self, likelihood: Likelihood) -> None:
        """Take what tells encodings apart."""
        self._likelihood = likelihood

    def __call__(self, content: bytes, notes: Notes, limits: Limits, progress: Progress) -> Source:
        """Return the lines that are not empty."""
        progress("识别文字编码", 0, 1)
        read = decoded(content, self._likelihood)
        if read is None:
            raise UnreadableDocument(
                "这个文件不是文本，或者用了认不出的编码。"
                "请用记事本打开，另存为 UTF-8 编码的 txt 后再上传。"
            )
        text, encoding = read
        if len(text) > limits.most_characters:
            most = limits.most_characters // 10_000
            raise UnreadableDocument(f"文件的文字超过 {most} 万字，请拆成几份后再上传。")
        if encoding != "UTF-8":
            notes.remark(f"文件的文字编码是 {encoding}，已转成 UTF-8。")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
        progress("识别文字编码", 1, 1)
        blocks = (Paragraph(line, f"第{n}行") for n, line in enumerate(lines, 1) if line.strip())
        return Source(tuple(blocks))
