"""Tests that a gateway which starts leaves alone what another one is importing."""

from __future__ import annotations

from core.store import ImportStore
from core.store.imports import ImportedFile
from tests.core.gateway_process import NOW
from tests.core.two_gateways import Pair, pair

__all__ = ["pair"]

WHY = "导入中断了，请重新导入。"


async def test_only_what_nobody_reads_any_more_is_marked_as_failed(pair: Pair) -> None:
    first, second = ImportStore(pair.first), ImportStore(pair.second)
    await first.start(ImportedFile("read", NOW, "1001", "a.docx", "a" * 64))
    await first.start(ImportedFile("left", NOW, "1001", "b.docx", "b" * 64))

    async with first.at_work("read"):
        failed = await second.fail_interrupted(WHY)
        meanwhile = (await second.imported("read")).state
    afterwards = await second.fail_interrupted(WHY)

    assert (failed, afterwards) == (1, 1)
    assert meanwhile == "running"
