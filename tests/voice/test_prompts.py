"""Tests which sentences are rendered beforehand."""

from __future__ import annotations

from pathlib import Path

from core import form_wording, phone_wording, wording
from voice.clauses import clauses
from voice.prompt_files import texts_of_items, texts_of_packs
from voice.prompts import clauses_of, essential, questions, steps, wordings
from voice.speakable import speakable

ROOT = Path(__file__).parents[2]


def spoken(text: str) -> list[str]:
    return [clause.text for clause in clauses(speakable(text))]


def test_what_the_telephone_says_in_trouble_is_essential() -> None:
    prompts = essential()

    assert prompts["opening"] == "".join(phone_wording.OPENING)
    assert {"voice_down", "one_moment", "person_coming", "transfer_failed"} <= prompts.keys()
    assert prompts["engine_down_spoken"] == wording.ENGINE_DOWN_SPOKEN
    assert prompts["nothing_heard_2"] == "".join(phone_wording.NOTHING_HEARD[1])
    assert not any("{" in text for text in prompts.values())


def test_the_wordings_begin_with_the_telephone_and_hold_the_greeting() -> None:
    found = list(wordings())

    assert found[0] in phone_wording.OPENING
    assert wording.GREETING in found
    assert form_wording.PHASES["submitted"] in found


def test_what_is_only_read_is_not_rendered() -> None:
    found = set(wordings())

    assert not any("Idempotency" in text or "条目" in text for text in found)
    assert "办理进度" not in found


def test_a_template_gives_the_clauses_around_its_holes() -> None:
    found = clauses_of(["好的，{label}：{value}。别的也记下了。"])

    assert list(found) == ["好的，", "别的也记下了。"]


def test_the_clauses_of_a_filled_template_were_rendered_beforehand() -> None:
    prepared = clauses_of(wordings())

    said = spoken(form_wording.GOT.format(label="姓名", value="王秀英") + wording.GREETING)

    assert set(spoken(wording.GREETING)) <= prepared.keys()
    assert [clause for clause in said if clause not in prepared] == ["姓名：", "王秀英。"]


def test_a_question_of_a_form_is_said_from_recordings_alone() -> None:
    options = ("本人", "配偶")
    prepared = clauses_of([*steps(), *questions("关系", "您和参保人是什么关系？", options)])
    text = (
        form_wording.STEP.format(number=3, total=5, prompt="您和参保人是什么关系？")
        + form_wording.OPTIONS.format(options=wording.numbered(options))
        + form_wording.GOT.format(label="关系", value="")
    )

    assert set(spoken(text)[:-1]) <= prepared.keys()


def test_every_field_of_the_catalogue_is_asked_from_recordings() -> None:
    prepared = clauses_of(texts_of_items(ROOT / "core" / "items"))

    assert set(spoken("请留一个能联系到您的手机号。")) <= prepared.keys()
    assert set(spoken("您以前签过门诊统筹的医院吗？")) <= prepared.keys()
    assert set(spoken("没签过约，不用办变更，直接办“门诊统筹签约”就行。")) <= prepared.keys()


def test_every_policy_entry_has_its_spoken_form() -> None:
    texts = list(texts_of_packs(ROOT / "knowledge_base" / "packs"))

    assert len(texts) > 50
    assert any("二十个工作日" in text for text in texts)
