"""Tests that the scripted conversations are sound, and that what goes wrong counts as wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from bench._journey_check import ending, unmet, unmet_at_the_end
from bench._journey_people import PLACE, People, unknown_places
from bench._journey_scripts import ELSEWHERE, End, Journey, Kind, Voice, read_journeys
from core.applications import Application
from core.bank_card import valid
from core.catalogue import Catalogue
from core.fields import problem_with
from core.form_fields import Form, form_for
from core.messages import Answer, Card, CardRow, Handled, Reply, Source, State, Status, Turn
from core.service_items import FieldKind
from gateway.catalogue_files import read_catalogue

TODAY = date(2026, 11, 22)
CATALOGUE: Catalogue = read_catalogue(Path("core/items"))
JOURNEYS = read_journeys()
SUBMITTED = [j for j in JOURNEYS if j.submissions]
CODES = {item.code for item in CATALOGUE.items}
ORDINARY = {"确认", "是的", "对", "对的", "中"}  # said in many conversations
EVERY = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda j: j.name)
ALIKE = 0.4  # share of all their sentences that two scripts may have in common


def form_of(code: str, region: str | None) -> Form:
    blank = Application("a", "c", code, region=region)
    return form_for(CATALOGUE, blank, TODAY)


def item_submitted(journey: Journey) -> Form:
    """Return the form of what is submitted, which is not what was begun where the item changes."""
    named = [say.expected["item"] for say in journey.turns if "item" in say.expected]
    last = CATALOGUE.named(str(named[-1])) if named else None
    return form_of(last.code if last is not None else journey.item, journey.region)


def test_there_are_200_conversations_and_six_for_each_item() -> None:
    counted = Counter(journey.item for journey in JOURNEYS)

    assert len(JOURNEYS) >= 200
    assert counted.keys() == {item.code for item in CATALOGUE.items if item.fields}
    assert min(counted.values()) >= 6
    assert len({journey.name for journey in JOURNEYS}) == len(JOURNEYS)


def test_every_kind_voice_and_end_is_there() -> None:
    assert {journey.kind for journey in JOURNEYS} == set(Kind)
    assert {journey.voice for journey in JOURNEYS} == set(Voice)
    assert {journey.end for journey in JOURNEYS} == set(End)


def test_no_two_conversations_are_made_from_one_template() -> None:
    sentences = {
        journey.name: {PLACE.sub("", say.text) for say in journey.turns} - ORDINARY - {""}
        for journey in JOURNEYS
    }

    alike = [
        (one, other)
        for one, other in combinations(sentences, 2)
        if len(sentences[one] & sentences[other]) > ALIKE * len(sentences[one] | sentences[other])
    ]

    assert alike == []


@EVERY
def test_every_place_that_is_left_open_can_be_filled(journey: Journey) -> None:
    texts = [say.text for say in journey.turns] + [
        text
        for say in journey.turns
        for wanted in say.expected.values()
        for text in ([wanted] if isinstance(wanted, str) else wanted or ())
    ]

    assert [wrong for text in texts for wrong in unknown_places(text)] == []
    assert journey.turns[0].text != ELSEWHERE


@EVERY
def test_what_is_awaited_is_a_field_of_some_item(journey: Journey) -> None:
    items = [*CATALOGUE.items, *CATALOGUE.items_in(journey.region)]
    keys = {field.key for item in items for field in item.fields} | {"guardian_name"}

    awaited = {say.expected.get("awaiting") for say in journey.turns} - {None}
    named = {say.expected.get("item") for say in journey.turns} - {None}

    assert awaited <= keys
    assert all(CATALOGUE.named(str(name)) is not None for name in named)


@pytest.mark.parametrize("journey", SUBMITTED, ids=lambda j: j.name)
def test_what_is_to_be_submitted_is_what_the_form_asks_and_takes(journey: Journey) -> None:
    form = item_submitted(journey)
    values = People(7, TODAY).all_filled(journey.fields)
    later = {p.code for p in form.parts if journey.parts.get(p.item.name) == "先不办"}
    form = replace(form, later=frozenset(later))

    wrong = {
        field.key: problem_with(
            field, values[field.key], {k: v for k, v in values.items() if k != field.key}, TODAY
        )
        for field in form.fields_for(values)
        if field.key in values
    }

    asked = {field.key for field in form.fields_for(values)}
    put_off = {f.key for p in form.parts if p.code in later for f in p.item.fields}
    assert values.keys() - put_off == asked - put_off
    assert wrong == dict.fromkeys(wrong)
    assert all(
        field.kind is not FieldKind.CHOICE or field.ends.get(values[field.key]) is None
        for field in form.fields_for(values)
    )


@pytest.mark.parametrize("journey", SUBMITTED, ids=lambda j: j.name)
def test_the_parts_of_a_composite_matter_are_those_that_were_wanted(journey: Journey) -> None:
    form = item_submitted(journey)

    wanted = {part.item.name for part in form.parts_wanted(journey.fields)}

    assert journey.parts.keys() == wanted


def test_people_are_never_shared_and_their_numbers_are_right() -> None:
    form = form_of("YB-SL-0401", None)
    keys = ("id", "id2", "idx", "baby", "kid", "mobile", "mobile2", "card", "card2")
    crowd = [People(number, TODAY).all_filled({k: f"<{k}>" for k in keys}) for number in range(400)]

    for people in crowd[:20]:
        assert people["idx"].endswith("X")
        assert valid(people["card"])
        for key, field in (("id", "id_number"), ("baby", "id_number"), ("mobile", "mobile")):
            assert problem_with(form.field(field), people[key], {}, TODAY) is None

    for key in keys:
        assert len({people[key] for people in crowd}) == len(crowd)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("<day-18>", "2026-11-04"),
        ("<day-18/said>", "11月4日"),
        ("<day+9/chinese>", "十二月一号"),
        ("<day+9/full>", "2026年12月1日"),
        ("<mobile/0-3/said>", "幺三九"),
        ("<mobile/spaced>", "139 0000 0700"),
        ("<code>", "123456"),
    ],
)
def test_a_place_is_filled_as_people_say_it(text: str, filled: str) -> None:
    people = People(7, TODAY, {"code": "123456"})

    assert people.filled(text) == filled


def test_a_wrong_check_character_is_wrong() -> None:
    field = form_of("YB-SL-0401", None).field("id_number")
    for number in range(50):
        assert problem_with(field, People(number, TODAY).filled("<id/wrong>"), {}, TODAY)
        assert not valid(People(number, TODAY).filled("<card/wrong>"))


FILED = Answer(
    Reply("已经受理。", Status.ANSWERED),
    Turn(Handled.FORM, State.SUBMITTED, fields={"name": "王秀英"}, number="1"),
)
ASKS = Answer(
    Reply("第2项", Status.ASKED_BACK), Turn(Handled.FORM, State.FILLING, awaiting="mobile")
)


@pytest.mark.parametrize(
    ("expected", "complaints"),
    [
        ({"awaiting": "mobile", "state": "filling"}, 0),
        ({"awaiting": "name"}, 1),
        ({"awaiting": None}, 1),
        ({"handled": ("answer", "form")}, 0),
        ({"handled": ("answer",)}, 1),
        ({"says": ("第2项", "没有的")}, 1),
        ({"says_not": ("第2项",)}, 1),
        ({"fields": {"name": "王秀英"}}, 1),
        ({"without": ("name",)}, 0),
        ({"source": "六统一"}, 1),
    ],
)
def test_each_expectation_that_does_not_hold_is_told(
    expected: dict[str, str | tuple[str, ...] | dict[str, str] | None], complaints: int
) -> None:
    assert len(unmet(expected, ASKS)) == complaints


def test_an_engine_that_fails_is_never_as_expected() -> None:
    failed = replace(ASKS, reply=replace(ASKS.reply, status=Status.ENGINE_FAILED))

    assert unmet({}, failed) == ["the engine failed"]


RULE = Source("清单", "局", TODAY, "烟台市", "签约 · 办理条件（示例）", "items#1")
ENDS = {
    End.SUBMITTED: FILED,
    End.CANCELLED: Answer(Reply("好", Status.ANSWERED), Turn(Handled.FORM, State.CANCELLED)),
    End.HANDED_OVER: Answer(Reply("好", Status.HANDED_OVER), Turn(Handled.HANDOFF, State.FILLING)),
    End.PARKED: Answer(
        Reply("好", Status.ANSWERED, cards=(Card("code", "接续码", (CardRow("号", "123 456"),)),)),
        Turn(Handled.FORM),
    ),
    End.NOT_NEEDED: Answer(Reply("不用", Status.ANSWERED, sources=(RULE,)), Turn(Handled.FORM)),
    End.REFUSED: Answer(Reply("不会重复办。", Status.ANSWERED), Turn(Handled.FORM)),
    End.WITHDRAWN: Answer(Reply("好的，已经撤回。", Status.ANSWERED), Turn(Handled.ANSWER)),
}


@pytest.mark.parametrize("end", End)
def test_each_end_is_recognised(end: End) -> None:
    assert ending(ENDS[end]) is end
    assert ending(ASKS) is None


def test_a_submission_with_another_value_is_not_as_expected() -> None:
    journey = replace(
        JOURNEYS[0], end=End.SUBMITTED, submissions=1, delegate=None, parts={}, turns=()
    )

    right = unmet_at_the_end(journey, {"name": "王秀英"}, {}, [ASKS, FILED])
    wrong_value = unmet_at_the_end(journey, {"name": "李四"}, {}, [ASKS, FILED])
    one_too_many = unmet_at_the_end(journey, {}, {}, [ASKS, FILED])
    never = unmet_at_the_end(journey, {"name": "王秀英"}, {}, [ASKS])
    twice = unmet_at_the_end(journey, {"name": "王秀英"}, {}, [FILED, FILED])

    assert right == []
    assert len(wrong_value) == len(one_too_many) == len(twice) == 1
    assert len(never) == 3  # no end, not submitted, left open
