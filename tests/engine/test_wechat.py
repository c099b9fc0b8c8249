"""Walks through the whole service in a 服务号: the real product behind the simulated platform."""

from __future__ import annotations

import io
import random
import re
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from core import wording
from core.photos import DocumentKind
from core.receipt import receipt_in
from tests.engine.citizen import Citizen
from tests.engine.killing import kill, start_again
from tests.engine.wechat_phone import Phone
from tests.people import next_id_number
from tests.photographs.camera import Shot, as_jpeg, photographed
from tests.photographs.documents import DRAWN
from tests.running import Product
from voice.synthesizers.kokoro import Kokoro

pytestmark = pytest.mark.engine

QUESTION = "异地就医怎么备案"
WANTED = "我想办门诊统筹签约"
PLACE = (36.076, 120.416)  # in the city whose demonstration places are known
RATE = 16_000  # hertz
PLAIN = Shot(tilted=3, askew=0.02, noise=4, quality=70, longest=1600)


@pytest.fixture(scope="module")
def phone_of(product: Product) -> Iterator[Callable[[str], Phone]]:
    """Lend the phones of invented citizens; the platform and the speech engines run meanwhile."""
    port = product.settings["YIBAO_WECHAT_PORT"]
    product.wechat.start()
    product.wechat.wait_until_ready()
    product.speech.start()
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"X-Phone": "1"}, timeout=60.0, trust_env=False
    ) as client:
        yield lambda nickname: Phone(client, nickname)
    product.speech.stop()
    product.wechat.stop()


def test_who_follows_is_greeted_with_choices_and_a_question_is_answered_with_its_sources(
    phone_of: Callable[[str], Phone],
) -> None:
    phone = phone_of("提问的人")

    greeting = phone.follows("回复数字就能选")
    answer = phone.says(QUESTION, wording.SOURCES)

    assert "是电脑程序，不是真人" in greeting
    assert "“人工”" in greeting
    assert f"1. {WANTED}" in greeting
    assert re.search(r"^\[1\] 《.+》", answer, re.MULTILINE)


def test_an_application_is_filled_in_by_numbers_and_ends_with_one_receipt(
    phone_of: Callable[[str], Phone],
) -> None:
    phone = phone_of("办事的人")
    greeting = phone.follows(WANTED)

    phone.chooses(WANTED, greeting, "叫什么名字")
    phone.says("王秀英", "身份证号")
    phone.says(next_id_number(), "手机号")
    phone.says("13800138000", "医院")
    summary = phone.says("市人民医院", "确认")
    receipt = phone.chooses("确认", summary, "受理号")

    assert len({receipt_in(line) for line in receipt.splitlines()} - {None}) == 1


def test_a_photograph_of_an_identity_card_fills_the_form_in(
    phone_of: Callable[[str], Phone],
) -> None:
    document = DRAWN[DocumentKind.ID_CARD](random.Random(7))
    picture = as_jpeg(photographed(document.image, PLAIN, 7), PLAIN.quality)
    phone = phone_of("拍照的人")
    phone.says(WANTED, "叫什么名字")

    read = phone.shows(picture, "从照片上看到")
    asked = phone.chooses("是的", read, "手机号")

    assert "姓名" not in asked.splitlines()[-1]


def test_a_voice_message_is_recognised_and_an_answer_is_read_aloud_on_request(
    phone_of: Callable[[str], Phone], models: Path
) -> None:
    phone = phone_of("说话的人")

    heard = phone.speaks(spoken(models, "异地就医怎么备案"), wording.SOURCES)
    phone.writes("念给我听")
    voice = phone.hears()

    assert re.search("您说的是：“.*异地就医.*备案.*”", heard)
    with wave.open(io.BytesIO(voice)) as sound:
        assert sound.getnframes() / sound.getframerate() > 5.0


def test_a_place_is_answered_with_the_nearest_offices(phone_of: Callable[[str], Phone]) -> None:
    answer = phone_of("找地方的人").is_at(*PLACE, "医保经办大厅")

    assert "示例路" in answer


def test_a_person_is_called_for_with_one_word(phone_of: Callable[[str], Phone]) -> None:
    answer = phone_of("找人的人").says("人工", "工作人员")

    assert "带过去了" in answer


def test_what_was_begun_in_the_browser_goes_on_with_its_code(
    phone_of: Callable[[str], Phone], citizen: Citizen
) -> None:
    number = next_id_number()
    citizen.says_all("我要办门诊统筹签约", "王秀英", number)
    parked = citizen.says("先放着吧我回头再弄").reply
    [code] = re.findall(r"接续码 ?(\d{3} ?\d{3})", parked.text)
    phone = phone_of("接着办的人")

    phone.says(f"接续码 {code}", "最后四位")
    going_on = phone.says(number[-4:], "您填过的都在")

    assert "手机号" in going_on


def test_a_killed_gateway_loses_neither_what_was_filled_in_nor_what_is_said_meanwhile(
    product: Product, phone_of: Callable[[str], Phone]
) -> None:
    phone = phone_of("耐心的人")
    phone.says(WANTED, "叫什么名字")

    kill(product.gateway)
    phone.writes("王秀英")
    start_again(product.gateway)

    phone.reads("身份证号")
    phone.says(next_id_number(), "手机号")


def spoken(models: Path, sentence: str) -> bytes:
    """Return a sentence as a WAV, spoken by a voice that is not the product's."""
    pcm = Kokoro(models, "zm_yunxi").render(sentence, pace=3.8, rate=RATE)
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(RATE // 2) + pcm + bytes(RATE))
    return written.getvalue()
