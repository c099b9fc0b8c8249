"""Sorts complaints, reports of fraud and suggestions by their words."""

from __future__ import annotations

import re
from enum import StrEnum


class Subject(StrEnum):
    """Name what a complaint or a suggestion is about."""

    POLICY = "policy"
    PROCESS = "process"
    MANNER = "manner"
    SYSTEM = "system"
    OTHER = "other"


class RemarkKind(StrEnum):
    """Name what sort of numbered remark it is."""

    COMPLAINT = "complaint"  # 投诉
    REPORT = "report"  # 举报: of fraud against the insurance
    FEEDBACK = "feedback"  # 意见反馈
    RATING = "rating"  # of a conversation, not of an application


# The first that matches most often wins; a tie, or none, is asked about.
_WORDS: dict[Subject, re.Pattern[str]] = {
    Subject.MANNER: re.compile(
        r"态度|甩脸|脸色|训斥|骂|凶|不耐烦|不理人?|爱理不理|推诿|踢皮球|刁难|敷衍|冷冰冰|热情|耐心"
        r"|工作人员|窗口那|服务人员|保安"
    ),
    Subject.SYSTEM: re.compile(
        r"网页|网站|页面|系统|软件|小程序|公众号|闪退|卡住|打不开|登录|登不上|字(?:太|体|再|能)?[小大]"
        r"|按钮|点不了|机器人|助手|语音|视频|上传|验证码|手机上|屏幕|APP|app"
    ),
    Subject.PROCESS: re.compile(
        r"流程|手续|材料|证明|跑了?[两二三四五几多\d]+趟|来回跑|排队|等了|排了|太慢|时限|拖|办理时间|预约"
        r"|窗口(?:太|再|多|少)|叫号|周末|中午|晚上|夜间|复印|麻烦|繁琐|步骤"
    ),
    Subject.POLICY: re.compile(
        r"政策|规定|报销(?:比例|太|少|得)|比例|起付|封顶|目录|待遇|缴费标准|保费|交得?太多|涨|门槛|纳入|病种"
    ),
}
# What is reported rather than complained of: money taken from the fund (打击欺诈骗保).
_FRAUD = re.compile(
    r"举报|骗保|套保|诈骗医保|套(?:取|刷)|盗刷|冒名|冒用|顶替住院|倒卖|贩卖|挂床|假住院|虚开|假票|假病历"
    r"|串换|非药品刷|(?:拿|用|刷)(?:着|了)?别人的?(?:医保)?卡|空刷|回收药"
)
# Nothing but the wish to complain or to suggest.
_ONLY_A_WISH = re.compile(
    r"(?:你好|您好|请问|我|俺|们|你们|要|想|给|跟|对|向|来|这里|有|提|写|说|反映|反馈|举报|投诉|告状|意见|建议"
    r"|个|条|点|一|下|些|几|吧|啊|呀|了|怎么|在哪|哪里|能|可以|吗|情况|问题|一件事|件|事|的|医保|局"
    r"|[\s，,。.！!？?、“”\"])+"
)


def subject_of(text: str) -> Subject | None:
    """Return what a text is about; None: its words do not tell, or tell several things."""
    found = {subject: len(words.findall(text)) for subject, words in _WORDS.items()}
    most = max(found.values())
    best = [subject for subject, count in found.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def reports_fraud(text: str) -> bool:
    """Tell whether a text reports that somebody takes what is not theirs from the fund."""
    return _FRAUD.search(text) is not None


def only_a_wish(text: str) -> bool:
    """Tell whether a text says that there is something to say, but not what."""
    return _ONLY_A_WISH.fullmatch(text) is not None
