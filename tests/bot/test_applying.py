"""Tests bot.applying: region, screening, doubles, and what a turn tells, on a real database."""

from __future__ import annotations

from dataclasses import replace

from bot.acts import Act
from bot.form_answers import Heard
from core import form_wording
from core.applications import Phase
from core.catalogue import Catalogue
from core.contact import contact_key
from core.identity import IdentityLevel
from core.messages import State
from core.tables import applications, audit
from tests.bot.small_items import ITEMS, TRAVEL
from tests.bot.small_office import SmallOffice, person
from tests.bot.small_office import small as small
from tests.fakes.keys import KEYS
from tests.sample_fields import ENDS_IN_X, WOMAN

CONTRACT_TALK = ("我想办签约", "王秀英", WOMAN, "13800138000", "县医院")


async def test_an_application_remembers_the_region_in_which_it_was_opened(
    small: SmallOffice,
) -> None:
    conversation = await small.opened(region="青岛市")

    await small.says(conversation, "我想办签约")
    await small.conversations.remember(conversation.id, region="烟台市")

    assert (await small.in_hand(conversation)).region == "青岛市"


async def test_the_form_asks_as_the_region_of_the_application_does(small: SmallOffice) -> None:
    national = ITEMS[0]
    shorter = replace(national, region="青岛市", fields=national.fields[:2])
    small.applying._catalogue = Catalogue((*ITEMS, shorter))
    conversation = await small.opened(region="青岛市")

    answer = await small.says(conversation, "我想办签约", "王秀英", WOMAN)

    assert answer.turn.state is State.CONFIRMING


async def test_an_ending_cites_the_catalogue_and_leads_to_what_is_meant(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()

    answer = await small.says(conversation, "我想报销", "不是")

    (source,) = answer.reply.sources
    assert source.section == "医疗费报销 · 办理条件（示例）"
    assert "示例" in answer.reply.text
    assert answer.reply.text.endswith("要办“临时外出就医备案”吗？")
    assert answer.reply.choices == ("我想办临时外出就医备案", "转人工")
    assert answer.turn.state is State.IDLE
    (row,) = await small.rows(applications)
    assert row["phase"] == Phase.NOT_NEEDED.value


async def test_the_step_counts_what_is_asked_and_no_screening(small: SmallOffice) -> None:
    conversation = await small.opened()

    screening = await small.says(conversation, "我想报销")
    first = await small.says(conversation, "是", "不是")
    second = await small.says(conversation, "王秀英")

    assert (screening.turn.step, first.turn.step, second.turn.step) == (None, (1, 6), (2, 6))


async def test_a_submission_tells_its_number_and_what_is_to_be_rated(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.says(conversation, *CONTRACT_TALK, "确认")

    (filed,) = await small.applications.submitted(conversation.id)
    assert answer.turn.number == answer.turn.rates == filed.number
    assert filed.due is None
    assert "满意" not in answer.reply.text
    (row,) = await small.rows(applications)
    assert row["contact"] == KEYS.mark("contact", contact_key("13800138000", WOMAN[-4:]))
    assert row["identity"] == IdentityLevel.CLAIMED.value


async def test_an_application_of_a_verified_person_says_so(small: SmallOffice) -> None:
    conversation = await small.opened()
    small.people.known[conversation.id] = person("王秀英", WOMAN, small.clock)

    offered = await small.says(conversation, "我想办签约")
    await small.says(conversation, "是的", "13800138000", "县医院", "确认")

    assert "用您认证过的：姓名王秀英" in offered.reply.text
    (filed,) = await small.applications.submitted(conversation.id)
    assert filed.identity == IdentityLevel.VERIFIED.value


async def test_opening_writes_one_audit_row(small: SmallOffice) -> None:
    await small.says(await small.opened(), "我想办签约")

    assert [row["action"] for row in await small.rows(audit)] == ["opened"]


async def test_the_same_thing_from_another_conversation_is_found_with_the_id_number(
    small: SmallOffice,
) -> None:
    first = await small.opened()
    number = (await small.says(first, *CONTRACT_TALK, "确认")).turn.number
    second = await small.opened()

    answer = await small.says(second, "我想办签约", "王秀英", WOMAN)

    assert answer.reply.text == form_wording.DOUBLED.format(item="门诊统筹签约", phase="正在办")
    assert str(number) not in answer.reply.text
    assert answer.turn.number is None
    assert answer.reply.choices == form_wording.DOUBLED_CHOICES
    assert await small.applications.in_hand(second.id) is None


async def test_the_owner_of_a_double_is_told_its_number(small: SmallOffice) -> None:
    conversation = await small.opened()
    number = (await small.says(conversation, *CONTRACT_TALK, "确认")).turn.number

    answer = await small.says(conversation, "再办一份签约", "不是", "王秀英", WOMAN)

    assert str(number) in answer.reply.text
    assert answer.turn.number == number


async def test_a_double_that_comes_up_meanwhile_is_found_while_submitting(
    small: SmallOffice,
) -> None:
    first, second = await small.opened(), await small.opened()
    await small.says(first, *CONTRACT_TALK)
    await small.says(second, *CONTRACT_TALK)
    await small.says(first, "确认")

    answer = await small.says(second, "确认")

    assert "不会重复办" in answer.reply.text
    assert await small.applications.submitted(second.id) == []


async def test_what_somebody_else_changed_after_it_was_read_back_is_read_back_again(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    await small.says(conversation, *CONTRACT_TALK)
    as_read = await small.in_hand(conversation)
    changed = replace(as_read, fields={**as_read.fields, "mobile": "13900139000"})
    await small.applications.save(changed, small.clock(), "agent")

    answer = await small.applying.go_on(as_read, Heard("确认", Act.AFFIRM, sure=True))

    assert answer is not None
    assert answer.reply.text.startswith(form_wording.CHANGED_MEANWHILE)
    assert "139****9000" in answer.reply.text
    assert await small.applications.submitted(conversation.id) == []
    await small.says(conversation, "确认")
    (filed,) = await small.applications.submitted(conversation.id)
    assert filed.fields["mobile"] == "13900139000"


async def test_another_person_is_no_double(small: SmallOffice) -> None:
    await small.says(await small.opened(), *CONTRACT_TALK, "确认")

    answer = await small.says(await small.opened(), "我想办签约", "李建国", ENDS_IN_X)

    assert answer.turn.state is State.FILLING


async def test_what_may_be_done_again_is_a_double_only_with_all_that_makes_it_the_same(
    small: SmallOffice,
) -> None:
    talk = ("我想办备案", "王秀英", WOMAN, "去北京", "复查")
    rest = ("1月9号", "13800138000", "确认")
    await small.says(await small.opened(), *talk, "12月30号", *rest)

    other_day = await small.says(await small.opened(), *talk, "12月31号")
    same_day = await small.says(await small.opened(), *talk, "12月30号")

    assert other_day.turn.state is State.FILLING
    assert "不会重复办" in same_day.reply.text


async def test_what_was_cancelled_is_no_double(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *CONTRACT_TALK, "确认")
    (filed,) = await small.applications.submitted(conversation.id)
    await small.applications.save(filed.moved_to(Phase.CANCELLED), small.clock())

    answer = await small.says(await small.opened(), "我想办签约", "王秀英", WOMAN)

    assert answer.turn.state is State.FILLING


async def test_what_was_approved_once_is_a_double(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *CONTRACT_TALK, "确认")
    (filed,) = await small.applications.submitted(conversation.id)
    await small.applications.save(filed.moved_to(Phase.APPROVED), small.clock())

    answer = await small.says(await small.opened(), "我想办签约", "王秀英", WOMAN)

    assert "已经办结" in answer.reply.text


async def test_a_wrong_name_is_put_right_in_one_sentence(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想办签约", "王秀英", WOMAN)

    answer = await small.says(conversation, "名字错了，是王秀荣")

    draft = await small.in_hand(conversation)
    assert draft.fields["name"] == "王秀荣"
    assert answer.reply.text.startswith("好的，姓名改成了：王秀荣。")


async def test_a_correction_that_is_wrong_itself_says_what_is_wrong_with_it(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    await small.says(conversation, *CONTRACT_TALK)

    answer = await small.says(conversation, "手机号错了，是1390013")

    assert answer.reply.text.startswith("好的，手机号重新填。手机号应是11位")
    assert answer.turn.awaiting == "mobile"


async def test_what_has_no_form_is_told_how_to_do(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.says(conversation, "我想办电子凭证")

    assert "到医保大厅窗口办" in answer.reply.text
    assert "有效身份证件" in answer.reply.text
    assert answer.reply.sources[0].section == "电子凭证激活 · 办理方式"
    assert await small.rows(applications) == []


async def test_another_item_may_be_begun_after_an_ending(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销", "不是")

    await small.says(conversation, "我想办备案")

    assert (await small.in_hand(conversation)).item_code == TRAVEL


async def test_a_side_question_is_left_to_others(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, "我想报销")
    draft = await small.in_hand(conversation)

    answer = await small.applying.go_on(draft, Heard("要几天？", Act.ASK_TIME_LIMIT, sure=True))

    assert answer is None
