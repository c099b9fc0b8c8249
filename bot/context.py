"""Tells whether a question stands on what was said before, and joins it to that."""

from __future__ import annotations

import re

# Words that a question about "this matter" may consist of without naming another one.
NO_NAME = re.compile(
    r"这个?|那个?|该|它|我们?|俺|你们?|请问|问一?下|想|要|得|需要?|带|准备|提供|交|拿|什么|啥|哪些?|几样|"
    r"材料|证件|东西|手续|资料|办理?|办事|业务|事情?|事项|多久|多长|多少|时间|几天|天|能|可以|才|好|完|下来|"
    r"在|到|去|哪里?|哪儿|地方|窗口|怎么|咋|样|弄|流程|步骤|程序|谁|人|条件|资格|都|有|的|了|吗|呢|啊|呀|吧|"
    r"是|不|一?下|大概|一般|是不是|行|会|给|还|那|就|最|快|[?？,，。.!！\s]"
)
# What may be asked of any matter, beside the words above.
OF_ANY_MATTER = re.compile(
    r"网上|线上|手机上?|电话|现场|代办?|替|别人|孩子|老伴|老人|家里人?|爸妈?|父母|老公|老婆|爱人|"
    r"钱|收费|费用|免费|花|期限|有效期?|多大|年龄|算数|管用?|几个?|月|年|工作日|超过|过期|报|销|"
    r"一次|再|以后|之前|现在|今年|明年|当天|当场|立刻|马上|从|跑|趟|必须|一定|具体|比例|规定|政策|"
    r"也|和|跟|同样|一样|区别|为什么|为啥|怎|么|或者|还是|另外|其他|如果|要是|没|本人|亲自|异地|外地|本地"
)
POINTS_BACK = re.compile(r"^(那|这|它|还有|另外|然后|再问|那么)")
# 那电子社保卡呢, 烟台呢: leaves out what is asked, unless it has a question word of its own.
ENDS_OPEN = re.compile(r"(?!.*(多少|几|怎|咋|什么|啥|哪|谁|为)).{1,7}呢[?？。]?")
MOST_CONTEXT = 1  # characters left over for which the question still means the matter at hand
MOST_POINTING = 3  # the same, where the question begins by pointing back
LONGEST = 24  # characters; who says more has named the matter


def names_nothing(text: str) -> bool:
    """Tell whether a question names no matter, so that it means the one at hand."""
    return len(NO_NAME.sub("", text)) <= MOST_CONTEXT


def leans_back(text: str) -> bool:
    """Tell whether a question can only be understood with the one before it."""
    if len(text) > LONGEST:
        return False
    if ENDS_OPEN.fullmatch(text):
        return True
    rest = OF_ANY_MATTER.sub("", NO_NAME.sub("", OF_ANY_MATTER.sub("", text)))
    return len(rest) <= (MOST_POINTING if POINTS_BACK.search(text) else MOST_CONTEXT)


def joined(before: str, text: str) -> str:
    """Return the question with the matter that it leaves out."""
    return f"{before.rstrip('?？。！!，, ')}，{text}"
