"""Holds every sentence about recommendations (智能推荐): no disease, no drug, ever."""

from __future__ import annotations

OPEN = "{text}（{because}，所以提醒您。不想收就说“别再提醒”。）"
OFF_CHOICE = "别再提醒"
ON_CHOICE = "有消息提醒我"

# kind -> what it is, as it is switched on
KINDS = {
    "expiry": "备案、签约快到期",
    "paying": "医保缴费快断了",
    "next": "接下来还能办什么",
}

FILING_ENDS = "您的{what}{when}到期。还要用的话，可以提前来续办。"
FILING_ENDS_BECAUSE = "因为您的{what}{when}到期"
PAID_UNTIL = "您的医保缴费记录到{month}。怕断了，可以来查一查。"
PAID_UNTIL_BECAUSE = "因为您的缴费记录到{month}为止"
AFTER_NEWBORN = "孩子的参保登记办好了。生育方面的费用，也可以申请。"
AFTER_NEWBORN_BECAUSE = "因为您刚办好新生儿参保登记"
AFTER_TRAVEL = "在外地看病没有直接结算的，可以拿票据报销。"
AFTER_TRAVEL_BECAUSE = "因为您的外出就医备案刚刚结束"
THIS_MONTH, NEXT_MONTH = "这个月", "下个月"
# What a filing is called outside the signed-in page: nothing that tells of an illness.
FILINGS = {
    "异地": "异地备案",
    "外出": "异地备案",
    "转诊": "异地备案",
    "签约": "签约",
}
ANY_FILING = "一项登记"

# Switching on and off.
ON = "好的，以后有这些事我提醒您：{kinds}。{frequency}"
FREQUENCY = "七天里最多提醒两次。晚上九点到早上八点不打扰。随时说“别再提醒”就关掉。"
OFF = "好的，以后不再给您发推荐了。办事的结果和补材料的通知，还会告诉您。"
OFF_ALREADY = "您没有打开过推荐提醒，不会给您发。办事的结果和补材料的通知，还会告诉您。"
TELL_ON = "您现在打开的提醒有：{kinds}。是您{day}自己打开的。{frequency}"
TELL_OFF = "您现在没有打开推荐提醒。想要的话，说“有消息提醒我”。"
CARD, CARD_ON, CARD_OFF = "提醒设置", "开着", "关着"
WHY = "只看您在这里办的事和医保登记。不看病历，也不会提病名、药名。"
