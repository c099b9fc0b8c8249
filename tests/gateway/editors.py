"""Speaks to the gateway as policy editors do, each with a browser of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast
from urllib.parse import quote

import httpx

from core.knowledge import TestQuestion
from core.store import EntryStore, ReleaseStore
from knowledge_base.documents import entry_of, read_pack_versions
from knowledge_base.review.adopting import adopt_packs
from tests.gateway.front import PASSWORD, Front, Json

PACKS = Path(__file__).parents[1] / "data" / "packs"
TESTS = {  # what the published entries of the small packs must keep answering
    "yantai#transfer": (TestQuestion("烟台转医保关系要几天", "烟台市"),),
    "yantai#reimbursement": (TestQuestion("手工报销几天办完", "烟台市"),),
}
NOTICE = """烟台市医疗保障局关于灵活就业人员生育补助的通知
烟医保发〔2026〕8号
各区市医疗保障局：
为方便灵活就业人员领取生育补助，现将有关事项通知如下。
一、补助对象
参加我市职工基本医疗保险的灵活就业人员，连续缴费满10个月，生育后可以申请一次性生育补助，补助标准为3000元。申请人应当在生育后一年内提出，逾期不再受理。
二、办理时限
经办机构收到齐全的申请材料后，应当在7个工作日内办�，并把补助发放到申请人的社会保障卡。
三、施行日期
本通知自2026年10月1日起施行。
烟台市医疗保障局
2026年9月20日
"""
FILLED_IN: Json = {
    "section": "一、补助对象",
    "topic": "生育补助",
    "plain": "灵活就业的人交满10个月医保，生了孩子能领3000元。",
    "spoken": "交满十个月，生孩子能领三千元。",
    "asked_as": [
        "灵活就业生孩子有补助吗",
        "灵活就业生育补助多少钱",
        "自己交医保生孩子能领钱吗",
        "灵活就业人员怎么领生育补助",
    ],
    "tests": [
        {"ask": "灵活就业的人生育补助能领多少钱", "region": "烟台市", "also": []},
        {"ask": "灵活就业生孩子补助有吗", "region": "烟台市", "also": []},
    ],
    "in_force": {"from": "2026-10-01", "until": None},
}


@dataclass(frozen=True, slots=True)
class Editor:
    """Be somebody who edits policies."""

    name: str
    http: httpx.AsyncClient

    async def get(self, path: str) -> Json:
        """Return what a route answers; it must answer."""
        return done(await self.http.get(path))

    async def post(self, path: str, body: Mapping[str, object] | None = None) -> httpx.Response:
        """Ask for something to be done."""
        return await self.http.post(path, json=body or {})

    async def patch(self, path: str, body: Mapping[str, object]) -> httpx.Response:
        """Ask for something to be changed."""
        return await self.http.patch(path, json=body)

    async def upload(self, path: str, name: str, content: bytes) -> httpx.Response:
        """Send a file."""
        return await self.http.post(path, params={"name": name}, content=content)

    async def moved(self, entry: Json, step: str, **more: object) -> Json:
        """Bring an entry one step further; it must be allowed."""
        return done(await self.step(entry, step, **more))

    async def step(self, entry: Json, step: str, **more: object) -> httpx.Response:
        """Try to bring an entry one step further."""
        return await self.post(f"{path_of(entry)}/{step}", {"revision": entry["revision"], **more})

    async def edited(self, entry: Json, content: Json) -> Json:
        """Change an entry; it must be allowed."""
        body = {"revision": entry["revision"], "content": content}
        return done(await self.patch(path_of(entry), body))


@asynccontextmanager
async def editor(front: Front, name: str, *duties: str) -> AsyncIterator[Editor]:
    """Let somebody sign in."""
    await front.parts.staff.door.add(name, f"编辑{name}", PASSWORD, duties or ("knowledge",))
    transport = httpx.ASGITransport(front.app, raise_app_exceptions=False)
    base = "http://test/api/v1/admin"
    async with httpx.AsyncClient(transport=transport, base_url=base) as http:
        body = {"name": name, "password": PASSWORD}
        signed_in = await http.post("http://test/api/v1/staff/session", json=body)
        assert signed_in.status_code == 204
        yield Editor(name, http)


async def open_knowledge(front: Front) -> None:
    """Publish the small packs and serve them, as the start of the product does."""
    versions = [
        replace(version, content=replace(version.content, tests=TESTS.get(version.key, ())))
        for version in read_pack_versions(PACKS)
    ]
    entries, releases = EntryStore(front.office.database), ReleaseStore(front.office.database)
    await adopt_packs(versions, entries=entries, releases=releases, at=front.office.clock())
    number, published = await releases.in_force()
    await front.served.serve(number, [entry_of(version) for version in published])


async def imported(front: Front, who: Editor, text: str = NOTICE) -> Json:
    """Import a text, and return its first entry."""
    begun = await who.upload("/imports", "通知.txt", text.encode())
    assert begun.status_code == 202
    await front.parts.admin.import_jobs.finished()
    job = await who.get(f"/imports/{begun.json()['id']}")
    assert job["state"] == "done", job
    document = await who.get(f"/documents/{job['document_id']}")
    rows = cast(list[Json], document["entries"])
    return await who.get(path_of(rows[0]))


async def submitted(front: Front, who: Editor) -> Json:
    """Import the notice, do everything that must be done, and send it to review."""
    entry = await imported(front, who)
    content = cast(Json, entry["content"])
    (doubt,) = cast(list[Json], content["doubts"])
    span = {"start": doubt["start"], "end": doubt["end"]}
    entry = await who.moved(entry, "doubts/resolve", **span, replacement="结")
    return await who.moved(await who.edited(entry, FILLED_IN), "submit")


def path_of(entry: Mapping[str, object]) -> str:
    """Return where an entry's version lives."""
    return f"/entries/{quote(str(entry['key']), safe='')}/{entry['version']}"


def done(response: httpx.Response) -> Json:
    """Return what a route answered; fail if it refused."""
    assert response.is_success, (response.status_code, response.text)
    return cast(Json, response.json())
