"""Tests the way from a citizen's unanswered question to the entry that answers it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import cast

from core import editorial_wording as wording
from core.knowledge_tables import gaps
from core.messages import Answer, Handled, Reply, Status, Turn
from core.tables import audit, turns
from tests.gateway.editors import Editor, done, editor, imported, open_knowledge
from tests.gateway.front import Front, Json
from tests.gateway.test_problems import assert_problem

UNKNOWN = Answer(Reply("没有找到依据。", Status.NO_SOURCE_FOUND), Turn(Handled.DECLINE))
KNOWN = Answer(Reply("15个工作日。", Status.ANSWERED), Turn(Handled.ANSWER))
FORM = Answer(Reply("请问您的姓名？", Status.ASKED_BACK), Turn(Handled.FORM))


async def asked(
    front: Front, answer: Answer, *questions: str, region: str = "青岛市", thumb: bool | None = None
) -> None:
    """Let a citizen ask, and say whether the answers were of use."""
    front.office.dialogue.answers = [answer]
    citizen = await front.citizen(region=region)
    for question in questions:
        front.office.clock.pass_by(timedelta(seconds=1))
        seq = done(await citizen.say(question))["turn"]["seq"]  # type: ignore[index]
        if thumb is not None:
            body = {"seq": seq, "useful": thumb}
            await front.http.post(f"{citizen.path}/feedback", json=body, headers=citizen.headers)


async def listed(who: Editor, state: str = "") -> list[Json]:
    return cast(list[Json], (await who.get(f"/gaps?state={state}" if state else "/gaps"))["gaps"])


async def test_questions_on_one_matter_come_into_one_gap(front: Front) -> None:
    await asked(front, UNKNOWN, "生育补助能领多少钱", "生育补助能领多少钱呢", "眼镜能报销吗")
    async with editor(front, "li") as li:
        first, second = await listed(li)
        again = await listed(li)

    assert (first["question"], first["asked"], first["region"]) == (
        "生育补助能领多少钱",
        2,
        "青岛市",
    )
    assert set(cast(list[str], first["samples"])) == {"生育补助能领多少钱", "生育补助能领多少钱呢"}
    assert (second["question"], second["asked"], second["state"]) == ("眼镜能报销吗", 1, "open")
    assert again == [first, second]


async def test_the_same_question_in_two_regions_makes_two_gaps(front: Front) -> None:
    await asked(front, UNKNOWN, "生育补助能领多少钱", region="青岛市")
    await asked(front, UNKNOWN, "生育补助能领多少钱", region="天津市")

    async with editor(front, "li") as li:
        found = await listed(li)

    assert sorted(str(gap["region"]) for gap in found) == ["天津市", "青岛市"]


async def test_a_thumb_down_is_a_gap_unless_it_is_about_a_form(front: Front) -> None:
    await asked(front, KNOWN, "转移要几天", thumb=False)
    await asked(front, KNOWN, "报销要几天", thumb=True)
    await asked(front, FORM, "我要签约", thumb=False)

    async with editor(front, "li") as li:
        (gap,) = await listed(li)

    assert (gap["question"], gap["asked"], gap["thumbs_down"]) == ("转移要几天", 1, 1)


async def test_what_citizens_said_is_kept_masked(front: Front) -> None:
    await asked(front, UNKNOWN, "我电话13812345678，眼镜能报销吗")

    async with editor(front, "li") as li:
        (gap,) = await listed(li)

    assert "13812345678" not in str(gap)


async def test_two_editors_who_look_at_once_see_each_question_once(front: Front) -> None:
    await asked(front, UNKNOWN, "生育补助能领多少钱", "眼镜能报销吗")

    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        both = await asyncio.gather(listed(li), listed(zhao))

    assert both[0] == both[1]
    assert len(await front.office.rows(gaps)) == 2


async def test_a_dismissed_gap_keeps_its_questions_to_itself(front: Front) -> None:
    await asked(front, UNKNOWN, "今天天气怎么样")
    async with editor(front, "li") as li:
        (gap,) = await listed(li)
        done(await li.patch(f"/gaps/{gap['id']}", {"state": "dismissed"}))
        await asked(front, UNKNOWN, "今天天气怎么样呀")
        (after,) = await listed(li)

    assert (after["id"], after["state"], after["asked"]) == (gap["id"], "dismissed", 2)


async def test_a_gap_gets_an_owner_from_the_list_only(front: Front) -> None:
    await asked(front, UNKNOWN, "眼镜能报销吗")
    async with editor(front, "li") as li:
        (gap,) = await listed(li)
        taken = done(await li.patch(f"/gaps/{gap['id']}", {"owner": "li"}))
        refused = await li.patch(f"/gaps/{gap['id']}", {"owner": "nobody"})
        freed = done(await li.patch(f"/gaps/{gap['id']}", {"owner": None}))

    assert (taken["owner"], freed["owner"]) == ("li", None)
    assert_problem(refused, 422, wording.UNKNOWN_OWNER)
    subjects = [row["subject"] for row in await front.office.rows(audit)]
    assert subjects.count(f"gap:{gap['id']}") == 3


async def test_one_click_leads_from_a_gap_to_a_draft_and_publishing_answers_it(
    front: Front,
) -> None:
    await open_knowledge(front)
    await asked(front, UNKNOWN, "眼镜能报销吗", "眼镜能报销吗请问", "眼镜能报销不", region="烟台市")
    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        (gap,) = await listed(li)
        draft = done(await li.post(f"/gaps/{gap['id']}/draft", {"document_id": "yantai"}))
        twice = await zhao.post(f"/gaps/{gap['id']}/draft", {"document_id": "yantai"})
        (drafting,) = await listed(li, "drafting")
        text = "配眼镜的费用医保不予支付。"
        content = cast(Json, draft["content"])
        entry = await li.edited(
            draft,
            {
                **{"section": "四", "topic": "眼镜", "text": text, "plain": text, "spoken": text},
                "asked_as": ["眼镜能报销吗", "配眼镜能报吗", "眼镜能报销不", "眼镜医保报不报"],
                "tests": [
                    {"ask": "眼镜能报销吗请问", "region": "烟台市"},
                    {"ask": "眼镜能报销吗", "region": "烟台市"},
                ],
                "in_force": {"from": "2026-01-01", "until": None},
            },
        )
        approved = await zhao.moved(await li.moved(entry, "submit"), "approve")
        done(await zhao.post("/releases", {"entries": [approved["id"]], "note": ""}))
        (answered,) = await listed(li)

    asked_as = cast(list[str], content["asked_as"])
    tests = [str(test["ask"]) for test in cast(list[Json], content["tests"])]
    assert sorted([*asked_as, *tests]) == ["眼镜能报销不", "眼镜能报销吗", "眼镜能报销吗请问"]
    assert (drafting["owner"], drafting["entry_key"]) == ("li", draft["key"])
    assert_problem(twice, 409, wording.GAP_HAS_DRAFT)
    assert answered["state"] == "answered"


async def test_a_discarded_draft_opens_its_gap_again(front: Front) -> None:
    await asked(front, UNKNOWN, "眼镜能报销吗")
    async with editor(front, "li") as li:
        entry = await imported(front, li)
        document_id = cast(Json, cast(Json, entry["content"])["document"])["id"]
        (gap,) = await listed(li)
        body = {"document_id": document_id, "gap_id": gap["id"]}
        draft = done(await li.post("/entries", body))
        await li.step(draft, "discard")
        (after,) = await listed(li)

    assert (after["state"], after["entry_key"]) == ("open", None)


async def test_hot_questions_are_the_editors_until_enough_was_asked(front: Front) -> None:
    popular = done(await front.http.get("/api/v1/popular"))

    assert popular == {"questions": ["门诊能报多少？", "怎么转医保？"], "counted": False}


async def test_hot_questions_are_counted_and_worded_by_the_editors(front: Front) -> None:
    await open_knowledge(front)
    await asked(front, KNOWN, *["我爸爸的手工报销"] * 13, region="青岛市")
    await asked(front, KNOWN, *["转移"] * 12, region="天津市")
    answered_by = {"青岛市": "yantai#reimbursement@1", "天津市": "nation#transfer@7"}
    conversations = await front.office.rows(turns)
    async with front.office.database.writing() as connection:
        for row in conversations:
            conversation = await front.office.conversations.conversation(row["conversation_id"])
            await connection.execute(
                turns.update()
                .where(turns.c.conversation_id == row["conversation_id"])
                .values(entry=answered_by[conversation.region or ""])
            )

    everywhere = done(await front.http.get("/api/v1/popular"))
    here = done(await front.http.get("/api/v1/popular?region=青岛市&persona=standard"))
    front.office.clock.pass_by(timedelta(days=91))
    later = done(await front.http.get("/api/v1/popular"))

    assert everywhere == {"questions": ["手工报销几天办完", "医保关系转移要多久"], "counted": True}
    assert here["counted"] is False
    assert later["counted"] is False
