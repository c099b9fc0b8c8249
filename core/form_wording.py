"""Holds every sentence that is said while an application is being filled."""

from __future__ import annotations

START = "好的，帮您办“{item}”。{relative}要用到：{materials}。一共要填 {total} 项，填错了随时说“改一下”。"
START_EXISTING = "您有一份没办完的“{item}”，填过的都还在，咱们接着来。"
START_DUPLICATE = "您已经提交过“{item}”了，受理号 {number}，不用再办一次。想查进度就说“查进度”。"
START_FOR = "您是替{who}办，下面请填{who}的信息。"
PARKED_FOR_OTHER = "您刚才的“{item}”先放下了，填过的都保存着，说“接着办”就能继续。"
STEP = "第{number}项，共{total}项。{prompt}"
OPTIONS = "可以选：{options}。"
GOT = "好的，{label}：{value}。"
CHANGED = "好的，{label}改成了：{value}。"
REFILL = "好的，{label}重新填。"
BACK = "好的，回到上一项。"
FIRST_ALREADY = "已经是第一项了。"
WHICH_TO_CHANGE = "您要改哪一项？"
ASK_AGAIN = "没有听准{label}。{hint}"
SUGGEST = "您说的是“{value}”吗？"
SUGGEST_SEVERAL = "有几个差不多的，您说的是哪一个？{options}。"
DO_NOT_KNOW = "不着急。{why}找到了再告诉我，我等着您；也可以先放下，或者说“人工”请工作人员帮您查。"
PIECE = "记下了：{digits}。还差 {missing} 位，您接着说。"
THREE_TRIES = "这一项老是没填对，不怪您。要不要请工作人员帮您填？说“人工”就行。"
READ_BACK = (
    "都填好了，我念一遍您听听：办“{item}”。{fields}。都对的话，请说“确认”；哪项不对，直接说哪项。"
)
ASK_CONFIRM = "请您说“确认”提交，或者说哪一项要改，也可以说“不办了”。"
CONFIRM_CHOICES = ("确认", "要修改", "不办了")
SUBMITTED = (
    "办好了，“{item}”已经受理。受理号是 {number}，请记下来。办理时限：{limit}。{effect}"
    "以后说“查进度”就能看办到哪一步了。"
)
SUBMITTED_DUE = "最晚{due}给您结果。"
RATE_INVITE = "您对这次办事满意吗？"
ALREADY_SUBMITTED = "这件事已经提交过了，受理号 {number}，不会重复办。"
CANCELLED = "好的，“{item}”不办了，没有提交任何内容。以后想办，随时告诉我。"
PARKED = "好的，“{item}”先放下，填过的都保存着。回来以后说“接着办”，就从这里继续。"
RESUMED = "好的，咱们接着办“{item}”。"
# No comma behind the number: with the digits of the day it would look like a bank card, and be masked.
PROGRESS = "您的“{item}”，受理号 {number}。{day}提交，现在的状态是：{phase}。{due}"
PROGRESS_UNFINISHED = "您的“{item}”还没有提交，还差：{missing}。要接着办吗？"
PROGRESS_NONE = (
    "在这次会话里没有查到您提交的业务。要是以前办的，"
    "请把受理号和身份证号后四位一起发给我；也可以说“人工”请工作人员查。"
)
PROGRESS_NOT_YOURS = "受理号和身份证号后四位对不上，为了保护您的信息，我不能显示。请核对一下再发；错了五次，要过一天才能再查。也可以说“人工”请工作人员核实。"
PHASES = {
    "submitted": "已受理，工作人员正在办理",
    "in_review": "正在审核",
    "approved": "已办结",
    "rejected": "没有通过，工作人员会联系您",
    "cancelled": "已撤销",
}
