"""Words what managers see on their board, for the page's table and for its export."""

from __future__ import annotations

NO_DUTY = "这个账号没有值班长的职责，不能看服务数据。"
SPAN_WRONG = "请选择正确的起止日期：开始不晚于结束，最多看 366 天。"
HEAD = ("指标", "分组", "日期", "数值", "单位")
FILE = "服务数据-{first}至{last}.csv"

CHANNELS = {"web": "网页", "wechat": "微信", "phone": "电话", "video": "视频办"}
CONVERSATIONS, TURNS = "对话数", "来往句数"
CONTAINED, RESOLVED = "未转人工的对话占比", "首次解决率"
HANDED_OVER = "转人工的对话数"
WAITED_HALF, WAITED_MOST = "等候人工的时间（一半的人不超过）", "等候人工的时间（九成的人不超过）"
ABANDONED = "没等到人工就离开的占比"
VERY_SATISFIED, RATED = "非常满意率", "评价数"
LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
RECTIFIED = "差评按期整改率"
GAP, EXPIRING = "没有答上的问题", "即将到期的政策条目"
SURE, UNSURE = "语音识别把握（平均）", "语音识别没有把握的句数"
MEDIAN_DAYS, ON_TIME, OVERDUE = "办理用时（中位）", "按承诺时限办结占比", "超过承诺时限未办结"
ALL = "全部"

TIMES, PEOPLE, PERCENT, SECONDS, DAYS, DATE, CASES = "次", "句", "%", "秒", "工作日", "", "件"
