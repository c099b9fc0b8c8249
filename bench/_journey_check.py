"""Compares what the product answered with what a script expects; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench._journey_scripts import End, Journey, Wanted
from core.messages import Answer, Handled, State, Status

REFUSED = ("不会重复办", "不用再办一次", "没有重复提交")
WITHDRAWN = "已经撤回"
OPEN = frozenset({State.FILLING, State.CONFIRMING})


def unmet(expected: Mapping[str, Wanted], answer: Answer) -> list[str]:
    """Return what does not hold after a turn, in words for whoever repairs it."""
    turn, text = answer.turn, answer.reply.text
    told = {
        "state": turn.state.value,
        "awaiting": turn.awaiting,
        "status": answer.reply.status.value,
        "item": turn.item,
        "error_on": turn.error_on,
        "delegate": turn.delegate,
    }
    wrong: list[str] = []
    if answer.reply.status is Status.ENGINE_FAILED:
        wrong.append("the engine failed")
    for key, wanted in expected.items():
        match wanted:
            case dict():
                held = {k: turn.fields.get(k) for k in wanted}
                wrong += [
                    f"{k} is {held[k]!r}, not {v!r}" for k, v in wanted.items() if held[k] != v
                ]
            case tuple() if key == "says":
                wrong += [f"does not say {word!r}" for word in wanted if word not in text]
            case tuple() if key == "says_not":
                wrong += [f"says {word!r}" for word in wanted if word in text]
            case tuple() if key == "without":
                wrong += [
                    f"{k} is {turn.fields[k]!r}, not open" for k in wanted if k in turn.fields
                ]
            case tuple():
                if turn.handled.value not in wanted:
                    wrong.append(f"handled is {turn.handled.value!r}, not {' or '.join(wanted)!r}")
            case _ if key == "source":
                titles = [source.title for source in answer.reply.sources]
                if not any(str(wanted) in title for title in titles):
                    wrong.append(f"the sources are {titles}, none is {wanted!r}")
            case _:
                if told[key] != wanted:
                    wrong.append(f"{key} is {told[key]!r}, not {wanted!r}")
    return wrong


def unmoved(before: Answer | None, answer: Answer) -> list[str]:
    """Return what is wrong where a script expects nothing but that it goes on."""
    was, turn = before.turn if before is not None else None, answer.turn
    if answer.reply.status is Status.ENGINE_FAILED:
        return ["the engine failed"]
    if was is None or was.state not in OPEN:
        return [] if was is not None or turn.state in OPEN else ["no form was opened"]
    if turn.state is State.IDLE:
        return ["the form was left"]
    stays = (turn.state, turn.awaiting, turn.item) == (was.state, was.awaiting, was.item)
    return [f"still asks for {turn.awaiting or 'a yes'}"] if stays else []


def ending(answer: Answer) -> End | None:
    """Return the end that a turn brings, or None if it brings none."""
    turn, text = answer.turn, answer.reply.text
    if turn.state is State.SUBMITTED:
        return End.SUBMITTED
    if answer.reply.status is Status.HANDED_OVER:
        return End.HANDED_OVER
    if turn.state is State.CANCELLED:
        return End.CANCELLED
    if turn.state in OPEN:
        return None
    if any(word in text for word in REFUSED):
        return End.REFUSED
    if WITHDRAWN in text:
        return End.WITHDRAWN
    if any(card.kind == "code" for card in answer.reply.cards):
        return End.PARKED
    ruled = any(
        source.section.split(" · ")[-1].startswith("办理条件") for source in answer.reply.sources
    )
    if turn.handled is Handled.FORM and ruled:
        return End.NOT_NEEDED
    return None


def unmet_at_the_end(
    journey: Journey,
    fields: Mapping[str, str],
    parts: Mapping[str, str],
    answers: Sequence[Answer],
) -> list[str]:
    """Return what is not as expected once everything was said; `fields` and `parts` are filled."""
    ends = [end for end in map(ending, answers) if end is not None]
    wrong: list[str] = []
    if not ends or ends[-1] is not journey.end:
        wrong.append(f"ended {ends[-1].value if ends else 'nowhere'!r}, not {journey.end.value!r}")
    if ends.count(End.SUBMITTED) != journey.submissions:
        wrong.append(f"submitted {ends.count(End.SUBMITTED)} times, not {journey.submissions}")
    if answers and journey.end is not End.HANDED_OVER and answers[-1].turn.state in OPEN:
        wrong.append(f"left open at {answers[-1].turn.awaiting or 'the confirmation'}")
    filed = next((a for a in reversed(answers) if a.turn.state is State.SUBMITTED), None)
    if filed is None:
        return wrong
    keys = dict.fromkeys([*fields, *filed.turn.fields])
    wrong += [
        f"{key} is {filed.turn.fields.get(key)!r}, not {fields.get(key)!r}"
        for key in keys
        if filed.turn.fields.get(key) != fields.get(key)
    ]
    if filed.turn.delegate != journey.delegate:
        wrong.append(f"acts for {filed.turn.delegate!r}, not for {journey.delegate!r}")
    shown = {
        row.label: row.value
        for card in filed.reply.cards
        if card.kind == "progress"
        for row in card.rows
    }
    if journey.parts and shown != dict(parts):
        wrong.append(f"the parts are {shown}, not {dict(parts)}")
    return wrong
