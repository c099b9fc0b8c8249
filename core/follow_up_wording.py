"""Holds every sentence that is said about an application after it was submitted."""

from __future__ import annotations

# Progress, for the eye. No comma behind a number: with the digits of a day it would look like a
# bank card, and be masked.
STANDS = "您的“{item}”，受理号 {number}。{day}提交，现在的状态是：{phase}。{rest}"
SPOKEN_STANDS = "您的“{item}”，{day}提交，{phase}。{rest}"
PHASES = {
    "submitted": "已受理，工作人员正在办理",
    "in_review": "正在审核",
    "needs_papers": "还缺材料，等您补齐",
    "approved": "已经办好了",
    "rejected": "这次没有通过",
    "cancelled": "您已经撤回了",
    # of a part that is filed later than the others
    "filling": "正在填写",
    "confirming": "等您确认",
    "parked": "先放着，还没提交",
}
HELD_BY = "由{owner}负责。"
NOBODY = "经办人员"  # who answers for it until somebody took it
DUE = "最晚{day}给您结果。"
DUE_PERHAPS = "最晚{day}给您结果，如遇节假日顺延。"
LATE = "已经过了答应您的日子，对不起，我们正在催。"
PAUSED = "等您补材料的这几天，不算在办理时限里。"
MISSING = "还缺：{missing}。"
UNTIL = "请在{day}前补齐。"
NOTE = "说明：{note}"
PARTS_DONE = "一共{total}件，办好{done}件。"
NEXT = {
    "submitted": "您不用做什么，等通知就行。",
    "in_review": "您不用做什么，等通知就行。",
    "needs_papers": "材料可以带到就近的医保窗口。也可以说“人工”，请工作人员帮您收。",
    "approved": "不用再跑，结果已经生效。",
    "rejected": "不明白的地方，可以说“人工”。材料齐了也可以重新办。",
    "cancelled": "想办的话，随时可以重新办。",
}
CARD = "办理进度"
CARD_NUMBER, CARD_PHASE, CARD_OWNER, CARD_DUE = "受理号", "状态", "负责人", "最晚办好"
CARD_MISSING, CARD_UNTIL, CARD_PARTS, CARD_NOTE = "还缺的材料", "补材料截止", "办好几件", "说明"
CARD_DONE = "{done}/{total} 办好"
SEVERAL = "您有{count}件业务，{lines}。想看哪一件，点一下，或者说受理号。"
SEVERAL_SPOKEN = "您有{count}件业务。{lines}。"  # how to choose one, each channel says itself
SEVERAL_ONLY = "给您看{shown}件："
SEVERAL_ONLY_SPOKEN = "先说最近的{shown}件。"
SEVERAL_LINE = "“{item}”{phase}"
SEVERAL_CHOICE = "查进度{number}"
NONE = (
    "在这次对话里没有查到您提交的业务。要是以前办的，请把受理号发给我。身份证号后四位也一起发来。"
    "没有受理号，就发手机号和身份证号后四位。还可以说“人工”，请工作人员查。"
)
NONE_SPOKEN = (
    "没有查到您刚刚提交的业务。要是以前办的，请说受理号和身份证号后四位。"
    "没有受理号，就说手机号和身份证号后四位。也可以说“人工”。"
)
NEEDS_TAIL = (
    "请把手机号和身份证号后四位发给我。要一起发，我再帮您查。比如先说手机号，空一格，再说后四位。"
)
NEEDS_TAIL_SPOKEN = "还要身份证号的后四位。请先说手机号，接着说后四位，我再帮您查。"
NOT_FOUND_BY_CONTACT = (
    "手机号和身份证号后四位对不上。为了保护您的信息，我不能显示。"
    "请核对以后再试一次。错了五次，要过一天才能再查。也可以找“人工”。"
)
NOT_FOUND_BY_CONTACT_SPOKEN = (
    "手机号和身份证号后四位对不上。为了保护您的信息，我不能念给您听。"
    "请核对以后再说一遍。错了五次，要过一天才能再查。也可以说“人工”。"
)

# Taking an application back.
WITHDRAW_ASK = "您要撤回“{item}”吗？受理号 {number}。撤回以后就不办了，想办要重新提交。"
WITHDRAW_YES = "确认撤回{number}"
WITHDRAW_NO = "不撤回"
WITHDRAW_WHICH = "您要撤回哪一件？"
WITHDRAW_CHOICE = "撤回{number}"
WITHDRAWN = "好的，“{item}”已经撤回，受理号 {number}。没有办，也不会收费。"
WITHDRAW_NONE = "没有查到您能撤回的业务。已经办结的不能撤回，有问题可以说“人工”。"
FILED_ALREADY = (
    "“{item}”已经交上去了，在这里不能直接改。受理号 {number}。"
    "要改，请说“人工”，工作人员帮您改。也可以先撤回，再重新办一份。"
)
WITHDRAW_KEPT = "好的，不撤回，接着给您办。"

# Notices.
NOTICE_APPROVED = "好消息：您的“{item}”办好了，受理号 {number}。{note}"
NOTICE_REJECTED = "您的“{item}”没有通过，受理号 {number}。原因：{note}不明白可以说“人工”。"
NOTICE_PAPERS = (
    "您的“{item}”还缺材料，受理号 {number}。一次告诉您，一共{count}样：{missing}。{note}"
    "请在{day}前补齐。可以带到就近的医保窗口，也可以说“人工”。等的这几天不算办理时限。"
)
NOTICE_PAPERS_AGAIN = (
    "对不起，您的“{item}”还要再补{count}样：{missing}。受理号 {number}。"
    "原因：{reason}请在{day}前补齐。可以带到窗口，也可以说“人工”。"
)
NOTICE_PAPERS_IN = "收到您补的材料了，“{item}”接着审核，受理号 {number}。{due}"
NOTICE_WHOLE_APPROVED = "好消息：您的“{item}”全部办好了，一共{total}件，受理号 {number}。"
NOTICE_WHOLE_ENDED = (
    "您的“{item}”办完了，受理号 {number}。一共{total}件，办好{done}件，没有通过{failed}件。"
    "没通过的原因已经分别告诉您。不明白可以说“人工”。"
)
NOTICE_TOO_LATE = (
    "您撤回的“{item}”，受理号 {number}。撤回以前，业务系统已经办完了。"
    "要取消办理结果，请说“人工”，工作人员帮您处理。"
)
NOTICE_LATE = (
    "对不起，您的“{item}”没能按时办好，受理号 {number}。现在由{owner}负责，{day}前一定给您答复。"
    "着急可以说“人工”，或者打{hotline}。"
)
NOTICE_PAPERS_DAYS = (
    "提醒您：“{item}”的材料请在{day}前补齐，受理号 {number}。还缺：{missing}。"
    "有困难可以说“人工”，请工作人员帮您。"
)
NOTICE_PAPERS_TOMORROW = (
    "提醒您：明天（{day}）是“{item}”补材料的最后一天，受理号 {number}。还缺：{missing}。"
    "来不及可以说“人工”，请工作人员帮您想办法。"
)
NOTICE_PARKED = "您有一份“{item}”没有办完，填过的都还在。说“接着办”就能继续；不办也没关系。"
NOTICE_ENDING = "您的“{item}”到{day}就到期了，受理号 {number}。还要用的话，请在到期前再办一次。"
RESUME_CHOICE = "接着办"
PROGRESS_CHOICE = "查进度"

# History, for staff and citizens: what an audit row says.
HISTORY = {
    "submitted": "提交申请",
    "taken": "{who}接手，负责到底",
    "transferred": "{who}转给{to}：{reason}",
    "in_review": "开始审核",
    "papers_asked": "一次性告知缺少材料：{missing}",
    "papers_asked_again": "再次要求补材料：{missing}（原因：{reason}）",
    "papers_some": "收到一部分补的材料",
    "papers_in": "材料补齐，接着审核",
    "approved": "办结，通过",
    "rejected": "办结，没有通过",
    "withdrawn": "本人撤回",
    "filed": "已报到医保业务系统",
    "withdrawal_told": "医保业务系统已知道撤回",
    "withdrawal_refused": "医保业务系统没有接受撤回，系统会再试，请人工核对",
    "withdrawn_too_late": "撤回到得晚了，医保业务系统已经办完，要人工处理",
    "late": "超过承诺的日子，已致歉并重新承诺",
    "part_moved": "其中一件有了进展",
}
BY_CORE = "医保业务系统"
BY_CITIZEN = "本人"
BY_SYSTEM = "系统"

# The desk.
NOT_OWNER = "这件事由{owner}负责。要接过来办，请先转办并写明原因。"
CHANGED_MEANWHILE = "同事刚刚处理过这件事，请刷新看看最新的情况。"
NO_REJECT_REASON = "不通过要写明原因，用群众听得懂的话。"
NO_MISSING = "请写清楚缺哪些材料，一次告知，不要让群众跑第二趟。"
SECOND_ASK = "已经一次性告知过材料了。确实要再补，请写明原因。"
NOT_A_COLLEAGUE = "没有这位同事，或者不在办件岗位。"
UNMASKED_ENOUGH = "您这一小时查看的完整信息已经很多，请过一会儿再看。"
NO_TRANSFER_REASON = "转办要写明原因。"
BAD_ANSWER_DAY = "补材料的期限不能早于今天。"
NOT_IN_YOUR_HANDS = "一件事里的各件分别办理，请打开其中的一件。"
