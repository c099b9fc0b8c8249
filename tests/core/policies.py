"""Holds two rules on the same matter, of the nation and of one city, as the packs have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.contracts import Found, Passage, Verdict

TODAY = date(2026, 11, 1)
NATION = Passage(
    document_id="national-2021#transfer-time@2",
    text="优化医保关系转移接续流程，办理时限不超过20个工作日。",
    plain="转医保关系，最多20个工作日办完。",
    spoken="转医保关系，最多二十个工作日办完。",
    title="优化医保领域便民服务的意见",
    issuer="国家医疗保障局办公室",
    number="医保办发〔2021〕39号",
    issued=date(2021, 7, 16),
    region="全国",
    section="二、主要措施；（二）转移接续",
    in_force_from=date(2021, 7, 16),
    in_force_until=None,
    expired_note=None,
    asked_as=("医保关系转移要多久", "转医保要几天"),
    items=(),
    topic="转移接续时限",
    brief="20个工作日内办完",
)
YANTAI = replace(
    NATION,
    document_id="yantai-2020#transfer-time@1",
    text="转移接续办理时限由45个工作日缩短至15个工作日。",
    plain="在烟台转医保关系，15个工作日办完。",
    spoken="在烟台转医保关系，十五个工作日办完。",
    title="烟台市医疗保障六统一工作方案",
    issuer="烟台市人民政府办公室",
    number=None,
    issued=date(2020, 9, 23),
    region="烟台市",
    section="三、1",
    in_force_from=date(2020, 10, 1),
    brief="15个工作日内办完",
    asked_as=("烟台医保关系转移要多久",),
)
QINGDAO = replace(
    YANTAI,
    document_id="qingdao-2022#transfer-time@1",
    region="青岛市",
    brief="10个工作日内办完",
    asked_as=("青岛医保关系转移要多久",),
)


def found(*passages: Passage, differing: tuple[Passage, ...] = ()) -> Found:
    """Return the outcome of a search that may be trusted."""
    return Found(Verdict.FOUND, passages, None, len(passages), differing)
