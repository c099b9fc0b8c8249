"""Says what stands on citizens' pages and depends on the bureau: matters in everyday words."""

from __future__ import annotations

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
VERSIONS = (
    ("standard", "标准版", "全部功能"),
    ("elder", "长辈版", "字大、能听、一点就能打电话"),
    ("birth", "生育版", "怀孕、生孩子、新生儿的事排在前面"),
    ("child", "儿童版", "给孩子办医保的事排在前面"),
)
SIZES = (("standard", "标准"), ("large", "大"), ("largest", "特大"))

# What a page says of itself to who cannot read it, sentence by sentence; by its template.
ALOUD = {
    "home": (
        "您好，这里是医保办事台的首页。",
        "想说话，请点最上面的大按钮：不打字，用说的。",
        "想找工作人员，请点右上角红色的按钮：人工。",
        "想打电话，请拨医保热线{hotline}。",
        "往下是办事：签约看门诊的医院，换慢特病医院，去外地看病备案，住院费报销。",
        "再往下是查询：办到哪一步了，我的医保，政策库，附近网点。",
        "要别的，就把想办的事说给我听。",
    ),
}
