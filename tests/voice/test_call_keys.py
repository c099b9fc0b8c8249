"""Tests in virtual time what the keys do in a whole call."""

from __future__ import annotations

import asyncio

from core import form_wording
from core import phone_wording as say
from core.messages import State, Status
from core.service_items import FieldKind
from tests.voice.call_fakes import FakeCall
from tests.voice.virtual_time import played
from voice.call import Limits
from voice.front import Said


async def opened(call: FakeCall) -> None:
    await call.quiet()


async def asked(call: FakeCall, question: Said) -> None:
    """Say what is wanted once the greeting is over, and hear the question out."""
    call.front.answers["签约"] = question
    await opened(call)
    await call.says("签约")
    await call.quiet()


def test_an_id_number_is_keyed_in_with_a_star_for_the_x() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await asked(
                call,
                Said("请说身份证号。", state=State.FILLING, kind=FieldKind.ID_NUMBER),
            )
            assert call.synthesizer.texts[-1] == say.BY_KEYS_ID

            await call.presses("37060219550312123*")

            assert call.front.texts[-1] == "37060219550312123X"

    played(scenario())


def test_who_stops_in_the_middle_of_a_number_hears_how_much_is_missing() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await asked(
                call,
                Said("请说手机号。", state=State.FILLING, awaiting="mobile", kind=FieldKind.MOBILE),
            )

            await call.presses("138")
            await asyncio.sleep(10)
            assert "按了3位，还差8位。" in call.synthesizer.texts

            await call.presses("00138000")
            assert call.front.texts[-1] == "13800138000"

    played(scenario())


def test_who_looks_for_the_x_of_an_id_number_hears_which_key_it_is() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await asked(
                call,
                Said("请说身份证号。", state=State.FILLING, kind=FieldKind.ID_NUMBER),
            )

            await call.presses("37060219550312123")
            await asyncio.sleep(10)
            assert "按了17位，还差一位。最后是X的，请按星号。" in call.synthesizer.texts
            assert say.PAD_GO_ON not in call.synthesizer.texts  # there, the star begins again

            await call.presses("*")
            assert call.front.texts[-1] == "37060219550312123X"

    played(scenario())


def test_yes_and_no_can_be_pressed_when_two_answers_are_offered() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await asked(
                call,
                Said(
                    "还是用上次的，对吗？", choices=form_wording.OFFER_CHOICES, state=State.FILLING
                ),
            )
            assert call.synthesizer.texts[-1] == "是的按1，不是按2。"

            await call.presses("2")

            assert call.front.texts[-1] == "不是"

    played(scenario())


def test_a_star_and_a_request_repeat_the_last_reply_as_often_as_wanted() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            await opened(call)
            await call.says("政策")
            await call.quiet()
            for _ in range(4):
                await call.presses("*")
                await call.quiet()
            await call.says("再说一遍")
            await call.quiet()

            assert call.synthesizer.texts.count("您说的是政策。") == 6

    played(scenario())


def test_the_hash_ends_an_utterance_without_the_patient_pause() -> None:
    async def scenario() -> None:
        async with FakeCall(limits=Limits()) as call:
            await opened(call)
            call.speaks("我要签约", 1.0)
            await asyncio.sleep(1.1)
            await call.presses("#")

            await asyncio.sleep(0.3)

            assert call.front.texts == ["我要签约"]

    played(scenario())


def test_choices_after_an_uncertain_answer_are_told_with_their_keys() -> None:
    async def scenario() -> None:
        async with FakeCall() as call:
            call.front.answers["那个"] = Said(
                "没有找到依据。您是不是想问下面这些？",
                choices=("怎么签约", "怎么报销", "怎么参保"),
                status=Status.NO_SOURCE_FOUND,
            )
            await opened(call)
            await call.says("那个")
            await call.quiet()
            assert "怎么报销，按2。" in call.synthesizer.texts

            await call.presses("2")

            assert call.front.texts[-1] == "怎么报销"

    played(scenario())
