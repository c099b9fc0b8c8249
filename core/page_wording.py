"""Says what stands on citizens' pages and depends on the bureau: matters in everyday words."""

from __future__ import annotations

from core.version_wording import CONVERTED_NOTE, NAMES_CHOICE
from core.versions import Version

I_WANT = "我要办{name}"  # begins an application in a conversation

# What a matter is about, in words that need no explanation; by the end of its code.
PLAIN = {
    "0101": "签约看门诊的医院",
    "0102": "换签约医院",
    "0103": "取消签约",
    "0201": "申请慢特病待遇",
    "0202": "换慢特病医院",
    "0301": "去外地看病，先备案",
    "0302": "长住外地，办备案",
    "0303": "转到外地大医院",
    "0401": "生孩子的费用报销",
    "0402": "领生育津贴",
    "0403": "产检费报销",
    "0501": "上居民医保",
    "0502": "给新生儿上医保",
    "0503": "没有单位，自己参保",
    "0504": "改参保信息",
    "0507": "换地方工作，转医保",
    "0601": "门诊费报销",
    "0602": "住院费报销",
    "0701": "取出个人账户的钱",
    "0801": "申请长期护理",
    "0901": "看病的钱，一次报完",
    "0902": "生了孩子，一次办完",
    "0903": "退休了，一次办完",
    "1201": "申请医疗救助",
}

# The versions of the pages: code, name, what it is like.
VERSIONS = tuple(
    (version.value, NAMES_CHOICE[version], what)
    for version, what in (
        (Version.STANDARD, "全部功能"),
        (Version.ELDER, "字大、能听、一点就能打电话"),
        (Version.BIRTH, "怀孕、生孩子、新生儿的事排在前面"),
        (Version.CHILD, "给孩子办医保的事排在前面"),
    )
)
# Beside official texts, on pages in traditional characters.
CONVERTED = CONVERTED_NOTE.strip("（）")
SIZES = (("standard", "标准"), ("large", "大"), ("largest", "特大"))

# What a page says of itself to who cannot read it, sentence by sentence; by its template, or by
# template and view where a page has views that differ.
ALOUD = {
    "home": (
        "您好，这里是医保办事台的首页。",
        "想说话，请点最上面的大按钮：不打字，用说的。",
        "想找工作人员，请点右上角红色的按钮：人工。",
        "想打电话，请拨医保热线{hotline}。",
        "往下是办事：签约医院，换慢特病医院；去外地看病备案，住院费报销。",
        "再往下是查询：办到哪一步了，我的医保；政策库，附近网点。",
        "要别的，就把想办的事说给我听。",
    ),
    "topics": (
        "这一页是办事专题。",
        "一件事的政策、问答、指南、办理和查询放在一起。",
        "请点要办的那件事。找不到，就点右上角的人工。",
    ),
    "topic": (
        "这一页是一个专题。",
        "先是能办的事，点现在办就开始。",
        "想带回家看，点打印明白纸。",
        "往下是大家常问的，点一句就问。",
        "再往下是查询和政策。",
        "不清楚的，请点人工，或者拨打{hotline}。",
    ),
    "policies": (
        "这一页是政策库。",
        "找政策，写几个字，点查找。",
        "找政策的下面是文件，点一份就打开。",
        "文件打开以后，点从头连续听。",
        "看不懂，请点人工，或者拨打{hotline}。",
    ),
    "call": (
        "这一页和工作人员视频。",
        "点打开摄像头和麦克风，就开始。",
        "不想露面，可以只打语音。",
        "也可以改成打字，或者请我们打给您。",
        "打不开视频，请拨打{hotline}。",
    ),
    "call-gone": (
        "现在打不开视频。",
        "请点下面的按钮，回到聊天页。",
        "在那里说，我要视频办。",
        "还是不行，请拨打{hotline}。",
    ),
    "call-waiting": (
        "正在等工作人员，这一页请不要关。",
        "您可以先把证件放在手边。",
        "也可以先回聊天页，位置留着。",
    ),
    "call-ended": (
        "视频结束了。",
        "往下能打分的，愿意就打个分。",
        "还有事，请点回到聊天页。",
        "也可以拨打{hotline}。",
    ),
    "print": (
        "这一页是给您打印的纸。",
        "点打印这一张，就能打印。",
        "没有打印机，请到医保窗口打印。",
        "看不清，请拨打{hotline}问。",
    ),
    "places": (
        "这一页找附近的网点。",
        "下面先列出各地的窗口。",
        "选了参保地，只列那里的。",
        "再选区县和街道，近的排在前面。",
        "也可以点用我的位置，不用选。",
        "每个网点都有电话，一点就拨。",
        "找不到，请拨打{hotline}。",
    ),
    "mine": (
        "这一页看我的医保。",
        "先刷脸，证明是您本人。",
        "不想刷脸，带身份证到窗口也能查。",
        "看完请点退出。",
    ),
    "progress": (
        "这一页查办理进度。",
        "先填受理号，没有就填手机号。",
        "再填身份证号最后四位，点查进度。",
        "号找不到了，请点人工，或者拨打{hotline}。",
    ),
    "kiosk": (
        "您好，点一下开始就能用。",
        "不用键盘，点按钮，或者对着说。",
        "要找工作人员，点最下面红色的按钮。",
        "用完会清掉您的信息。",
    ),
}
