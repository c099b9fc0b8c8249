"""Counts what the simulator of WeChat recorded of the citizens of one class."""

from __future__ import annotations

from collections.abc import Collection

from bench._wechat_crowd import settled
from bench._wechat_judge import chat_around, judged
from bench.faults.evidence import Chats
from bench.faults.people import CONFIRM
from bench.faults.town import LATE, Town

SETTLES = LATE + 60.0  # seconds
AFTERWARDS = "还在吗"


async def counted(town: Town, nicknames: Collection[str]) -> Chats:
    """Let these be answered once more, however it went before; return the verdict on all."""
    if town.wechat is None or town.site is None:
        return Chats()
    for nickname in nicknames:
        await town.wechat.converse(nickname, [AFTERWARDS])
    await settled(town.site, SETTLES)
    openids = {await town.wechat.openid(nickname) for nickname in nicknames}
    every_push, everything = await town.wechat.all_told()
    pushed = [one for one in every_push if one.openid in openids]
    shown = [one for one in everything if one.openid in openids]
    verdict = judged(pushed, shown, lambda text: text == CONFIRM)
    for one in pushed:
        if one.number in {*verdict.lost, *verdict.unanswered}:
            print(f"no answer: {one}; the chat around it:")
            print(*chat_around(shown, one), sep="\n")
    kept = set((await town.order("SELECT message_id FROM wechat_inbox")).split())
    recorded = {one.number for one in pushed if f"wx:{one.key}" in kept}
    assert recorded or not pushed, "no message is in the inbox: this judge would see nothing"
    mistakes = (await town.site.report())["mistakes"]
    assert isinstance(mistakes, list)
    return Chats(
        messages=verdict.messages,
        lost=len(set(verdict.lost) - recorded),
        unanswered=len(verdict.unanswered) + len(set(verdict.lost) & recorded),
        doubled=verdict.doubled,
        answered_twice=verdict.twice,
        error_lines=verdict.busy_lines,
        words=frozenset(one.words for one in shown if one.side == "office"),
        mistakes=tuple(map(str, mistakes)),
    )
