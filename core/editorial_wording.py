"""Holds every sentence that the system says to policy editors."""

from __future__ import annotations

# Refusals
NOT_YOUR_DUTY = "您的账号没有政策编辑的职责。需要的话，请联系管理员开通。"
NOT_DESK_DUTY = "您的账号没有坐席服务的职责。需要的话，请联系管理员开通。"
NOT_PERMITTED = "您不能做这一步，请找有相应职责的同事。"
INVALID_CONTENT = "提交的内容格式不对，没有保存。请刷新页面后再试。"
CHANGED = "这一条刚刚被同事改过，您的修改没有保存。请对照最新内容再改。"
OPEN_ALREADY = "这一条已经有一个正在编写的版本，请在那个版本上继续。"
NOT_EDITABLE = "这一条现在不是草稿，不能修改。要修改，请先退回草稿。"
NOT_DRAFT_TO_SUBMIT = "只有草稿才能送审。"
NOT_IN_REVIEW = "这一条现在不在待审核中。"
NOT_RETURNABLE = "只有待审核或者已审核的条目才能退回。"
NOT_DISCARDABLE = "只有草稿才能废弃。"
OWN_WORK = "审核人不能是编写人。请另一位同事审核。"
NOT_READY = "还不能送审，请先完成清单里的事项。"
NOT_APPROVED = "有条目还没有审核通过，不能发布。请刷新页面后重新选择。"
NOTHING_CHOSEN = "请至少选择一条要发布的条目。"
REGRESSION_FELL = "回归测试没有通过，没有发布。请按报告修改后再试。"
RELEASED_MEANWHILE = "刚刚有同事发布了新的版本，您这次没有发布。请重新跑回归测试再发布。"
PACK_IS_NEWER = "这一条已经发布了更新的版本，旧草稿不能再发布。请从已发布的版本重新起草。"
NOTHING_TO_WITHDRAW = "没有找到正在使用的条目，不用撤下。"
ALREADY_IN_FORCE = "现在用的就是这一版，不用回退。"
NO_OPEN_DRAFT = "这份文件没有草稿，不能改文件信息。请先为要改的条目起草新版本。"
NO_SUCH_DOUBT = "没有找到这处存疑，可能已经处理过了。请刷新页面。"
NO_SUCH_FLAG = "没有找到这条提醒，可能已经确认过了。请刷新页面。"
GAP_HAS_DRAFT = "这个问题已经有条目在写了，请接着那一条写。"
UNKNOWN_OWNER = "没有这位编辑，请从名单里选择。"
UNTITLED = "请先填写文件标题和地区。"

# Imports
IMPORT_WAITING = "排队等候"
IMPORT_READING = "正在读取文件"
IMPORT_STORING = "正在写入草稿"
IMPORT_INTERRUPTED = "导入时系统重新启动了，这次导入没有完成，也没有留下任何内容。请重新导入。"
IMPORT_TOO_SLOW = "这个文件读了太久还没有读完，已经停止。请把文件拆小后再导入。"
IMPORT_FAILED = "读取这个文件时出了问题，没有导入任何内容。请换一种格式再试，或者联系管理员。"
IMPORT_EMPTY = "这个文件里没有读到政策内容，没有导入。"
IMPORT_ONLY_EMPTY = "这个文件是空的，没有导入。"
TOO_MANY_IMPORTS = "排队的文件太多了，请等前面的导入完成后再试。"

# The batch of a hit test
BATCH_UNREADABLE = "这个文件读不出来。请用 csv、xlsx 或 txt 文件，编码用 UTF-8 或 GB18030。"
BATCH_EMPTY = "文件里没有找到问题。csv 和 xlsx 要有“问题”一列，txt 每行一个问题。"
BATCH_TOO_LONG = "一次最多测 {most} 个问题，请把文件拆开。"

# What must be done before an entry can go to review
DOUBTS_LEFT = "还有 {count} 处存疑没有处理。"
FLAGS_LEFT = "还有 {count} 条提醒没有确认。"
MISSING = "还没有填写{field}。"
TOO_FEW_QUESTIONS = "问法至少要 {needed} 种不同的说法，现在有 {count} 种。"
TOO_FEW_TESTS = "测试问题至少要 {needed} 个，现在有 {count} 个。"
UNSTATED_FIGURE = "{field}里的数字“{figure}”，官方原文里没有。"
INVISIBLE = "{field}里有看不见的字符，请删掉重新输入。"
FOREIGN_LINK = "{field}里有政府网站以外的网址“{link}”，请删掉。"
ENDS_BEFORE = "失效日期早于生效日期，请核对。"
NO_EXPIRED_NOTE = "填了失效日期，还要写失效说明。"
NO_UNTIL = "填了被哪一条取代，还要填失效日期。"
BAD_SUPERSEDED = "“被取代”要写条目编号和版本，例如：文件#条目@1。"

# Names of what an entry consists of
FIELDS = {
    "title": "文件标题",
    "issuer": "发文机关",
    "number": "文号",
    "date": "发文日期",
    "date_note": "日期说明",
    "region": "地区",
    "section": "章节",
    "topic": "主题",
    "items": "关联事项",
    "text": "官方原文",
    "plain": "大白话",
    "spoken": "口播",
    "brief": "一句话",
    "asked_as": "问法",
    "tests": "测试问题",
    "in_force_from": "生效日期",
    "in_force_until": "失效日期",
    "superseded_by": "被取代",
    "expired_note": "失效说明",
}
PACKS_NOTE = "随产品提供的政策条目"
