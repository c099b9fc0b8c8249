"""Holds every sentence about the papers that an application needs."""

from __future__ import annotations

READY = "有了"
MISSING = "还差"
NOT_NEEDED = "这次不用"
DEPENDS = "看情况"
FOLLOWS = "以后补"
PROMISED = "已承诺"

TITLE = "办“{item}”要带的材料"
ALL_THERE = "“{item}”的材料都齐了。"
STILL_MISSING = "“{item}”还差这几样：{names}。"
HAVE = "已经有了：{names}。"
NOT_THIS_TIME = "这次不用：{names}。"
DEPENDS_ON = "看情况要的：{names}。"
FOLLOWING = "说好以后补的：{names}。"
PROMISES = "写承诺代替的：{names}。"
HOW_TO_HAND_IN = "可以现在拍照发给我，也可以到窗口交。"
HOW_TO_HAND_IN_SPOKEN = "材料可以到就近的医保窗口交。"
WHICH_SUFFIX = "还差什么材料"

AT_READ_BACK = "材料还差：{names}。"
LATE_PAPERS_SPOKEN = "差的材料，可以以后再补交。"
COMMITMENT_SPOKEN = "差的证明，可以写承诺代替。"
LATE_PAPERS = "缺的材料以后补，现在照样受理。这叫容缺受理，依据是{source}。"
COMMITMENT = "缺的证明，可以写承诺代替（告知承诺，依据：{source}）。"

LACKING = "没有“{name}”也不要紧。"
SUBSTITUTE = "{substitute}。"
LACKING_LATE = "可以先受理，以后再补交（依据：{source}）。"
LACKING_COMMITMENT = "可以写承诺代替（依据：{source}）。"
LACKING_VISIT = "出门不方便，可以约工作人员上门（依据：{source}）。"
LACKING_DONE_FOR_YOU = "也可以请工作人员帮您办（依据：{source}）。"
LACKING_NOTHING = "没有“{name}”，请说“人工”，让工作人员看看怎么办。"
LATER_CHOICE = "{name}以后补"
PROMISE_CHOICE = "{name}我承诺"
NOTED_LATER = "好的，“{name}”以后再补。"
NOTED_PROMISE = "好的，记下您的承诺。您保证“{name}”证明的事属实。不属实，您要担责任。"
NOTED_HAVE = "好的，“{name}”您有了。办的时候拍照发来，或者带到窗口。"
NOTED_HAVE_SPOKEN = "好的，“{name}”您有了。办的时候带到窗口就行。"
NOT_LATER = "“{name}”不能以后补。"
NOT_PROMISED = "“{name}”不能用承诺代替。"

PHOTO_OF = "收到了，这是{what}。"
PHOTO_KEPT = "收到“{material}”的照片了。"
PHOTO_WHAT_FOR = "您想用它办哪件事？"
PHOTO_UNKNOWN = "收到一张照片，没看出是哪样材料。"
PHOTO_WHICH = "这件事要的材料是：{names}。请告诉我要拍哪一样，再发一次。"
PHOTO_NOT_NEEDED = "这张是{what}，办“{item}”用不上，没有收下。"
PHOTO_NOT_THAT = "这张像是{what}，不是“{material}”，没有收下。"
PHOTO_TURN_OVER = "这张是身份证有国徽的一面。请把有头像的一面再拍一张。"
KINDS = {
    "id_card": "身份证有头像的一面",
    "id_card_back": "身份证有国徽的一面",
    "household_register": "户口簿",
    "birth_certificate": "出生医学证明",
    "bank_card": "银行卡",
    "invoice": "医疗收费票据",
    "discharge_record": "出院记录",
    "diagnosis": "诊断证明",
    "other": "一份材料",
}
