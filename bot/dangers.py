"""Hears despair, and a fraud that is under way, in what somebody says; pure."""

from __future__ import annotations

import re

# Looked for only in what the classifier takes for a cry for help: 自杀住院能报吗 asks a rule.
DESPAIR = re.compile(
    r"不想活(?!动)|活不下去|活着没|活够了|想死|寻死|轻生|自杀|跳楼|跳河|上吊|喝农药|一了百了|撑不[住下]"
)
_MONEY = r"(?:转账|转帐|转钱|汇款|汇钱|打款|共享屏幕|安全账户)"
_CODE = r"(?:(?:验证|校验)码|银行卡?密码|卡密码)"
# Somebody else wants it: 让我转账, 要我报验证码. Who only wants to transfer something is in none.
_WANTED = r"(?:让|叫|喊|催|逼|要(?=我|俺|咱))(?:我们?|俺|咱|他|她|老伴|老人|我[爸妈]|俺[爹娘])"
FRAUD = re.compile(
    rf"{_WANTED}[^，,。?？]{{0,8}}(?:{_MONEY}|{_CODE})"
    r"|(?:短信|电话|微信|网址|邮件)[^。]{0,14}(?:停用|冻结|注销|点(?:进去|开|那?个?链接)|扫码|填(?:卡号|密码))"
    r"|转了[一二两三四五六七八九十几\d]+多?(?:万|千|百|块|元)"
    rf"|(?:骗子?|诈骗)[^。]{{0,10}}(?:{_MONEY}|{_CODE})"
    rf"|(?:{_MONEY}|{_CODE})[^。]{{0,10}}(?:骗|诈)"
)


def despairs(text: str) -> bool:
    """Tell whether who cries for help no longer wants to live."""
    return DESPAIR.search(text) is not None


def tells_of_fraud(text: str) -> bool:
    """Tell whether somebody is made to send money, or to give a code away."""
    return FRAUD.search(text) is not None
