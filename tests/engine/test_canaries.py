"""Tells an invented person's data to every channel of the product, and looks where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from core.answer_json import answer_from_json
from core.luhn import check_digit
from core.messages import Answer, State
from tests.canaries import Canary, columns_with, files_with, found_in
from tests.engine.citizen import ANSWER_WITHIN
from tests.engine.wechat_phone import Phone
from tests.fakes.collector import Collector, running_collector
from tests.people import next_id_number
from tests.running import Product, missing_settings, running_product

pytestmark = pytest.mark.engine

NAME = "欧阳翠屏"
PHONE_SECRET = "only the phone process knows"
START, PLACE = "我想办门诊统筹签约", "城关社区卫生服务中心"
# Free words that people write; numbers in them are masked, and a name stays until they go
# (docs/personal-data.md names them).
NAMED_IN_WORDS = {"remarks.text", "ratings.comment"}


class Talk:
    """Hold one conversation over the HTTP contract, opened by whichever channel."""

    def __init__(self, client: httpx.Client, opened: Mapping[str, object]) -> None:
        self._client = client
        self.id = str(opened["conversation_id"])
        self.headers = {"Authorization": f"Bearer {opened['token']}"}

    def says(self, *texts: str) -> Answer:
        """Say one sentence after the other; return the last answer."""
        for text in texts:
            path = f"/api/v1/conversations/{self.id}/messages"
            said = self._client.post(path, json={"text": text}, headers=self.headers)
            said.raise_for_status()
        return answer_from_json(said.json())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the product keeps everything, logs included."""
    return tmp_path_factory.mktemp("product")


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    """Take the product's traces."""
    with running_collector() as running:
        yield running


@pytest.fixture(scope="module")
def product(folder: Path, collector: Collector) -> Iterator[Product]:
    """Run a product of our own, which logs as much as it can, as programs read it."""
    missing = missing_settings()
    if missing:
        pytest.skip(f"{', '.join(missing)} must be set, as `make test` does")
    more = {
        "YIBAO_LOG_FORMAT": "json",
        "YIBAO_LOG_LEVEL": "DEBUG",
        "YIBAO_PHONE_SECRET": PHONE_SECRET,
    }
    with running_product(folder, **more, YIBAO_TRACES_URL=collector.url) as running:
        yield running


def somebody() -> Canary:
    """Return a new invented person."""
    card = "622202123456789012"
    return Canary(NAME, next_id_number(), "13987654321", card + check_digit(card))


def rambling(who: Canary) -> str:
    """Return a question with everything in it that nobody asked for."""
    return (
        f"我叫{who.name}，身份证{who.id_number}，手机{who.mobile}，"
        f"银行卡{who.bank_card}，门诊能报多少"
    )


def on_the_web(client: httpx.Client, who: Canary) -> None:
    """Ask, apply, rate, complain and correct in the chat and by its routes."""
    opened = client.post("/api/v1/conversations", json={"channel": "web"}).raise_for_status()
    talk = Talk(client, opened.json())
    talk.says(rambling(who))
    done = talk.says(START, who.name, who.id_number, who.mobile, PLACE, "确认")
    assert done.turn.state is State.SUBMITTED, done.reply.text
    rating = {"level": 1, "comment": rambling(who)}
    path = f"/api/v1/applications/{done.turn.number}/rating"
    client.post(path, json=rating, headers=talk.headers).raise_for_status()
    talk.says("我要投诉", f"窗口的人对我不好，{rambling(who)}", "没有了")
    told = talk.says("改一下我的信息", f"名字应该是{who.name}，手机{who.mobile}")
    assert "编号 X" in told.reply.text


def complained(client: httpx.Client, who: Canary) -> None:
    """Complain without a conversation, with a number to call."""
    body = {"text": f"排队太久。{rambling(who)}", "phone": who.mobile}
    client.post("/api/v1/complaints", json=body).raise_for_status()


def on_the_phone(client: httpx.Client, who: Canary) -> None:
    """Call as the phone process does: the line's number, words as recognised, keys as digits."""
    secret = {"X-Phone-Secret": PHONE_SECRET}
    caller = {"caller": who.mobile, "called": "12393"}
    opened = client.post("/phone/calls", json=caller, headers=secret).raise_for_status()
    talk = Talk(client, opened.json())
    talk.says(rambling(who), START, who.name, who.id_number, who.mobile)
    slots = client.get(f"/phone/calls/{talk.id}/slots", headers=secret).raise_for_status()
    booking = {"number": who.mobile, "starts": slots.json()["slots"][0]["starts"]}
    client.post(
        f"/phone/calls/{talk.id}/call-backs", json=booking, headers=secret
    ).raise_for_status()
    ended = {"why": "bye", "seconds": 60.0}
    client.post(f"/phone/calls/{talk.id}/end", json=ended, headers=secret).raise_for_status()


def in_wechat(product: Product, who: Canary) -> None:
    """Write the same to the account of the office."""
    port = product.settings["YIBAO_WECHAT_PORT"]
    product.wechat.start()
    product.wechat.wait_until_ready()
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"X-Phone": "1"}, timeout=60.0, trust_env=False
    ) as client:
        phone = Phone(client, "群众")
        phone.follows("回复数字就能选")
        for text in (rambling(who), START, who.name, who.id_number, who.mobile, PLACE):
            read = phone.says(text, "。")
        assert "确认" in read


def test_what_citizens_tell_is_readable_nowhere_but_where_it_is_needed(
    product: Product, folder: Path, collector: Collector
) -> None:
    people = [somebody() for _ in range(4)]
    with httpx.Client(base_url=product.url, timeout=ANSWER_WITHIN, trust_env=False) as client:
        on_the_web(client, people[0])
        complained(client, people[1])
        on_the_phone(client, people[2])
        in_wechat(product, people[3])
        metrics = client.get("/metrics").raise_for_status().content

    turns = collector.wait_for_turns(20)
    collector.write(folder / "traces")  # and so it is looked through with everything else

    everything = {one for who in people for one in who.everything}
    numbers = {one for who in people for one in who.numbers}
    database = Path(product.settings["YIBAO_DATABASE_URL"].partition("///")[2])
    columns = columns_with(database, everything)
    beside = {
        path: found
        for path, found in files_with(folder, everything).items()
        if not path.startswith(database.name)
    }

    assert all(len({span.trace for span in spans}) == 1 for spans in turns.values())
    assert {span.name for spans in turns.values() for span in spans} == {
        *("turn", "rasa", "action", "search", "write", "deliver"),
        *("door web", "door phone", "door wechat"),
    }
    assert columns_with(database, ["门诊统筹签约"]) != {}  # what is looked for would be found
    assert found_in(metrics, everything) == []
    assert beside == {}
    assert {place: found for place, found in columns.items() if set(found) & numbers} == {}
    assert set(columns) <= NAMED_IN_WORDS
    # The files as they lie on the disk, journal and free pages included.
    raw = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    assert {path.name: found_in(path.read_bytes(), numbers) for path in raw} == {
        path.name: [] for path in raw
    }
