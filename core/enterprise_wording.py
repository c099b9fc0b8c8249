"""Holds every sentence that employers' systems are told."""

from __future__ import annotations

MISSING = "没有填{label}，请补上。"
UNEXPECTED = "减员不用填{label}，请去掉。"
TWICE_IN_BATCH = "这个身份证号在本批里出现了两次，只受理第一次。"
UNDER_WAY = "这位职工的同一业务正在办理，不用重复申报。"
KEY_MISSING = "请在请求头 Idempotency-Key 里给每批申报一个不重复的编号。"
KEY_REUSED = "这个 Idempotency-Key 已经用于内容不同的一批申报，请换一个编号。"
BATCH_EMPTY = "这批申报里没有人员，请至少填一位。"
BATCH_TOO_LONG = "一批最多申报{most}人，请分批提交。"
NOT_SIGNED_IN = "访问令牌没有填、不对或者已经过期，请重新获取。"
WEBHOOK_ADDRESS = "回调地址要以 https:// 开头，并且不能指向内部网络。"
