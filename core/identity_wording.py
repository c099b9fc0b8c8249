"""Holds every sentence about proving who one is, and about 我的医保."""

from __future__ import annotations

SIGN_IN_TITLE = "刷脸认证"
MY_INSURANCE = "我的医保"
HUMAN_CHOICE = "转人工"
VIDEO_CHOICE = "视频办"
PARTS = {  # how the list of looks names what was shown
    "all": "全部信息",
    "contribution": "参保和缴费",
    "account": "账户余额",
    "filings": "备案和签约",
    "settlements": "报销记录",
}
PART_CHOICES = ("余额", "缴费", "备案", "报销记录")

NEEDS_PROOF = "这是您的个人信息，只能给您本人看。只说姓名和证件号还不行，要先证明是您本人。"
WAY_ONLINE = "点下面的“刷脸认证”，几分钟就好。"
WAY_ONLINE_DOWN = "网上认证现在连不上，先用别的办法。"
WAYS_OFFLINE = (
    "不想刷脸也可以：带身份证或社保卡到窗口查；"
    "说“视频办”，请工作人员核对身份证后帮您查；也可以打 {hotline}。"
)
PHONE_NEEDS_PROOF = (
    "这是您的个人信息。电话里还不能确认是您本人，我不能念给您听。"
    "请带身份证或社保卡到医保窗口查；也可以说“人工”，请工作人员帮您。"
)
SIGN_IN_WHY = "认证以后，只有您本人能看到自己的医保信息。"
SIGN_IN_ALREADY = "您已经认证过了，{until}以前都不用再认证。"
PROVEN = "认证成功，{name}。到{until}以前，可以看您的医保信息。想看就说“我的医保”。"

CARD_TITLE = "我的医保"
PAGE_LINK = "看全部内容，请打开“我的医保”页面。"
NO_RECORD = "医保系统里没有查到您的参保信息。请说“人工”，或者带身份证到医保窗口核实。"
CORE_DOWN = (
    "医保系统暂时连不上，现在查不到您的信息。请过一会儿再试，也可以说“人工”。"
    "还可以带身份证到医保窗口查。"
)
NOT_KEPT = "刚才是您的医保信息。为了保护您，这里不保留。想再看，就说“我的医保”。"
NOT_VERIFIED = "还没有认证，或者认证已经过了时间。请回到对话里说“我的医保”，重新认证。"

# The rows of the card.
NAME, ID_NUMBER = "姓名", "身份证号"
INSURANCE, PLACE, PAID_UNTIL, EMPLOYER = "参保情况", "参保地", "缴费到", "单位"
MONTHS, BALANCE = "累计缴费", "账户余额"
YUAN, MONTHS_VALUE = "{amount} 元", "{count} 个月"
ENDS, LONG = "{ends}到期", "长期有效"
ENDS_SOON = "快到期：{ends}，还有 {days} 天"
ENDS_TODAY = "快到期：今天是最后一天"
HIDDEN = "已登记"
BILL = "共 {total} 元，医保付 {fund_paid} 元"
AS_OF = "数据时间 {time}"

# The digest: each a sentence of its own, twenty characters at most.
SAY_ENDS = "您的{filing}，{day}到期。"
SAY_ENDS_TODAY = "您的{filing}，今天到期。"
SAY_FILINGS = "备案和签约一共{count}项。"
SAY_NO_FILINGS = "没有备案，也没有签约。"
SAY_PAID = "您参加{kind}，缴到{month}。"
SAY_PAID_SHORT = "您的医保缴到{month}。"
SAY_STATE = "您的{kind}，现在{state}。"
SAY_NOT_INSURED = "没有查到您参保。"
SAY_BALANCE = "账户余额{amount}元。"
SAY_NO_ACCOUNT = "您没有个人账户。"
SAY_BILL = "上次{kind}，医保付了{amount}元。"
SAY_BILL_ABOUT = "上次{kind}，医保约付{amount}元。"
BILLS = {"药店": "药店买药"}  # kinds that need another word in a sentence
SAY_NO_BILLS = "一年内没有报销记录。"
SAY_AS_OF = "这是{day}的数据。"

# The page on which a browser comes back from the identity provider.
RETURN_TITLE = "身份认证"
RETURN_OVER = "这次认证已经用过，或者过了时间。请回到对话里，重新认证。"
RETURN_NOT_PROVEN = "认证没有成功。请回到对话里再试一次，也可以说“人工”。"
RETURN_DOWN = "认证服务暂时连不上。请过一会儿刷新这个页面。"
RETURN_ASK = "刚才认证的是{name}。确认以后，您打开的那个对话就能看到{name}的医保信息。"
RETURN_WARNING = "如果是别人发给您的链接，请不要点，直接关掉这个页面。"
RETURN_YES = "是我自己在办，确认"
RETURN_DONE = "认证成功。请回到刚才的对话，说“我的医保”。"
RETURN_BACK = "回到对话"
