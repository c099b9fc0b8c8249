"""Tests gateway.admin_api over HTTP: an editor's day, with the real index on small packs."""

from __future__ import annotations

from typing import cast

from core import editorial_wording as wording
from tests.gateway.editors import (
    FILLED_IN,
    done,
    editor,
    imported,
    open_knowledge,
    path_of,
    submitted,
)
from tests.gateway.front import Front, Json
from tests.gateway.test_problems import assert_problem

QUESTION = "灵活就业生育补助能领多少"


async def first_found(front: Front, question: str = QUESTION) -> str | None:
    """Return what a citizen of Yantai is answered with now."""
    found = await front.served.search(question, region="烟台市")
    return found.passages[0].document_id if found.verdict.value == "found" else None


async def test_an_editors_day(front: Front) -> None:
    await open_knowledge(front)
    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        before = await first_found(front)

        entry = await submitted(front, li)
        own = await li.step(entry, "approve")
        approved = await zhao.moved(entry, "approve")
        report = done(await zhao.post("/regression", {"entries": [approved["id"]]}))
        release = await zhao.post("/releases", {"entries": [approved["id"]], "note": "新通知"})
        published = await first_found(front)
        hit = done(await li.post("/hit-test", {"question": QUESTION, "region": "烟台市"}))
        withdrawal = await li.post("/withdrawals", {"key": entry["key"], "reason": "文件有误"})
        withdrawn = await first_found(front)
        back = await li.post(f"/releases/{release.json()['number']}/rollback", {"note": "没有错"})
        rolled_back = await first_found(front)
        releases = await li.get("/releases")
        history = await li.get(f"/entries/{path_of(entry).split('/')[2]}/history")

    assert before != entry["id"]
    assert_problem(own, 403, wording.OWN_WORK)
    assert (approved["state"], approved["reviewer"]) == ("approved", "zhao")
    assert (report["passes"], report["falls"], report["own_failures"]) == (True, [], [])
    assert (report["asked"], report["right"]) == (4, 4)
    assert (release.status_code, release.json()["added"]) == (201, [entry["id"]])
    assert published == entry["id"]
    assert cast(list[Json], hit["passages"])[0]["id"] == entry["id"]
    assert (withdrawal.status_code, withdrawal.json()["removed"]) == (201, [entry["id"]])
    assert withdrawn != entry["id"]
    assert (back.status_code, back.json()["kind"]) == (201, "roll_back")
    assert rolled_back == entry["id"]
    listed = cast(list[Json], releases["releases"])
    assert [r["kind"] for r in listed] == ["roll_back", "withdraw", "publish", "packs"]
    assert (releases["in_force"], releases["loaded"]) == (4, 4)
    events = cast(list[Json], history["events"])
    assert [(event["action"], event["by"]) for event in events] == [
        ("imported", "li"),
        ("doubt_resolved", "li"),
        ("edited", "li"),
        ("submitted", "li"),
        ("approved", "zhao"),
        ("published", "zhao"),
        ("withdrawn", "li"),
        ("rolled_back", "li"),
    ]


async def test_publishing_is_refused_when_an_answer_would_fall(front: Front) -> None:
    await open_knowledge(front)
    greedy: Json = {  # takes a question away from the entry that answers it
        **FILLED_IN,
        "topic": "别的事",
        "asked_as": [f"烟台转医保关系要几天{end}" for end in ("", "啊", "呢", "呀")],
    }
    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        entry = await imported(front, li)
        text = "烟台转医保关系要几天，交满10个月可领3000元。"
        plain: Json = {"text": text, "plain": text, "spoken": text, "doubts": []}
        entry = await li.edited(entry, {**greedy, **plain})
        approved = await zhao.moved(await li.moved(entry, "submit"), "approve")
        refused = await zhao.post("/releases", {"entries": [approved["id"]], "note": ""})
        after = await zhao.get(path_of(entry))

    data = refused.json()
    assert (refused.status_code, data["detail"]) == (409, wording.REGRESSION_FELL)
    (fall,) = data["report"]["falls"]
    assert (fall["ask"], fall["entry"]) == ("烟台转医保关系要几天", "yantai#transfer@1")
    assert (fall["expected"], fall["got"]) == (["yantai#transfer"], entry["id"])
    assert after["state"] == "approved"
    assert front.served.number == 1


async def test_a_new_version_takes_the_place_of_the_old_one(front: Front) -> None:
    await open_knowledge(front)
    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        draft = done(await li.post("/entries/yantai%23transfer/draft"))
        again = await zhao.post("/entries/yantai%23transfer/draft")
        entry = await li.edited(
            draft,
            {
                "text": "烟台市基本医保关系转移接续的办理时限由45个工作日缩短至12个工作日。",
                "plain": "在烟台转医保关系，12个工作日办完。",
                "spoken": "在烟台转医保关系，十二个工作日办完。",
                "tests": [
                    {"ask": "烟台转医保关系要几天", "region": "烟台市"},
                    {"ask": "烟台医保关系转移要几个工作日", "region": "烟台市"},
                ],
            },
        )
        diff = await zhao.get(path_of(entry) + "/diff")
        approved = await zhao.moved(await li.moved(entry, "submit"), "approve")
        release = done(await li.post("/releases", {"entries": [approved["id"]], "note": ""}))

    assert (again.status_code, again.json()["open"]) == (409, "yantai#transfer@2")
    assert diff["against"] == "yantai#transfer@1"
    fields = cast(list[Json], diff["fields"])
    assert [field["field"] for field in fields] == ["text", "plain", "spoken", "tests"]
    assert {"op": "gone", "text": "15"} in cast(list[Json], fields[0]["pieces"])
    assert {"op": "new", "text": "12"} in cast(list[Json], fields[0]["pieces"])
    assert (release["added"], release["removed"]) == (["yantai#transfer@2"], ["yantai#transfer@1"])
    assert await first_found(front, "烟台转医保关系要几天") == "yantai#transfer@2"


async def test_saving_over_a_colleagues_work_is_refused_and_shows_it(front: Front) -> None:
    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        entry = await imported(front, li)
        theirs = await zhao.edited(entry, {"plain": "赵的话"})
        mine = await li.patch(
            path_of(entry), {"revision": entry["revision"], "content": {"plain": "李的话"}}
        )

    assert mine.status_code == 409
    assert mine.json()["detail"] == wording.CHANGED
    assert mine.json()["entry"] == theirs
    assert cast(Json, theirs["content"])["plain"] == "赵的话"


async def test_an_unfinished_entry_cannot_be_sent_to_review(front: Front) -> None:
    async with editor(front, "li") as li:
        entry = await imported(front, li)
        refused = await li.step(entry, "submit")

    assert refused.status_code == 422
    assert refused.json()["detail"] == wording.NOT_READY
    assert wording.DOUBTS_LEFT.format(count=1) in refused.json()["shortcomings"]
    assert refused.json()["shortcomings"] == entry["shortcomings"]


async def test_what_is_sent_back_says_why_and_can_be_edited_again(front: Front) -> None:
    async with editor(front, "li") as li, editor(front, "zhao") as zhao:
        entry = await submitted(front, li)
        locked = await li.patch(
            path_of(entry), {"revision": entry["revision"], "content": {"plain": "改"}}
        )
        returned = await zhao.moved(entry, "return", note="口播太长")
        queue = await zhao.get("/entries?state=in_review")
        edited = await li.edited(returned, {"spoken": "能领三千元。"})

    assert_problem(locked, 409, wording.NOT_EDITABLE)
    assert (returned["state"], returned["note"]) == ("draft", "口播太长")
    assert queue == {"entries": []}
    assert edited["authors"] == ["li"]


async def test_a_batch_of_questions_is_judged(front: Front) -> None:
    await open_knowledge(front)
    table = "问题,地区,应答条目\n手工报销几天办完,烟台市,yantai#reimbursement\n天上有几颗星,,无\n"
    async with editor(front, "li") as li:
        answered = done(await li.upload("/hit-test/batch", "题.csv", table.encode("gb18030")))
        refused = await li.upload("/hit-test/batch", "题.csv", "名称\n甲\n".encode())

    assert answered["summary"] == {"asked": 2, "found": 1, "right": 2, "judged": 2}
    rows = cast(list[Json], answered["rows"])
    assert (rows[0]["row"], rows[0]["top"]) == (2, "yantai#reimbursement@1")
    assert_problem(refused, 422, wording.BATCH_EMPTY)
