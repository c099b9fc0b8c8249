"""Holds every sentence about ratings, complaints and suggestions."""

from __future__ import annotations

from core.ratings import Level
from core.remark_subjects import Subject

LEVELS = {
    Level.VERY_SATISFIED: "非常满意",
    Level.SATISFIED: "满意",
    Level.FAIRLY_SATISFIED: "基本满意",
    Level.DISSATISFIED: "不满意",
    Level.VERY_DISSATISFIED: "非常不满意",
}
MARKS = tuple(LEVELS.values())  # best first, as GB/T 39735 lists them

INVITE = "您对这次办事满意吗？愿意就选一个，不选也行。"
INVITE_SPOKEN = "您对这次办事满意吗？{keys}。不想评，就接着说别的。"
KEYS = "，".join(f"{name}按{key}" for key, name in enumerate(MARKS, 1))
WHICH = "这几种您选哪一种？不想选也行。"
WHICH_SPOKEN = "您选哪一种？{keys}。不想选也行。"

THANKS = "谢谢您，给您记下了：“{level}”。{minutes}分钟以内可以改。"
CHANGED = "好的，给您改成了：“{level}”。"
ASPECTS = "哪方面办得好？愿意就再点一下，不点也行。"
ASPECTS_SPOKEN = "哪方面办得好？愿意就说一个，不说也行。"
ASPECT_NOTED = "记下了：{aspects}。谢谢您。"
SORRY = "让您不满意了，对不起。给您记下了：“{level}”。"
CASE = "我们已经立了整改单，编号 {number}。最晚{due}改好。改好以后，会有人联系您，问问您的意见。"
CASE_STANDS = "整改单还是原来那张，编号 {number}。最晚{due}改好，会有人联系您。"
CASE_WITHDRAWN = "原来的整改单不再办了。"
REASON = "是哪里没做好？愿意就说一句，不说也行。"
REASON_NOTED = "记下了，会转给负责整改的同志。谢谢您告诉我们。"
NO_MATTER = "好的，不说也没关系。您还有什么事，接着说。"
TOO_LATE = (
    "这件事您评过了，是“{level}”。过了{minutes}分钟就不能改了。还有话想说，可以提意见，也可以投诉。"
)
RATE_WHAT = "您对“{item}”这次办事满意吗？请选一个，不选也行。"
RATE_TALK = "您对这次服务满意吗？请选一个，不选也行。"
RATED_TALK = "谢谢您的评价，给您记下了：“{level}”。"

COMPLAINT_PAGE = "您反映的情况记下来了，编号是 {number}。工作人员会核实，最晚{due}答复。也可以打 {hotline} 或者 12345。"
COMPLAINT = COMPLAINT_PAGE + "要现在就和工作人员说吗？"
REPORT = "您反映的情况记下来了，编号是 {number}。有关部门会去核实。您不用留姓名。也可以打 {hotline} 或者 12345。"
COMPLAINT_BARE = "好的，先给您记上了，编号是 {number}。是什么事，您慢慢说。您不用留姓名。也可以打 {hotline} 或者 12345。"
FEEDBACK = "谢谢您的意见，记下来了，编号是 {number}。最晚{due}答复您。"
FEEDBACK_BARE = "好的，先给您记上了，编号是 {number}。您有什么意见，请说。"
DETAILS_NOTED = "记下了，都写在 {number} 里了。最晚{due}答复。"
REPORT_DETAILS_NOTED = "记下了，都写在 {number} 里了。有关部门会去核实。"
SUBJECT = "这是哪方面的意见？愿意就选一个，不选也行。"
SUBJECTS = {
    Subject.POLICY: "政策",
    Subject.PROCESS: "流程",
    Subject.MANNER: "服务态度",
    Subject.SYSTEM: "系统",
    Subject.OTHER: "其他",
}
REPLY_BY = "您想怎么收到答复？不选的话，就在这里回复您。"
HERE, BY_PHONE = "这里回复", "打电话"
HERE_NOTED = "好的，就在这里回复您。"
PHONE = "好的，给您打电话。请说一下手机号码。"
PHONE_NOTED = "好的，到时候打 {phone} 找您。"
PHONE_MISSED = "没有听准手机号码，就先在这里回复您。想打电话，您再告诉我。"

ANSWER_NOTICE = "您的意见（编号 {number}）有答复了：{text}"
ANSWERED_ALREADY = "这条意见已经有同事答复了。"
TOO_MANY_COMPLAINTS = "您这里一小时里提交得太多了。请过一会儿再试，或者打 {hotline}、12345。"
CASE_TAKEN = "这张整改单已经有同事在办了。"
CASE_NOT_YOURS = "这张整改单不是您在办，请先看看是谁在办。"
CASE_NOT_IN_HAND = "请先接下这张整改单，再填整改情况。"
CASE_NOT_FIXED = "请先填好整改情况，再回访。"
CASE_NOT_CALLED = "还没有回访，不能结案。"
