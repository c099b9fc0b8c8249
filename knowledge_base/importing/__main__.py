"""Prints what the import makes of files: python -m knowledge_base.importing FILE [FILE ...]."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.importer import Importer
from knowledge_base.importing.report_words import document_lines


def main(files: Sequence[str]) -> int:
    """Print the report of each file; return 1 if one could not be read, 2 if none was named."""
    if not files:
        sys.stderr.write("用法：python -m knowledge_base.importing 文件 [文件 ...]\n")
        return 2
    importer = Importer()
    failed = False
    for name in files:
        try:
            document = importer.read(Path(name).name, Path(name).read_bytes())
        except (UnreadableDocument, OSError) as error:
            sys.stderr.write(f"{name}：{error}\n")
            failed = True
            continue
        sys.stdout.write("\n".join(document_lines(document)) + "\n\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
