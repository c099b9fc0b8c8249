"""Holds every sentence that is said while an application is being filled."""

from __future__ import annotations

START = "好的，帮您办“{item}”。{relative}要用到：{materials}。一共要填 {total} 项，填错了随时说“改一下”。"
START_EXISTING = "您有一份没办完的“{item}”。填过的都在，咱们接着来。"
START_DUPLICATE = "“{item}”您已经提交过了，不用再办一次。受理号 {number}。想查就说“查进度”。"
OWN_NAME = "您是替{who}办，这里要填{who}的名字。"
START_FOR = "您是替{who}办，下面请填{who}的信息。"
PARKED_FOR_OTHER = "您刚才的“{item}”先放下了，填过的都保存着。说“接着办”就能继续。"
STEP = "第{number}项，共{total}项。{prompt}"
OPTIONS = "可以选：{options}。"
GOT = "好的，{label}：{value}。"
CHANGED = "好的，{label}改成了：{value}。"
REFILL = "好的，{label}重新填。"
BACK = "好的，回到上一项。"
FIRST_ALREADY = "已经是第一项了。"
WHICH_TO_CHANGE = "您要改哪一项？"
NOTED_ALREADY = "{label}已经记下了。"
EARLY_WRONG = "{label}像是有一位不对，等会儿再填。"
ASK_AGAIN = "没有听准{label}。{hint}"
SUGGEST = "您说的是“{value}”吗？"
SUGGEST_SEVERAL = "有几个差不多的，您说的是哪一个？{options}。"
DO_NOT_KNOW = "不着急。{why}找到了再告诉我。也可以先放下。或者说“人工”，请工作人员帮您查。"
PIECE = "记下了：{digits}。还差 {missing} 位，您接着说。"
PIECES_DONE = "记下了：{digits}。说完了吗？没说完就接着说。"
PIECES_DONE_CHOICES = ("是的", "还没说完")
THREE_TRIES = "这一项老是没填对，不怪您。要不要请工作人员帮您填？说“人工”就行。"
READ_BACK_ENDS = "都对的话，请说“确认”；哪项不对，直接说哪项。"
READ_BACK = "都填好了，我念一遍您听听：办“{item}”。{fields}。" + READ_BACK_ENDS
READ_BACK_PART = "“{part}”这一件：{fields}"
READ_BACK_LATER = "“{part}”先不办"
PLAIN_WORDS = "好的，我再讲讲。{why}还不明白，就说“人工”。"
PLAIN_WORDS_EXAMPLE = "好的，我再讲讲。{why}比如：{example}。还不明白，就说“人工”。"
OVER_AGAIN = "好的，从头来。"
ALL_OVER_AGAIN = "想全部重填，先说“不办了”，再说要办什么。"
ASK_CONFIRM = "都对，请说“确认”。要改哪一项，直接说。不想办，就说“不办了”。"
CONFIRM_CHOICES = ("确认", "要修改", "不办了")
SUBMITTED = (
    "交上去了，“{item}”已经受理。受理号是 {number}，请记下来。多久能办完：{limit}。{effect}"
    "想知道办到哪一步，说“查进度”。"
)
CANCELLED = "好的，“{item}”不办了，什么都没有提交。以后想办，随时告诉我。"
PARKED = "好的，“{item}”先放下，填过的都保存着。回来说“接着办”，就从这里继续。"
PARKED_STILL = "“{item}”先放着，还没有提交。要接着办，就说“接着办”。"
CHANGED_MEANWHILE = "表里刚才改过，请再核对一遍。"
RESUMED = "好的，咱们接着办“{item}”。"
# No comma behind the number: with the digits of the day it would look like a bank card, and be masked.
PROGRESS = "您的“{item}”，受理号 {number}。{day}提交，现在的状态是：{phase}。{due}"
UNFINISHED_ASK = "要接着办吗？"
PROGRESS_UNFINISHED = "您的“{item}”还没有提交，还差：{missing}。" + UNFINISHED_ASK
PROGRESS_NOT_YOURS = "受理号和身份证号后四位对不上。为了保护您的信息，我不能显示。请核对以后再试一次。错了五次，要过一天才能再查。也可以找“人工”。"
PROGRESS_NOT_YOURS_SPOKEN = "受理号和身份证号后四位对不上。为了保护您的信息，我不能念给您听。请核对以后再说一遍。错了五次，要过一天才能再查。也可以说“人工”。"
PHASES = {
    "submitted": "已受理，工作人员正在办理",
    "in_review": "正在审核",
    "approved": "已办结",
    "rejected": "没有通过，工作人员会联系您",
    "cancelled": "已撤销",
}

SCREENING = "先问您一句，看要不要办。"
ENDED = "{says}（依据：{source}）"
ENDED_SPOKEN = "{says}"  # the source is long, and stands on the screen
INSTEAD = "要办“{item}”吗？"
WANT = "我想办{item}"
OUT_OF_AGE = "要是替别人办，请说那个人的身份证号。想问清楚，说“人工”。"
OUT_OF_AGE_CHOICES = ("转人工", "不办了")
GUARDIAN_PROMPT = "参保人未满14周岁，要监护人同意才能办。请问监护人叫什么名字？"
GUARDIAN_WHY = "这是个人信息保护法第三十一条的要求。用未满14周岁孩子的信息，要监护人先同意。"

OFFER_KNOWN = "还是用上次的：{values}，对吗？"
OFFER_CALLER = "用您来电的这个号码：{values}，可以吗？"
OFFER_VERIFIED = "用您认证过的：{values}，对吗？"
OFFER_PHOTO = "从照片上看到：{values}，对吗？"
OFFER_AGAIN = "您的信息用这些：{values}，对吗？"
OFFER_ONE = "{label}{values}，对吗？"
OFFER_CHOICES = ("是的", "不是")
OFFER_TAIL = "尾号 {tail}"
TAKEN = "好的，记下了。"
DROPPED = "好的，不用这些，咱们重新填。"
DROPPED_IT = "好的，不用这个。"
DROPPED_ONE = "好的，{label}重新填，别的记下了。"
CHANGED_ONE = "好的，{label}：{value}。别的也记下了。"
DIFFERENT = "照片上的{label}是{photo}，您填的是{said}，不一样。用照片上的吗？"
USED_PHOTO = "好的，{label}改成照片上的了。"
KEPT = "好的，{label}还用您填的。"

PART_LATER = "好的，“{part}”先不办，别的接着办。"
PART_AGAIN = "好的，“{part}”也一起办。"
WHICH_PART_LATER = "哪一件先不办？"
PART_LATER_CHOICE = "{part}先不办"
PARTS = "分别是：{parts}。"
PART_FILED = "“{part}”已受理，受理号 {number}"
PART_PARKED = "“{part}”先不办，想办了说“接着办”"
PART_DOUBLED = "“{part}”以前提交过，正在办，没有重复提交"
PART_FILED_STATE = "已受理"
PART_PARKED_STATE = "先不办"
PART_DOUBLED_STATE = "以前提交过，正在办"

DOUBLED_OWN = "“{item}”您已经提交过了，受理号 {number}，{phase}。不会重复办。"
DOUBLED = "这个人的“{item}”已经提交过了，{phase}，不会重复办。受理号只能告诉提交的人。"
DOUBLED_CHOICES = ("查进度", "转人工")
UNDER_WAY = {
    "submitted": "正在办",
    "in_review": "正在审核",
    "needs_papers": "等着补材料",
    "approved": "已经办结",
}
NOT_A_FORM = "“{item}”现在不用在这里填表。可以这样办：{ways}。"
NOT_A_FORM_PAPERS = "要准备：{materials}。"
