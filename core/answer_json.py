"""Turns answers into the JSON of the public contract, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from core.messages import (
    Answer,
    Card,
    CardRow,
    Handled,
    Handoff,
    Reply,
    Source,
    State,
    Status,
    Turn,
)

Json: TypeAlias = Mapping[str, object]


def answer_to_json(answer: Answer) -> dict[str, object]:
    """Return {"reply", "turn"} in the names of the public HTTP contract."""
    return {"reply": reply_to_json(answer.reply), "turn": turn_to_json(answer.turn)}


def reply_to_json(reply: Reply) -> dict[str, object]:
    """Return a reply in the names of the public HTTP contract."""
    return {
        "text": reply.text,
        "spoken": reply.aloud(),
        "status": reply.status.value,
        "sources": [
            {
                "title": source.title,
                "issuer": source.issuer,
                "date": source.issued.isoformat(),
                "region": source.region,
                "section": source.section,
                "document_id": source.document_id,
                "date_note": source.date_note,
                "number": source.number,
                "in_force_from": _day(source.in_force_from),
                "in_force_until": _day(source.in_force_until),
            }
            for source in reply.sources
        ],
        "choices": list(reply.choices),
        "wants_human": reply.wants_human,
        "cards": [
            {
                "kind": card.kind,
                "title": card.title,
                "rows": [
                    {"label": row.label, "value": row.value, "note": row.note} for row in card.rows
                ],
                "link": card.link,
            }
            for card in reply.cards
        ],
    }


def turn_to_json(turn: Turn) -> dict[str, object]:
    """Return a turn in the names of the public HTTP contract."""
    handoff = turn.handoff
    return {
        "intent": turn.intent,
        "confidence": round(turn.confidence, 4),
        "item": turn.item,
        "handled": turn.handled.value,
        "state": turn.state.value,
        "fields": dict(turn.fields),
        "field_labels": dict(turn.field_labels),
        "awaiting": turn.awaiting,
        "error_on": turn.error_on,
        "delegate": turn.delegate,
        "handoff": {
            "channel": handoff.channel,
            "item": handoff.item,
            "fields": dict(handoff.fields),
        }
        if handoff is not None
        else None,
        "milliseconds": turn.milliseconds,
        "seq": turn.seq,
        "number": turn.number,
        "step": list(turn.step) if turn.step is not None else None,
        "rates": turn.rates,
        "acting_for": turn.acting_for,
        "persona": turn.persona,
        "script": turn.script,
    }


def answer_from_json(data: Json) -> Answer:
    """Return the answer that `answer_to_json` wrote; raise KeyError or ValueError on other data."""
    reply, turn = _object(data["reply"]), _object(data["turn"])
    handoff = turn.get("handoff")
    return Answer(
        Reply(
            text=str(reply["text"]),
            spoken=str(reply["spoken"]),
            status=Status(str(reply["status"])),
            sources=tuple(_source(_object(source)) for source in _list(reply["sources"])),
            choices=tuple(str(choice) for choice in _list(reply["choices"])),
            wants_human=reply["wants_human"] is True,
            # Answers that were stored before version 4 of the schema lack these.
            cards=tuple(_card(_object(card)) for card in _list(reply.get("cards") or [])),
        ),
        Turn(
            handled=Handled(str(turn["handled"])),
            state=State(str(turn["state"])),
            intent=_text(turn["intent"]),
            confidence=float(str(turn["confidence"])),
            item=_text(turn["item"]),
            fields=_texts(turn["fields"]),
            field_labels=_texts(turn["field_labels"]),
            awaiting=_text(turn["awaiting"]),
            error_on=_text(turn["error_on"]),
            delegate=_text(turn["delegate"]),
            handoff=_handoff(_object(handoff)) if handoff is not None else None,
            milliseconds=int(str(turn["milliseconds"])),
            seq=int(str(turn["seq"])),
            number=_text(turn.get("number")),
            step=_step(turn.get("step")),
            rates=_text(turn.get("rates")),
            acting_for=_text(turn.get("acting_for")),
            persona=_text(turn.get("persona")),
            script=_text(turn.get("script")),
        ),
    )


def _source(data: Json) -> Source:
    return Source(
        title=str(data["title"]),
        issuer=str(data["issuer"]),
        issued=date.fromisoformat(str(data["date"])),
        region=str(data["region"]),
        section=str(data["section"]),
        document_id=str(data["document_id"]),
        date_note=_text(data["date_note"]),
        # Answers that were stored before version 2 of the schema lack these.
        number=_text(data.get("number")),
        in_force_from=_date(data.get("in_force_from")),
        in_force_until=_date(data.get("in_force_until")),
    )


def _card(data: Json) -> Card:
    rows = [_object(row) for row in _list(data["rows"])]
    return Card(
        kind=str(data["kind"]),
        title=str(data["title"]),
        rows=tuple(CardRow(str(r["label"]), str(r["value"]), str(r["note"])) for r in rows),
        link=_text(data["link"]),
    )


def _step(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    number, total = (int(str(part)) for part in _list(value))
    return number, total


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _date(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _handoff(data: Json) -> Handoff:
    return Handoff(str(data["channel"]), _text(data["item"]), _texts(data["fields"]))


def _object(value: object) -> Json:
    if not isinstance(value, Mapping):
        raise ValueError("not a JSON object")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not a JSON array")
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> dict[str, str]:
    return {str(key): str(text) for key, text in _object(value).items()}
