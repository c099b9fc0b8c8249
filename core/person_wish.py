"""Recognises the wish for a person, in whatever state a conversation is; pure."""

from __future__ import annotations

import re

# The key that brings a person, by telephone and wherever numbers are typed.
KEY = re.compile(r"[\s,，。.!！]*[0０][\s,，。.!！]*")
BREAKS = re.compile(r"[\s,，。.!！?？、;；:：~～…“”\"]+")
# What is said before the wish and does not change it; given up is only what was under way.
GIVES_UP = (
    r"算了吧?|拉倒吧?|得了|行了|好了|罢了|[先还]?(?:是)?不(?:想|要|愿意?)?(?:再|跟你|和你)?(?:办|弄|填|说|问|搞|整|讲|选|答|聊|等)"
    r"(?:了|下去了?)?|(?:我|俺|实在|真|也|都|还是|根本)*(?:弄|办|听|看|说|填|搞|整)不(?:来|了|懂|明白|清楚?|会|好)了?"
    r"|不会(?:弄|填|办|用|说)了?|不明白|太(?:麻烦|难|啰嗦|复杂|慢)了?|麻烦死了?|烦死了?|急死(?:我|人)了?"
    r"|取消吧?|退出|不对|不行|错了|全?都?错了|不用你了?|别(?:说|问|讲|念)了?|没用|答非所问"
)
POLITE = (
    r"您好|你好|喂|嗯+|啊|哎呀?|唉|诶|呃|那个?|就|还是|不如|同志|姑娘|小姑娘|小伙子?|师傅|大姐|闺女|老师"
    r"|请你?|麻烦你?|劳驾|帮忙|帮(?:我|俺|一下|忙)|(?:快(?:点儿?)?|赶紧|赶快|马上|立刻|直接|现在|干脆|先)"
    r"|给(?:我|俺|咱)|替(?:我|俺)|让|我们?|俺|咱们?|你们?|您|就?想要?|就?要|得|需要|希望|要求|能不能|可不可以|可以|能否|能|是不是"
)
LEAD = rf"(?:{GIVES_UP}|{POLITE})*+"  # possessive: never tried in another way
BRINGS = r"(?:转接?|[接转]入|接[通到]?|接转|找|叫|换|要|请|喊|来|派|联系|呼叫|有没有|有|跟|和)"
COUNT = r"(?:到|成|给|一?[个位名]|一下)*"
STAFF = (
    r"(?:你们的?|医保局的?|大厅的?|窗口的?|医保的?|在线)?(?:大?活人|真人|人工|工作人员|客服)"
    r"(?:客服|服务|坐席|座席|人员|同志|师傅|台|那[里边儿]|去)*"
)
SOMEBODY = (
    r"(?:(?:找|请|派|转|接)(?:一?[个位]|到)?|[叫喊来]一?[个位])(?:懂行的|明白|管事的|真正的)?人"
)
ANOTHER = r"换(?:一?个|一位)?(?:懂行的|明白|管事的)?人"
# For what: to do it, to talk.
DOES = (
    r"(?:办|弄|填|说|讲|聊|问|谈|看|教|处理|接|接待|解决|操作|帮忙|服务|通话|讲话|说话|回答|沟通|帮助)"
    r"{0,2}(?:一?下|一[办说])?"
)
PURPOSE = rf"(?:过|出)?来?(?:给|帮|跟|和|同|教)?(?:我们?|俺|咱们?)?来?{DOES}"
SURELY_DOES = rf"(?:(?:过|出)?来(?:给|帮|跟|和|教)?(?:我|俺)?|(?:给|帮|跟|和|教)(?:我|俺)){DOES}"
END = (
    r"(?:吧|呀|啊|呢|嘛|哈|了|的|谢谢你?您?|多谢|行不行|行吗|好吗|好不好|可以吗|成不成|成吗"
    r"|中不中|吗|么|没有)*+"
)
WISHES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{LEAD}{BRINGS}?{COUNT}{STAFF}{PURPOSE}{END}",
        rf"{LEAD}{SOMEBODY}{PURPOSE}{END}",
        rf"{LEAD}{ANOTHER}{SURELY_DOES}{END}",
    )
)
TAKES_BACK = re.compile(
    r"(?:(?:还是|又|先|那)?(?:算了吧?|不用(?:转|找|叫)?了?|不[要转必找]了?|等等)[吧啊呀]?)+"
)
# Somebody is in danger: then 快找个人来 asks for help that we cannot bring.
DANGER = re.compile(
    r"救命|急救|120|晕|昏|吐|流.{0,2}血|喘不|抽[风搐]|发青|摔|不行了|要生了|不省|没气"
)


def asks_for_person(text: str) -> bool:
    """Tell whether a sentence asks for a person, whatever else it drops: 先不办了，转人工.

    A sentence that only speaks of people or things made by hand (人工关节能报吗) does not.
    """
    if KEY.fullmatch(text):
        return True
    if DANGER.search(text):
        return False
    clauses = [clause for clause in BREAKS.split(text) if clause]
    wishes = [n for n, clause in enumerate(clauses) if any(w.fullmatch(clause) for w in WISHES)]
    return bool(wishes) and not any(TAKES_BACK.fullmatch(c) for c in clauses[wishes[-1] + 1 :])
