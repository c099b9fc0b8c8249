"""Tests bot.following_up and core.standing: where an application is, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.acts import Act
from bot.call import Call
from bot.contacts import contact_in, mobile_in, tail_in
from bot.following_up import MOST_SLIPS, FollowingUp
from core import follow_up_wording as say
from core import form_wording
from core.applications import Application, Phase
from core.messages import Answer, Status
from core.store.guesses import MOST
from tests.fakes.bureau import BIRTH, CALENDAR, CATALOGUE, CHRONIC, TRAVEL, WANG, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.people import ID_NUMBER, MOBILE

TAIL = ID_NUMBER[-4:]
STAFF = f"staff:{WANG}"


async def tell(bureau: Bureau, text: str, who: str = "c1") -> Answer:
    conversation = await bureau.conversations.conversation(who)
    call = Call("action_query_progress", who, text, Act.QUERY_PROGRESS, 0.95, False, False)
    return await following_up(bureau).progress(conversation, call)


def following_up(bureau: Bureau) -> FollowingUp:
    return FollowingUp(
        catalogue=CATALOGUE,
        applications=bureau.applications,
        casework=bureau.casework,
        calendar=CALENDAR,
        now=bureau.clock,
    )


def rows(answer: Answer) -> dict[str, str]:
    (card,) = answer.reply.cards
    assert card.kind == "progress"
    return {row.label: row.value for row in card.rows}


async def move(bureau: Bureau, application: Application, phase: Phase, **words: str) -> None:
    await bureau.casework.move(
        application.number or "",
        phase,
        at=bureau.clock(),
        actor=STAFF,
        missing=("户口簿", "发票") if phase is Phase.NEEDS_PAPERS else (),
        note=words.get("note", ""),
    )


async def test_who_holds_it_and_until_when_is_told(bureau: Bureau) -> None:
    filed = await bureau.filed()
    before = await tell(bureau, "查进度")
    await move(bureau, filed, Phase.IN_REVIEW)

    answer = await tell(bureau, "查进度")

    assert "由经办人员负责" in before.reply.text
    assert "正在审核" in answer.reply.text
    assert "由王工负责" in answer.reply.text
    assert "最晚2026年12月28日给您结果。" in answer.reply.text
    assert rows(answer)[say.CARD_OWNER] == "王工"
    assert str(filed.number) not in answer.reply.spoken
    assert answer.turn.number == filed.number


async def test_a_day_beyond_the_known_holidays_may_move(bureau: Bureau) -> None:
    await bureau.filed(due=date(2027, 1, 4))

    assert "如遇节假日顺延" in (await tell(bureau, "查进度")).reply.text


async def test_what_is_missing_and_until_when_and_where_to_is_told(bureau: Bureau) -> None:
    filed = await bureau.filed()
    await move(bureau, filed, Phase.NEEDS_PAPERS)
    await bureau.casework.papers_in(
        filed.number or "", at=bureau.clock(), actor="citizen", papers={"发票": "photo:1"}
    )

    answer = await tell(bureau, "查进度")

    assert "还缺：户口簿。" in answer.reply.text
    assert "请在2027年1月5日前补齐。" in answer.reply.text
    assert say.PAUSED in answer.reply.text
    assert answer.reply.text.endswith(say.NEXT["needs_papers"])
    assert rows(answer)[say.CARD_MISSING] == "户口簿"
    assert say.CARD_DUE not in rows(answer)


@pytest.mark.parametrize("phase", [Phase.APPROVED, Phase.REJECTED])
async def test_a_result_is_told_with_what_staff_wrote(bureau: Bureau, phase: Phase) -> None:
    filed = await bureau.filed()
    await move(bureau, filed, phase, note="按规定办理")

    answer = await tell(bureau, "查进度")

    assert say.PHASES[phase.value] in answer.reply.text
    assert "说明：按规定办理。" in answer.reply.text
    assert answer.reply.text.endswith(say.NEXT[phase.value])
    assert say.CARD_OWNER not in rows(answer)


async def test_a_missed_day_is_admitted(bureau: Bureau) -> None:
    await bureau.filed()
    bureau.clock.pass_by(timedelta(days=8))

    answer = await tell(bureau, "查进度")

    assert say.LATE in answer.reply.text
    assert "最晚" not in answer.reply.text


async def test_a_composite_matter_has_one_line_of_progress(bureau: Bureau) -> None:
    _, first, _ = await bureau.birth()
    await move(bureau, first, Phase.APPROVED)

    answer = await tell(bureau, "查进度")

    assert "出生一件事" in answer.reply.text
    assert "一共2件，办好1件。" in answer.reply.text
    assert rows(answer)[say.CARD_PARTS] == "1/2 办好"
    assert rows(answer)["新生儿参保登记"] == say.PHASES["approved"]


async def test_a_part_put_off_is_shown_as_not_submitted(bureau: Bureau) -> None:
    whole = await bureau.filed(1, BIRTH)
    later = Application("p1", "c1", CHRONIC, Phase.PARKED, parent_id=whole.id)
    await bureau.applications.open_application(later, bureau.clock())

    answer = await tell(bureau, "查进度")

    assert rows(answer)["门诊慢特病变更"] == say.PHASES["parked"]


async def test_several_are_listed_newest_three_those_under_way_first(bureau: Bureau) -> None:
    for count, code in enumerate((TRAVEL, CHRONIC, TRAVEL, CHRONIC), 1):
        last = await bureau.filed(count, code)
        bureau.clock.pass_by(timedelta(minutes=1))
    await move(bureau, last, Phase.APPROVED)

    answer = await tell(bureau, "查进度")
    chosen = await tell(bureau, answer.reply.choices[0])

    assert "您有4件业务，给您看3件：" in answer.reply.text
    assert len(answer.reply.choices) == 3
    assert str(last.number) not in str(answer.reply.choices)
    assert chosen.turn.number is not None
    assert chosen.turn.number in answer.reply.choices[0]


@pytest.mark.parametrize(
    "text", ["查一下{m} {t}的进度", "手机号{m}，身份证后四位{t}", "{t}，{m}", "{s} {t}"]
)
async def test_phone_and_tail_show_a_stranger_what_is_theirs(bureau: Bureau, text: str) -> None:
    await bureau.conversation("c2")
    filed = await bureau.filed()
    said = text.format(m=MOBILE, t=TAIL, s="138 0013 8000")

    answer = await tell(bureau, said, "c2")

    assert str(filed.number) in answer.reply.text


@pytest.mark.parametrize("text", [f"{MOBILE} 0000", f"13900139000 {TAIL}"])
async def test_a_wrong_phone_or_tail_shows_nothing(bureau: Bureau, text: str) -> None:
    await bureau.conversation("c2")
    await bureau.filed()

    answer = await tell(bureau, text, "c2")

    assert answer.reply.text == say.NOT_FOUND_BY_CONTACT


async def test_a_phone_alone_is_asked_for_the_tail_and_is_no_slip(bureau: Bureau) -> None:
    await bureau.conversation("c2")
    await bureau.filed()

    for _ in range(MOST_SLIPS + 1):
        answer = await tell(bureau, f"查{MOBILE}", "c2")

    assert answer.reply.text == say.NEEDS_TAIL
    assert (await tell(bureau, f"{MOBILE} {TAIL}", "c2")).reply.status is Status.ANSWERED


async def test_after_five_slips_a_phone_shows_nothing_to_anybody_for_a_day(
    bureau: Bureau,
) -> None:
    await bureau.filed()
    for guess in range(MOST_SLIPS):
        await bureau.conversation(f"g{guess}")  # each from a conversation of its own
        await tell(bureau, f"{MOBILE} 000{guess}", f"g{guess}")
    await bureau.conversation("c2")

    locked = await tell(bureau, f"{MOBILE} {TAIL}", "c2")
    bureau.clock.pass_by(timedelta(days=1, seconds=1))
    later = await tell(bureau, f"{MOBILE} {TAIL}", "c2")

    assert locked.reply.text == say.NOT_FOUND_BY_CONTACT
    assert later.reply.status is Status.ANSWERED


async def test_after_five_slips_a_conversation_finds_nothing_of_anybody(bureau: Bureau) -> None:
    await bureau.conversation("c2")
    filed = await bureau.filed()
    for guess in range(MOST_SLIPS):
        await tell(bureau, f"1390013900{guess} 1234", "c2")

    by_phone = await tell(bureau, f"{MOBILE} {TAIL}", "c2")
    by_number = await tell(bureau, f"{filed.number} {TAIL}", "c2")

    assert by_phone.reply.text == say.NOT_FOUND_BY_CONTACT
    assert by_number.reply.text == form_wording.PROGRESS_NOT_YOURS


async def test_who_asks_after_ever_new_phones_in_ever_new_conversations_is_stopped(
    bureau: Bureau,
) -> None:
    await bureau.filed()
    address = "address:203.0.113.9"
    for n in range(MOST // MOST_SLIPS):
        await bureau.conversation(f"g{n}", address)
        for guess in range(MOST_SLIPS):
            await tell(bureau, f"139{n:04}000{guess} {TAIL}", f"g{n}")
    await bureau.conversation("fresh", address)
    await bureau.conversation("other", "address:203.0.113.10")

    refused = await tell(bureau, f"{MOBILE} {TAIL}", "fresh")
    elsewhere = await tell(bureau, f"{MOBILE} {TAIL}", "other")
    bureau.clock.pass_by(timedelta(days=1, seconds=1))
    later = await tell(bureau, f"{MOBILE} {TAIL}", "fresh")

    assert refused.reply.text == say.NOT_FOUND_BY_CONTACT
    assert (elsewhere.reply.status, later.reply.status) == (Status.ANSWERED, Status.ANSWERED)


async def test_nothing_here_says_how_to_find_it(bureau: Bureau) -> None:
    assert (await tell(bureau, "查进度")).reply.text == say.NONE


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("13800138000 1234", ("13800138000", "1234")),
        ("13800138000，123x", ("13800138000", "123X")),
        ("138001380001234", None),
        ("13800138000 1234 5678", None),
        ("13800138000 13900139000 1234", None),
        ("20261221000017 1234", None),
        ("一三八零零一三八零零零，一二三四", ("13800138000", "1234")),
    ],
)
def test_a_contact_is_one_phone_and_one_tail(text: str, contact: tuple[str, str] | None) -> None:
    assert contact_in(text) == contact
    assert contact is None or (mobile_in(text), tail_in(text)) == contact
